package org.messagecenter.store.tool;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts JSON together, one member after the other, on one line. */
final class Json {

  private final StringBuilder text = new StringBuilder();

  Json begin() {
    comma();
    text.append('{');
    return this;
  }

  Json end() {
    text.append('}');
    return this;
  }

  Json beginList(String name) {
    name(name);
    text.append('[');
    return this;
  }

  Json endList() {
    text.append(']');
    return this;
  }

  Json beginObject(String name) {
    name(name);
    text.append('{');
    return this;
  }

  Json put(String name, long value) {
    name(name);
    text.append(value);
    return this;
  }

  Json put(String name, @Nullable String value) {
    name(name);
    if (value == null) {
      text.append("null");
    } else {
      quote(value);
    }
    return this;
  }

  /** A time; null for the one that never comes. */
  Json time(String name, long millis) {
    return put(name, millis == Long.MAX_VALUE ? null : Instant.ofEpochMilli(millis).toString());
  }

  /** A key, as its 16 hex digits: numbers of that size suffer in many readers. */
  Json key(String name, long key) {
    return put(name, key(key));
  }

  static String key(long key) {
    return HexFormat.of().toHexDigits(key);
  }

  private void name(String name) {
    comma();
    quote(name);
    text.append(':');
  }

  private void comma() {
    int length = text.length();
    if (length > 0 && "[{:".indexOf(text.charAt(length - 1)) < 0) {
      text.append(',');
    }
  }

  private void quote(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < 0x20 || Character.isSurrogate(c) || c == 0x2028 || c == 0x2029) {
        text.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('"');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

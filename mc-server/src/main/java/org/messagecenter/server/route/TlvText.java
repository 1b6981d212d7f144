package org.messagecenter.server.route;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;

/**
 * A TLV as it is written in rules and on the command line: {@code 0x1400}, {@code 0x1400=0a0b},
 * {@code 0x1400:text}, {@code source_port=0050}.
 *
 * @param written the whole
 * @param tag 0 to 0xFFFF
 * @param value null when any will do
 */
public record TlvText(String written, int tag, @Nullable Octets value) {
  static final Pattern PATTERN =
      Pattern.compile("(0[xX][0-9A-Fa-f]{1,4}|[a-z_]+)(?:=((?:[0-9A-Fa-f]{2})*)|:(.*))?");
  static final String RULE =
      "a TLV such as 0x1400, 0x1400=0a0b (hexadecimal) or 0x1400:text, or a list of them";

  /** Reads one; null when it is none, or names a TLV that nobody knows. */
  public static @Nullable TlvText of(String written) {
    Matcher matcher = PATTERN.matcher(written);
    if (!matcher.matches()) {
      return null;
    }
    int tag = tag(matcher.group(1));
    Octets value = null;
    if (matcher.group(2) != null) {
      value = Octets.of(HexFormat.of().parseHex(matcher.group(2)));
    } else if (matcher.group(3) != null) {
      value = Octets.of(matcher.group(3).getBytes(StandardCharsets.ISO_8859_1));
    }
    return tag < 0 ? null : new TlvText(written, tag, value);
  }

  private static int tag(String text) {
    if (text.toLowerCase(Locale.ROOT).startsWith("0x")) {
      return Integer.parseInt(text.substring(2), 16);
    }
    for (TlvTag known : TlvTag.all()) {
      if (known.name().equals(text)) {
        return known.tag();
      }
    }
    return -1;
  }

  /** Whether the first TLV of this tag has this value, or any where none is given. */
  boolean isIn(Tlvs tlvs) {
    Octets found = tlvs.find(tag);
    return found != null && (value == null || value.equals(found));
  }
}

package org.messagecenter.server.dialect;

import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.messagecenter.server.config.Section;

/** Tags of TLVs as a dialect file writes them: {@code 0x1400}. */
final class TlvNumber {
  static final Pattern FORM = Pattern.compile("0x[0-9A-Fa-f]{1,4}");
  static final String RULE = "a tag such as 0x1400";

  private TlvNumber() {}

  /** Of a text in the form. */
  static int of(String text) {
    return Integer.parseInt(text.substring(2), 16);
  }

  /** Checks a key; what is none is noted. */
  static boolean isKey(Section section, String key) {
    if (FORM.matcher(key).matches()) {
      return true;
    }
    section.problem(key, "must stand under " + RULE);
    return false;
  }

  /** The whole of a section as tag to tag. */
  static void pairs(Section section, BiConsumer<Integer, Integer> target) {
    for (Map.Entry<String, String> pair : section.texts(FORM, RULE).entrySet()) {
      if (isKey(section, pair.getKey())) {
        target.accept(of(pair.getKey()), of(pair.getValue()));
      }
    }
  }
}

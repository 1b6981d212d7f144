package org.messagecenter.store.queue;

import java.nio.charset.StandardCharsets;

/** Text in records: UTF-8, at most 255 octets. */
final class Utf8 {

  static final int LONGEST = 255;

  private Utf8() {}

  /**
   * Refuses text that does not fit into a record.
   *
   * @throws IllegalArgumentException naming the text's role
   */
  static void check(String role, String text) {
    if (text.length() * 3 > LONGEST && text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw new IllegalArgumentException(role + " is longer than " + LONGEST + " octets");
    }
  }

  /** Writes {@code text} to {@code into} from {@code at} on; returns the number of octets. */
  static int encode(String text, byte[] into, int at) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(octets, 0, into, at, octets.length);
        return octets.length;
      }
      into[at + i] = (byte) c;
    }
    return length;
  }
}

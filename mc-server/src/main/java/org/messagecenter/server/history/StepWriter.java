package org.messagecenter.server.history;

/** Writes the payload of a step, as {@link StepType} draws it. One for each thread. */
final class StepWriter {

  /** What a payload has room for. */
  static final int MOST = 255;

  private static final int LARGEST_ASCII = 0x7F;
  private static final int LARGEST_TWO = 0x7FF;
  private static final int LARGEST_THREE = 0xFFFF;

  final byte[] octets = new byte[MOST];
  private int at;

  StepWriter begin() {
    at = 0;
    return this;
  }

  int length() {
    return at;
  }

  StepWriter octet(int value) {
    octets[at++] = (byte) value;
    return this;
  }

  /** A number of at least 0. */
  StepWriter number(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      octets[at++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    octets[at++] = (byte) left;
    return this;
  }

  /**
   * A text, cut behind a whole character.
   *
   * @param most octets it may take, of which there must be room
   */
  StepWriter text(String text, int most) {
    int start = ++at;
    int end = start + most;
    for (int i = 0; i < text.length(); i++) {
      int c = text.charAt(i);
      if (c <= LARGEST_ASCII) {
        if (at == end) {
          break;
        }
        octets[at++] = (byte) c;
      } else {
        int point = text.codePointAt(i);
        if (!more(point, end)) {
          break;
        }
        i += Character.charCount(point) - 1;
      }
    }
    octets[start - 1] = (byte) (at - start);
    return this;
  }

  /** A character beyond ASCII; whether there was room for it. */
  private boolean more(int point, int end) {
    int length = point <= LARGEST_TWO ? 2 : point <= LARGEST_THREE ? 3 : 4;
    if (at + length > end) {
      return false;
    }
    switch (length) {
      case 2 -> octet(0xC0 | point >> 6);
      case 3 -> octet(0xE0 | point >> 12).octet(0x80 | (point >> 6 & 0x3F));
      default ->
          octet(0xF0 | point >> 18)
              .octet(0x80 | (point >> 12 & 0x3F))
              .octet(0x80 | (point >> 6 & 0x3F));
    }
    octet(0x80 | (point & 0x3F));
    return true;
  }
}

package org.messagecenter.server.queue;

import org.messagecenter.protocol.pdu.SubmitSm;

/** How many SMS a message takes, as rates count them. */
final class Segments {
  private static final int UDHI = 0x40;
  private static final int UCS2 = 8;
  private static final int BINARY_2 = 2;
  private static final int BINARY_4 = 4;

  private Segments() {}

  /** At least one. A message with a user data header is one already. */
  static int of(SubmitSm message) {
    int octets = message.text().length();
    if ((message.esmClass() & UDHI) != 0) {
      return 1;
    }
    boolean sevenBits =
        switch (message.dataCoding() & 0x0F) {
          case UCS2, BINARY_2, BINARY_4 -> false;
          default -> true;
        };
    int one = sevenBits ? 160 : 140;
    int each = sevenBits ? 153 : 134;
    return octets <= one ? 1 : (octets + each - 1) / each;
  }
}

package org.messagecenter.server.dialect;

import org.messagecenter.protocol.pdu.Address;

/** What an address is, by its type of number and its characters (34:5.2.5). */
enum AddressKind {
  /** Letters, such as the name of a brand. */
  ALPHANUMERIC,
  /** A few digits that one country or network knows. */
  SHORT_CODE,
  /** With its country code. */
  INTERNATIONAL,
  /** Without its country code. */
  NATIONAL,
  /** Digits that could be either. */
  UNKNOWN;

  private static final int TON_INTERNATIONAL = 1;
  private static final int TON_NATIONAL = 2;
  private static final int TON_NETWORK = 3;
  private static final int TON_SUBSCRIBER = 4;
  private static final int TON_ALPHANUMERIC = 5;
  private static final int TON_ABBREVIATED = 6;

  /** Longer numbers are no short codes. */
  private static final int SHORT_CODE_DIGITS = 6;

  static AddressKind of(Address address) {
    String digits = address.digits();
    if (address.ton() == TON_ALPHANUMERIC || !isNumber(digits)) {
      return ALPHANUMERIC;
    }
    return switch (address.ton()) {
      case TON_INTERNATIONAL -> INTERNATIONAL;
      case TON_NATIONAL, TON_SUBSCRIBER -> NATIONAL;
      case TON_NETWORK, TON_ABBREVIATED -> SHORT_CODE;
      default -> {
        if (digits.startsWith("+") || digits.startsWith("00")) {
          yield INTERNATIONAL;
        }
        yield digits.length() <= SHORT_CODE_DIGITS ? SHORT_CODE : UNKNOWN;
      }
    };
  }

  private static boolean isNumber(String digits) {
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      boolean sign = c == '*' || c == '#' || (c == '+' && i == 0);
      if (!sign && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }
}

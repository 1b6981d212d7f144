package org.messagecenter.server.route;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;

/**
 * An address as the rules see it.
 *
 * @param digits in international form without "+" or "00" where that can be told, else as it stands
 */
record Dialled(String digits, Kind kind) {
  private static final int TON_UNKNOWN = 0;
  private static final int TON_INTERNATIONAL = 1;
  private static final int TON_NATIONAL = 2;
  private static final int TON_NETWORK = 3;
  private static final int TON_ALPHANUMERIC = 5;
  private static final int TON_ABBREVIATED = 6;
  private static final int LONGEST_SHORT_CODE = 6;

  enum Kind {
    INTERNATIONAL,
    /** Of a country that is not known, or no telephone number. */
    OTHER,
    SHORT_CODE,
    ALPHANUMERIC
  }

  /**
   * Reads an address (34:5.2.5). A national number, which is one of TON 2, or of TON 0 with a
   * leading zero, belongs to the home country; other numbers of TON 0 are international.
   *
   * @param home null when none is configured: then national numbers stay as they are
   */
  static Dialled read(Address address, @Nullable HomeCountry home) {
    String text = address.digits();
    int ton = address.ton();
    if (ton == TON_ALPHANUMERIC || !numeric(text)) {
      return new Dialled(text, Kind.ALPHANUMERIC);
    }
    if (text.startsWith("+")) {
      return new Dialled(text.substring(1), Kind.INTERNATIONAL);
    }
    boolean brief = text.length() <= LONGEST_SHORT_CODE;
    return switch (ton) {
      case TON_INTERNATIONAL -> new Dialled(withoutZeros(text), Kind.INTERNATIONAL);
      case TON_NETWORK, TON_ABBREVIATED -> new Dialled(text, Kind.SHORT_CODE);
      case TON_NATIONAL ->
          brief ? new Dialled(text, Kind.SHORT_CODE) : national(text, home, home != null);
      case TON_UNKNOWN -> brief ? new Dialled(text, Kind.SHORT_CODE) : unknown(text, home);
      default -> new Dialled(text, brief ? Kind.SHORT_CODE : Kind.OTHER);
    };
  }

  private static Dialled unknown(String text, @Nullable HomeCountry home) {
    if (text.startsWith("00")) {
      return new Dialled(withoutZeros(text), Kind.INTERNATIONAL);
    }
    return text.startsWith("0")
        ? national(text, home, home != null && home.zeroLeads())
        : new Dialled(text, Kind.INTERNATIONAL);
  }

  private static Dialled national(String text, @Nullable HomeCountry home, boolean known) {
    return home != null && known
        ? new Dialled(home.international(text), Kind.INTERNATIONAL)
        : new Dialled(text, Kind.OTHER);
  }

  private static String withoutZeros(String text) {
    return text.startsWith("00") ? text.substring(2) : text;
  }

  private static boolean numeric(String text) {
    for (int i = text.startsWith("+") ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && c != '*' && c != '#') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}

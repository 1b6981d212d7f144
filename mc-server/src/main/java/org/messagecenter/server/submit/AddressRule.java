package org.messagecenter.server.submit;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.Deviation;
import org.messagecenter.server.account.Policy;

/**
 * What holds for both addresses: a defined TON and NPI (34:5.2.5, 34:5.2.6), and how a number may
 * be written (50:4.2.6.1.1).
 *
 * @param field names the address in the log
 * @param badTon answered to an undefined TON
 * @param badNpi answered to an undefined NPI
 * @param badNumber answered to an address that is none
 */
record AddressRule(
    String field, CommandStatus badTon, CommandStatus badNpi, CommandStatus badNumber) {
  static final AddressRule SOURCE =
      new AddressRule(
          "source_addr",
          CommandStatus.ESME_RINVSRCTON,
          CommandStatus.ESME_RINVSRCNPI,
          CommandStatus.ESME_RINVSRCADR);

  static final AddressRule DESTINATION =
      new AddressRule(
          "destination_addr",
          CommandStatus.ESME_RINVDSTTON,
          CommandStatus.ESME_RINVDSTNPI,
          CommandStatus.ESME_RINVDSTADR);

  private static final int TON_INTERNATIONAL = 1;
  private static final int TON_LAST = 6;
  private static final String SEPARATORS = " -.()";

  /** The defined numbering plans (34:5.2.6), as a bit set. */
  private static final int NPI_DEFINED =
      1 | 1 << 1 | 1 << 3 | 1 << 4 | 1 << 6 | 1 << 8 | 1 << 9 | 1 << 10 | 1 << 14 | 1 << 18;

  /** Whether TON and NPI are defined. */
  @Nullable Refusal types(Address address) {
    if (address.ton() > TON_LAST) {
      return new Refusal(badTon, field + " has TON " + address.ton());
    }
    int npi = address.npi();
    if (npi >= Integer.SIZE || (NPI_DEFINED >>> npi & 1) == 0) {
      return new Refusal(badNpi, field + " has NPI " + npi);
    }
    return null;
  }

  Refusal refuse(String reason) {
    return new Refusal(badNumber, field + " " + reason);
  }

  /**
   * Whether a text is a number as it is, with nothing to take out; * and # occur in short codes.
   */
  static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!dialled(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean dialled(char c) {
    return (c >= '0' && c <= '9') || c == '*' || c == '#';
  }

  /** Whether a number has nothing in it that {@link #cleaned} would take out. */
  static boolean clean(Address address) {
    return plain(address.digits()) && !prefixed(address.ton(), address.digits());
  }

  private static boolean prefixed(int ton, String digits) {
    return ton == TON_INTERNATIONAL && digits.startsWith("00");
  }

  /** Whether a text is a number but for a plus sign and separators. */
  static boolean numberlike(String text) {
    return plain(withoutSeparators(text.startsWith("+") ? text.substring(1) : text));
  }

  /** The digits of a number without what does not belong there; null when no digits are left. */
  static @Nullable String cleaned(Address address) {
    String text = address.digits();
    String digits = withoutSeparators(text.startsWith("+") ? text.substring(1) : text);
    if (prefixed(address.ton(), digits)) {
      digits = digits.substring(2);
    }
    return plain(digits) ? digits : null;
  }

  /** The first thing that had to be taken out and that the policy does not accept, in words. */
  static @Nullable String unaccepted(Address address, Policy policy) {
    String text = address.digits();
    if (text.startsWith("+") && !policy.accepts(Deviation.PLUS_SIGN)) {
      return "starts with a plus sign";
    }
    String number = text.startsWith("+") ? text.substring(1) : text;
    String digits = withoutSeparators(number);
    if (!digits.equals(number) && !policy.accepts(Deviation.NUMBER_SEPARATORS)) {
      return "has spaces or the like in it";
    }
    return prefixed(address.ton(), digits) && !policy.accepts(Deviation.INTERNATIONAL_PREFIX)
        ? "of TON 1 starts with 00"
        : null;
  }

  private static String withoutSeparators(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (SEPARATORS.indexOf(text.charAt(i)) < 0) {
        kept.append(text.charAt(i));
      }
    }
    return kept.toString();
  }
}

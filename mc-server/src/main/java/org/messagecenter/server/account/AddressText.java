package org.messagecenter.server.account;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messagecenter.protocol.pdu.Address;

/**
 * An address as configuration files write it: {@code TON/NPI/address}, or digits alone for an
 * international number (TON 1, NPI 1).
 */
final class AddressText {
  static final Pattern FORM =
      Pattern.compile("(?:([0-6])/(0|1|3|4|6|8|9|10|14|18)/([\\x20-\\x7e]{1,20})|\\+?(\\d{1,20}))");

  static final String RULE =
      "digits, or TON/NPI/address such as 5/0/ACME, the address of 1 to 20 characters";

  private AddressText() {}

  /** Reads a text that {@link #FORM} matches; for any other no address. */
  static Address parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      return Address.EMPTY;
    }
    return matcher.group(4) != null
        ? new Address(1, 1, matcher.group(4))
        : new Address(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            matcher.group(3));
  }
}

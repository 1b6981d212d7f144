package org.messagecenter.protocol.pdu;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that were read lately, so that a sender who sends again needs no new one. There is one
 * place for several; who comes last has it.
 *
 * <p>For any number of threads: they may overwrite each other's entries and miss some, but an
 * address is immutable, so whoever finds one finds it whole.
 */
final class KnownAddresses {
  private static final int PLACES = 1 << 10;

  private final @Nullable Address[] known = new Address[PLACES];

  /**
   * The address that stands in these octets.
   *
   * @param at where its TON is
   * @param end where the NUL behind its digits is
   */
  Address of(byte[] octets, int at, int end) {
    int hash = 0;
    for (int i = at; i < end; i++) {
      hash = 31 * hash + octets[i];
    }
    int place = (hash ^ hash >>> 10 ^ hash >>> 20) & PLACES - 1;
    Address address = known[place];
    if (address == null || !isAt(address, octets, at, end)) {
      address = read(octets, at, end);
      known[place] = address;
    }
    return address;
  }

  /** The same, for addresses that hardly ever come again. */
  static Address read(byte[] octets, int at, int end) {
    int from = at + 2;
    String digits =
        from == end ? "" : new String(octets, from, end - from, StandardCharsets.ISO_8859_1);
    return new Address(octets[at] & 0xFF, octets[at + 1] & 0xFF, digits);
  }

  private static boolean isAt(Address address, byte[] octets, int at, int end) {
    String digits = address.digits();
    if (digits.length() != end - at - 2
        || address.ton() != (octets[at] & 0xFF)
        || address.npi() != (octets[at + 1] & 0xFF)) {
      return false;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) != (octets[at + 2 + i] & 0xFF)) {
        return false;
      }
    }
    return true;
  }
}

package org.messagecenter.protocol.capture;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;

/**
 * Prints PDUs field by field: names and numbers, what they mean, addresses, text in its alphabet,
 * TLVs, known or not.
 *
 * <p>What the fields are it takes from the layouts, so that a command prints as soon as it can be
 * decoded. Any octets will do: a broken PDU is printed up to the place where it breaks, with the
 * reason. Passwords are never printed.
 */
public final class PduPrinter {
  private final boolean masked;
  private final boolean offsets;

  /**
   * @param masked whether texts and numbers of messages are hidden, as in the log
   * @param offsets whether each line begins with the place of its field in the PDU, in hexadecimal
   */
  public PduPrinter(boolean masked, boolean offsets) {
    this.masked = masked;
    this.offsets = offsets;
  }

  /**
   * Prints the octets of one PDU, header included.
   *
   * @return what is wrong with it, with the place, when it is no whole PDU of a command we know;
   *     null when it is. A value that can be read but is not legal is remarked upon and nothing
   *     wrong in this sense.
   */
  public @Nullable String print(Octets pdu, StringBuilder out) {
    return new PduWalk(pdu, new Rows(out, offsets), masked).print();
  }
}

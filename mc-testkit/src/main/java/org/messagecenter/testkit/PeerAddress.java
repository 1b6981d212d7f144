package org.messagecenter.testkit;

/**
 * An SMPP address as a peer saw it on the wire.
 *
 * @param ton type of number, 0–255
 * @param npi numbering plan indicator, 0–255
 * @param digits the address itself, at most 20 characters; shown in full, since kits handle made-up
 *     numbers only
 */
public record PeerAddress(int ton, int npi, String digits) {

  /** An international E.164 number: TON 1, NPI 1. */
  public static PeerAddress international(String digits) {
    return new PeerAddress(1, 1, digits);
  }
}

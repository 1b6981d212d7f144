package org.messagecenter.protocol.spec;

/**
 * One row of a PDU table: a name on the wire and how many octets stand there.
 *
 * <p>A field of ours may cover several rows: an address is a TON, an NPI and a string, each with a
 * status of its own.
 *
 * @param name the name the specification prints, such as {@code dest_addr_ton}
 * @param format how the octets are to be read, in the words of the specification
 * @param minOctets fewest octets on the wire, the NUL of a C-octet string included
 * @param maxOctets most octets on the wire
 * @param legal the legal values in words, for people; empty when the size says all
 * @param status what a malformed value is answered with
 */
public record WireField(
    String name, String format, int minOctets, int maxOctets, String legal, CommandStatus status) {
  /** A row whose size says all there is to say about its values. */
  public WireField(String name, String format, int minOctets, int maxOctets, CommandStatus status) {
    this(name, format, minOctets, maxOctets, "", status);
  }

  /** The same row with other words about its legal values. */
  WireField withLegal(String words) {
    return new WireField(name, format, minOctets, maxOctets, words, status);
  }
}

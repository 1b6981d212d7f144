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
 * @param status what a malformed value is answered with
 */
public record WireField(
    String name, String format, int minOctets, int maxOctets, CommandStatus status) {}

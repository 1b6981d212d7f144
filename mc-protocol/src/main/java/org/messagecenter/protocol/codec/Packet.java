package org.messagecenter.protocol.codec;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;

/**
 * A PDU with its header.
 *
 * @param commandStatus 0 in a request; in a response the outcome, which may be in no table
 * @param sequence as it came: 0 and negative values occur and are to be repeated in the response
 * @param octets those after the header, of which the PDU's octets and TLVs are slices; only to be
 *     read
 */
@SuppressWarnings("ArrayRecordComponent") // hardly anybody asks, so no PDU has an object for it
public record Packet(Pdu pdu, int commandStatus, int sequence, byte[] octets) implements Inbound {

  public Packet(Pdu pdu, int commandStatus, int sequence, Octets body) {
    this(pdu, commandStatus, sequence, body.toByteArray());
  }

  /** The octets after the header. */
  public Octets body() {
    return Octets.of(octets);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Packet that
        && pdu.equals(that.pdu)
        && commandStatus == that.commandStatus
        && sequence == that.sequence
        && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Objects.hash(pdu, commandStatus, sequence, Arrays.hashCode(octets));
  }

  /** Without the octets, which are mostly the text of a message. */
  @Override
  public String toString() {
    return "Packet[" + pdu + ", status " + commandStatus + ", sequence " + sequence + "]";
  }
}

package org.messagecenter.server.correlate;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;

/**
 * A receipt that belongs to no message, as the store keeps it. The octets are
 *
 * <pre>
 *   0   1  form, 1
 *   1   1  reason, see {@link OrphanReason}
 *   2   1  command: 5 deliver_sm, 3 data_sm (the last octet of 0x103)
 *   3   8  when it came, epoch milliseconds, big-endian
 *  11      the body of the PDU as it came
 * </pre>
 */
record Orphan(OrphanReason reason, CommandId command, long arrivedAt, Octets body) {
  private static final byte FORM = 1;
  private static final int HEAD = 11;

  byte[] octets() {
    byte[] octets = new byte[HEAD + body.length()];
    ByteBuffer.wrap(octets)
        .put(FORM)
        .put((byte) reason.code())
        .put((byte) command.value())
        .putLong(arrivedAt);
    body.copyTo(octets, HEAD);
    return octets;
  }

  /** Null for octets that are none. */
  static @Nullable Orphan read(byte[] octets) {
    if (octets.length < HEAD || octets[0] != FORM) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(octets, 1, HEAD - 1);
    OrphanReason reason = OrphanReason.of(in.get());
    CommandId command =
        in.get() == (byte) CommandId.DATA_SM.value() ? CommandId.DATA_SM : CommandId.DELIVER_SM;
    return reason == null
        ? null
        : new Orphan(reason, command, in.getLong(), new Octets(octets, HEAD, octets.length - HEAD));
  }

  /** The PDU it was, null when it cannot be read. */
  @Nullable Pdu pdu() {
    try {
      return PduCodec.decodeBody(command, body.toByteArray());
    } catch (BadBody e) {
      return null;
    }
  }
}

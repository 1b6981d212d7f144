package org.messagecenter.bench.conform;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/**
 * A PDU as it stood on the wire: the four numbers of the header and the octets behind it.
 *
 * @param commandId the command_id; negative when it is a response
 * @param status the command_status
 * @param sequence the sequence_number
 * @param body the octets after the 16 of the header
 */
@SuppressWarnings("ArrayRecordComponent") // Read field by field, never compared.
record WirePdu(int commandId, int status, int sequence, byte[] body) {
  static final int HEADER = 16;

  static WirePdu request(CommandId id, int sequence, byte[] body) {
    return new WirePdu(id.value(), 0, sequence, body);
  }

  boolean isResponse() {
    return commandId < 0;
  }

  boolean is(CommandId id) {
    return commandId == id.value();
  }

  boolean ok() {
    return status == 0;
  }

  boolean has(CommandStatus expected) {
    return status == expected.value();
  }

  /** The whole PDU with its right command_length. */
  byte[] encode() {
    return encode(HEADER + body.length);
  }

  /** The whole PDU with a command_length of choice. */
  byte[] encode(int commandLength) {
    return ByteBuffer.allocate(HEADER + body.length)
        .putInt(commandLength)
        .putInt(commandId)
        .putInt(status)
        .putInt(sequence)
        .put(body)
        .array();
  }

  String name() {
    return name(commandId);
  }

  static String name(int commandId) {
    @Nullable CommandId id = CommandId.of(commandId);
    return id == null ? String.format(Locale.ROOT, "command 0x%08X", commandId) : id.wireName();
  }

  /** For reports: the name, and of a response its status. Never the body, which may be private. */
  @Override
  public String toString() {
    return isResponse() ? name() + " " + CommandStatus.describe(status) : name();
  }
}

package org.messagecenter.server.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.spec.CommandId;

/** PDUs as octets, and back as words. */
final class Wire {
  private Wire() {}

  static ByteBuf bind(int sequence) {
    return bind(0x34, sequence);
  }

  static ByteBuf bind(int version, int sequence) {
    return pdu(new BindTransceiver("demo", "secret", "", version, 0, 0, ""), sequence);
  }

  static ByteBuf blank(CommandId command, int sequence) {
    return pdu(PduTable.blank(command), sequence);
  }

  private static ByteBuf pdu(Pdu pdu, int sequence) {
    ByteBuf octets = Unpooled.buffer();
    PduCodec.encode(octets, pdu, 0, sequence);
    return octets;
  }

  /** Names and sequence numbers of the PDUs, after the status where it is not zero. */
  static String words(ByteBuf octets) {
    StringBuilder words = new StringBuilder();
    while (octets.isReadable()) {
      int length = octets.getInt(octets.readerIndex());
      CommandId command = CommandId.of(octets.getInt(octets.readerIndex() + 4));
      int status = octets.getInt(octets.readerIndex() + 8);
      words
          .append(words.isEmpty() ? "" : ", ")
          .append(command == null ? "?" : command.wireName())
          .append(' ')
          .append(status == 0 ? "" : "status " + status + " ")
          .append(octets.getInt(octets.readerIndex() + 12));
      octets.skipBytes(length);
    }
    octets.release();
    return words.toString();
  }
}

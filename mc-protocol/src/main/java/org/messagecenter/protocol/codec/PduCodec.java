package org.messagecenter.protocol.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.TlvTag;

/**
 * Reads and writes single PDUs.
 *
 * <p>Decoding copies the body once into an array of its own, so that no buffer is kept, and never
 * throws: whatever is wrong comes back as a {@link BadPdu}. Encoding allocates nothing.
 */
public final class PduCodec {
  /** Octets of a PDU header, and of the shortest PDU. */
  public static final int HEADER_LENGTH = 16;

  private static final byte[] NO_BODY = {};

  /** What most responses that say nothing consist of. */
  private static final byte[] LONE_NUL = {0};

  private PduCodec() {}

  /**
   * Decodes the one PDU that {@code frame} holds from its reader index to its end, and consumes it.
   * The buffer is not released.
   */
  public static Inbound decode(ByteBuf frame) {
    int readable = frame.readableBytes();
    if (readable < HEADER_LENGTH || frame.getInt(frame.readerIndex()) != readable) {
      BadPdu bad = badLength(frame, "command_length differs from the " + readable + " octets here");
      frame.skipBytes(readable);
      return bad;
    }
    return decode(frame, readable);
  }

  /** Decodes and consumes a PDU of {@code length} octets, which must be there. */
  static Inbound decode(ByteBuf in, int length) {
    int start = in.readerIndex();
    int id = in.getInt(start + 4);
    int status = in.getInt(start + 8);
    int sequence = in.getInt(start + 12);
    byte[] body = body(in, start + HEADER_LENGTH, length - HEADER_LENGTH);
    in.skipBytes(length);

    CommandId command = CommandId.of(id);
    if (command == null) {
      return new BadPdu(
          length, id, status, sequence, CommandStatus.ESME_RINVCMDID, false, "no such command");
    }
    Layout<?> layout = PduTable.layout(command);
    try {
      return new Packet(readBody(layout, status, body), status, sequence, body);
    } catch (BadBody e) {
      return new BadPdu(
          length,
          id,
          status,
          sequence,
          e.status(),
          false,
          layout.commandId().wireName() + " " + e.getMessage(),
          usable(command, status, sequence, body));
    }
  }

  private static byte[] body(ByteBuf in, int start, int length) {
    if (length == 0) {
      return NO_BODY;
    }
    if (length == 1 && in.getByte(start) == 0) {
      return LONE_NUL;
    }
    byte[] body = new byte[length];
    in.getBytes(start, body);
    return body;
  }

  /**
   * A submit_sm_resp that reports success says that the message was taken, whatever its message_id
   * looks like: too long, not ended by a NUL, or not there. To count it as no answer would send the
   * message again. The id is what stands before the first NUL, if there is one.
   */
  private static @Nullable Packet usable(CommandId command, int status, int sequence, byte[] body) {
    if (command != CommandId.SUBMIT_SM_RESP || status != 0) {
      return null;
    }
    int end = 0;
    while (end < body.length && body[end] != 0) {
      end++;
    }
    String id = new String(body, 0, end, StandardCharsets.ISO_8859_1);
    return new Packet(new SubmitSmResp(id, Tlvs.EMPTY), status, sequence, body);
  }

  /** A PDU whose length is impossible; the rest of the header counts only if it is there. */
  static BadPdu badLength(ByteBuf in, String reason) {
    int start = in.readerIndex();
    int readable = in.readableBytes();
    boolean whole = readable >= HEADER_LENGTH;
    return new BadPdu(
        readable >= 4 ? in.getInt(start) : 0,
        whole ? in.getInt(start + 4) : 0,
        whole ? in.getInt(start + 8) : 0,
        whole ? in.getInt(start + 12) : 0,
        CommandStatus.ESME_RINVCMDLEN,
        true,
        reason);
  }

  /**
   * Reads a body that was stored without its header.
   *
   * @throws BadBody if a field is malformed
   */
  public static Pdu decodeBody(CommandId id, byte[] body) throws BadBody {
    return readBody(PduTable.layout(id), 0, body);
  }

  /**
   * A response that reports an error has no body by rule (50:3.2.1.3), and often has one in
   * practice: a lone NUL, or all fields. A body that makes sense is kept, any other is ignored.
   */
  private static Pdu readBody(Layout<?> layout, int status, byte[] body) throws BadBody {
    boolean mayLackBody = status != 0 && layout.commandId().isResponse();
    if (layout.fields().isEmpty() || (mayLackBody && body.length <= 1)) {
      return (Pdu) layout.blank();
    }
    try {
      return PduTable.read(layout, body);
    } catch (BadBody e) {
      if (mayLackBody) {
        return (Pdu) layout.blank();
      }
      throw e;
    }
  }

  /**
   * Appends a PDU. A response with a status other than 0 is written without a body, unless it has
   * TLVs that belong to a failed delivery ({@link Pdu#hasBodyOnError}).
   *
   * @throws IllegalArgumentException if a value has no form on the wire (see {@code Layout.check});
   *     nothing has been written then
   */
  public static void encode(ByteBuf out, Pdu pdu, int commandStatus, int sequence) {
    CommandId id = pdu.commandId();
    int start = out.writerIndex();
    header(out, HEADER_LENGTH, id, commandStatus, sequence);
    if (commandStatus != 0 && id.isResponse() && !pdu.hasBodyOnError()) {
      return;
    }
    writeBody(out, pdu, start);
    out.setInt(start, out.writerIndex() - start);
  }

  /**
   * Adds a TLV of one octet to the PDU that was written last. Allocates nothing.
   *
   * @param start where that PDU begins; it ends where {@code out} does, and has a body that may be
   *     followed by TLVs
   */
  public static void addOctet(ByteBuf out, int start, TlvTag tag, int value) {
    out.writeShort(tag.tag());
    out.writeShort(1);
    out.writeByte(value);
    out.setInt(start, out.writerIndex() - start);
  }

  /**
   * Appends the body of a PDU alone, as {@link #decodeBody} reads it.
   *
   * @throws IllegalArgumentException if a value has no form on the wire; nothing has been written
   *     then
   */
  public static void encodeBody(ByteBuf out, Pdu pdu) {
    writeBody(out, pdu, out.writerIndex());
  }

  private static void writeBody(ByteBuf out, Pdu pdu, int indexOnFailure) {
    try {
      PduTable.write(out, pdu);
    } catch (IllegalArgumentException e) {
      out.writerIndex(indexOnFailure);
      throw e;
    }
  }

  /**
   * Appends a PDU whose body is at hand as octets, such as a stored one; they are not looked at.
   */
  public static void encodeRaw(
      ByteBuf out, CommandId id, int status, int sequence, byte[] body, int offset, int length) {
    header(out, HEADER_LENGTH + length, id, status, sequence);
    out.writeBytes(body, offset, length);
  }

  private static void header(ByteBuf out, int length, CommandId id, int status, int sequence) {
    out.ensureWritable(length);
    out.writeInt(length);
    out.writeInt(id.value());
    out.writeInt(status);
    out.writeInt(sequence);
  }
}

package org.messagecenter.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/**
 * One PDU as bytes: a header and whatever follows it. Nothing about the body is understood, so that
 * hostile peers can be played.
 *
 * @param commandId the command_id
 * @param status the command_status
 * @param sequence the sequence_number
 * @param body the octets after the 16 of the header
 */
@SuppressWarnings("ArrayRecordComponent") // Looked into by tests, never compared as a whole.
public record RawPdu(int commandId, int status, int sequence, byte[] body) {

  /** generic_nack. */
  public static final int GENERIC_NACK = 0x80000000;

  /** bind_receiver. */
  public static final int BIND_RECEIVER = 0x00000001;

  /** bind_transmitter. */
  public static final int BIND_TRANSMITTER = 0x00000002;

  /** submit_sm. */
  public static final int SUBMIT_SM = 0x00000004;

  /** deliver_sm. */
  public static final int DELIVER_SM = 0x00000005;

  /** unbind. */
  public static final int UNBIND = 0x00000006;

  /** bind_transceiver. */
  public static final int BIND_TRANSCEIVER = 0x00000009;

  /** enquire_link. */
  public static final int ENQUIRE_LINK = 0x00000015;

  /** data_sm. */
  public static final int DATA_SM = 0x00000103;

  /** The bit that makes a request's command_id that of its response. */
  public static final int RESPONSE = 0x80000000;

  static final int HEADER = 16;

  private static final int LONGEST = 1 << 20;

  /** A request without a body. */
  public static RawPdu request(int commandId, int sequence) {
    return new RawPdu(commandId, 0, sequence, new byte[0]);
  }

  /** A bind of version 3.4, of the kind the command_id says. */
  public static RawPdu bind(int commandId, int sequence, String systemId, String password) {
    return bind(commandId, sequence, systemId, password, 0x34);
  }

  /** A bind of this interface_version, of the kind the command_id says. */
  public static RawPdu bind(
      int commandId, int sequence, String systemId, String password, int version) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    cString(body, systemId);
    cString(body, password);
    cString(body, "");
    body.write(version);
    body.write(0);
    body.write(0);
    cString(body, "");
    return new RawPdu(commandId, 0, sequence, body.toByteArray());
  }

  /**
   * A submit_sm with an ASCII text.
   *
   * @param tail octets to append where TLVs stand
   */
  public static RawPdu submit(
      int sequence, String destination, int registeredDelivery, String text, byte... tail) {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    cString(body, "");
    body.write(1);
    body.write(1);
    cString(body, "4915100000000");
    body.write(1);
    body.write(1);
    cString(body, destination);
    body.write(0);
    body.write(0);
    body.write(0);
    cString(body, "");
    cString(body, "");
    body.write(registeredDelivery);
    body.write(0);
    body.write(0);
    body.write(0);
    body.write(octets.length);
    body.writeBytes(octets);
    body.writeBytes(tail);
    return new RawPdu(SUBMIT_SM, 0, sequence, body.toByteArray());
  }

  /** A response to a request, without a body. */
  public static RawPdu response(RawPdu request, int status) {
    return new RawPdu(request.commandId | RESPONSE, status, request.sequence, new byte[0]);
  }

  /** A response to a request whose body is one C-octet string: a message_id or system_id. */
  public static RawPdu response(RawPdu request, String text) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    cString(body, text);
    return new RawPdu(request.commandId | RESPONSE, 0, request.sequence, body.toByteArray());
  }

  /** A deliver_sm, or a data_sm, which has no short_message. */
  static RawPdu delivery(int sequence, boolean dataSm, Submission message) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    cString(body, message.serviceType);
    address(body, message.source);
    address(body, message.destination);
    body.write(message.esmClass);
    if (!dataSm) {
      body.write(0);
      body.write(0);
      cString(body, "");
      cString(body, "");
    }
    body.write(message.registeredDelivery);
    if (!dataSm) {
      body.write(0);
    }
    body.write(message.dataCoding);
    if (!dataSm) {
      body.write(0);
      body.write(message.shortMessage.length);
      body.writeBytes(message.shortMessage);
    }
    for (Map.Entry<Integer, byte[]> tlv : message.tlvs.entrySet()) {
      byte[] value = tlv.getValue();
      body.writeBytes(
          ByteBuffer.allocate(4)
              .putShort(tlv.getKey().shortValue())
              .putShort((short) value.length)
              .array());
      body.writeBytes(value);
    }
    return new RawPdu(dataSm ? DATA_SM : DELIVER_SM, 0, sequence, body.toByteArray());
  }

  private static void address(ByteArrayOutputStream out, PeerAddress address) {
    out.write(address.ton());
    out.write(address.npi());
    cString(out, address.digits());
  }

  /**
   * Reads the next PDU.
   *
   * @throws AssertionError when its command_length is none
   */
  static RawPdu read(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < HEADER || length > LONGEST) {
      throw new AssertionError("a PDU with command_length " + length + " came");
    }
    RawPdu header = new RawPdu(in.readInt(), in.readInt(), in.readInt(), new byte[0]);
    byte[] body = new byte[length - HEADER];
    in.readFully(body);
    return new RawPdu(header.commandId, header.status, header.sequence, body);
  }

  private static void cString(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    out.write(0);
  }

  /** The whole PDU with its right command_length. */
  public byte[] encode() {
    return encode(HEADER + body.length);
  }

  /** The whole PDU claiming another command_length. */
  public byte[] encode(int claimedLength) {
    return ByteBuffer.allocate(HEADER + body.length)
        .putInt(claimedLength)
        .putInt(commandId)
        .putInt(status)
        .putInt(sequence)
        .put(body)
        .array();
  }

  @Override
  public String toString() {
    return "RawPdu[command_id 0x%08x, status 0x%08x, sequence %d, body %s]"
        .formatted(commandId, status, sequence, HexFormat.of().formatHex(body));
  }
}

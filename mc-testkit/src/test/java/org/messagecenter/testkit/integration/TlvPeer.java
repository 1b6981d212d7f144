package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.Queue;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.WireReader;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.RunningMessageCenter;

/** An ESME that sends TLVs octet by octet and looks at those that come to it. */
final class TlvPeer implements AutoCloseable {
  /** Where the kind of a deliver_sm stands in esm_class; zero is a message, not a receipt. */
  private static final int KIND = 0x3C;

  private static final String TEXT = "hi";

  private final RawSmpp raw;
  private final String number;
  private final Queue<DeliverSm> messages = new ArrayDeque<>();
  private int sequence = 1;

  private TlvPeer(RawSmpp raw, String number) {
    this.raw = raw;
    this.number = number;
  }

  /**
   * Binds as a transceiver over plain TCP.
   *
   * @param number one of the account's own, where its messages come back
   */
  static TlvPeer bind(
      RunningMessageCenter center, int version, String systemId, String password, String number)
      throws IOException {
    TlvPeer peer = new TlvPeer(center.raw(), number);
    peer.send(new BindTransceiver(systemId, password, "", version, 0, 0, ""));
    RawPdu answer = peer.raw.read(Duration.ofSeconds(10));
    assertThat(answer.commandId()).isEqualTo(RawPdu.BIND_TRANSCEIVER | RawPdu.RESPONSE);
    assertThat(answer.status()).isZero();
    return peer;
  }

  /** Sends a message to the own number and waits until it comes back. */
  DeliverSm roundTrip(String tlvs, Duration limit) throws IOException {
    submit(tlvs, "", limit);
    return delivered(limit);
  }

  /** Sends a message to the own number and waits until it is accepted. */
  void submit(String tlvs, String schedule, Duration limit) throws IOException {
    byte[] octets = HexFormat.of().parseHex(tlvs);
    int submitted =
        send(
            new SubmitSm(
                "",
                new Address(1, 1, "4915100000000"),
                new Address(1, 1, number),
                0,
                0,
                0,
                schedule,
                "",
                0,
                0,
                0,
                0,
                Octets.of(TEXT.getBytes(StandardCharsets.US_ASCII)),
                tlvs(octets)));
    RawPdu answer = next(limit);
    assertThat(answer.commandId()).isEqualTo(RawPdu.SUBMIT_SM | RawPdu.RESPONSE);
    assertThat(answer.sequence()).isEqualTo(submitted);
    assertThat(answer.status()).isZero();
  }

  /** The next message that is no receipt. */
  DeliverSm delivered(Duration limit) throws IOException {
    while (messages.isEmpty()) {
      RawPdu pdu = raw.read(limit);
      assertThat(take(pdu)).as("nothing but requests is expected, not %s", pdu).isTrue();
    }
    return messages.remove();
  }

  /** The next PDU that is no request. */
  private RawPdu next(Duration limit) throws IOException {
    RawPdu pdu = raw.read(limit);
    while (take(pdu)) {
      pdu = raw.read(limit);
    }
    return pdu;
  }

  /** Answers a request and keeps it when it is a message. */
  private boolean take(RawPdu pdu) throws IOException {
    if (pdu.commandId() < 0) {
      return false;
    }
    boolean isMessage = pdu.commandId() == RawPdu.DELIVER_SM;
    if (isMessage || pdu.commandId() == RawPdu.ENQUIRE_LINK) {
      byte[] body = new byte[isMessage ? 1 : 0];
      raw.send(new RawPdu(pdu.commandId() | RawPdu.RESPONSE, 0, pdu.sequence(), body));
    }
    if (isMessage) {
      DeliverSm message = deliverSm(pdu.body());
      if ((message.esmClass() & KIND) == 0) {
        messages.add(message);
      }
    }
    return true;
  }

  private int send(Pdu pdu) throws IOException {
    ByteBuf buffer = Unpooled.buffer();
    PduCodec.encode(buffer, pdu, 0, ++sequence);
    raw.send(ByteBufUtil.getBytes(buffer));
    return sequence;
  }

  private static DeliverSm deliverSm(byte[] body) {
    try {
      return (DeliverSm) PduCodec.decodeBody(CommandId.DELIVER_SM, body);
    } catch (BadBody e) {
      throw new AssertionError("a deliver_sm that cannot be read came", e);
    }
  }

  private static Tlvs tlvs(byte[] octets) {
    try {
      return Tlvs.read(new WireReader(octets));
    } catch (BadBody e) {
      throw new AssertionError("the test's own TLVs cannot be read", e);
    }
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}

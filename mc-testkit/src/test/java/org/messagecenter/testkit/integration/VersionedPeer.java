package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Destination;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitMulti;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.RunningMessageCenter;

/**
 * An ESME of any version that looks at every PDU, sends TLVs octet by octet, and answers what comes
 * to it.
 */
final class VersionedPeer implements AutoCloseable {
  /** Where the kind of a deliver_sm stands in esm_class; zero is a message, not a receipt. */
  private static final int KIND = 0x3C;

  private static final Address SOURCE = new Address(1, 1, "4915100000000");
  private static final String TEXT = "hi";
  private static final Duration SOON = Duration.ofSeconds(60);

  private final RawSmpp raw;
  private final String number;
  private final Queue<DeliverSm> messages = new ArrayDeque<>();
  private int sequence;

  private VersionedPeer(RawSmpp raw, String number) {
    this.raw = raw;
    this.number = number;
  }

  /**
   * Connects over plain TCP.
   *
   * @param number one of the account's own, where its messages come back
   */
  static VersionedPeer connect(RunningMessageCenter center, String number) throws IOException {
    return new VersionedPeer(center.raw(), number);
  }

  /** Connects and binds as a transceiver. */
  static VersionedPeer bind(
      RunningMessageCenter center, int version, String systemId, String password, String number)
      throws IOException {
    VersionedPeer peer = connect(center, number);
    peer.ask(new BindTransceiver(systemId, password, "", version, 0, 0, ""), Pdu.class, SOON);
    return peer;
  }

  /** Sends a request and waits for its response, which must say ESME_ROK. */
  <P extends Pdu> P ask(Pdu request, Class<P> expected, Duration limit) throws IOException {
    RawPdu answer = exchange(PduBytes.of(request, ++sequence), limit);
    assertThat(answer.commandId()).isEqualTo(request.commandId().response().value());
    assertThat(answer.status()).isZero();
    return expected.cast(PduBytes.body(answer));
  }

  /** Sends a PDU and waits for one that is no request and has its sequence number. */
  RawPdu exchange(RawPdu pdu, Duration limit) throws IOException {
    raw.send(pdu);
    RawPdu answer = next(limit);
    assertThat(answer.sequence()).isEqualTo(pdu.sequence());
    return answer;
  }

  /** Sends a message to the own number and waits until it comes back. */
  DeliverSm roundTrip(String tlvs, Duration limit) throws IOException {
    return roundTrip(CommandId.SUBMIT_SM, tlvs, limit);
  }

  /**
   * The same with another command that carries messages; data_sm needs a payload among the TLVs.
   */
  DeliverSm roundTrip(CommandId command, String tlvs, Duration limit) throws IOException {
    Pdu request =
        switch (command) {
          case SUBMIT_MULTI -> submitMulti(tlvs);
          case DATA_SM -> new DataSm("", SOURCE, destination(), 0, 0, 0, PduBytes.tlvs(tlvs));
          default -> submitSm(tlvs, "");
        };
    ask(request, Pdu.class, limit);
    return delivered(limit);
  }

  /** Sends a message to the own number and waits until it is accepted. */
  void submit(String tlvs, String schedule, Duration limit) throws IOException {
    ask(submitSm(tlvs, schedule), SubmitSmResp.class, limit);
  }

  private Address destination() {
    return new Address(1, 1, number);
  }

  private static Octets text() {
    return Octets.of(TEXT.getBytes(StandardCharsets.US_ASCII));
  }

  private SubmitSm submitSm(String tlvs, String schedule) {
    return new SubmitSm(
        "", SOURCE, destination(), 0, 0, 0, schedule, "", 0, 0, 0, 0, text(), PduBytes.tlvs(tlvs));
  }

  private SubmitMulti submitMulti(String tlvs) {
    return new SubmitMulti(
        "",
        SOURCE,
        List.of(new Destination.Sme(destination())),
        0,
        0,
        0,
        "",
        "",
        0,
        0,
        0,
        0,
        text(),
        PduBytes.tlvs(tlvs));
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
      DeliverSm message = (DeliverSm) PduBytes.body(pdu);
      if ((message.esmClass() & KIND) == 0) {
        messages.add(message);
      }
    }
    return true;
  }

  /** Whether the message center closes the connection in time. */
  boolean closed(Duration limit) throws IOException {
    return raw.closesWithin(limit);
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}

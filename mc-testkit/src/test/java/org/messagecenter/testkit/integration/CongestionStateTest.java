package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.Address;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.MessageState;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.ReplaceIfPresentFlag;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.SMPPSession;
import org.jsmpp.session.SubmitMultiResult;
import org.jsmpp.session.SubmitSmResult;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;

/** What 5.0 peers are told of the load (50:4.8.4.18). */
class CongestionStateTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final TypeOfNumber TON = TypeOfNumber.INTERNATIONAL;
  private static final NumberingPlanIndicator NPI = NumberingPlanIndicator.ISDN;
  private static final String SOURCE = "4915100000000";
  private static final byte[] TEXT = "hello".getBytes(StandardCharsets.US_ASCII);

  private static RawPdu bind(int version) {
    byte[] body = RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret").body();
    body["demo".length() + "secret".length() + 3] = (byte) version;
    return new RawPdu(RawPdu.BIND_TRANSCEIVER, 0, 1, body);
  }

  /** Submits this many messages in one write; returns what ends each response. */
  private static List<Integer> levels(RawSmpp peer, int count) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(RawPdu.submit(2 + i, "49170123456", 0, "hello").encode());
    }
    peer.send(all.toByteArray());
    List<Integer> levels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RawPdu response = peer.read(SOON);
      assertThat(response.status()).isZero();
      levels.add(level(response));
    }
    return levels;
  }

  /** The value of congestion_state at the end of the PDU, or -1. */
  private static int level(RawPdu pdu) {
    byte[] body = pdu.body();
    int at = body.length - 5;
    boolean there =
        at >= 0
            && body[at] == 0x04
            && body[at + 1] == 0x28
            && body[at + 2] == 0
            && body[at + 3] == 1;
    return there ? body[at + 4] : -1;
  }

  @Test
  void risesWithTheQueueAndFallsWithIt() throws IOException {
    try (MessageCenterServer center =
            MessageCenterServer.with("session.congestion-waiting", "100")
                .with("session.congestion-commit", "1m")
                .start();
        RawSmpp peer = center.raw()) {
      assertThat(level(peer.exchange(bind(0x50), SOON))).isZero();
      // All are read before the first is answered, and each answer is one less that waits.
      List<Integer> levels = levels(peer, 80);

      assertThat(levels.get(0)).isGreaterThan(50);
      assertThat(levels.get(79)).isZero();
      assertThat(levels(peer, 1)).containsExactly(0);
    }
  }

  /** No commit is as quick as this setting wants it. */
  @Test
  void risesWithTheTimeOfACommit() throws IOException {
    try (MessageCenterServer center =
            MessageCenterServer.with("session.congestion-commit", "1us").start();
        RawSmpp peer = center.raw()) {
      peer.exchange(bind(0x50), SOON);
      assertThat(levels(peer, 2)).containsExactly(100, 100);
      assertThat(center.meters().get("mc.congestion").gauge().value()).isEqualTo(100);
    }
  }

  @Test
  void isNotToldToOlderPeersNorWhenSwitchedOff() throws IOException {
    try (MessageCenterServer center = MessageCenterServer.usual().start();
        RawSmpp peer = center.raw()) {
      assertThat(level(peer.exchange(bind(0x34), SOON))).isEqualTo(-1);
      assertThat(levels(peer, 2)).containsExactly(-1, -1);
    }
    try (MessageCenterServer center =
            MessageCenterServer.with("session.congestion-state", "false").start();
        RawSmpp peer = center.raw()) {
      assertThat(level(peer.exchange(bind(0x50), SOON))).isEqualTo(-1);
      assertThat(levels(peer, 2)).containsExactly(-1, -1);
    }
  }

  /** jSMPP reads every response as before. */
  @Test
  void disturbsNoOtherImplementation()
      throws IOException,
          PDUException,
          ResponseTimeoutException,
          InvalidResponseException,
          NegativeResponseException {
    try (MessageCenterServer center =
        MessageCenterServer.with("scenario.delivery-delay", "1m").start()) {
      SMPPSession session = new SMPPSession();
      session.setTransactionTimer(SOON.toMillis());
      session.connectAndBind(
          MessageCenterServer.HOST,
          center.port(),
          new BindParameter(
              BindType.BIND_TRX, "demo", "secret", "", TON, NPI, "", InterfaceVersion.IF_50));
      try {
        String id = submit(session);
        assertThat(session.queryShortMessage(id, TON, NPI, SOURCE).getMessageState())
            .isEqualTo(MessageState.ENROUTE);
        submitMulti(session);
        assertThat(data(session)).hasSize(32);
      } finally {
        session.unbindAndClose();
      }
    }
  }

  private static boolean tellsTheLoad(OptionalParameter... parameters) {
    return parameters.length == 1
        && parameters[0] instanceof OptionalParameter.Congestion_state state
        && state.getValue() >= 0
        && state.getValue() <= 100;
  }

  private static String submit(SMPPSession session)
      throws IOException,
          PDUException,
          ResponseTimeoutException,
          InvalidResponseException,
          NegativeResponseException {
    SubmitSmResult result =
        session.submitShortMessage(
            "",
            TON,
            NPI,
            SOURCE,
            TON,
            NPI,
            "491701234567",
            new ESMClass(),
            (byte) 0,
            (byte) 0,
            "",
            "",
            new RegisteredDelivery(0),
            (byte) 0,
            new RawDataCoding((byte) 0),
            (byte) 0,
            TEXT);
    assertThat(tellsTheLoad(result.getOptionalParameters())).isTrue();
    assertThat(result.getMessageId()).hasSize(32);
    return result.getMessageId();
  }

  private static void submitMulti(SMPPSession session)
      throws IOException,
          PDUException,
          ResponseTimeoutException,
          InvalidResponseException,
          NegativeResponseException {
    SubmitMultiResult result =
        session.submitMultiple(
            "",
            TON,
            NPI,
            SOURCE,
            new Address[] {new Address(TON, NPI, "491701"), new Address(TON, NPI, "491702")},
            new ESMClass(),
            (byte) 0,
            (byte) 0,
            "",
            "",
            new RegisteredDelivery(0),
            ReplaceIfPresentFlag.DEFAULT,
            new RawDataCoding((byte) 0),
            (byte) 0,
            TEXT);
    assertThat(result.getMessageId()).hasSize(32);
    assertThat(result.getUnsuccessDeliveries()).isEmpty();
  }

  private static String data(SMPPSession session)
      throws IOException,
          PDUException,
          ResponseTimeoutException,
          InvalidResponseException,
          NegativeResponseException {
    DataSmResult result =
        session.dataShortMessage(
            "",
            TON,
            NPI,
            SOURCE,
            TON,
            NPI,
            "491701234567",
            new ESMClass(),
            new RegisteredDelivery(0),
            new RawDataCoding((byte) 0),
            new OptionalParameter.Message_payload(TEXT));
    assertThat(tellsTheLoad(result.getOptionalParameters())).isTrue();
    return result.getMessageId();
  }
}

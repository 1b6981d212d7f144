package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterExtension;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.RunningMessageCenter;
import org.messagecenter.testkit.Submission;

/**
 * Commands at the wrong time and octets on the wrong listener: one session suffers, and after each
 * a new ESME binds and gets a receipt.
 */
class WrongStateTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ESME_RINVCMDLEN = 0x02;
  private static final int ESME_RINVBNDSTS = 0x04;
  private static final int ESME_RALYBND = 0x05;
  private static final int ESME_RINVDSTADR = 0x0B;

  @RegisterExtension
  static final MessageCenterExtension CENTER =
      new MessageCenterExtension(MessageCenterProcess.with("listen.stalled-after", "1s"));

  private static MessageCenterProcess center() {
    return CENTER.process();
  }

  @AfterEach
  void othersAreServed() throws IOException {
    assertThat(center().isAlive()).isTrue();
    try (JsmppEsme esme = center().esme("demo2", "secret2").bind()) {
      String id = esme.submit(Submission.to("491701234567").registeredDelivery(1));
      assertThat(esme.delivered().take(SOON).receiptedMessageId()).isEqualTo(id);
    }
  }

  private static RawSmpp bound(int bindCommand) throws IOException {
    RawSmpp raw = center().raw();
    RawPdu answer = raw.exchange(RawPdu.bind(bindCommand, 1, "demo", "secret"), SOON);
    assertThat(answer.status()).isZero();
    return raw;
  }

  private static void expect(RawPdu pdu, int commandId, int status, int sequence) {
    assertThat(pdu)
        .returns(commandId, RawPdu::commandId)
        .returns(status, RawPdu::status)
        .returns(sequence, RawPdu::sequence);
  }

  private static void stillAnswers(RawSmpp raw) throws IOException {
    expect(
        raw.exchange(RawPdu.request(RawPdu.ENQUIRE_LINK, 99), SOON),
        RawPdu.ENQUIRE_LINK | RawPdu.RESPONSE,
        0,
        99);
  }

  @Test
  void aSubmitBeforeTheBindIsAnsweredAndTheBindIsStillPossible() throws IOException {
    try (RawSmpp raw = center().raw()) {
      expect(
          raw.exchange(RawPdu.submit(5, "491701234567", 0, "hi"), SOON),
          RawPdu.SUBMIT_SM | RawPdu.RESPONSE,
          ESME_RINVBNDSTS,
          5);
      expect(
          raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSMITTER, 6, "demo", "secret"), SOON),
          RawPdu.BIND_TRANSMITTER | RawPdu.RESPONSE,
          0,
          6);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // command_id of the bind, of the request that does not go with it
    "1, 4",
    "2, 5",
    "9, 5",
  })
  void aCommandInTheWrongStateIsAnswered(int bindCommand, int command) throws IOException {
    try (RawSmpp raw = bound(bindCommand)) {
      RawPdu message = RawPdu.submit(2, "491701234567", 0, "hi");

      expect(
          raw.exchange(new RawPdu(command, 0, 2, message.body()), SOON),
          command | RawPdu.RESPONSE,
          ESME_RINVBNDSTS,
          2);
      stillAnswers(raw);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {RawPdu.BIND_RECEIVER, RawPdu.BIND_TRANSMITTER, RawPdu.BIND_TRANSCEIVER})
  void aSecondBindIsRefusedAndTheFirstGoesOn(int bindCommand) throws IOException {
    try (RawSmpp raw = bound(RawPdu.BIND_TRANSCEIVER)) {
      expect(
          raw.exchange(RawPdu.bind(bindCommand, 2, "demo", "secret"), SOON),
          bindCommand | RawPdu.RESPONSE,
          ESME_RALYBND,
          2);
      expect(
          raw.exchange(RawPdu.submit(3, "491701234567", 0, "hi"), SOON),
          RawPdu.SUBMIT_SM | RawPdu.RESPONSE,
          0,
          3);
    }
  }

  @Test
  void aFieldThatIsTooLongIsRefusedWithItsOwnStatus() throws IOException {
    try (RawSmpp raw = bound(RawPdu.BIND_TRANSCEIVER)) {
      expect(
          raw.exchange(RawPdu.submit(2, "1".repeat(21), 0, "hi"), SOON),
          RawPdu.SUBMIT_SM | RawPdu.RESPONSE,
          ESME_RINVDSTADR,
          2);
      stillAnswers(raw);
    }
  }

  @Test
  void noTlsOnTheTlsListener() throws IOException {
    try (RawSmpp raw = RawSmpp.connect(RunningMessageCenter.HOST, center().tlsPort())) {
      raw.send(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret"));

      assertThat(raw.closesWithin(SOON)).isTrue();
    }
  }

  @Test
  void tlsOnThePlainListener() throws IOException {
    try (RawSmpp raw = center().raw()) {
      // How a client begins: a handshake record with a ClientHello in it.
      raw.send("16 0301 00c8 01 0000c4 0303 00000000000000000000");

      assertThat(raw.read(SOON).status()).isEqualTo(ESME_RINVCMDLEN);
      assertThat(raw.closesWithin(SOON)).isTrue();
    }
  }

  @Test
  void aPeerThatNeverReadsIsCutAndOthersDoNotNotice() throws IOException {
    byte[] burst = bursts(RawPdu.request(RawPdu.ENQUIRE_LINK, 7).encode(), 4096);
    long end = System.nanoTime() + SOON.toNanos();
    try (RawSmpp raw = bound(RawPdu.BIND_TRANSCEIVER)) {
      CompletableFuture<Boolean> cut = CompletableFuture.supplyAsync(() -> isCut(raw, burst, end));
      // While it floods, others bind and get their receipts.
      othersAreServed();
      assertThat(cut.join()).as("the peer that never reads is cut").isTrue();
    }
  }

  private static boolean isCut(RawSmpp raw, byte[] burst, long end) {
    try {
      while (System.nanoTime() - end < 0) {
        raw.send(burst);
      }
      return false;
    } catch (SocketException e) {
      return true;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bursts(byte[] pdu, int times) {
    byte[] all = new byte[pdu.length * times];
    for (int n = 0; n < times; n++) {
      System.arraycopy(pdu, 0, all, n * pdu.length, pdu.length);
    }
    return all;
  }

  @Test
  void garbageBehindABindDoesNotUndoWhatWasAcknowledged() throws IOException {
    try (RawSmpp raw = bound(RawPdu.BIND_TRANSMITTER)) {
      RawPdu answer = raw.exchange(RawPdu.submit(2, "491701234567", 1, "hi"), SOON);
      raw.send("not a PDU at all".getBytes(StandardCharsets.US_ASCII));
      assertThat(raw.closesWithin(SOON)).isTrue();

      try (JsmppEsme esme = center().esme("demo", "secret").bind()) {
        String id = new String(answer.body(), StandardCharsets.US_ASCII).trim();
        esme.delivered()
            .takeFirst("the receipt", receipt -> id.equals(receipt.receiptedMessageId()), SOON);
      }
    }
  }
}

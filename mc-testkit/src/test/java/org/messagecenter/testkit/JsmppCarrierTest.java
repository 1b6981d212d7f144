package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jsmpp.bean.BindType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the carrier does with ids, receipts and its port, seen by a jSMPP client. */
class JsmppCarrierTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Submission MESSAGE = Submission.to("491701234567").registeredDelivery(1);
  private static final int ESME_RX_T_APPN = 0x64;

  private final JsmppCarrier carrier;

  JsmppCarrierTest() throws IOException {
    carrier = JsmppCarrier.plain();
  }

  @AfterEach
  void close() throws IOException {
    carrier.close();
  }

  private JsmppEsme bind() throws IOException {
    return bind(BindType.BIND_TRX);
  }

  private JsmppEsme bind(BindType type) throws IOException {
    return JsmppEsme.to(RunningMessageCenter.HOST, carrier.port())
        .as("esme", "secret")
        .type(type)
        .bind();
  }

  private static ReceiptPlan delivered() {
    return ReceiptPlan.of(ReceiptStyle.delivered());
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        Arguments.of(CarrierIds.hex(), "[0-9a-f]{8}", "[0-9a-f]{8}", same()),
        Arguments.of(CarrierIds.upperThenLower(), "[0-9A-F]{8}", "[0-9a-f]{8}", other()),
        Arguments.of(CarrierIds.hexThenDecimal(), "[0-9a-f]+", "[0-9]+", other()),
        Arguments.of(CarrierIds.decimalThenHex(), "[0-9]+", "[0-9a-f]+", other()),
        Arguments.of(CarrierIds.paddedInReceipt(), "[1-9]", "0{9}[1-9]", other()),
        Arguments.of(CarrierIds.uuid(), "[0-9a-f-]{36}", "[0-9a-f-]{36}", same()));
  }

  private static boolean same() {
    return true;
  }

  private static boolean other() {
    return false;
  }

  @ParameterizedTest
  @MethodSource("forms")
  void writesIdsInEachForm(CarrierIds form, String inResponse, String inReceipt, boolean same)
      throws IOException {
    carrier.numbering(form).receipting(delivered());
    try (JsmppEsme esme = bind()) {
      String first = esme.submit(MESSAGE);
      String second = esme.submit(MESSAGE);
      List<ReceivedMessage> receipts = esme.delivered().take(2, SOON);

      assertThat(List.of(first, second)).allMatch(id -> id.matches(inResponse));
      assertThat(first).isNotEqualTo(second);
      assertThat(receipts)
          .extracting(receipt -> receipt.receipt().id())
          .allMatch(id -> id.matches(inReceipt))
          .doesNotHaveDuplicates();
      assertThat(receipts.get(0).receiptedMessageId()).isEqualTo(receipts.get(0).receipt().id());
      assertThat(receipts.get(0).receipt().id().equals(first)).isEqualTo(same);
    }
  }

  @Test
  void answersEachMessageByScript() throws IOException {
    carrier.answering(
        message ->
            message.text().equals("no") ? Answer.refuse(0x0B) : Answer.accept("A-1", "a-one"));
    carrier.receipting(delivered());
    try (JsmppEsme esme = bind()) {
      assertThatThrownBy(() -> esme.submit(MESSAGE.text("no"))).isInstanceOf(NegativeAnswer.class);
      assertThat(esme.submit(MESSAGE.text("yes"))).isEqualTo("A-1");

      assertThat(esme.delivered().take(SOON).receipt().id()).isEqualTo("a-one");
      assertThat(carrier.refused()).extracting(ReceivedMessage::text).containsExactly("no");
      assertThat(carrier.taken())
          .extracting(submit -> submit.message().text())
          .containsExactly("yes");
    }
  }

  @Test
  void listsWhatWasTakenOutToo() throws IOException {
    try (JsmppEsme esme = bind()) {
      esme.submit(MESSAGE.text("1"));
      esme.submit(MESSAGE.text("2"));

      assertThat(carrier.take(SOON).message().text()).isEqualTo("1");
      assertThat(carrier.submitted().size()).isEqualTo(1);
      assertThat(carrier.taken())
          .extracting(submit -> submit.message().text())
          .containsExactly("1", "2");
    }
  }

  @Test
  void sendsTheReceiptBeforeTheResponse() throws IOException {
    carrier.receipting(delivered().beforeResponse());
    try (RawSmpp raw = RawSmpp.connect(RunningMessageCenter.HOST, carrier.port())) {
      raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "esme", "secret"), SOON);
      RawPdu first = raw.exchange(RawPdu.submit(2, "491701234567", 1, "hi"), SOON);
      RawPdu second = raw.read(SOON);

      assertThat(first.commandId()).isEqualTo(RawPdu.DELIVER_SM);
      assertThat(second.commandId()).isEqualTo(RawPdu.SUBMIT_SM | RawPdu.RESPONSE);
    }
  }

  @Test
  void sendsReceiptsBeforeTheResponsesOfMessagesThatCameTogether() throws IOException {
    carrier.receipting(delivered().beforeResponse());
    try (RawSmpp raw = RawSmpp.connect(RunningMessageCenter.HOST, carrier.port())) {
      raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "esme", "secret"), SOON);
      for (int n = 2; n < 12; n++) {
        raw.send(RawPdu.submit(n, "491701234567", 1, "hi"));
      }
      // None of the receipts is answered meanwhile.
      List<Integer> commands = new ArrayList<>();
      for (int n = 0; n < 20; n++) {
        commands.add(raw.read(Duration.ofSeconds(30)).commandId());
      }

      assertThat(IntStream.range(0, 10).map(n -> commands.get(2 * n)))
          .containsOnly(RawPdu.DELIVER_SM);
      assertThat(IntStream.range(0, 10).map(n -> commands.get(2 * n + 1)))
          .containsOnly(RawPdu.SUBMIT_SM | RawPdu.RESPONSE);
    }
  }

  @Test
  void repeatsReceiptsAndSaysHowTheyWereAnswered() throws IOException {
    carrier.receipting(delivered().times(2));
    try (JsmppEsme esme = bind()) {
      String id = esme.submit(MESSAGE);

      assertThat(esme.delivered().take(2, SOON))
          .allMatch(receipt -> receipt.receipt().id().equals(id));
      Await.until("both answers", SOON, () -> carrier.receiptsOwed() == 0);
      assertThat(carrier.receiptAnswers()).hasSize(2).allMatch(answer -> answer.status() == 0);
    }
  }

  @Test
  void sendsReceiptsAgainUntilTheyAreAccepted() throws IOException {
    carrier.receipting(delivered().untilAccepted());
    try (JsmppEsme esme = bind()) {
      esme.answering(Answer.first(2, Answer.refuse(ESME_RX_T_APPN)));
      esme.submit(MESSAGE);

      Await.until("the last answer", SOON, () -> carrier.receiptsOwed() == 0);
      assertThat(carrier.receiptAnswers())
          .extracting(JsmppCarrier.ReceiptAnswer::status)
          .containsExactly(ESME_RX_T_APPN, ESME_RX_T_APPN, 0);
    }
  }

  @Test
  void keepsReceiptsForWhoIsAway() throws IOException {
    CountDownLatch gone = new CountDownLatch(1);
    carrier.receipting(
        ReceiptPlan.each(
                submit -> {
                  await(gone);
                  return ReceiptStyle.delivered();
                })
            .untilAccepted());
    JsmppEsme esme = bind();
    String id = esme.submit(MESSAGE);
    esme.abort();
    Await.until("the end of the session", SOON, () -> carrier.bound() == 0);
    gone.countDown();
    Await.until("a vain attempt", SOON, () -> !carrier.receiptAnswers().isEmpty());
    try (JsmppEsme again = esme.rebind()) {
      assertThat(again.delivered().take(SOON).receipt().id()).isEqualTo(id);
      assertThat(carrier.receiptAnswers().get(0).status())
          .isEqualTo(JsmppCarrier.ReceiptAnswer.NONE);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void changesTheOrderOfReceipts() throws IOException {
    carrier.receipting(delivered().backwards(3));
    try (JsmppEsme esme = bind()) {
      List<String> ids = new ArrayList<>();
      for (int n = 0; n < 6; n++) {
        ids.add(esme.submit(MESSAGE));
      }

      assertThat(esme.delivered().take(6, SOON))
          .extracting(receipt -> receipt.receipt().id())
          .containsExactly(ids.get(2), ids.get(1), ids.get(0), ids.get(5), ids.get(4), ids.get(3));
    }
  }

  @Test
  void mixesReceiptsTheSameWayForTheSameSeed() throws IOException {
    List<List<Integer>> orders = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      carrier.receipting(delivered().shuffled(8, 7));
      try (JsmppEsme esme = bind()) {
        List<String> ids = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
          ids.add(esme.submit(MESSAGE));
        }
        orders.add(
            esme.delivered().take(8, SOON).stream()
                .map(receipt -> ids.indexOf(receipt.receipt().id()))
                .toList());
      }
    }

    assertThat(orders.get(0))
        .isEqualTo(orders.get(1))
        .isNotEqualTo(IntStream.range(0, 8).boxed().toList())
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void sendsReceiptsOverAnotherBind() throws IOException {
    carrier.receipting(delivered().onAnotherBind());
    try (JsmppEsme one = bind();
        JsmppEsme two = bind()) {
      one.submit(MESSAGE);
      two.delivered().take(SOON);
      two.submit(MESSAGE);
      one.delivered().take(SOON);

      assertThat(one.delivered().size() + two.delivered().size()).isZero();
    }
  }

  @Test
  void findsTheReceiverOfATransmitter() throws IOException {
    try (JsmppEsme sender = bind(BindType.BIND_TX)) {
      sender.submit(MESSAGE);
      CarrierSubmit submit = carrier.take(SOON);
      assertThatThrownBy(() -> carrier.receipt(submit, ReceiptStyle.delivered()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no other bind");
      try (JsmppEsme receiver = bind(BindType.BIND_RX)) {
        carrier.receipt(submit, ReceiptStyle.delivered());

        assertThat(receiver.delivered().take(SOON).receipt().id()).isEqualTo(submit.id());
      }
    }
  }

  @Test
  void leavesOutReceiptsThatNobodyAskedFor() throws IOException {
    carrier.receipting(delivered().onlyIfAsked());
    try (JsmppEsme esme = bind()) {
      esme.submit(MESSAGE.registeredDelivery(0));
      String asked = esme.submit(MESSAGE);

      assertThat(esme.delivered().take(SOON).receipt().id()).isEqualTo(asked);
    }
  }

  @Test
  void writesReceiptsInOtherStyles() throws IOException {
    List<Supplier<ReceiptStyle>> styles =
        List.of(
            ReceiptStyle.delivered()::inDataSm,
            ReceiptStyle.of("UNDELIV", "4a1")::inPayload,
            () -> ReceiptStyle.of("MEMEXEC", "000").withoutTlvs(),
            () ->
                ReceiptStyle.delivered()
                    .text(submit -> "")
                    .esmClass(0x20)
                    .tlv(ReceivedMessage.NETWORK_ERROR_CODE, new byte[] {3, 0, 1}));
    try (JsmppEsme esme = bind()) {
      String id = esme.submit(MESSAGE);
      CarrierSubmit submit = carrier.take(SOON);
      for (Supplier<ReceiptStyle> style : styles) {
        carrier.receipt(submit, style.get());
      }
      List<ReceivedMessage> receipts = esme.delivered().take(4, SOON);

      assertThat(receipts.get(0).shortMessage()).isEmpty();
      assertThat(receipts.get(0).receipt().id()).isEqualTo(id);
      assertThat(receipts.get(0).messageState()).isEqualTo(2);
      assertThat(receipts.get(1).shortMessage()).isEmpty();
      assertThat(receipts.get(1).receipt().err()).isEqualTo("4a1");
      assertThat(receipts.get(1).messageState()).isEqualTo(5);
      assertThat(receipts.get(2).receipt().stat()).isEqualTo("MEMEXEC");
      assertThat(receipts.get(2).tlvs()).isEmpty();
      assertThat(receipts.get(3).body()).isEmpty();
      assertThat(receipts.get(3).isIntermediate()).isTrue();
      assertThat(receipts.get(3).receiptedMessageId()).isEqualTo(id);
      assertThat(receipts.get(3).tlvs().get(ReceivedMessage.NETWORK_ERROR_CODE))
          .containsExactly(3, 0, 1);
    }
  }

  @Test
  void sendsMessagesOfHandsets() throws IOException {
    Submission reply =
        Submission.to(new PeerAddress(3, 0, "55501"))
            .from(PeerAddress.international("491701234567"))
            .dataCoding(8)
            .shortMessage(new byte[] {0x04, 0x16})
            .tlv(0x0204, new byte[] {0, 9});
    try (JsmppEsme esme = bind()) {
      carrier.deliver(reply);
      carrier.deliverData(reply.shortMessage(new byte[0]).messagePayload("stop"));
      List<ReceivedMessage> came = esme.delivered().take(2, SOON);

      assertThat(came.get(0).destination()).isEqualTo(new PeerAddress(3, 0, "55501"));
      assertThat(came.get(0).dataCoding()).isEqualTo(8);
      assertThat(came.get(0).body()).containsExactly(0x04, 0x16);
      assertThat(came.get(0).tlvs().get(0x0204)).containsExactly(0, 9);
      assertThat(came.get(1).text()).isEqualTo("stop");
    }
  }

  @Test
  void tellsWhoBound() throws IOException {
    try (JsmppEsme esme = bind(BindType.BIND_TX)) {
      esme.submit(MESSAGE);
      CarrierBind bind = carrier.binds().take(SOON);

      assertThat(bind)
          .isEqualTo(
              new CarrierBind(1, RawPdu.BIND_TRANSMITTER, "esme", "secret", "", 0x34, "", ""));
      assertThat(carrier.take(SOON).bind()).isEqualTo(bind);
    }
  }

  @Test
  void comesUpAgainOnTheSamePort() throws IOException {
    JsmppEsme esme = bind();
    esme.submit(MESSAGE.text("before"));
    carrier.goDown();
    Await.until("the end of the session", SOON, () -> !esme.isBound());
    assertThatThrownBy(this::bind).isInstanceOf(IOException.class);
    assertThat(carrier.bound()).isZero();
    carrier.comeUp();
    try (JsmppEsme again = esme.rebind()) {
      again.submit(MESSAGE.text("after"));

      assertThat(carrier.taken())
          .extracting(submit -> submit.message().text())
          .containsExactly("before", "after");
      assertThat(carrier.bound()).isEqualTo(1);
    }
  }

  @Test
  void unbindsItsClients() throws IOException {
    JsmppEsme esme = bind();
    carrier.unbind();
    Await.until("the end of the session", SOON, () -> !esme.isBound());
    try (JsmppEsme again = esme.rebind()) {
      assertThat(again.submit(MESSAGE)).isNotEmpty();
    }
  }

  @Test
  void demandsACertificate() throws IOException {
    ThrowawayIdentity server = ThrowawayIdentity.create();
    ThrowawayIdentity client = ThrowawayIdentity.create();
    ThrowawayIdentity stranger = ThrowawayIdentity.create();
    try (JsmppCarrier strict = JsmppCarrier.mutualTls(server.serverContext(client))) {
      JsmppEsme.Settings settings =
          JsmppEsme.to(RunningMessageCenter.HOST, strict.port())
              .as("esme", "secret")
              .answerWithin(SOON);
      try (JsmppEsme esme = settings.tls(client.clientContext(server)).bind()) {
        assertThat(esme.submit(MESSAGE)).isNotEmpty();
        assertThat(strict.binds().take(SOON).certificate()).isEqualTo("CN=localhost");
      }
      assertThatThrownBy(() -> settings.tls(server.clientContext()).bind())
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> settings.tls(stranger.clientContext(server)).bind())
          .isInstanceOf(IOException.class);
      assertThat(strict.binds().size()).isZero();
    }
  }

  @Test
  void showsACertificateThatHasExpired() throws IOException {
    ThrowawayIdentity authority = ThrowawayIdentity.create();
    Instant now = Instant.now();
    Duration day = Duration.ofDays(1);
    ThrowawayIdentity valid = authority.issue("carrier", now.minus(day), now.plus(day));
    ThrowawayIdentity expired = authority.issue("carrier", now.minus(day), now.minusSeconds(60));
    try (JsmppCarrier good = JsmppCarrier.tls(valid.serverContext());
        JsmppCarrier old = JsmppCarrier.tls(expired.serverContext())) {
      bindOverTls(good, authority).close();

      assertThatThrownBy(() -> bindOverTls(old, authority))
          .isInstanceOf(IOException.class)
          .rootCause()
          .isInstanceOf(CertificateExpiredException.class);
    }
  }

  private static JsmppEsme bindOverTls(JsmppCarrier carrier, ThrowawayIdentity authority)
      throws IOException {
    return JsmppEsme.to(RunningMessageCenter.HOST, carrier.port())
        .as("esme", "secret")
        .tls(authority.clientContext())
        .bind();
  }
}

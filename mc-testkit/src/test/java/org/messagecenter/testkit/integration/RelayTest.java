package org.messagecenter.testkit.integration;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.testkit.integration.Refusals.assertRefused;
import static org.messagecenter.testkit.integration.Relay.A_WHILE;
import static org.messagecenter.testkit.integration.Relay.SOON;
import static org.messagecenter.testkit.integration.Relay.count;
import static org.messagecenter.testkit.integration.Relay.message;
import static org.messagecenter.testkit.integration.Relay.receipt;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.MessageState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.testkit.Answer;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.CarrierSubmit;
import org.messagecenter.testkit.JsmppCarrier;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.NegativeAnswer;
import org.messagecenter.testkit.PeerAddress;
import org.messagecenter.testkit.ReceiptPlan;
import org.messagecenter.testkit.ReceiptStyle;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;
import org.messagecenter.testkit.ThrowawayIdentity;

/**
 * The whole way of a message and of its receipt, between an ESME and carriers that are not ours.
 */
class RelayTest {
  private static final int ESME_RSYSERR = 0x08;
  private static final int ESME_RINVDSTADR = 0x0B;
  private static final int ESME_RMSGQFUL = 0x14;
  private static final int ESME_RTHROTTLED = 0x58;
  private static final int ESME_RDELIVERYFAILURE = 0xFE;
  private static final int NO_CREDIT = 0x40B;
  private static final int DATAGRAM = 1;
  private static final int TRANSACTION = 2;
  private static final int ON_FAILURE = 0x02;

  private static final String GERMANY = "4915112345678";
  private static final String FRANCE = "33612345678";
  private static final PeerAddress SOURCE = PeerAddress.international("4915100000000");
  private static final PeerAddress ANY = new PeerAddress(0, 0, "");
  private static final String ONE_SECOND = "000000000001000R";

  /** The password is: secret. */
  private static final String HASH = "$2y$08$/p2lxW0lDBcA/wRMCBywoOn8ELqlMSSRo8EK5BclRa..XWvSd1WWO";

  private static final String GROUP =
      """
      groups { both { choose = failover, carriers = [alpha, beta] } }
      rules = [{ name = all, to = both }]
      """;

  private static Relay accounts(Relay relay, String keys) {
    return relay
        .file(
            "conf/accounts.conf",
            """
            accounts = [{
              system-id = demo, passwords = [{ hash = "%s" }], numbers = ["55501*"]
              %s
            }]
            """
                .formatted(HASH, keys))
        .with("accounts.file", "conf/accounts.conf");
  }

  // ---- there and back -------------------------------------------------------------------------

  /** With TLS on both sides, and a certificate of ours for the carrier. */
  @Test
  void aMessageGoesOutInTheCarriersDialectAndItsReceiptComesHomeInOurs() throws Exception {
    ThrowawayIdentity carrierId = ThrowawayIdentity.create();
    ThrowawayIdentity ours = ThrowawayIdentity.create();
    try (JsmppCarrier carrier = JsmppCarrier.mutualTls(carrierId.serverContext(ours));
        MessageCenterServer center =
            accounts(Relay.begin(), "policy.receipts.extra-tlvs = [mobile-country-code]")
                .carrier(
                    "alpha",
                    carrier.port(),
                    "tls = true, trust = ca.pem, certificate = own.crt, key = own.key",
                    """
                    dialect-settings {
                      id { response = hex, receipt = decimal }
                      source { alphanumeric { ton = 5, npi = 9 } }
                      destination { international { sign = plus } }
                      message { service-type = OMV }
                      tlvs {
                        add { "0x1500" = "0x0a0b" }
                        map { "0x1401" = "0x1501" }
                        drop = ["0x0204"]
                      }
                    }
                    """)
                .file("conf/ca.pem", carrierId.certificatePem())
                .file("conf/own.crt", ours.certificatePem())
                .file("conf/own.key", ours.keyPem())
                .routeTo("alpha")
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      String text = "hello, is anybody there?";
      String id =
          esme.submit(
              message(GERMANY)
                  .from(new PeerAddress(5, 0, "ACME"))
                  .text(text)
                  .tlv(0x0204, new byte[] {0, 7})
                  .tlv(0x020A, new byte[] {0x23, 0x28})
                  .tlv(0x1401, new byte[] {1, 2, 3})
                  .tlv(0x1402, new byte[] {9}));

      CarrierSubmit submit = carrier.take(SOON);
      ReceivedMessage sent = submit.message();
      assertThat(submit.bind().certificate()).isNotEmpty();
      assertThat(sent.text()).isEqualTo(text);
      assertThat(sent.source()).isEqualTo(new PeerAddress(5, 9, "ACME"));
      assertThat(sent.destination()).isEqualTo(new PeerAddress(1, 1, "+" + GERMANY));
      assertThat(sent.registeredDelivery()).isEqualTo(1);
      assertThat(sent.tlvs().keySet()).containsExactlyInAnyOrder(0x020A, 0x1500, 0x1501);
      assertThat(sent.tlvs().get(0x020A)).containsExactly(0x23, 0x28);
      assertThat(sent.tlvs().get(0x1500)).containsExactly(0x0A, 0x0B);
      assertThat(sent.tlvs().get(0x1501)).containsExactly(1, 2, 3);

      String carriersOwn = Long.toString(Long.parseLong(submit.id(), 16));
      carrier.receipt(
          submit,
          ReceiptStyle.delivered()
              .withoutTlvs()
              .text(
                  each ->
                      "id:%s sub:001 dlvrd:001 submit date:2601010000 done date:2601010001"
                              .formatted(carriersOwn)
                          + " stat:DELIVRD err:000 text:not ours")
              .tlv(0x0410, "262\0".getBytes(US_ASCII))
              .tlv(0x1503, new byte[] {1}));
      ReceivedMessage receipt = receipt(esme, id, "DELIVRD", "000");
      assertThat(id).isNotEqualTo(submit.id()).isNotEqualTo(carriersOwn);
      assertThat(receipt.receipt().text()).isEqualTo(text.substring(0, 20));
      assertThat(receipt.receipt().dlvrd()).isEqualTo("001");
      assertThat(receipt.messageState()).isEqualTo(MessageState.DELIVERED.value());
      assertThat(receipt.source()).isEqualTo(PeerAddress.international(GERMANY));
      assertThat(receipt.destination()).isEqualTo(new PeerAddress(5, 0, "ACME"));
      assertThat(receipt.tlvs().get(0x0204)).containsExactly(0, 7);
      assertThat(receipt.tlvs().get(0x0410)).isEqualTo("262\0".getBytes(US_ASCII));
      assertThat(receipt.tlvs()).doesNotContainKey(0x1503);
      esme.delivered().expectNone(A_WHILE);
      assertThat(Relay.ask(center.home(), "message", "show", id))
          .anyMatch(line -> line.contains("alpha"))
          .anyMatch(line -> line.contains("DELIVERED"));
    }
  }

  @ParameterizedTest
  @CsvSource({"0x11, true, true", "0x01, false, true", "0x02, false, false", "0x00, false, false"})
  void theSenderHearsWhatItAskedFor(String asked, boolean ofTheWay, boolean ofTheEnd)
      throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.plain();
        MessageCenterServer center =
            Relay.begin().carrier("alpha", carrier.port()).routeTo("alpha").start();
        JsmppEsme esme = Relay.bind(center)) {
      String id = esme.submit(Submission.to(GERMANY).registeredDelivery(Integer.decode(asked)));
      CarrierSubmit submit = carrier.take(SOON);
      carrier.receipt(submit, "ENROUTE", "000");
      carrier.receipt(submit, "DELIVRD", "000");
      if (ofTheWay) {
        ReceivedMessage notice = esme.delivered().take(SOON);
        assertThat(notice.isIntermediate()).isTrue();
        assertThat(notice.receipt().id()).isEqualTo(id);
        assertThat(notice.receipt().stat()).isEqualTo("ENROUTE");
      }
      if (ofTheEnd) {
        receipt(esme, id, "DELIVRD");
      }
      esme.delivered().expectNone(A_WHILE);
      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.DELIVERED);
      assertThat(count(center, "mc.correlate.receipts", "result", "intermediate")).isEqualTo(1);
    }
  }

  @Test
  void whoAskedForFailuresHearsOfThem() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.plain().receiptingAll("UNDELIV");
        MessageCenterServer center =
            Relay.begin().carrier("alpha", carrier.port()).routeTo("alpha").start();
        JsmppEsme esme = Relay.bind(center)) {
      String id = esme.submit(Submission.to(GERMANY).registeredDelivery(ON_FAILURE));
      receipt(esme, id, "UNDELIV");
    }
  }

  // ---- failures -------------------------------------------------------------------------------

  @Test
  void aPermanentRefusalIsTheEnd() throws Exception {
    try (JsmppCarrier alpha =
            JsmppCarrier.plain().answering(message -> Answer.refuse(ESME_RINVDSTADR));
        JsmppCarrier beta = JsmppCarrier.plain();
        MessageCenterServer center =
            Relay.begin()
                .carrier("alpha", alpha.port())
                .carrier("beta", beta.port())
                .routes(GROUP)
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      Relay.awaitBinds(center, "alpha", 1);
      String id = esme.submit(message(GERMANY));
      receipt(esme, id, "REJECTD", "00B");
      esme.delivered().expectNone(A_WHILE);
      assertThat(alpha.refused()).hasSize(1);
      assertThat(beta.taken()).isEmpty();
    }
  }

  @Test
  void aTemporaryRefusalIsFollowedByAnAttemptElsewhere() throws Exception {
    try (JsmppCarrier alpha =
            JsmppCarrier.plain().answering(message -> Answer.refuse(ESME_RSYSERR));
        JsmppCarrier beta = JsmppCarrier.plain().receiptingAll("DELIVRD");
        MessageCenterServer center =
            Relay.begin()
                .carrier("alpha", alpha.port())
                .carrier("beta", beta.port())
                .routes(GROUP)
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      Relay.awaitBinds(center, "alpha", 1);
      Relay.awaitBinds(center, "beta", 1);
      String id = esme.submit(message(GERMANY));
      receipt(esme, id, "DELIVRD");
      assertThat(alpha.refused()).hasSize(1);
      assertThat(beta.taken()).hasSize(1);
      assertThat(Relay.ask(center.home(), "message", "show", id))
          .anyMatch(line -> line.contains("alpha"))
          .anyMatch(line -> line.contains("beta"));
    }
  }

  @Test
  void afterTheLastAttemptAMessageIsRejected() throws Exception {
    try (JsmppCarrier carrier =
            JsmppCarrier.plain().answering(message -> Answer.refuse(ESME_RSYSERR));
        MessageCenterServer center =
            Relay.begin()
                .carrier("alpha", carrier.port())
                .routeTo("alpha")
                .with("deliver.retry.attempts", "3")
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      receipt(esme, esme.submit(message(GERMANY)), "REJECTD", "008");
      assertThat(carrier.refused()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {ESME_RTHROTTLED, ESME_RMSGQFUL})
  void aThrottledMessageKeepsItsPlaceAndNoAttemptIsCounted(int status) throws Exception {
    try (JsmppCarrier carrier =
            JsmppCarrier.plain()
                .answering(Answer.first(2, Answer.refuse(status)))
                .receiptingAll("DELIVRD");
        MessageCenterServer center =
            Relay.begin()
                .carrier("alpha", carrier.port(), "window = 1")
                .routeTo("alpha")
                .with("deliver.retry.attempts", "1")
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        texts.add("number " + i);
        esme.submit(message(GERMANY).text("number " + i));
      }
      Relay.ids(esme.delivered().take(10, SOON), "DELIVRD");
      assertThat(carrier.taken().stream().map(each -> each.message().text()))
          .containsExactlyElementsOf(texts);
      assertThat(carrier.refused()).hasSize(2);
      assertThat(count(center, "mc.deliver.temporary")).isZero();
    }
  }

  @Test
  void whoCannotPayIsTriedAgainByThePlanForThat() throws Exception {
    try (JsmppCarrier carrier =
            JsmppCarrier.plain()
                .answering(Answer.first(2, Answer.refuse(NO_CREDIT)))
                .receiptingAll("DELIVRD");
        MessageCenterServer center =
            Relay.begin()
                .carrier(
                    "alpha",
                    carrier.port(),
                    "dialect-settings { statuses { \"0x40B\" = billing } }")
                .routeTo("alpha")
                .with("deliver.retry.attempts", "1")
                .with("deliver.retry.billing.waits", "[100ms]")
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      receipt(esme, esme.submit(message(GERMANY)), "DELIVRD");
      assertThat(carrier.refused()).hasSize(2);
      assertThat(count(center, "mc.deliver.billing")).isEqualTo(2);
    }
  }

  @Test
  void anAccountMayDoWithoutThat() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.plain().answering(each -> Answer.refuse(NO_CREDIT));
        MessageCenterServer center =
            accounts(Relay.begin(), "policy.outbound.billing-retries = false")
                .carrier(
                    "alpha",
                    carrier.port(),
                    "dialect-settings { statuses { \"0x40B\" = billing } }")
                .routeTo("alpha")
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      receipt(esme, esme.submit(message(GERMANY)), "REJECTD", "4B7");
      assertThat(carrier.refused()).hasSize(1);
    }
  }

  /** Both for a refusal, and for a receipt by which the carrier gives up what it had taken. */
  @Test
  void aMessageMayDoWithoutThatByATlv() throws Exception {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    try (JsmppCarrier carrier =
            JsmppCarrier.plain()
                .answering(
                    message ->
                        message.text().endsWith("refused") && seen.add(message.text())
                            ? Answer.refuse(NO_CREDIT)
                            : Answer.OK)
                .receipting(
                    ReceiptPlan.each(
                        submit ->
                            seen.add(submit.message().text())
                                ? ReceiptStyle.of("UNDELIV", "027")
                                : ReceiptStyle.delivered()));
        MessageCenterServer center =
            Relay.begin()
                .carrier(
                    "alpha",
                    carrier.port(),
                    """
                    dialect-settings {
                      statuses { "0x40B" = billing }
                      errors { codes { "27" = billing } }
                    }
                    """)
                .routeTo("alpha")
                .with("deliver.retry.billing.waits", "[100ms]")
                .with("deliver.retry.billing.single-shot-tlv", "0x1403")
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      for (String how : List.of("refused", "taken")) {
        String without = esme.submit(message(GERMANY).text("without, " + how));
        String unset = esme.submit(singleShot(0).text("not set, " + how));
        String once = esme.submit(singleShot(1).text("set, " + how));
        if (how.equals("refused")) {
          receipt(esme, once, "REJECTD", "4B7");
        } else {
          receipt(esme, once, "UNDELIV");
        }
        receipt(esme, without, "DELIVRD");
        receipt(esme, unset, "DELIVRD");
      }
      esme.delivered().expectNone(A_WHILE);
      assertThat(carrier.refused()).hasSize(3);
      assertThat(carrier.taken().stream().map(each -> each.message().text()))
          .containsExactlyInAnyOrder(
              "without, refused",
              "not set, refused",
              "set, taken",
              "without, taken",
              "without, taken",
              "not set, taken",
              "not set, taken");
    }
  }

  private static Submission singleShot(int value) {
    return message(GERMANY).tlv(0x1403, new byte[] {(byte) value});
  }

  // ---- routes ---------------------------------------------------------------------------------

  @Test
  void countriesHaveTheirCarriersAndTheRestHasNone() throws Exception {
    try (JsmppCarrier alpha = JsmppCarrier.plain().receiptingAll("DELIVRD");
        JsmppCarrier beta = JsmppCarrier.plain().receiptingAll("UNDELIV");
        MessageCenterServer center =
            Relay.begin()
                .carrier("alpha", alpha.port())
                .carrier("beta", beta.port())
                .routes(
                    """
                    rules = [
                      { name = germany, when { country = DE }, to = alpha }
                      { name = france, when { country = FR }, to = beta }
                    ]
                    """)
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      receipt(esme, esme.submit(message(GERMANY)), "DELIVRD");
      receipt(esme, esme.submit(message(FRANCE)), "UNDELIV");
      receipt(esme, esme.submit(message("447700900123")), "REJECTD", "4A2");
      assertThat(alpha.taken()).hasSize(1);
      assertThat(beta.taken()).hasSize(1);
    }
  }

  @Test
  void theOtherCarrierOfAGroupServesWhileOneIsDown() throws Exception {
    try (JsmppCarrier alpha = JsmppCarrier.plain().receiptingAll("DELIVRD");
        JsmppCarrier beta = JsmppCarrier.plain().receiptingAll("DELIVRD");
        MessageCenterServer center =
            Relay.begin()
                .carrier("alpha", alpha.port())
                .carrier("beta", beta.port())
                .routes(GROUP)
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      Relay.awaitBinds(center, "alpha", 1);
      Relay.awaitBinds(center, "beta", 1);
      receipt(esme, esme.submit(message(GERMANY)), "DELIVRD");
      assertThat(alpha.taken()).hasSize(1);
      alpha.goDown();
      Relay.awaitBinds(center, "alpha", 0);
      receipt(esme, esme.submit(message(GERMANY)), "DELIVRD");
      assertThat(beta.taken()).hasSize(1);
      alpha.comeUp();
      Relay.awaitBinds(center, "alpha", 1);
      receipt(esme, esme.submit(message(GERMANY)), "DELIVRD");
      assertThat(alpha.taken()).hasSize(2);
    }
  }

  // ---- what waits for a carrier ---------------------------------------------------------------

  @Test
  void validityEndsWhileTheCarrierIsAway() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.plain()) {
      carrier.goDown();
      try (MessageCenterServer center =
              Relay.begin().carrier("alpha", carrier.port()).routeTo("alpha").start();
          JsmppEsme esme = Relay.bind(center)) {
        String id = esme.submit(message(GERMANY).validityPeriod(ONE_SECOND));
        receipt(esme, id, "EXPIRED", "4A3");
        carrier.comeUp();
        Relay.awaitBinds(center, "alpha", 1);
        String other = esme.submit(message(GERMANY));
        carrier.receipt(carrier.take(SOON), "DELIVRD", "000");
        receipt(esme, other, "DELIVRD");
        assertThat(carrier.taken()).hasSize(1);
      }
    }
  }

  @Test
  void whatWaitsCanBeAskedForReplacedAndCancelled() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.plain().receiptingAll("DELIVRD")) {
      carrier.goDown();
      try (MessageCenterServer center =
              Relay.begin().carrier("alpha", carrier.port()).routeTo("alpha").start();
          JsmppEsme esme = Relay.bind(center)) {
        String kept = esme.submit(message(GERMANY).text("kept"));
        String replaced = esme.submit(message(GERMANY).text("old"));
        String cancelled = esme.submit(message(GERMANY).text("never"));
        Relay.awaitWaiting(center, "alpha", 3);
        assertThat(esme.query(kept, SOURCE).getMessageState()).isEqualTo(MessageState.ENROUTE);

        esme.replace(replaced, message("0").from(SOURCE).text("new"));
        esme.cancel(cancelled, SOURCE, ANY, "");
        receipt(esme, cancelled, "DELETED");
        assertThat(esme.query(cancelled, SOURCE).getMessageState()).isEqualTo(MessageState.DELETED);

        carrier.comeUp();
        assertThat(receipt(esme, kept, "DELIVRD").receipt().text()).isEqualTo("kept");
        assertThat(receipt(esme, replaced, "DELIVRD").receipt().text()).isEqualTo("new");
        Relay.awaitWaiting(center, "alpha", 0);
        assertThat(carrier.taken().stream().map(each -> each.message().text()))
            .containsExactlyInAnyOrder("kept", "new");
        esme.delivered().expectNone(A_WHILE);
      }
    }
  }

  @Test
  void anAccountsRateHoldsAndItsQueueIsBounded() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.plain().receiptingAll("DELIVRD");
        MessageCenterServer center =
            accounts(Relay.begin(), "policy.outbound { rate = 2, burst = 1, queue = 5s }")
                .carrier("alpha", carrier.port())
                .routeTo("alpha")
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      Relay.awaitBinds(center, "alpha", 1);
      AtomicInteger refused = new AtomicInteger();
      List<String> accepted = new ArrayList<>();
      long begin = System.nanoTime();
      // However slow the machine: more than two in a second.
      for (int i = 0; i < 300 && refused.get() < 10; i++) {
        try {
          accepted.add(esme.submit(message(GERMANY)));
        } catch (NegativeAnswer e) {
          assertThat(e.status()).isEqualTo(ESME_RMSGQFUL);
          refused.incrementAndGet();
        }
      }
      assertThat(refused).hasPositiveValue();
      // Five seconds' is what may wait; the first one left at once.
      assertThat(accepted).hasSizeGreaterThanOrEqualTo(10);
      assertThat(Relay.ids(esme.delivered().take(accepted.size(), SOON), "DELIVRD"))
          .containsExactlyInAnyOrderElementsOf(accepted);
      long millis = (System.nanoTime() - begin) / 1_000_000;
      assertThat(millis).isGreaterThanOrEqualTo((accepted.size() - 2) * 500L);
      // There is room again.
      receipt(esme, esme.submit(message(GERMANY)), "DELIVRD");
    }
  }

  // ---- long messages --------------------------------------------------------------------------

  private static Submission longMessage() {
    return message(GERMANY).shortMessage(new byte[0]).messagePayload("0123456789".repeat(40));
  }

  @Test
  void aLongMessageGoesInPartsAndHasOneReceipt() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.plain();
        MessageCenterServer center =
            accounts(Relay.begin(), "policy.receipts.parts-tlv = \"0x1500\"")
                .carrier("alpha", carrier.port())
                .routeTo("alpha")
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      String id = esme.submit(longMessage());
      List<CarrierSubmit> parts = carrier.submitted().take(3, SOON);
      assertThat(parts.stream().map(part -> udh(part.message())).distinct()).hasSize(3);
      assertThat(parts).allMatch(part -> (part.message().esmClass() & 0x40) != 0);
      assertThat(textOf(parts)).isEqualTo("0123456789".repeat(40));
      carrier.receipt(parts.get(2), "DELIVRD", "000");
      carrier.receipt(parts.get(0), "DELIVRD", "000");
      esme.delivered().expectNone(A_WHILE);
      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.ENROUTE);
      carrier.receipt(parts.get(1), "DELIVRD", "000");
      ReceivedMessage receipt = receipt(esme, id, "DELIVRD", "000");
      assertThat(receipt.receipt().text()).isEqualTo("01234567890123456789");
      assertThat(receipt.tlvs().get(0x1500)).containsExactly(3);
      esme.delivered().expectNone(A_WHILE);
      assertThat(carrier.taken()).hasSize(3);
    }
  }

  private static int udh(ReceivedMessage part) {
    return part.body()[5];
  }

  private static String textOf(List<CarrierSubmit> parts) {
    StringBuilder text = new StringBuilder();
    for (int number = 1; number <= parts.size(); number++) {
      for (CarrierSubmit part : parts) {
        if (udh(part.message()) == number) {
          byte[] body = part.message().body();
          text.append(new String(body, 6, body.length - 6, US_ASCII));
        }
      }
    }
    return text.toString();
  }

  @Test
  void aPartThatFailsFailsTheWhole() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.plain();
        MessageCenterServer center =
            Relay.begin().carrier("alpha", carrier.port()).routeTo("alpha").start();
        JsmppEsme esme = Relay.bind(center)) {
      String id = esme.submit(longMessage());
      List<CarrierSubmit> parts = carrier.submitted().take(3, SOON);
      carrier.receipt(parts.get(0), "UNDELIV", "001");
      carrier.receipt(parts.get(1), "DELIVRD", "000");
      esme.delivered().expectNone(A_WHILE);
      carrier.receipt(parts.get(2), "DELIVRD", "000");
      receipt(esme, id, "UNDELIV");
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void aPartThatIsRefusedFailsTheWhole() throws Exception {
    try (JsmppCarrier carrier =
            JsmppCarrier.plain()
                .answering(part -> udh(part) == 2 ? Answer.refuse(ESME_RINVDSTADR) : Answer.OK)
                .receiptingAll("DELIVRD");
        MessageCenterServer center =
            Relay.begin().carrier("alpha", carrier.port()).routeTo("alpha").start();
        JsmppEsme esme = Relay.bind(center)) {
      receipt(esme, esme.submit(longMessage()), "REJECTD", "00B");
      esme.delivered().expectNone(A_WHILE);
      assertThat(carrier.taken()).hasSize(2);
      assertThat(carrier.refused()).hasSize(1);
    }
  }

  @Test
  void aPartThatIsRefusedForNowIsTriedAgainAlone() throws Exception {
    AtomicInteger second = new AtomicInteger();
    try (JsmppCarrier carrier =
            JsmppCarrier.plain()
                .answering(
                    part ->
                        udh(part) == 2 && second.getAndIncrement() == 0
                            ? Answer.refuse(ESME_RSYSERR)
                            : Answer.OK)
                .receiptingAll("DELIVRD");
        MessageCenterServer center =
            Relay.begin().carrier("alpha", carrier.port()).routeTo("alpha").start();
        JsmppEsme esme = Relay.bind(center)) {
      receipt(esme, esme.submit(longMessage()), "DELIVRD");
      assertThat(carrier.taken().stream().map(part -> udh(part.message())))
          .containsExactlyInAnyOrder(1, 2, 3);
    }
  }

  // ---- not stored -----------------------------------------------------------------------------

  @Test
  void aDatagramIsSentOnceAndNothingIsHeardOfIt() throws Exception {
    try (JsmppCarrier carrier =
            JsmppCarrier.plain()
                .receipting(ReceiptPlan.of(ReceiptStyle.delivered()).onlyIfAsked());
        MessageCenterServer center =
            Relay.begin().carrier("alpha", carrier.port()).routeTo("alpha").start();
        JsmppEsme esme = Relay.bind(center)) {
      Relay.awaitBinds(center, "alpha", 1);
      esme.submit(message(GERMANY).esmClass(DATAGRAM).text("now or never"));
      CarrierSubmit submit = carrier.take(SOON);
      assertThat(submit.message().text()).isEqualTo("now or never");
      // Whose receipt would belong to nothing.
      assertThat(submit.wantsReceipt()).isFalse();
      receipt(esme, esme.submit(message(GERMANY)), "DELIVRD");
      assertThat(carrier.taken()).hasSize(2);
      carrier.answering(message -> Answer.refuse(ESME_RSYSERR));
      esme.submit(message(GERMANY).esmClass(DATAGRAM));
      Await.until("it is refused", SOON, () -> carrier.refused().size() == 1);
      esme.delivered().expectNone(A_WHILE);
      assertThat(carrier.refused()).hasSize(1);
      assertThat(center.meters().get("mc.correlate.orphans").gauge().value()).isZero();
    }
  }

  @Test
  void theAnswerOfATransactionIsThatOfTheCarrier() throws Exception {
    try (JsmppCarrier carrier =
            JsmppCarrier.plain()
                .receipting(ReceiptPlan.of(ReceiptStyle.delivered()).onlyIfAsked());
        MessageCenterServer center =
            Relay.begin().carrier("alpha", carrier.port()).routeTo("alpha").start();
        JsmppEsme esme = center.esme().version(InterfaceVersion.IF_50).bind()) {
      Relay.awaitBinds(center, "alpha", 1);
      Submission transaction = message(GERMANY).esmClass(TRANSACTION);
      assertThat(esme.submit(transaction)).isNotEmpty();
      assertThat(carrier.take(SOON).wantsReceipt()).isFalse();
      carrier.answering(message -> Answer.refuse(ESME_RINVDSTADR));
      assertRefused(ESME_RDELIVERYFAILURE, () -> esme.submit(transaction));
      carrier.answering(message -> Answer.refuse(ESME_RSYSERR));
      assertRefused(ESME_RDELIVERYFAILURE, () -> esme.submit(transaction));
      carrier.goDown();
      Relay.awaitBinds(center, "alpha", 0);
      assertRefused(ESME_RDELIVERYFAILURE, () -> esme.submit(transaction));
      assertThat(carrier.taken()).hasSize(1);
      esme.delivered().expectNone(A_WHILE);
    }
  }

  // ---- from mobiles ---------------------------------------------------------------------------

  @Test
  void aMessageFromAMobileGoesToTheOwnerOfItsNumber() throws Exception {
    try (JsmppCarrier carrier = JsmppCarrier.plain();
        MessageCenterServer center =
            Relay.begin().carrier("alpha", carrier.port()).routeTo("alpha").start()) {
      Relay.awaitBinds(center, "alpha", 1);
      try (JsmppEsme owner = Relay.bind(center);
          JsmppEsme other = center.esme("demo2", "secret2").bind()) {
        carrier.text(GERMANY, "5550100", "to you");
        ReceivedMessage came = owner.delivered().take(SOON);
        assertThat(came.text()).isEqualTo("to you");
        assertThat(came.source()).isEqualTo(PeerAddress.international(GERMANY));
        assertThat(came.destination()).isEqualTo(PeerAddress.international("5550100"));
        assertThat(came.isReceipt()).isFalse();
        carrier.deliverData(
            Submission.to("5550101").from(SOURCE).shortMessage(new byte[0]).messagePayload("data"));
        assertThat(owner.delivered().take(SOON).text()).isEqualTo("data");
        assertRefused(ESME_RINVDSTADR, () -> carrier.text(GERMANY, "5559999", "to nobody"));
        assertThat(other.delivered().all()).isEmpty();
      }
      // Kept until its owner is there.
      carrier.text(GERMANY, "5550200", "later");
      try (JsmppEsme other = center.esme("demo2", "secret2").bind()) {
        assertThat(other.delivered().take(SOON).text()).isEqualTo("later");
      }
    }
  }

  // ---- many -----------------------------------------------------------------------------------

  /** Everything at once: two carriers of which one comes and goes, over TLS on the one side. */
  @Test
  void allOfManyMessagesComeToAnEndWhileACarrierComesAndGoes() throws Exception {
    int count = 600;
    try (JsmppCarrier alpha =
            JsmppCarrier.plain()
                .receipting(ReceiptPlan.of(ReceiptStyle.delivered()).parallel(4).untilAccepted());
        JsmppCarrier beta =
            JsmppCarrier.plain()
                .receipting(ReceiptPlan.of(ReceiptStyle.delivered()).parallel(4).untilAccepted());
        MessageCenterServer center =
            Relay.begin()
                .carrier("alpha", alpha.port(), "binds = 2, window = 20, on-unknown = retry")
                .carrier("beta", beta.port(), "binds = 2, window = 20")
                .routes(
                    """
                    groups { both { choose = round-robin, carriers = [alpha, beta] } }
                    rules = [{ name = all, to = both }]
                    """)
                .start();
        JsmppEsme esme = Relay.bind(center)) {
      Relay.awaitBinds(center, "alpha", 2);
      Relay.awaitBinds(center, "beta", 2);
      List<String> ids = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        ids.addAll(
            Relay.submitAll(esme, count / 3, n -> message(GERMANY.substring(0, 9) + (1000 + n))));
        alpha.dropConnections();
      }
      assertThat(Relay.ids(esme.delivered().take(count, SOON), "DELIVRD"))
          .containsExactlyInAnyOrderElementsOf(ids);
      Await.until(
          "no receipt is owed", SOON, () -> alpha.receiptsOwed() == 0 && beta.receiptsOwed() == 0);
      esme.delivered().expectNone(A_WHILE);
      // What was under way when the connections broke may have been sent twice, and no more.
      int taken = alpha.taken().size() + beta.taken().size();
      assertThat(taken).isBetween(count, count + 3 * 2 * 20);
      assertThat(beta.taken()).hasSizeGreaterThan(count / 4);
    }
  }
}

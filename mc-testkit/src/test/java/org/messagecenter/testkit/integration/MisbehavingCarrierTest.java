package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.testkit.integration.Relay.A_WHILE;
import static org.messagecenter.testkit.integration.Relay.SOON;
import static org.messagecenter.testkit.integration.Relay.count;
import static org.messagecenter.testkit.integration.Relay.message;
import static org.messagecenter.testkit.integration.Relay.receipt;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.CarrierIds;
import org.messagecenter.testkit.CarrierScript;
import org.messagecenter.testkit.JsmppCarrier;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.ReceiptPlan;
import org.messagecenter.testkit.ReceiptStyle;
import org.messagecenter.testkit.ScriptedCarrier;
import org.messagecenter.testkit.ThrowawayIdentity;

/**
 * A carrier that misbehaves in one way or another: its messages come to their end all the same, and
 * those of the other carrier do not notice.
 */
class MisbehavingCarrierTest {
  private static final int ESME_RBINDFAIL = 0x0D;
  private static final int OTHERS = 20;
  private static final Duration DAY = Duration.ofDays(1);
  private static final ReceiptStyle DELIVERED = ReceiptStyle.delivered();

  private final JsmppCarrier good;
  private int submitted;

  MisbehavingCarrierTest() throws IOException {
    good = JsmppCarrier.plain().receipting(ReceiptPlan.of(DELIVERED).parallel(4));
  }

  @AfterEach
  void close() throws IOException {
    good.close();
  }

  /** Numbers in Germany are for the carrier that misbehaves. */
  private MessageCenterServer start(int port, String... keys) {
    return start(Relay.begin().carrier("bad", port, keys));
  }

  private MessageCenterServer start(Relay relay) {
    MessageCenterServer center =
        relay
            .carrier("good", good.port())
            .routes(
                """
                rules = [
                  { name = germany, when { country = DE }, to = bad }
                  { name = rest, to = good }
                ]
                """)
            .with("receipt-matching.early", "50ms")
            .start();
    Relay.awaitBinds(center, "good", 1);
    return center;
  }

  private String submit(JsmppEsme esme) throws IOException {
    return esme.submit(message("4915112345678").text("number " + submitted++));
  }

  private List<String> submit(JsmppEsme esme, int count) throws IOException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(submit(esme));
    }
    return ids;
  }

  private static void theOthersGoOn(JsmppEsme esme) {
    for (String id : Relay.submitAll(esme, OTHERS, n -> message("336123456" + n))) {
      receipt(esme, id, "DELIVRD");
    }
  }

  private static List<String> texts(ScriptedCarrier carrier) {
    return carrier.taken().stream().map(submit -> submit.message().text()).toList();
  }

  private static CarrierScript bound() {
    return CarrierScript.start().acceptBind();
  }

  /** It accepts everything and says nothing any more, as when nobody is left at the other end. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void halfOpen(boolean reads) throws Exception {
    CarrierScript gone = bound().take(3).forgetTaken();
    try (ScriptedCarrier bad =
            ScriptedCarrier.listen(
                reads ? gone.fallSilent() : gone.freeze(),
                bound().await("back").take(3).answerTaken().receiptAnswered(DELIVERED));
        MessageCenterServer center = start(bad.port(), "enquire-link = 500ms, response = 2s");
        JsmppEsme esme = Relay.bind(center)) {
      Relay.awaitBinds(center, "bad", 1);
      List<String> ids = submit(esme, 3);
      theOthersGoOn(esme);
      bad.open("back");
      for (String id : ids) {
        receipt(esme, id, "DELIVRD");
      }
      for (int i = 0; i < ids.size(); i++) {
        assertThat(Collections.frequency(texts(bad), "number " + i)).isGreaterThanOrEqualTo(2);
      }
      assertThat(count(center, "mc.carrier.lost", "carrier", "bad")).isPositive();
      assertThat(count(center, "mc.carrier.unknown", "carrier", "bad")).isGreaterThanOrEqualTo(3);
      esme.delivered().expectNone(A_WHILE);
      assertThat(count(center, "mc.carrier.lost", "carrier", "good")).isZero();
    }
  }

  @Test
  void answersBackwards() throws Exception {
    try (ScriptedCarrier bad =
            ScriptedCarrier.listen(
                bound().take(10).await("now").answerTakenBackwards().receiptAnswered(DELIVERED));
        MessageCenterServer center = start(bad.port(), "window = 10, response = 5m");
        JsmppEsme esme = Relay.bind(center)) {
      Map<String, String> texts = new LinkedHashMap<>();
      for (int i = 0; i < 10; i++) {
        texts.put(submit(esme), "number " + i);
      }
      theOthersGoOn(esme);
      bad.open("now");
      for (Map.Entry<String, String> each : texts.entrySet()) {
        assertThat(receipt(esme, each.getKey(), "DELIVRD").receipt().text())
            .isEqualTo(each.getValue());
      }
      assertThat(bad.taken()).hasSize(10);
    }
  }

  @Test
  void anAnswerThatNeverComesIsFollowedByAnotherAttempt() throws Exception {
    try (ScriptedCarrier bad =
            ScriptedCarrier.listen(
                bound().take(1).forgetTaken().answer(1).receiptAnswered(DELIVERED));
        MessageCenterServer center = start(bad.port(), "response = 4s, on-unknown = retry");
        JsmppEsme esme = Relay.bind(center)) {
      String id = submit(esme);
      theOthersGoOn(esme);
      receipt(esme, id, "DELIVRD");
      assertThat(texts(bad)).containsExactly("number 0", "number 0");
      assertThat(bad.connections()).isEqualTo(1);
    }
  }

  @Test
  void anAnswerThatComesTooLateIsTheAnswerWhileNoOtherAttemptWasMade() throws Exception {
    try (ScriptedCarrier bad =
            ScriptedCarrier.listen(
                bound().take(1).await("late").answerTaken().receiptAnswered(DELIVERED));
        MessageCenterServer center =
            start(
                Relay.begin()
                    .carrier("bad", bad.port(), "response = 300ms, on-unknown = retry")
                    .with("deliver.retry.first", "1h"));
        JsmppEsme esme = Relay.bind(center)) {
      String id = submit(esme);
      theOthersGoOn(esme);
      Await.until(
          "nobody waits for the answer",
          SOON,
          () -> count(center, "mc.carrier.unknown", "carrier", "bad") == 1);
      bad.open("late");
      receipt(esme, id, "DELIVRD");
      assertThat(bad.taken()).hasSize(1);
      assertThat(count(center, "mc.carrier.late", "carrier", "bad")).isEqualTo(1);
      assertThat(Relay.ask(center.home(), "message", "show", id).toString()).contains("taken late");
    }
  }

  /** The receipts of both are the message's, and the first one is its end. */
  @Test
  void anAnswerThatComesAfterAnotherAttemptMakesOneReceiptOfTwo() throws Exception {
    try (ScriptedCarrier bad =
            ScriptedCarrier.listen(
                bound().take(2).answerTaken().receiptAnswered(DELIVERED).awaitAnswers());
        MessageCenterServer center = start(bad.port(), "response = 4s, on-unknown = retry");
        JsmppEsme esme = Relay.bind(center)) {
      String id = submit(esme);
      theOthersGoOn(esme);
      receipt(esme, id, "DELIVRD");
      bad.awaitPlayed(1, SOON);
      esme.delivered().expectNone(A_WHILE);
      assertThat(texts(bad)).containsExactly("number 0", "number 0");
      Await.until(
          "no receipt is an orphan",
          SOON,
          () ->
              Relay.ask(center.home(), "orphan", "list", "bad")
                  .toString()
                  .contains("has no orphans"));
    }
  }

  /** And then nothing is left to tell of it, though its answer and its receipt come. */
  @Test
  void anAnswerThatComesTooLateIsTheEndWhereNothingMayGoTwice() throws Exception {
    try (ScriptedCarrier bad =
            ScriptedCarrier.listen(
                bound()
                    .take(1)
                    .await("late")
                    .answerTaken()
                    .receiptAnswered(DELIVERED)
                    .awaitAnswers());
        MessageCenterServer center = start(bad.port(), "response = 2s, on-unknown = fail");
        JsmppEsme esme = Relay.bind(center)) {
      String id = submit(esme);
      theOthersGoOn(esme);
      receipt(esme, id, "UNKNOWN", "4B1");
      bad.open("late");
      bad.awaitPlayed(1, SOON);
      esme.delivered().expectNone(A_WHILE);
      assertThat(bad.taken()).hasSize(1);
      assertThat(Relay.ask(center.home(), "orphan", "list", "bad").toString()).contains("late");
    }
  }

  @Test
  void unbindsWithMessagesUnderWay() throws Exception {
    try (ScriptedCarrier bad =
            ScriptedCarrier.listen(
                bound().answer(1).take(2).forgetTaken().unbind(),
                bound().await("back").answer(4).receiptAnswered(DELIVERED));
        MessageCenterServer center = start(bad.port(), "window = 2, response = 5m");
        JsmppEsme esme = Relay.bind(center)) {
      List<String> ids = submit(esme, 5);
      bad.awaitPlayed(1, SOON);
      theOthersGoOn(esme);
      bad.open("back");
      for (String id : ids.subList(1, 5)) {
        receipt(esme, id, "DELIVRD");
      }
      assertThat(texts(bad)).hasSize(7);
    }
  }

  @Test
  void refusesBinds() throws Exception {
    try (ScriptedCarrier bad =
            ScriptedCarrier.listen(
                CarrierScript.start().refuseBind(ESME_RBINDFAIL).drop(),
                CarrierScript.start().ignoreBind(),
                CarrierScript.start()
                    .await("now")
                    .acceptBind()
                    .answer(2)
                    .receiptAnswered(DELIVERED));
        MessageCenterServer center = start(bad.port(), "connect = 1s, response = 4s");
        JsmppEsme esme = Relay.bind(center)) {
      List<String> ids = submit(esme, 2);
      theOthersGoOn(esme);
      bad.open("now");
      for (String id : ids) {
        receipt(esme, id, "DELIVRD");
      }
      assertThat(texts(bad)).containsExactly("number 0", "number 1");
      assertThat(count(center, "mc.carrier.refused", "carrier", "bad")).isEqualTo(1);
    }
  }

  /** Longer than the book has them; one that the store takes, and one that it does not. */
  @ParameterizedTest
  @ValueSource(ints = {80, 150})
  void givesIdsThatAreTooLong(int length) throws Exception {
    try (ScriptedCarrier bad =
            ScriptedCarrier.listen(bound().answer(1).receiptAnswered(DELIVERED).awaitAnswers())
                .numbering(CarrierIds.same(number -> "X".repeat(length) + number));
        MessageCenterServer center = start(bad.port());
        JsmppEsme esme = Relay.bind(center)) {
      String id = submit(esme);
      theOthersGoOn(esme);
      receipt(esme, id, "DELIVRD");
      bad.awaitPlayed(1, SOON);
      // Nothing waits for an answer any more, and might be sent again without one.
      Await.until(
          "all are answered",
          SOON,
          () ->
              Relay.ask(center.home(), "carrier", "list").stream()
                  .noneMatch(line -> line.matches(".*outstanding [1-9].*")));
      esme.delivered().expectNone(A_WHILE);
      assertThat(bad.taken()).hasSize(1);
      assertThat(count(center, "mc.carrier.malformed", "carrier", "bad")).isEqualTo(1);
    }
  }

  /** What is no SMPP, and what is SMPP and makes no sense. */
  @Test
  void sendsGarbage() throws Exception {
    try (ScriptedCarrier bad =
            ScriptedCarrier.listen(
                bound().take(1).send("474554202f20485454502f312e310d0a"),
                bound()
                    .take(1)
                    // An answer to nothing, a request that is none, half a deliver_sm.
                    .send("00000012 80000004 00000000 0000ffff 4100")
                    .send("00000010 00000666 00000000 00000007")
                    .send("00000014 00000005 00000000 00000008 41424344")
                    .expect(RawPdu.GENERIC_NACK)
                    .answerTaken()
                    .receiptAnswered(DELIVERED)
                    .awaitAnswers());
        MessageCenterServer center = start(bad.port());
        JsmppEsme esme = Relay.bind(center)) {
      String id = submit(esme);
      theOthersGoOn(esme);
      receipt(esme, id, "DELIVRD");
      bad.awaitPlayed(2, SOON);
      assertThat(bad.connections()).isEqualTo(2);
      assertThat(texts(bad)).containsExactly("number 0", "number 0");
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void diesAndComesBack() throws Exception {
    try (JsmppCarrier bad = JsmppCarrier.plain().receipting(ReceiptPlan.of(DELIVERED).parallel(4));
        MessageCenterServer center = start(bad.port(), "window = 1");
        JsmppEsme esme = Relay.bind(center)) {
      for (int times = 0; times < 3; times++) {
        Relay.awaitBinds(center, "bad", 1);
        bad.goDown();
        Relay.awaitBinds(center, "bad", 0);
        List<String> ids = submit(esme, 50);
        theOthersGoOn(esme);
        bad.comeUp();
        for (String id : ids) {
          receipt(esme, id, "DELIVRD");
        }
      }
      assertThat(bad.taken().stream().map(each -> each.message().text()))
          .containsExactlyElementsOf(
              IntStream.range(0, submitted).mapToObj(n -> "number " + n).toList());
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void showsAnExpiredCertificate() throws Exception {
    ThrowawayIdentity authority = ThrowawayIdentity.create();
    Instant now = Instant.now();
    ThrowawayIdentity expired =
        authority.issue("localhost", now.minus(DAY.multipliedBy(9)), now.minus(DAY));
    try (JsmppCarrier old = JsmppCarrier.tls(expired.serverContext());
        JsmppCarrier renewed =
            JsmppCarrier.tls(authority.serverContext()).receiptingAll("DELIVRD")) {
      renewed.goDown();
      try (MessageCenterServer center =
              start(
                  Relay.begin()
                      .carrier(
                          "bad",
                          old.port(),
                          "hosts = [\"127.0.0.1:%d\", \"127.0.0.1:%d\"]"
                              .formatted(old.port(), renewed.port()),
                          "tls = true, trust = ca.pem")
                      .file("conf/ca.pem", authority.certificatePem()));
          JsmppEsme esme = Relay.bind(center)) {
        String id = submit(esme);
        theOthersGoOn(esme);
        Await.until(
            "the reason is told",
            SOON,
            () ->
                Relay.ask(center.home(), "carrier", "show", "bad").toString().contains("NotAfter"));
        renewed.comeUp();
        receipt(esme, id, "DELIVRD");
        assertThat(old.taken()).isEmpty();
        assertThat(old.bound()).isZero();
      }
    }
  }

  /** Keys take long to make: one set for both ways. */
  private static final class Identities {
    static final ThrowawayIdentity TRUSTED = ThrowawayIdentity.create();
    static final ThrowawayIdentity STRANGER = ThrowawayIdentity.create();
  }

  /** Mended by the carrier, with a certificate from who we trust; or by us, who trust its own. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void showsACertificateThatIsNotTrusted(boolean mendedByCarrier) throws Exception {
    ThrowawayIdentity trusted = Identities.TRUSTED;
    ThrowawayIdentity stranger = Identities.STRANGER;
    try (JsmppCarrier bad = JsmppCarrier.tls(stranger.serverContext()).receiptingAll("DELIVRD");
        MessageCenterServer center =
            start(
                Relay.begin()
                    .carrier("bad", bad.port(), "tls = true, trust = ca.pem")
                    .file("conf/ca.pem", trusted.certificatePem()));
        JsmppEsme esme = Relay.bind(center)) {
      List<String> ids = submit(esme, 3);
      theOthersGoOn(esme);
      Await.until(
          "the reason is told",
          SOON,
          () -> Relay.ask(center.home(), "carrier", "show", "bad").toString().contains("PKIX"));
      Relay.awaitWaiting(center, "bad", 3);
      assertThat(Relay.ask(center.home(), "carrier", "list"))
          .anyMatch(line -> line.startsWith("bad binds 0 of 1,"))
          .anyMatch(line -> line.startsWith("good binds 1 of 1,"));
      assertThat(count(center, "mc.carrier.failed", "carrier", "bad")).isPositive();

      if (mendedByCarrier) {
        bad.goDown();
        bad.comeUp(trusted.serverContext());
      } else {
        center.write("conf/ca.pem", stranger.certificatePem());
      }
      for (String id : ids) {
        receipt(esme, id, "DELIVRD");
      }
      assertThat(bad.taken()).hasSize(3);
      assertThat(count(center, "mc.carrier.lost", "carrier", "good")).isZero();
      esme.delivered().expectNone(A_WHILE);
    }
  }
}

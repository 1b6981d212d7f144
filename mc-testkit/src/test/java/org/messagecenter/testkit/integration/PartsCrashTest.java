package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.testkit.integration.Relay.A_WHILE;
import static org.messagecenter.testkit.integration.Relay.SOON;
import static org.messagecenter.testkit.integration.Relay.message;
import static org.messagecenter.testkit.integration.Relay.receipt;

import java.util.List;
import org.jsmpp.bean.MessageState;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.Answer;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.CarrierSubmit;
import org.messagecenter.testkit.JsmppCarrier;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.PeerAddress;
import org.messagecenter.testkit.ReceiptStyle;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;
import org.messagecenter.testkit.ThrowawayIdentity;

/** The process is killed when all parts of a message but the last are with its carrier. */
class PartsCrashTest {
  private static final int PARTS = 3;
  private static final PeerAddress SOURCE = PeerAddress.international("4915100000000");

  /** A number without a carrier: its submission tells that all before it is on disk. */
  private static final String NOWHERE = "88";

  private static final String UNSENT = "491511";
  private static final String UNANSWERED = "491512";

  private static final String ROUTES =
      """
      rules = [
        { name = nowhere, when { destination = %s }, drop { as = delivered } }
        { name = unsent, when { destination = %s }, to = slow }
        { name = unanswered, when { destination = %s }, to = mute }
      ]
      """
          .formatted(NOWHERE, UNSENT, UNANSWERED);

  private static Submission text(String destination, char letter) {
    return message(destination)
        .shortMessage(new byte[0])
        .messagePayload(Character.toString(letter).repeat(400));
  }

  /**
   * One message whose last part had not been sent, and one whose last part had been sent and not
   * answered: at two carriers, for one kill.
   */
  @Test
  void thePartThatIsMissingFollowsAndTheWholeHasOneReceipt() throws Exception {
    ThrowawayIdentity identity = ThrowawayIdentity.create();
    String tls = "tls = true, trust = ca.pem";
    try (JsmppCarrier slow = JsmppCarrier.tls(identity.serverContext());
        JsmppCarrier mute = JsmppCarrier.tls(identity.serverContext());
        MessageCenterProcess center =
            Relay.begin()
                // Two leave at the start, and the third one a quarter of an hour later.
                .carrier("slow", slow.port(), tls, "rate = 0.001, burst = 2")
                .carrier("mute", mute.port(), tls, "window = 1")
                .file("conf/ca.pem", identity.certificatePem())
                .routes(ROUTES)
                // The receipt of what was sent twice belongs to no message, and waits this long.
                .with("receipt-matching.early", "50ms")
                .startProcess()) {
      mute.answering(message -> number(message) == PARTS ? Answer.SILENCE : Answer.OK);
      String unsent;
      String unanswered;
      try (JsmppEsme esme = center.esme().bind()) {
        unsent = esme.submit(text(UNSENT, 'a'));
        unanswered = esme.submit(text(UNANSWERED, 'b'));
        Await.until("the last part is sent", SOON, () -> mute.taken().size() == PARTS);
        Await.until("the last part waits", SOON, () -> slow.taken().size() == PARTS - 1);
        awaitOutstanding(center, "slow", 0);
        slow.receipt(slow.taken().get(0), ReceiptStyle.delivered());
        esme.submit(Submission.to(NOWHERE));
        center.kill9();
        Await.until("the ESME sees the end", SOON, () -> !esme.isBound());
        assertThat(esme.delivered().all()).isEmpty();
      }
      assertThat(numbers(slow)).containsExactly(1, 2);
      mute.answering(message -> Answer.OK);

      center.restart();
      try (JsmppEsme esme = center.esme().bind()) {
        Await.until("the last part leaves", SOON, () -> slow.taken().size() == PARTS);
        Await.until("the last part comes again", SOON, () -> mute.taken().size() == PARTS + 1);
        assertThat(numbers(slow)).containsExactly(1, 2, 3);
        assertThat(numbers(mute)).containsExactly(1, 2, 3, 3);
        assertThat(mute.taken().get(2).message().body())
            .isEqualTo(mute.taken().get(3).message().body());
        awaitOutstanding(center, "slow", 0);
        awaitOutstanding(center, "mute", 0);

        slow.receipt(slow.taken().get(1), ReceiptStyle.delivered());
        mute.receipt(mute.taken().get(0), ReceiptStyle.delivered());
        mute.receipt(mute.taken().get(1), ReceiptStyle.delivered());
        for (String id : List.of(unsent, unanswered)) {
          assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.ENROUTE);
        }
        slow.receipt(slow.taken().get(2), ReceiptStyle.delivered());
        mute.receipt(mute.taken().get(2), ReceiptStyle.delivered());
        mute.receipt(mute.taken().get(3), ReceiptStyle.delivered());
        for (String id : List.of(unsent, unanswered)) {
          receipt(esme, id, "DELIVRD", "000");
        }
        esme.delivered().expectNone(A_WHILE);
        assertThat(slow.taken()).hasSize(PARTS);
        assertThat(mute.taken()).hasSize(PARTS + 1);
        assertThat(orphans(center, "slow")).isEmpty();
        assertThat(orphans(center, "mute")).hasSize(1);
      }
    }
  }

  /** The number of a part in its user data header. */
  private static int number(ReceivedMessage part) {
    return part.body()[5];
  }

  private static List<Integer> numbers(JsmppCarrier carrier) {
    return carrier.taken().stream()
        .map(CarrierSubmit::message)
        .map(PartsCrashTest::number)
        .toList();
  }

  private static void awaitOutstanding(MessageCenterProcess center, String carrier, int count) {
    Await.until(
        count + " outstanding at " + carrier,
        SOON,
        () ->
            Relay.ask(center.home(), "carrier", "list").stream()
                .anyMatch(
                    line ->
                        line.startsWith(carrier + " ")
                            && line.contains("outstanding " + count + ",")));
  }

  private static List<String> orphans(MessageCenterProcess center, String carrier) {
    return Relay.ask(center.home(), "orphan", "list", carrier).stream()
        .filter(line -> line.contains("unknown"))
        .toList();
  }
}

package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jsmpp.SMPPConstant.STAT_ESME_RCANCELFAIL;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVEXPIRY;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVMSGID;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVSCHED;
import static org.jsmpp.SMPPConstant.STAT_ESME_RREPLACEFAIL;
import static org.messagecenter.testkit.integration.Refusals.assertRefused;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.MessageState;
import org.jsmpp.session.QuerySmResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.NegativeAnswer;
import org.messagecenter.testkit.PeerAddress;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/** query_sm, cancel_sm and replace_sm: what they find, what they change, and what they may not. */
class QueryCancelReplaceTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofMillis(200);
  private static final String IN_AN_HOUR = "000000010000000R";
  private static final String NOW = "000000000000000R";
  private static final PeerAddress ANY = new PeerAddress(0, 0, "");
  private static final PeerAddress SOURCE = PeerAddress.international("4915100000000");

  /** Owned by the account demo: what is sent there comes back to be seen. */
  private static final String HANDSET = "5550100";

  /** A carrier takes what is sent there, and keeps silent. */
  private static final String SILENT = "994100";

  @AutoClose private static final MessageCenterServer CENTER = MessageCenterServer.usual().start();

  private static final Duration DELAY = Duration.ofSeconds(1);

  @AutoClose
  private static final MessageCenterServer SLOW =
      MessageCenterServer.with("scenario.delivery-delay", DELAY.toMillis() + "ms").start();

  /** The three commands that name a message, each refused in its own way when it is too late. */
  private enum Command {
    QUERY(STAT_ESME_RINVMSGID) {
      @Override
      void send(JsmppEsme esme, String id, PeerAddress source) throws IOException {
        esme.query(id, source);
      }
    },
    CANCEL(STAT_ESME_RCANCELFAIL) {
      @Override
      void send(JsmppEsme esme, String id, PeerAddress source) throws IOException {
        esme.cancel(id, source, ANY, "");
      }
    },
    REPLACE(STAT_ESME_RREPLACEFAIL) {
      @Override
      void send(JsmppEsme esme, String id, PeerAddress source) throws IOException {
        esme.replace(id, Submission.to("0").from(source).text("new"));
      }
    };

    final int tooLate;

    Command(int tooLate) {
      this.tooLate = tooLate;
    }

    abstract void send(JsmppEsme esme, String id, PeerAddress source) throws IOException;
  }

  private static Submission scheduled(String destination) {
    return Submission.to(destination).registeredDelivery(1).scheduleDeliveryTime(IN_AN_HOUR);
  }

  // ---- whose message it is --------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource
  void onlyTheSenderReachesAMessage(Command command) throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind();
        JsmppEsme stranger = CENTER.esme("demo2", "secret2").bind()) {
      String id = esme.submit(scheduled("49170"));

      assertRefused(STAT_ESME_RINVMSGID, () -> command.send(stranger, id, SOURCE));
      for (PeerAddress other :
          List.of(
              PeerAddress.international("4915100000001"),
              new PeerAddress(2, 1, SOURCE.digits()),
              new PeerAddress(1, 0, SOURCE.digits()),
              ANY)) {
        assertRefused(STAT_ESME_RINVMSGID, () -> command.send(esme, id, other));
      }
      command.send(esme, id, SOURCE);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anIdThatWasNeverGivenIsUnknown(Command command) throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(scheduled("49170"));
      String other = (id.charAt(0) == '0' ? '1' : '0') + id.substring(1);

      for (String unknown : List.of(other, "no-id", "0", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")) {
        assertRefused(STAT_ESME_RINVMSGID, () -> command.send(esme, unknown, SOURCE));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMessageWithoutSourceIsNamedWithoutSource(Command command) throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(scheduled("49170").from(ANY));

      assertRefused(STAT_ESME_RINVMSGID, () -> command.send(esme, id, SOURCE));
      command.send(esme, id, ANY);
    }
  }

  // ---- query_sm -------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "491701, DELIVERED, 0x00",
    "999, UNDELIVERABLE, 0xA1",
    "997, REJECTED, 0xB2",
  })
  void queryTellsTheEndAfterwards(String to, MessageState state, int error) throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(Submission.to(to).registeredDelivery(1));
      esme.delivered().take(SOON);
      QuerySmResult result = esme.query(id, SOURCE);

      assertThat(result.getMessageState()).isEqualTo(state);
      assertThat(result.getErrorCode()).isEqualTo((byte) error);
      assertThat(result.getFinalDate()).matches("\\d{13}00[+]");
    }
  }

  @Test
  void queryTellsThatAMessageIsUnderWay() throws IOException {
    try (JsmppEsme esme = SLOW.esme().version(InterfaceVersion.IF_50).bind()) {
      String id;
      QuerySmResult before;
      long start;
      int attempts = 0;
      do {
        // Until the question comes in time: the machine may have other things to do.
        assertThat(attempts++).isLessThan(10);
        start = System.nanoTime();
        id = esme.submit(Submission.to("49170").registeredDelivery(1));
        before = esme.query(id, SOURCE);
        esme.delivered().take(SOON);
      } while (before.getMessageState() == MessageState.DELIVERED
          && System.nanoTime() - start >= DELAY.toNanos());

      assertThat(before.getMessageState()).isEqualTo(MessageState.ENROUTE);
      assertThat(before.getFinalDate()).isNullOrEmpty();
      assertThat(before.getErrorCode()).isZero();
      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.DELIVERED);
    }
  }

  @Test
  void queryIsNotCaseSensitiveInTheId() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(scheduled("49170"));

      assertThat(esme.query(id.toUpperCase(Locale.ROOT), SOURCE).getMessageState())
          .isEqualTo(MessageState.ENROUTE);
    }
  }

  @Test
  void whatIsNotRetainedIsForgotten() throws IOException {
    try (MessageCenterServer forgetful =
            MessageCenterServer.with("store.archive.max-size", "0").start();
        JsmppEsme esme = forgetful.esme().bind()) {
      String id = esme.submit(Submission.to("49170").registeredDelivery(1));
      esme.delivered().take(SOON);

      for (Command command : Command.values()) {
        assertRefused(STAT_ESME_RINVMSGID, () -> command.send(esme, id, SOURCE));
      }
    }
  }

  // ---- too late -------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(names = {"CANCEL", "REPLACE"})
  void whatHasEndedCannotBeChanged(Command command) throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(Submission.to("49170").registeredDelivery(1));
      esme.delivered().take(SOON);

      assertRefused(command.tooLate, () -> command.send(esme, id, SOURCE));
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CANCEL", "REPLACE"})
  void anAttemptUnderWayIsNotDisturbed(Command command) throws IOException {
    try (JsmppEsme esme = SLOW.esme().bind()) {
      String id = esme.submit(Submission.to(HANDSET).text("old").registeredDelivery(1));
      // It comes back at the beginning of the attempt, which ends after the scenario's delay.
      assertThat(esme.delivered().take(SOON).text()).isEqualTo("old");

      assertRefused(command.tooLate, () -> command.send(esme, id, SOURCE));
      assertThat(esme.delivered().take(SOON).receipt().stat()).isEqualTo("DELIVRD");
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CANCEL", "REPLACE"})
  void whatACarrierHasTakenStaysWithIt(Command command) throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      // The second is delivered behind the first, so that its receipt tells of both.
      String id = esme.submit(Submission.to(SILENT).registeredDelivery(1));
      esme.submit(Submission.to("49170").registeredDelivery(1));
      assertThat(esme.delivered().take(SOON).receipt().stat()).isEqualTo("DELIVRD");

      assertRefused(command.tooLate, () -> command.send(esme, id, SOURCE));
      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.ENROUTE);
    }
  }

  // ---- cancel_sm ------------------------------------------------------------------------------

  @Test
  void aCancelledMessageIsDeletedWithAReceipt() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(scheduled("49170"));
      esme.cancel(id, SOURCE, ANY, "");
      ReceivedMessage receipt = esme.delivered().take(SOON);

      assertThat(receipt.receipt().id()).isEqualTo(id);
      assertThat(receipt.receipt().stat()).isEqualTo("DELETED");
      assertThat(receipt.messageState()).isEqualTo(MessageState.DELETED.value());
      QuerySmResult state = esme.query(id, SOURCE);
      assertThat(state.getMessageState()).isEqualTo(MessageState.DELETED);
      assertThat(state.getFinalDate()).isNotEmpty();
      assertRefused(STAT_ESME_RCANCELFAIL, () -> esme.cancel(id, SOURCE, ANY, ""));
      assertRefused(STAT_ESME_RREPLACEFAIL, () -> Command.REPLACE.send(esme, id, SOURCE));
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, false", "2, true", "3, false"})
  void theReceiptOfACancelledMessageIsThatOfAFailure(int asked, boolean comes) throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(scheduled("49170").registeredDelivery(asked));
      esme.cancel(id, SOURCE, ANY, "");
      if (comes) {
        assertThat(esme.delivered().take(SOON).receipt().stat()).isEqualTo("DELETED");
      }
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void aMessageBetweenTwoAttemptsCanBeCancelled() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      int attempts = 1;
      while (!isCancelledBetweenAttempts(esme)) {
        assertThat(attempts++).isLessThan(10);
      }
      esme.delivered().drain();
      // The second attempt was due one second after the first.
      esme.delivered().expectNone(Duration.ofMillis(1200));
    }
  }

  /** Whether this came between two attempts: not if the machine had other things to do. */
  private static boolean isCancelledBetweenAttempts(JsmppEsme esme) throws IOException {
    long start = System.nanoTime();
    String id = esme.submit(Submission.to("996100").registeredDelivery(0x11));
    assertThat(esme.delivered().take(SOON).isIntermediate()).isTrue();
    try {
      esme.cancel(id, SOURCE, ANY, "");
    } catch (NegativeAnswer e) {
      assertThat(e.status()).isEqualTo(STAT_ESME_RCANCELFAIL);
    }
    ReceivedMessage end =
        esme.delivered().takeFirst("the end", message -> !message.isIntermediate(), SOON);
    // When the second attempt began, the message was out of reach.
    boolean inTime = System.nanoTime() - start < Duration.ofSeconds(1).toNanos();
    assertThat(end.receipt().stat()).isIn("DELETED", inTime ? "DELETED" : "DELIVRD");
    return end.receipt().stat().equals("DELETED");
  }

  @Test
  void withAnIdAnotherDestinationIsNotMeantAndTheServiceTypeSaysNothing() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(scheduled("49170").serviceType("WAP"));

      assertRefused(
          STAT_ESME_RCANCELFAIL,
          () -> esme.cancel(id, SOURCE, PeerAddress.international("49171"), ""));
      assertRefused(
          STAT_ESME_RCANCELFAIL, () -> esme.cancel(id, SOURCE, new PeerAddress(2, 1, "49170"), ""));
      esme.cancel(id, SOURCE, PeerAddress.international("49170"), "CMT");
      assertThat(esme.delivered().take(SOON).receipt().stat()).isEqualTo("DELETED");
    }
  }

  @Test
  void withoutAnIdAllWithTheAddressesAndServiceTypeAreCancelled() throws IOException {
    PeerAddress to = PeerAddress.international("49172");
    PeerAddress from = PeerAddress.international("4915177");
    try (JsmppEsme esme = CENTER.esme().bind();
        JsmppEsme stranger = CENTER.esme("demo2", "secret2").bind()) {
      Submission message = Submission.to(to).from(from).registeredDelivery(1);
      Submission later = message.scheduleDeliveryTime(IN_AN_HOUR);
      String wap = esme.submit(later.serviceType("WAP"));
      String plain = esme.submit(later);
      String usual = esme.submit(later.serviceType("CMT"));
      String toOther = esme.submit(scheduled("491721").from(from));
      String fromOther = esme.submit(scheduled("49172"));

      assertRefused(STAT_ESME_RCANCELFAIL, () -> stranger.cancel("", from, to, ""));
      assertRefused(STAT_ESME_RCANCELFAIL, () -> esme.cancel("", from, to, "USSD"));
      esme.cancel("", from, to, "WAP");
      assertThat(esme.delivered().take(SOON).receipt().id()).isEqualTo(wap);
      esme.cancel("", from, to, "");
      assertThat(esme.delivered().take(2, SOON))
          .extracting(receipt -> receipt.receipt().id())
          .containsExactlyInAnyOrder(plain, usual);
      assertRefused(STAT_ESME_RCANCELFAIL, () -> esme.cancel("", from, to, ""));
      esme.delivered().expectNone(A_WHILE);

      assertThat(esme.query(toOther, from).getMessageState()).isEqualTo(MessageState.ENROUTE);
      assertThat(esme.query(fromOther, SOURCE).getMessageState()).isEqualTo(MessageState.ENROUTE);
    }
  }

  /** More than the message center reads in one go. */
  @Test
  void aLargeGroupIsCancelledWhole() throws IOException {
    PeerAddress from = PeerAddress.international("4915178");
    try (JsmppEsme esme = CENTER.esme().bind()) {
      Set<String> ids = new HashSet<>();
      for (int i = 0; i < 300; i++) {
        ids.add(esme.submit(scheduled("49173").from(from)));
      }
      esme.cancel("", from, PeerAddress.international("49173"), "");

      List<ReceivedMessage> receipts = esme.delivered().take(300, SOON);
      assertThat(receipts).allMatch(receipt -> receipt.receipt().stat().equals("DELETED"));
      assertThat(receipts)
          .extracting(ReceivedMessage::receiptedMessageId)
          .containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  // ---- replace_sm -----------------------------------------------------------------------------

  @Test
  void theReplacementIsWhatIsDelivered() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(scheduled(HANDSET).text("old").dataCoding(3).serviceType("WAP"));
      esme.replace(id, scheduled(HANDSET).text("newer").scheduleDeliveryTime(""));
      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.ENROUTE);
      esme.replace(id, scheduled(HANDSET).text("newest").scheduleDeliveryTime(NOW));
      List<ReceivedMessage> came = esme.delivered().take(2, SOON);

      assertThat(came)
          .filteredOn(message -> !message.isReceipt())
          .singleElement()
          .satisfies(
              message -> {
                assertThat(message.text()).isEqualTo("newest");
                assertThat(message.source()).isEqualTo(SOURCE);
                assertThat(message.dataCoding()).isEqualTo(3);
              });
      assertThat(came)
          .filteredOn(ReceivedMessage::isReceipt)
          .singleElement()
          .satisfies(
              receipt -> {
                assertThat(receipt.receipt().id()).isEqualTo(id);
                assertThat(receipt.receipt().stat()).isEqualTo("DELIVRD");
                assertThat(receipt.receipt().text()).isEqualTo("newest");
              });
      assertRefused(STAT_ESME_RREPLACEFAIL, () -> Command.REPLACE.send(esme, id, SOURCE));
    }
  }

  @Test
  void theReplacementSaysWhetherAReceiptIsWanted() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String silent = esme.submit(scheduled("49170"));
      String telling = esme.submit(scheduled("49170").registeredDelivery(0));
      Submission now = scheduled("49170").scheduleDeliveryTime(NOW);
      esme.replace(silent, now.registeredDelivery(0));
      esme.replace(telling, now.registeredDelivery(1));

      assertThat(esme.delivered().take(SOON).receipt().id()).isEqualTo(telling);
      esme.delivered().expectNone(A_WHILE);
      assertThat(esme.query(silent, SOURCE).getMessageState()).isEqualTo(MessageState.DELIVERED);
    }
  }

  @Test
  void aReplacementPassesTheChecksOfASubmission() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(scheduled(HANDSET).text("old"));
      Submission fresh = scheduled(HANDSET).text("new").scheduleDeliveryTime("");

      assertRefused(
          STAT_ESME_RINVSCHED,
          () -> esme.replace(id, fresh.scheduleDeliveryTime("010101000000000+")));
      assertRefused(
          STAT_ESME_RINVEXPIRY, () -> esme.replace(id, fresh.validityPeriod("010101000000000+")));
      // Before the message may go out at all.
      assertRefused(
          STAT_ESME_RINVEXPIRY, () -> esme.replace(id, fresh.validityPeriod("000000000010000R")));
      // None of these has changed anything.
      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.ENROUTE);
      esme.delivered().expectNone(A_WHILE);
      esme.cancel(id, SOURCE, ANY, "");
      assertThat(esme.delivered().take(SOON).receipt().text()).isEqualTo("old");
    }
  }

  @Test
  void aReplacedValidityEndsTheMessage() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(Submission.to("998100").registeredDelivery(0x11));
      assertThat(esme.delivered().take(SOON).isIntermediate()).isTrue();
      esme.replace(
          id, Submission.to("998100").registeredDelivery(1).validityPeriod("000000000001000R"));

      assertThat(esme.delivered().take(SOON).receipt().stat()).isEqualTo("EXPIRED");
    }
  }

  /** On the wire it wins over validity_period, but not over that of a later request. */
  @Test
  void aReplacedValidityEndsQosTimeToLive() throws IOException {
    try (JsmppEsme esme = CENTER.esme().version(InterfaceVersion.IF_50).bind()) {
      Submission message = Submission.to("998101").registeredDelivery(0x11);
      String id = esme.submit(message.tlv(0x0017, new byte[] {0, 0, 14, 16}));
      assertThat(esme.delivered().take(SOON).isIntermediate()).isTrue();
      esme.replace(id, message.registeredDelivery(1).validityPeriod("000000000001000R"));

      assertThat(esme.delivered().take(SOON).receipt().stat()).isEqualTo("EXPIRED");
    }
  }

  /** Its old validity would end before the new schedule: it must get its chance. */
  @Test
  void aLaterScheduleMovesTheValidityAlong() throws IOException {
    try (MessageCenterServer brief =
            MessageCenterServer.with("submit.default-validity", "1s").start();
        JsmppEsme esme = brief.esme().bind()) {
      int attempts = 1;
      while (!isDeliveredAtItsLaterTime(esme)) {
        // A machine with other things to do may have come too late, but not time and again.
        assertThat(attempts++).isLessThan(10);
      }
    }
  }

  /** Whether it was replaced before its time and served in time, as on any idle machine. */
  private static boolean isDeliveredAtItsLaterTime(JsmppEsme esme) throws IOException {
    esme.delivered().drain();
    Submission message = Submission.to(HANDSET).registeredDelivery(1).text("old");
    String id = esme.submit(message.scheduleDeliveryTime("000000000001000R"));
    try {
      esme.replace(id, message.text("new").scheduleDeliveryTime("000000000002000R"));
    } catch (NegativeAnswer e) {
      assertThat(e.status()).isEqualTo(STAT_ESME_RREPLACEFAIL);
    }
    ReceivedMessage receipt =
        esme.delivered()
            .takeFirst("the receipt", came -> id.equals(came.receiptedMessageId()), SOON);
    boolean delivered =
        receipt.receipt().stat().equals("DELIVRD") && receipt.receipt().text().equals("new");
    if (delivered) {
      esme.delivered()
          .takeFirst("the message", came -> !came.isReceipt() && came.text().equals("new"), SOON);
    }
    return delivered;
  }

  @Test
  void theTextOfADataSmIsReplacedWhereItStands() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      Submission message = Submission.to("998200").registeredDelivery(0x11);
      String id = esme.data(message.messagePayload("old")).getMessageId();
      assertThat(esme.delivered().take(SOON).isIntermediate()).isTrue();
      esme.replace(id, message.text("new"));
      assertThat(esme.delivered().take(SOON).receipt().text()).isEqualTo("new");
      esme.cancel(id, SOURCE, ANY, "");

      ReceivedMessage receipt = esme.delivered().take(SOON);
      assertThat(receipt.receipt().id()).isEqualTo(id);
      assertThat(receipt.receipt().text()).isEqualTo("new");
    }
  }

  // ---- replace_if_present_flag ----------------------------------------------------------------

  @Test
  void aSubmissionTakesThePlaceOfThePendingOne() throws IOException {
    PeerAddress from = PeerAddress.international("4915179");
    try (JsmppEsme esme = CENTER.esme().bind()) {
      Submission replacing =
          Submission.to(HANDSET).from(from).registeredDelivery(1).replaceIfPresent(1);
      String first = esme.submit(scheduled(HANDSET).from(from).text("first"));
      String second = esme.submit(scheduled(HANDSET).from(from).text("second"));
      String typed = esme.submit(scheduled(HANDSET).from(from).serviceType("WAP").text("typed"));
      assertThat(Set.of(first, second, typed)).hasSize(3);

      assertThat(esme.submit(replacing.text("instead"))).isEqualTo(first);
      List<ReceivedMessage> came = esme.delivered().take(2, SOON);
      assertThat(came).anyMatch(m -> !m.isReceipt() && m.text().equals("instead"));
      assertThat(came).anyMatch(m -> m.isReceipt() && m.receipt().id().equals(first));
      assertThat(esme.submit(replacing.serviceType("WAP").text("wap"))).isEqualTo(typed);
      esme.delivered().take(2, SOON);
      assertThat(esme.query(second, from).getMessageState()).isEqualTo(MessageState.ENROUTE);
    }
  }

  @Test
  void withNothingToReplaceItIsANewMessage() throws IOException {
    PeerAddress from = PeerAddress.international("4915180");
    try (JsmppEsme esme = CENTER.esme().bind()) {
      Submission replacing =
          Submission.to(SILENT).from(from).registeredDelivery(1).replaceIfPresent(1);
      String taken = esme.submit(replacing);
      // The second is delivered behind the first, so that its receipt tells of both.
      esme.submit(Submission.to("49170").registeredDelivery(1));
      assertThat(esme.delivered().take(SOON).receipt().stat()).isEqualTo("DELIVRD");

      assertThat(esme.submit(replacing)).isNotEqualTo(taken);
    }
  }

  @Test
  void aDataSmIsNotReplacedByASubmitSm() throws IOException {
    PeerAddress from = PeerAddress.international("4915181");
    try (JsmppEsme esme = CENTER.esme().bind()) {
      Submission message = Submission.to("998300").from(from).registeredDelivery(0x11);
      String data = esme.data(message.messagePayload("data")).getMessageId();
      assertThat(esme.delivered().take(SOON).isIntermediate()).isTrue();

      String own = esme.submit(message.replaceIfPresent(1));
      assertThat(own).isNotEqualTo(data);
      assertThat(esme.delivered().take(SOON).receipt().id()).isEqualTo(own);
    }
  }
}

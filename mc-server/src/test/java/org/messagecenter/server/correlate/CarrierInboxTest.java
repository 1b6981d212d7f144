package org.messagecenter.server.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;

/** The receipts of a carrier that answers in hexadecimal and reports in decimal. */
class CarrierInboxTest {
  private static final int REPORT = 1;
  private static final int INTERMEDIATE = 0x10;

  private final Stage stage = new Stage();

  private static EndedMessage ended(long key, MessageState state, int error) {
    return new EndedMessage(key, "", state, error, Stage.NOW, 0, MessageKind.MT);
  }

  private static DeliverSm decoded(NewMail mail) throws BadBody {
    byte[] body = Arrays.copyOfRange(mail.body(), mail.offset(), mail.offset() + mail.length());
    return (DeliverSm) PduCodec.decodeBody(CommandId.DELIVER_SM, body);
  }

  // ---- the usual way --------------------------------------------------------------------------

  @Test
  void aReceiptEndsItsMessageAndIsAnsweredOnceThatIsDurable() throws BadBody {
    stage.taken("ff", 7, REPORT);
    stage.arrives(Pdus.receipt(1, "255", "DELIVRD", "000"));

    assertThat(stage.store.take()).containsExactly("finish 7 DELIVERED 0");
    assertThat(stage.port.take()).isEmpty();
    stage.durable();
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");

    NewMail mail = stage.store.receipts.get(0);
    assertThat(mail.account()).isEqualTo("demo");
    DeliverSm receipt = decoded(mail);
    assertThat(receipt.tlvs().text(TlvTag.RECEIPTED_MESSAGE_ID)).isEqualTo("our-id-7");
    assertThat(receipt.destinationAddr()).isEqualTo(Pdus.SENDER);
    assertThat(receipt.text().latin1())
        .startsWith("id:our-id-7 ")
        .contains("done date:2611210306 stat:DELIVRD err:000 text:Hello");
    assertThat(stage.history).containsExactly("7 north 255 DELIVERED");
    assertThat(stage.counted("matched")).isEqualTo(1);
  }

  @Test
  void aReceiptInDataSmIsAnsweredInItsOwnWay() {
    stage.taken("a", 7, REPORT);
    stage.arrives(Pdus.data(3, 0x04, Pdus.receiptText("10", "UNDELIV", "4A1")));
    assertThat(stage.store.take()).containsExactly("finish 7 UNDELIVERABLE 4a1");
    stage.durable();
    assertThat(stage.port.take()).containsExactly("3 data_sm_resp ESME_ROK");
  }

  @Test
  void nobodyIsToldWhoDidNotAsk() {
    stage.taken("a", 7, 0);
    stage.arrives(Pdus.receipt(1, "10", "DELIVRD", "000"));
    assertThat(stage.store.receipts).isEmpty();
    stage.durable();
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
  }

  @Test
  void whatTheStoreDoesNotTakeIsToComeAgain() {
    stage.taken("a", 7, REPORT);
    stage.arrives(Pdus.receipt(1, "10", "DELIVRD", "000"));
    stage.store.finishedDone.remove(0).failed(StoreFailure.BROKEN);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_RSYSERR");

    stage.arrives(Pdus.receipt(2, "10", "DELIVRD", "000"));
    stage.durable();
    assertThat(stage.port.take()).containsExactly("2 deliver_sm_resp ESME_ROK");
    assertThat(stage.store.receipts).hasSize(2);
    assertThat(stage.counted("postponed")).isEqualTo(1);
  }

  @Test
  void whatIsNotInMemoryTheStoreKnows() throws BadBody {
    stage.store.pending = List.of(Stage.stored(9, "4711", REPORT, MessageKind.MT));
    stage.arrives(Pdus.receipt(1, "4711", "EXPIRED", "4A3"));
    assertThat(stage.store.take())
        .containsExactly("findByCarrierId north 4711", "finish 9 EXPIRED 4a3");
    assertThat(decoded(stage.store.receipts.get(0)).tlvs().text(TlvTag.RECEIPTED_MESSAGE_ID))
        .isEqualTo("our-id-9");
    stage.durable();
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
  }

  @Test
  void aStoreThatCannotTellLeavesItOpen() {
    stage.store.lookupFailure = StoreFailure.UNREADABLE;
    stage.arrives(Pdus.receipt(1, "4711", "EXPIRED", "4A3"));
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_RSYSERR");
    assertThat(stage.store.accepted).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // As the carrier says, to the minute; but not before it was accepted, nor in the future.
    "2611210306, 2611210306",
    "2611210305, 2611210305",
    "2611210304, 2611210306",
    "2611210307, 2611210306",
    "rubbish, 2611210306",
  })
  void theTimeIsTheCarriersWhereItCanBe(String said, String told) throws BadBody {
    stage.taken("a", 7, REPORT);
    stage.arrives(
        Pdus.deliver(1, 0x04, "id:10 done date:" + said + " stat:DELIVRD err:000", Tlvs.EMPTY));
    NewMail mail = stage.store.receipts.get(0);
    assertThat(decoded(mail).text().latin1()).contains("done date:" + told);
    assertThat(mail.expiresAt()).isEqualTo(Stage.NOW + 1000);
  }

  // ---- too early ------------------------------------------------------------------------------

  @Test
  void aReceiptBeforeItsResponseWaitsForIt() {
    stage.arrives(stage.otherPort, Pdus.receipt(1, "255", "DELIVRD", "000"));
    stage.pass(Duration.ofSeconds(4));
    assertThat(stage.otherPort.take()).isEmpty();
    stage.store.take();

    stage.taken("ff", 7, REPORT);
    assertThat(stage.store.take()).containsExactly("finish 7 DELIVERED 0");
    stage.durable();
    assertThat(stage.otherPort.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    stage.pass(Duration.ofMinutes(1));
    assertThat(stage.otherPort.take()).isEmpty();
  }

  @Test
  void allReceiptsOfOneMessageWaitInTheirOrder() {
    stage.arrives(Pdus.receipt(1, "255", "ENROUTE", "000"));
    stage.arrives(Pdus.receipt(2, "255", "DELIVRD", "000"));
    stage.store.take();
    stage.taken("ff", 7, REPORT | INTERMEDIATE);
    assertThat(stage.store.take())
        .containsExactly("post INTERMEDIATE to demo", "finish 7 DELIVERED 0");
    stage.store.postedDone.get(0).done(true);
    stage.durable();
    assertThat(stage.port.take())
        .containsExactly("1 deliver_sm_resp ESME_ROK", "2 deliver_sm_resp ESME_ROK");
  }

  @Test
  void whenItsTimeIsOverTheStoreIsAskedOnceMore() {
    stage.arrives(Pdus.receipt(1, "4711", "DELIVRD", "000"));
    assertThat(stage.store.take()).containsExactly("findByCarrierId north 4711");
    stage.pass(Duration.ofMillis(4950));
    assertThat(stage.store.take()).isEmpty();

    stage.store.pending = List.of(Stage.stored(9, "4711", REPORT, MessageKind.MT));
    stage.pass(Duration.ofMillis(100));
    assertThat(stage.store.take())
        .containsExactly("findByCarrierId north 4711", "finish 9 DELIVERED 0");
    stage.durable();
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
  }

  @Test
  void eachWaitsItsOwnTime() {
    stage.arrives(Pdus.receipt(1, "1", "DELIVRD", "000"));
    stage.pass(Duration.ofSeconds(2));
    stage.arrives(Pdus.receipt(2, "2", "DELIVRD", "000"));
    stage.pass(Duration.ofMillis(3010));
    assertThat(stage.store.acceptances).hasSize(1);
    stage.pass(Duration.ofSeconds(2));
    assertThat(stage.store.acceptances).hasSize(2);
  }

  @Test
  void beyondTheLimitTheFirstWaitsNoLonger() {
    for (int i = 1; i <= 4; i++) {
      stage.arrives(Pdus.receipt(i, "" + i, "DELIVRD", "000"));
    }
    // Three may wait.
    assertThat(stage.store.acceptances).hasSize(1);
    stage.store.acceptances.get(0).accepted(100, "orphan", null);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
  }

  @Test
  void withoutAWaitTheyAreOrphansAtOnce() {
    CorrelateSettings usual = Stage.SETTINGS;
    Stage hasty =
        new Stage(
            new CorrelateSettings(
                Duration.ZERO,
                usual.earlyMost(),
                usual.recentMost(),
                usual.recentBytes(),
                usual.orphansKept(),
                usual.orphansMost()));
    hasty.arrives(Pdus.receipt(1, "255", "DELIVRD", "000"));
    assertThat(hasty.store.acceptances).hasSize(1);
  }

  @Test
  void longReceiptsThatWaitAreBoundedInOctets() {
    CorrelateSettings usual = Stage.SETTINGS;
    Stage roomy =
        new Stage(
            new CorrelateSettings(
                usual.early(),
                10_000,
                usual.recentMost(),
                usual.recentBytes(),
                usual.orphansKept(),
                usual.orphansMost()));
    int fit = (int) (EarlyReceipts.MOST_OCTETS / 60_300);
    for (int i = 0; i < fit; i++) {
      roomy.arrives(longReceipt(i));
    }
    assertThat(roomy.store.acceptances).isEmpty();
    for (int i = fit; i < fit + 10; i++) {
      roomy.arrives(longReceipt(i));
    }
    assertThat(roomy.store.acceptances).isNotEmpty().hasSizeLessThan(11);
  }

  private static Packet longReceipt(int number) {
    String text = Pdus.receiptText(String.valueOf(1000 + number), "DELIVRD", "000");
    byte[] octets = (text + " ".repeat(60_000)).getBytes(StandardCharsets.US_ASCII);
    Tlvs tlvs = Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, Octets.of(octets)).build();
    return Pdus.deliver(number, 0x04, "", tlvs);
  }

  // ---- too late, or again ---------------------------------------------------------------------

  @Test
  void aRepetitionIsAnsweredFromMemory() {
    stage.taken("ff", 7, REPORT);
    stage.arrives(Pdus.receipt(1, "255", "DELIVRD", "000"));
    stage.durable();
    stage.store.take();
    stage.port.take();

    stage.arrives(stage.otherPort, Pdus.receipt(8, "255", "DELIVRD", "000"));
    assertThat(stage.otherPort.take()).containsExactly("8 deliver_sm_resp ESME_ROK");
    assertThat(stage.store.take()).isEmpty();
    assertThat(stage.counted("duplicate")).isEqualTo(1);
  }

  @Test
  void aRepetitionIsNotAnsweredBeforeTheFirstIsDurable() {
    stage.taken("ff", 7, REPORT);
    stage.arrives(Pdus.receipt(1, "255", "DELIVRD", "000"));
    stage.arrives(stage.otherPort, Pdus.receipt(2, "255", "DELIVRD", "000"));
    assertThat(stage.port.take()).isEmpty();
    assertThat(stage.otherPort.take()).isEmpty();

    stage.store.finishedDone.get(0).done(true);
    stage.store.finishedDone.get(1).done(false);
    stage.run();
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    assertThat(stage.otherPort.take()).containsExactly("2 deliver_sm_resp ESME_ROK");
    assertThat(stage.counted("matched")).isEqualTo(1);
    assertThat(stage.counted("duplicate")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "DELIVERED, 0, DELIVRD, duplicate",
    "DELIVERED, 0, ENROUTE, duplicate",
    "EXPIRED, 4BD, EXPIRED, duplicate",
    "EXPIRED, 4BD, DELIVRD, late",
    "UNKNOWN, 4BD, DELIVRD, late",
    "EXPIRED, 4A3, DELIVRD, late",
    "DELETED, 0, DELIVRD, contradicting",
    "DELIVERED, 0, UNDELIV, contradicting",
  })
  void whatCannotChangeTheEndIsSuppressed(
      MessageState end, String error, String stat, String result) {
    stage.store.endedByCarrierId.put("5", ended(7, end, Integer.parseInt(error, 16)));
    stage.arrives(Pdus.receipt(1, "5", stat, "000"));
    stage.pass(Duration.ofSeconds(6));

    assertThat(stage.counted(result)).isEqualTo(1);
    assertThat(stage.store.receipts).isEmpty();
    assertThat(stage.history).hasSize(1);
    if (result.equals("late")) {
      assertThat(stage.port.take()).isEmpty();
      stage.store.acceptances.get(0).accepted(100, "orphan", null);
    }
    assertThat(stage.store.accepted).hasSize(result.equals("late") ? 1 : 0);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
  }

  @Test
  void whoeverEndedTheMessageMeanwhileIsBelieved() {
    stage.taken("ff", 7, REPORT);
    stage.arrives(Pdus.receipt(1, "255", "DELIVRD", "000"));
    // Its no-receipt time was over in the same moment.
    stage.store.ended = List.of(ended(7, MessageState.EXPIRED, 0x4BD));
    stage.store.finishedDone.remove(0).done(false);
    assertThat(stage.store.take()).contains("lookup our-id-7");
    stage.store.acceptances.get(0).accepted(100, "orphan", null);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    assertThat(stage.counted("late")).isEqualTo(1);
  }

  @Test
  void anEndThatNobodyRemembersIsAnEndAllTheSame() {
    stage.taken("ff", 7, REPORT);
    stage.arrives(Pdus.receipt(1, "255", "DELIVRD", "000"));
    stage.store.finishedDone.remove(0).done(false);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    assertThat(stage.counted("duplicate")).isEqualTo(1);
  }

  @Test
  void anIdThatIsUsedAgainMeansTheYoungerMessage() {
    stage.taken("ff", 7, REPORT);
    stage.arrives(Pdus.receipt(1, "255", "DELIVRD", "000"));
    stage.durable();
    stage.taken("ff", 8, REPORT);
    stage.store.take();
    stage.arrives(Pdus.receipt(2, "255", "DELIVRD", "000"));
    assertThat(stage.store.take()).containsExactly("finish 8 DELIVERED 0");
  }

  @Test
  void aMessageTakenWhileTheArchiveIsSearchedIsMeantBeforeOneOfTheArchive() {
    stage.store.endedByCarrierId.put("255", ended(3, MessageState.DELIVERED, 0));
    stage.arrives(Pdus.receipt(1, "255", "DELIVRD", "000"));
    stage.store.take();
    stage.store.beforeFound = () -> stage.taken("ff", 7, REPORT);
    stage.pass(Duration.ofSeconds(6));
    assertThat(stage.store.take()).contains("finish 7 DELIVERED 0");
    stage.durable();
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    assertThat(stage.counted("duplicate")).isZero();
  }

  // ---- not final ------------------------------------------------------------------------------

  @Test
  void anIntermediateStateIsToldToWhoAsked() throws BadBody {
    stage.taken("a", 7, INTERMEDIATE);
    stage.arrives(Pdus.deliver(1, 0x20, Pdus.receiptText("10", "ENROUTE", "4A0"), Tlvs.EMPTY));
    assertThat(stage.store.take()).containsExactly("post INTERMEDIATE to demo");
    assertThat(stage.port.take()).isEmpty();
    stage.store.postedDone.get(0).done(true);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    DeliverSm notice = decoded(stage.store.posted.get(0));
    assertThat(notice.text().latin1()).contains("id:our-id-7 ").contains("stat:ENROUTE err:4A0");

    // The message goes on.
    stage.arrives(Pdus.receipt(2, "10", "DELIVRD", "000"));
    assertThat(stage.store.take()).containsExactly("finish 7 DELIVERED 0");
  }

  @Test
  void anIntermediateStateThatNobodyAskedForIsAcknowledged() {
    stage.taken("a", 7, REPORT);
    stage.arrives(Pdus.receipt(1, "10", "SCHEDLD", "000"));
    assertThat(stage.store.take()).isEmpty();
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    assertThat(stage.counted("intermediate")).isEqualTo(1);
  }

  @Test
  void anIntermediateNoticeThatIsNotKeptIsToComeAgain() {
    stage.taken("a", 7, INTERMEDIATE);
    stage.arrives(Pdus.receipt(1, "10", "ENROUTE", "000"));
    stage.store.postedDone.get(0).failed(StoreFailure.BROKEN);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_RSYSERR");
  }

  // ---- another attempt ------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"71, TEMPORARY", "72, BILLING", "73, THROTTLED"})
  void whatTheCarrierGaveUpForNowIsTriedAgain(String err, String failure) {
    stage.taken("a", 7, REPORT);
    stage.store.pending = List.of(Stage.stored(7, "10", REPORT, MessageKind.MT));
    stage.arrives(Pdus.receipt(1, "10", "UNDELIV", err));
    assertThat(stage.reattempts).containsExactly("7 " + failure + " " + err);
    assertThat(stage.store.take()).isEmpty();
    assertThat(stage.port.take()).isEmpty();
    stage.others.get(0).done(true);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");

    // Once for each receipt, however often that comes.
    stage.arrives(Pdus.receipt(2, "10", "UNDELIV", err));
    assertThat(stage.port.take()).containsExactly("2 deliver_sm_resp ESME_ROK");
    assertThat(stage.reattempts).hasSize(1);
    assertThat(stage.counted("again")).isEqualTo(1);
  }

  @Test
  void aRepetitionThatMeetsTheRetryOfItsMessageCausesNoOther() {
    stage.taken("a", 7, REPORT);
    stage.store.pending = List.of(Stage.stored(7, "10", REPORT, MessageKind.MT));
    stage.arrives(Pdus.receipt(1, "10", "UNDELIV", "71"));
    // The store has written the retry when it is asked, and no carrier has the message any more.
    stage.store.pending = List.of(Stage.stored(7, null, REPORT, MessageKind.MT));
    stage.store.beforeFound = () -> stage.others.get(0).done(true);
    stage.arrives(stage.otherPort, Pdus.receipt(2, "10", "UNDELIV", "71"));
    assertThat(stage.reattempts).hasSize(1);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    assertThat(stage.otherPort.take()).containsExactly("2 deliver_sm_resp ESME_ROK");
    assertThat(stage.counted("again")).isEqualTo(1);
    assertThat(stage.counted("duplicate")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"DELIVRD, 71", "UNDELIV, 74", "UNDELIV, 4A1"})
  void whatIsForGoodIsForGood(String stat, String err) {
    stage.taken("a", 7, REPORT);
    stage.arrives(Pdus.receipt(1, "10", stat, err));
    assertThat(stage.reattempts).isEmpty();
    stage.durable();
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
  }

  @Test
  void aMessageThatEndedMeanwhileIsNotTriedAgain() {
    stage.store.pending = List.of(Stage.stored(7, "10", REPORT, MessageKind.MT));
    stage.store.ended = List.of(ended(7, MessageState.DELETED, 0));
    stage.arrives(Pdus.receipt(1, "10", "UNDELIV", "71"));
    stage.others.get(0).done(false);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    assertThat(stage.counted("again")).isZero();
    assertThat(stage.counted("contradicting")).isEqualTo(1);
  }

  @Test
  void whenThePlanHasNoAttemptLeftItEnds() {
    stage.triesAgain = false;
    stage.store.pending = List.of(Stage.stored(7, "10", REPORT, MessageKind.MT));
    stage.arrives(Pdus.receipt(1, "10", "UNDELIV", "71"));
    assertThat(stage.reattempts).hasSize(1);
    assertThat(stage.store.take()).contains("finish 7 UNDELIVERABLE 71");
    stage.durable();
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
  }

  @Test
  void aPlanThatIsNotKeptMakesTheReceiptComeAgain() {
    stage.store.pending = List.of(Stage.stored(7, "10", REPORT, MessageKind.MT));
    stage.arrives(Pdus.receipt(1, "10", "UNDELIV", "71"));
    stage.others.get(0).failed(StoreFailure.BROKEN);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_RSYSERR");
  }

  // ---- parts ----------------------------------------------------------------------------------

  @Test
  void partsEndWithTheirMessage() {
    stage.taken("a", 7, REPORT | INTERMEDIATE, MessageKind.PART);
    stage.store.pending = List.of(Stage.stored(7, "10", REPORT, MessageKind.PART));
    stage.arrives(Pdus.receipt(1, "10", "ENROUTE", "000"));
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    assertThat(stage.store.take()).isEmpty();

    stage.arrives(Pdus.receipt(2, "10", "UNDELIV", "4A1"));
    assertThat(stage.parts).containsExactly("7 UNDELIVERABLE 4a1");
    assertThat(stage.store.take()).isEmpty();
    assertThat(stage.port.take()).isEmpty();
    stage.others.get(0).done(true);
    assertThat(stage.port.take()).containsExactly("2 deliver_sm_resp ESME_ROK");
  }

  // ---- no receipts ----------------------------------------------------------------------------

  @Test
  void aMessageIsAnsweredOnceItIsDurable() {
    stage.arrives(Pdus.deliver(1, 0, "hi", Tlvs.EMPTY));
    assertThat(stage.store.take()).containsExactly("post MO to demo");
    assertThat(stage.port.take()).isEmpty();
    stage.store.postedDone.get(0).done(true);
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");

    stage.arrives(Pdus.data(2, 0, "hi"));
    stage.store.postedDone.get(1).failed(StoreFailure.BROKEN);
    assertThat(stage.port.take()).containsExactly("2 data_sm_resp ESME_RX_T_APPN");
  }

  @Test
  void aMessageInDataSmKeepsItsText() throws BadBody {
    stage.arrives(Pdus.data(2, 0, "hi"));
    assertThat(decoded(stage.store.posted.get(0)).text().latin1()).isEqualTo("hi");
  }

  @Test
  void aMessageToNobodyGetsTheStatusConfigured() {
    stage.arrives(
        Pdus.packet(
            1,
            new DeliverSm(
                "",
                Pdus.MOBILE,
                Pdus.MOBILE,
                0,
                0,
                0,
                "",
                "",
                0,
                0,
                0,
                0,
                Octets.EMPTY,
                Tlvs.EMPTY)));
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_RINVDSTADR");
  }

  @Test
  void whatGoesWrongIsAnsweredToo() {
    stage.dialect.broken = true;
    stage.arrives(Pdus.receipt(1, "10", "DELIVRD", "000"));
    stage.arrives(Pdus.data(2, 0, "hi"));
    assertThat(stage.port.take())
        .containsExactly("1 deliver_sm_resp ESME_RX_T_APPN", "2 data_sm_resp ESME_RX_T_APPN");
  }

  @Test
  void aCarrierThatNobodyMadeKnownIsAnsweredToo() {
    TestCarrier south = new TestCarrier("south", stage.carrier.lane(), stage.dialect);
    stage.inbox.arrived(south, "south/1", stage.port, Pdus.receipt(1, "10", "DELIVRD", "000"));
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_RX_T_APPN");
  }

  @Test
  void aPlanThatThrowsIsAnsweredToo() {
    stage.breaksReattempts = true;
    stage.store.pending = List.of(Stage.stored(7, "10", REPORT, MessageKind.MT));
    stage.arrives(Pdus.receipt(1, "10", "UNDELIV", "71"));
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_RX_T_APPN");
  }

  /** A carrier that is always late shall not fill the store. */
  @Test
  void asManyOtherIdsAsOrphansAreKept() {
    stage.late = true;
    for (int key = 1; key <= 5; key++) {
      stage.taken("f" + key, key, 1);
    }
    assertThat(stage.store.take()).containsExactly("accept", "accept", "accept");
    stage.store.acceptances.get(0).accepted(71, "x", null);
    assertThat(stage.store.take())
        .containsExactly("attempted 71 1 " + (Stage.NOW + 7 * 86_400_000L) + " north");
    stage.store.acceptances.get(1).refused(StoreFailure.FULL, null);
    stage.run();
    stage.taken("f6", 6, 1);
    stage.taken("f7", 7, 1);
    assertThat(stage.store.take()).as("in the place of the one refused").containsExactly("accept");
  }

  /** Else the new text would end as delivered, and never be sent. */
  @Test
  void theReceiptOfACopyThatWasReplacedSinceIsNotTheNewTexts() {
    stage.late = true;
    stage.taken("a", 7, REPORT);
    StoredMessage old = Stage.stored(7, null, REPORT, MessageKind.MT);
    stage.store.pending =
        List.of(
            new StoredMessage(
                7,
                old.messageId(),
                old.account(),
                old.destination(),
                old.kind(),
                old.state(),
                0,
                Stage.NOW,
                old.nextDueAt(),
                old.expiresAt(),
                false,
                null,
                0,
                old.body()));
    stage.store.take();
    stage.arrives(Pdus.receipt(1, "10", "DELIVRD", "000"));
    assertThat(stage.store.take()).as("kept as an orphan").containsExactly("accept");

    stage.store.pending = List.of(old);
    stage.taken("b", 7, REPORT);
    stage.store.take();
    stage.arrives(Pdus.receipt(2, "11", "DELIVRD", "000"));
    assertThat(stage.store.take()).containsExactly("finish 7 DELIVERED 0");
  }

  @Test
  void aReceiptThatGivesUpOneOfTwoLeavesItToTheOther() {
    stage.taken("a", 7, REPORT);
    // It was sent again since, under another id, or is going to be.
    stage.store.pending = List.of(Stage.stored(7, "11", REPORT, MessageKind.MT));
    stage.arrives(Pdus.receipt(1, "10", "UNDELIV", "71"));
    assertThat(stage.port.take()).containsExactly("1 deliver_sm_resp ESME_ROK");
    assertThat(stage.reattempts).isEmpty();
    stage.arrives(Pdus.receipt(2, "10", "UNDELIV", "71"));
    assertThat(stage.port.take()).containsExactly("2 deliver_sm_resp ESME_ROK");
    assertThat(stage.reattempts).isEmpty();
  }
}

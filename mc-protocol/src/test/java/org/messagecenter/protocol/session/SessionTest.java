package org.messagecenter.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.BindReceiver;
import org.messagecenter.protocol.pdu.BindReceiverResp;
import org.messagecenter.protocol.pdu.BindResp;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.BindTransceiverResp;
import org.messagecenter.protocol.pdu.BindTransmitter;
import org.messagecenter.protocol.pdu.DeliverSmResp;
import org.messagecenter.protocol.pdu.EnquireLink;
import org.messagecenter.protocol.pdu.EnquireLinkResp;
import org.messagecenter.protocol.pdu.GenericNack;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Outbind;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.pdu.Unbind;
import org.messagecenter.protocol.pdu.UnbindResp;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;

/** The session's rules as sentences, on a clock that only the test moves. */
class SessionTest {
  private static final Pdu SUBMIT = PduTable.blank(CommandId.SUBMIT_SM);
  private static final Pdu DELIVER = PduTable.blank(CommandId.DELIVER_SM);

  private final Recorder did = new Recorder();
  private long now = 5_000_000_000L;
  private Session session = session(SessionSettings.defaults());

  private Session session(SessionSettings settings) {
    return new Session(Role.MC, settings, now);
  }

  private static SessionSettings with(int window, int inboundWindow, Duration inactivity) {
    return new SessionSettings(
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        inactivity,
        Duration.ofSeconds(30),
        new SessionLimits(window, inboundWindow, InboundExcess.THROTTLE),
        0x50);
  }

  private static Packet packet(Pdu pdu, int sequence) {
    return packet(pdu, 0, sequence);
  }

  private static Packet packet(Pdu pdu, int status, int sequence) {
    return new Packet(pdu, status, sequence, Octets.EMPTY);
  }

  private static BindTransceiver bind(int version) {
    return new BindTransceiver("demo", "secret", "", version, 0, 0, "");
  }

  private List<String> receives(Pdu pdu, int sequence) {
    session.on(packet(pdu, sequence), now, did);
    return did.take();
  }

  private List<String> pass(Duration time) {
    now += time.toNanos();
    session.tick(now, did);
    return did.take();
  }

  private void bound() {
    bound(bind(0x34));
  }

  private void bound(Pdu bind) {
    session.on(packet(bind, 1), now, did);
    session.acceptBind(packet(bind, 1), "mc", now, did);
    did.take();
  }

  // ---- binding --------------------------------------------------------------------------------

  @Test
  void whoDoesNotBindIsClosedAfterTenSeconds() {
    assertThat(pass(Duration.ofMillis(9_999))).isEmpty();
    assertThat(pass(Duration.ofMillis(1))).containsExactly("close SESSION_INIT_TIMEOUT");
    assertThat(session.state()).isEqualTo(SessionState.CLOSED);
  }

  @Test
  void aBindIsDeliveredAndItsAcceptanceOpensTheSession() {
    assertThat(receives(bind(0x34), 7)).containsExactly("deliver bind_transceiver 7");
    assertThat(session.state()).isEqualTo(SessionState.BINDING);
    session.acceptBind(did.delivered.get(0), "mc", now, did);

    assertThat(did.take()).containsExactly("send bind_transceiver_resp 7");
    assertThat(session.state()).isEqualTo(SessionState.BOUND_TRX);
    assertThat(pass(Duration.ofSeconds(20))).isEmpty();
  }

  @Test
  void eachKindOfBindOpensItsState() {
    bound(new BindTransmitter("demo", "secret", "", 0x34, 0, 0, ""));
    assertThat(session.state()).isEqualTo(SessionState.BOUND_TX);

    session = session(SessionSettings.defaults());
    bound(new BindReceiver("demo", "secret", "", 0x34, 0, 0, ""));
    assertThat(session.state()).isEqualTo(SessionState.BOUND_RX);
  }

  @ParameterizedTest
  @CsvSource({
    "0x00, 0x33, false",
    "0x22, 0x33, false",
    "0x33, 0x33, false",
    "0x34, 0x34, true",
    "0x40, 0x34, true",
    "0x50, 0x50, true",
    "0x7F, 0x50, true",
  })
  void theLowerVersionCountsAndOnlyNewPeersGetTheTlv(int theirs, int effective, boolean tlv) {
    SessionSinkWithBody body = new SessionSinkWithBody();
    session.on(packet(bind(theirs), 1), now, body);
    session.acceptBind(packet(bind(theirs), 1), "mc", now, body);

    assertThat(session.peerInterfaceVersion()).isEqualTo(effective);
    assertThat(body.tlvs.has(TlvTag.SC_INTERFACE_VERSION)).isEqualTo(tlv);
  }

  @Test
  void theVersionMayBeLeftUnsaid() {
    SessionSinkWithBody body = new SessionSinkWithBody();
    session.announceVersion(false);
    session.on(packet(bind(0x50), 1), now, body);
    session.acceptBind(packet(bind(0x50), 1), "mc", now, body);

    assertThat(session.peerInterfaceVersion()).isEqualTo(0x50);
    assertThat(body.tlvs.isEmpty()).isTrue();
  }

  private static final class SessionSinkWithBody extends SilentSink {
    Tlvs tlvs = Tlvs.EMPTY;

    @Override
    public void send(Pdu pdu, int commandStatus, int sequence) {
      tlvs = ((BindResp) pdu).tlvs();
    }
  }

  @Test
  void aRefusedBindIsAnsweredAndAnotherMayFollowUntilTheTimerEnds() {
    receives(bind(0x34), 1);
    session.refuseBind(packet(bind(0x34), 1), CommandStatus.ESME_RINVPASWD, now, did);

    assertThat(did.take()).containsExactly("send bind_transceiver_resp 1 ESME_RINVPASWD");
    assertThat(receives(bind(0x34), 2)).containsExactly("deliver bind_transceiver 2");
    assertThat(pass(Duration.ofSeconds(10))).containsExactly("close SESSION_INIT_TIMEOUT");
  }

  @Test
  void aSecondBindIsRefusedWhileTheFirstIsJudgedAndAfterwards() {
    receives(bind(0x34), 1);
    assertThat(receives(bind(0x34), 2))
        .containsExactly("send bind_transceiver_resp 2 ESME_RALYBND");
    session.acceptBind(packet(bind(0x34), 1), "mc", now, did);
    did.take();
    assertThat(receives(new BindReceiver("demo", "secret", "", 0x34, 0, 0, ""), 3))
        .containsExactly("send bind_receiver_resp 3 ESME_RALYBND");
  }

  // ---- requests -------------------------------------------------------------------------------

  @Test
  void aSubmitBeforeTheBindIsAnsweredNotIgnored() {
    assertThat(receives(SUBMIT, 4)).containsExactly("send submit_sm_resp 4 ESME_RINVBNDSTS");
  }

  @Test
  void aSubmitOnABoundSessionIsDeliveredAndAnsweredByTheApplication() {
    bound();
    assertThat(receives(SUBMIT, 4)).containsExactly("deliver submit_sm 4");
    assertThat(session.unansweredFromPeer()).isEqualTo(1);
    session.respond(packet(SUBMIT, 4), new SubmitSmResp("id", Tlvs.EMPTY), 0, now, did);

    assertThat(did.take()).containsExactly("send submit_sm_resp 4");
    assertThat(session.unansweredFromPeer()).isZero();
  }

  @Test
  void whatOnlyTheMessageCenterMaySendIsRefused() {
    bound();
    assertThat(receives(DELIVER, 4)).containsExactly("send deliver_sm_resp 4 ESME_RINVBNDSTS");
  }

  @Test
  void aReceiverMayNotSubmit() {
    bound(new BindReceiver("demo", "secret", "", 0x34, 0, 0, ""));
    assertThat(receives(SUBMIT, 4)).containsExactly("send submit_sm_resp 4 ESME_RINVBNDSTS");
  }

  @Test
  void enquireLinkIsAnsweredInEveryState() {
    assertThat(receives(new EnquireLink(), 3)).containsExactly("send enquire_link_resp 3");
    receives(bind(0x34), 4);
    assertThat(receives(new EnquireLink(), 5)).containsExactly("send enquire_link_resp 5");
    session.acceptBind(packet(bind(0x34), 4), "mc", now, did);
    session.unbind(now, did);
    did.take();
    assertThat(receives(new EnquireLink(), 6)).containsExactly("send enquire_link_resp 6");
  }

  @Test
  void beyondTheInboundWindowRequestsAreThrottled() {
    session = session(with(10, 2, Duration.ZERO));
    bound();
    receives(SUBMIT, 2);
    receives(SUBMIT, 3);
    assertThat(receives(SUBMIT, 4)).containsExactly("send submit_sm_resp 4 ESME_RTHROTTLED");
    session.respond(packet(SUBMIT, 2), new SubmitSmResp("id", Tlvs.EMPTY), 0, now, did);
    did.take();
    assertThat(receives(SUBMIT, 5)).containsExactly("deliver submit_sm 5");
  }

  @Test
  void aPeerThatIsToBeHeldIsNotThrottled() {
    session = session(SessionSettings.defaults());
    session.on(packet(bind(0x34), 1), now, did);
    SessionLimits four = new SessionLimits(1, 4, InboundExcess.HOLD);
    session.acceptBind(packet(bind(0x34), 1), "mc", four, now, did);
    did.take();

    for (int sequence = 2; sequence < 6; sequence++) {
      assertThat(session.mustHold()).isFalse();
      receives(SUBMIT, sequence);
    }
    assertThat(session.mustHold()).isTrue();
    assertThat(receives(SUBMIT, 6)).containsExactly("deliver submit_sm 6");
    for (int sequence = 2; sequence < 5; sequence++) {
      assertThat(session.mayReadOn()).isFalse();
      session.respond(packet(SUBMIT, sequence), new SubmitSmResp("", Tlvs.EMPTY), 0, now, did);
    }
    assertThat(session.mayReadOn()).as("half of the window is answered").isTrue();
  }

  @Test
  void theWindowsOfTheBindHoldFromTheBindOn() {
    session.on(packet(bind(0x34), 1), now, did);
    SessionLimits narrow = new SessionLimits(1, 1, InboundExcess.THROTTLE);
    session.acceptBind(packet(bind(0x34), 1), "mc", narrow, now, did);
    did.take();

    assertThat(session.request(DELIVER, "a", now, did)).isTrue();
    assertThat(session.request(DELIVER, "b", now, did)).isFalse();
    receives(SUBMIT, 2);
    assertThat(receives(SUBMIT, 3)).containsExactly("send submit_sm_resp 3 ESME_RTHROTTLED");
  }

  // ---- what is malformed ----------------------------------------------------------------------

  private List<String> receivesBad(int commandId, CommandStatus suggested, boolean fatal) {
    session.on(new BadPdu(20, commandId, 0, 9, suggested, fatal, "as the test wants"), now, did);
    return did.take();
  }

  @Test
  void anUnknownCommandIsNacked() {
    assertThat(receivesBad(0x999, CommandStatus.ESME_RINVCMDID, false))
        .containsExactly("send generic_nack 9 ESME_RINVCMDID", "malformed 3");
  }

  @Test
  void aMalformedRequestIsAnsweredByItsOwnResponse() {
    bound();
    assertThat(receivesBad(4, CommandStatus.ESME_RINVSRCADR, false))
        .containsExactly("send submit_sm_resp 9 ESME_RINVSRCADR", "malformed 10");
  }

  @Test
  void aMalformedOrUnknownResponseIsNeverAnswered() {
    assertThat(receivesBad(0x80000005, CommandStatus.ESME_RINVCMDLEN, false))
        .containsExactly("malformed 0");
    assertThat(receivesBad(0x80000999, CommandStatus.ESME_RINVCMDID, false))
        .containsExactly("malformed 0");
  }

  @Test
  void whatIsUsableOfAMalformedResponseIsAnAnswer() {
    bound();
    session.request(DELIVER, "a", now, did);
    did.take();
    Packet usable = packet(new DeliverSmResp("", Tlvs.EMPTY), 1);
    CommandStatus status = CommandStatus.ESME_RINVMSGID;
    session.on(new BadPdu(20, 0x80000005, 0, 1, status, false, "for a test", usable), now, did);
    assertThat(did.take()).containsExactly("malformed 0", "answered a deliver_sm_resp");
  }

  @Test
  void aBrokenLengthEndsTheSession() {
    bound();
    assertThat(receivesBad(4, CommandStatus.ESME_RINVCMDLEN, true))
        .containsExactly(
            "send generic_nack 9 ESME_RINVCMDLEN", "malformed 2", "close FRAMING_ERROR");
    assertThat(receives(SUBMIT, 10)).isEmpty();
  }

  // ---- our requests ---------------------------------------------------------------------------

  @Test
  void anAnswerThatComesTooLateIsToldOfOnceWhereItIsListenedTo() {
    bound();
    session.rememberUnanswered(2, Duration.ofMinutes(1).toNanos());
    for (String each : List.of("a", "b", "c", "d")) {
      session.request(DELIVER, each, now, did);
    }
    did.take();
    pass(Duration.ofSeconds(30));
    // Only the last two are remembered, and only their own responses and a nack count.
    assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), 2)).isEmpty();
    assertThat(receives(new SubmitSmResp("x", Tlvs.EMPTY), 3)).isEmpty();
    assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), 3))
        .containsExactly("late c deliver_sm_resp");
    assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), 3)).isEmpty();
    pass(Duration.ofSeconds(20));
    assertThat(receives(new GenericNack(), 4)).containsExactly("late d generic_nack");
  }

  @Test
  void anAnswerIsNoLongerListenedToOnceItsTimeIsLongOver() {
    bound();
    session.rememberUnanswered(2, Duration.ofMinutes(1).toNanos());
    session.request(DELIVER, "a", now, did);
    pass(Duration.ofSeconds(30));
    pass(Duration.ofSeconds(60));
    assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), 1)).isEmpty();
  }

  @Test
  void anAnswerThatComesTooLateIsNobodysOtherwise() {
    bound();
    session.request(DELIVER, "a", now, did);
    pass(Duration.ofSeconds(30));
    assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), 1)).isEmpty();
  }

  @Test
  void answersFindTheirRequestInAnyOrder() {
    bound();
    session.request(DELIVER, "a", now, did);
    session.request(DELIVER, "b", now, did);
    assertThat(did.take()).containsExactly("send deliver_sm 1", "send deliver_sm 2");

    assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), 2))
        .containsExactly("answered b deliver_sm_resp");
    assertThat(receives(new GenericNack(), 1)).containsExactly("answered a generic_nack");
    assertThat(session.outstanding()).isZero();
  }

  @Test
  void answersToNothingAreIgnored() {
    bound();
    session.request(DELIVER, "a", now, did);
    did.take();
    assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), 77)).isEmpty();
    assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), 0)).isEmpty();
    assertThat(receives(new GenericNack(), -5)).isEmpty();
    assertThat(receives(new SubmitSmResp("x", Tlvs.EMPTY), 1)).isEmpty();
    assertThat(session.outstanding()).isEqualTo(1);
  }

  @Test
  void aFullWindowRefusesFurtherRequests() {
    session = session(with(2, 0, Duration.ZERO));
    bound();
    assertThat(session.request(DELIVER, "a", now, did)).isTrue();
    assertThat(session.request(DELIVER, "b", now, did)).isTrue();
    assertThat(session.request(DELIVER, "c", now, did)).isFalse();
    assertThat(session.windowFree()).isZero();
    receives(new DeliverSmResp("", Tlvs.EMPTY), 1);
    assertThat(session.request(DELIVER, "c", now, did)).isTrue();
  }

  @Test
  void aTransmitterIsSentNothing() {
    bound(new BindTransmitter("demo", "secret", "", 0x34, 0, 0, ""));
    assertThat(session.request(DELIVER, "a", now, did)).isFalse();
  }

  @Test
  void unansweredRequestsAreReportedOldestFirst() {
    bound();
    session.request(DELIVER, "a", now, did);
    now += Duration.ofSeconds(10).toNanos();
    session.request(DELIVER, "b", now, did);
    session.on(packet(SUBMIT, 5), now, did);
    did.take();

    assertThat(pass(Duration.ofSeconds(20))).containsExactly("unanswered a deliver_sm");
    session.on(packet(new EnquireLink(), 6), now, did);
    did.take();
    assertThat(pass(Duration.ofSeconds(10))).containsExactly("unanswered b deliver_sm");
    assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), 1)).isEmpty();
  }

  @Test
  void oneSlowAnswerHoldsUpNoOther() {
    session = session(with(4, 0, Duration.ZERO));
    bound();
    session.request(DELIVER, "slow", now, did);
    for (int i = 0; i < 1000; i++) {
      int sequence = session.requestSequence("fast", CommandId.DELIVER_SM, now);
      assertThat(sequence).isPositive().isNotEqualTo(1);
      session.on(packet(new DeliverSmResp("", Tlvs.EMPTY), sequence), now, did);
    }
    did.take();
    assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), 1))
        .containsExactly("answered slow deliver_sm_resp");
  }

  @Test
  void sequenceNumbersWrapToOneWithoutUsingOneThatIsOutstanding() {
    session.startSequenceAt(Window.LAST_SEQUENCE - 1);
    bound();
    assertThat(session.requestSequence("a", CommandId.DELIVER_SM, now)).isEqualTo(0x7FFFFFFE);
    assertThat(session.requestSequence("b", CommandId.DELIVER_SM, now)).isEqualTo(0x7FFFFFFF);
    assertThat(session.requestSequence("c", CommandId.DELIVER_SM, now)).isEqualTo(1);
  }

  @Test
  void whatHasNoAnswerTakesNoPlaceInTheWindow() {
    session = session(with(1, 0, Duration.ZERO));
    bound();
    for (int sequence = 1; sequence <= 50; sequence++) {
      assertThat(session.requestSequence("alert", CommandId.ALERT_NOTIFICATION, now))
          .isEqualTo(sequence);
    }
    assertThat(session.outstanding()).isZero();
    assertThat(session.request(DELIVER, "a", now, did)).isTrue();
    assertThat(session.request(DELIVER, "b", now, did)).isFalse();
    assertThat(session.requestSequence("alert", CommandId.ALERT_NOTIFICATION, now)).isEqualTo(52);
    did.take();
    assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), 51))
        .containsExactly("answered a deliver_sm_resp");
    assertThat(pass(Duration.ofSeconds(29))).isEmpty();
  }

  @Test
  void aWideWindowIsAnsweredInAnyOrderAcrossTheWrap() {
    session = session(with(500, 0, Duration.ZERO));
    session.startSequenceAt(Window.LAST_SEQUENCE - 250);
    bound();
    List<Integer> sequences = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      sequences.add(session.requestSequence(i, CommandId.DELIVER_SM, now));
    }
    assertThat(sequences).doesNotHaveDuplicates().allMatch(sequence -> sequence > 0);
    Collections.shuffle(sequences, new Random(5));
    for (int sequence : sequences) {
      assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), sequence)).hasSize(1);
      assertThat(receives(new DeliverSmResp("", Tlvs.EMPTY), sequence)).isEmpty();
    }
    assertThat(session.windowFree()).isEqualTo(500);
  }

  @Test
  void theEndReturnsEveryOutstandingRequestOnce() {
    bound();
    session.request(DELIVER, "a", now, did);
    session.request(DELIVER, "b", now, did);
    did.take();
    session.peerClosed(now, did);
    session.peerClosed(now, did);
    assertThat(did.take()).containsExactly("unanswered a deliver_sm", "unanswered b deliver_sm");
  }

  // ---- enquire_link and inactivity ------------------------------------------------------------

  @Test
  void aSilentPeerIsAskedAfterThirtySecondsAndClosedAfterThirtyMore() {
    bound();
    assertThat(pass(Duration.ofMillis(29_999))).isEmpty();
    assertThat(pass(Duration.ofMillis(1))).containsExactly("send enquire_link 1");
    assertThat(pass(Duration.ofMillis(29_999))).isEmpty();
    assertThat(pass(Duration.ofMillis(1))).containsExactly("close ENQUIRE_LINK_TIMEOUT");
  }

  @Test
  void theAnswerToEnquireLinkStartsTheSilenceAnew() {
    bound();
    pass(Duration.ofSeconds(30));
    assertThat(receives(new EnquireLinkResp(), 1)).isEmpty();
    assertThat(pass(Duration.ofSeconds(29))).isEmpty();
    assertThat(pass(Duration.ofSeconds(1))).containsExactly("send enquire_link 2");
  }

  @Test
  void anyPduIsASignOfLife() {
    bound();
    pass(Duration.ofSeconds(30));
    now += Duration.ofSeconds(10).toNanos();
    receives(SUBMIT, 9);
    assertThat(pass(Duration.ofSeconds(20))).isEmpty();
    assertThat(session.state()).isEqualTo(SessionState.BOUND_TRX);
  }

  private static SessionSettings enquiringEvery(Duration enquireLink) {
    return new SessionSettings(
        Duration.ofSeconds(10),
        enquireLink,
        Duration.ZERO,
        Duration.ofSeconds(5),
        new SessionLimits(10, 10, InboundExcess.THROTTLE),
        0x50);
  }

  @Test
  void aPeerThatLetsARequestPassInSilenceIsAskedAtOnce() {
    session = session(enquiringEvery(Duration.ofSeconds(60)));
    bound();
    session.request(DELIVER, "a", now, did);
    now += Duration.ofSeconds(1).toNanos();
    session.request(DELIVER, "b", now, did);
    did.take();
    assertThat(pass(Duration.ofSeconds(4)))
        .containsExactly("send enquire_link 3", "unanswered a deliver_sm");
    assertThat(session.isDoubted()).isTrue();
    assertThat(pass(Duration.ofSeconds(1))).containsExactly("unanswered b deliver_sm");
    assertThat(pass(Duration.ofSeconds(4))).containsExactly("close ENQUIRE_LINK_TIMEOUT");
  }

  @Test
  void aPeerThatIsHeardOfIsDoubtedNoMore() {
    session = session(enquiringEvery(Duration.ofSeconds(60)));
    bound();
    session.request(DELIVER, "a", now, did);
    did.take();
    pass(Duration.ofSeconds(5));
    assertThat(session.isDoubted()).isTrue();
    receives(new EnquireLinkResp(), 2);
    assertThat(session.isDoubted()).isFalse();
    assertThat(pass(Duration.ofSeconds(59))).isEmpty();
  }

  @Test
  void aPeerThatWasHeardOfSinceTheRequestIsNotDoubted() {
    session = session(enquiringEvery(Duration.ofSeconds(60)));
    bound();
    session.request(DELIVER, "a", now, did);
    did.take();
    now += 1;
    receives(SUBMIT, 9);
    assertThat(pass(Duration.ofSeconds(5))).containsExactly("unanswered a deliver_sm");
    assertThat(session.isDoubted()).isFalse();
  }

  @Test
  void aPeerThatIsNeverAskedIsNotDoubted() {
    session = session(enquiringEvery(Duration.ZERO));
    bound();
    session.request(DELIVER, "a", now, did);
    did.take();
    assertThat(pass(Duration.ofSeconds(5))).containsExactly("unanswered a deliver_sm");
    assertThat(session.isDoubted()).isFalse();
  }

  @Test
  void anInactiveSessionIsUnbound() {
    session = session(with(10, 0, Duration.ofSeconds(20)));
    bound();
    assertThat(pass(Duration.ofSeconds(20))).containsExactly("send unbind 1");
    assertThat(receives(new UnbindResp(), 1)).containsExactly("close INACTIVITY");
  }

  @Test
  void enquireLinkIsNoTransaction() {
    session = session(with(10, 0, Duration.ofSeconds(20)));
    bound();
    now += Duration.ofSeconds(15).toNanos();
    receives(new EnquireLink(), 5);
    assertThat(pass(Duration.ofSeconds(5))).containsExactly("send unbind 1");
  }

  @Test
  void whileReadingIsPausedSilenceProvesNothing() {
    bound();
    session.pauseTimers(now);
    assertThat(pass(Duration.ofMinutes(5))).isEmpty();
    assertThat(session.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    session.resumeTimers(now);
    assertThat(pass(Duration.ofSeconds(29))).isEmpty();
    assertThat(pass(Duration.ofSeconds(1))).containsExactly("send enquire_link 1");
  }

  @Test
  void theNextDeadlineIsNeverLate() {
    assertThat(session.nextDeadline()).isEqualTo(now + Duration.ofSeconds(10).toNanos());
    bound();
    assertThat(session.nextDeadline()).isEqualTo(now + Duration.ofSeconds(30).toNanos());
    now += Duration.ofSeconds(5).toNanos();
    session.request(DELIVER, "a", now, did);
    receives(SUBMIT, 3);
    assertThat(session.nextDeadline()).isEqualTo(now + Duration.ofSeconds(30).toNanos());
  }

  @Test
  void whileReadingIsPausedTheTimeOfAResponseStandsStill() {
    bound();
    session.request(DELIVER, "a", now, did);
    did.take();
    now += Duration.ofSeconds(20).toNanos();
    session.pauseTimers(now);
    assertThat(pass(Duration.ofMinutes(5))).isEmpty();
    session.resumeTimers(now);
    receives(SUBMIT, 3);
    assertThat(pass(Duration.ofMillis(9_999))).isEmpty();
    assertThat(pass(Duration.ofMillis(1))).containsExactly("unanswered a deliver_sm");
  }

  // ---- unbinding ------------------------------------------------------------------------------

  @Test
  void anUnbindIsAnsweredAndEndsTheSession() {
    bound();
    session.request(DELIVER, "a", now, did);
    did.take();
    assertThat(receives(new Unbind(), 8))
        .containsExactly("send unbind_resp 8", "close UNBOUND", "unanswered a deliver_sm");
  }

  @Test
  void whoUnbindsHearsFirstWhatBecameOfItsRequests() {
    bound();
    receives(SUBMIT, 5);
    receives(SUBMIT, 6);

    assertThat(receives(new Unbind(), 7)).isEmpty();
    assertThat(receives(SUBMIT, 8)).containsExactly("send submit_sm_resp 8 ESME_RINVBNDSTS");
    session.respond(packet(SUBMIT, 6), new SubmitSmResp("x", Tlvs.EMPTY), 0, now, did);
    assertThat(did.take()).containsExactly("send submit_sm_resp 6");
    session.respond(packet(SUBMIT, 5), new SubmitSmResp("y", Tlvs.EMPTY), 0, now, did);
    assertThat(did.take())
        .containsExactly("send submit_sm_resp 5", "send unbind_resp 7", "close UNBOUND");
  }

  @Test
  void anUnbindWaitsForOurAnswersNoLongerThanAResponseMayTake() {
    bound();
    receives(SUBMIT, 5);
    receives(new Unbind(), 7);

    assertThat(pass(Duration.ofMillis(29_999))).isEmpty();
    assertThat(pass(Duration.ofMillis(1))).containsExactly("send unbind_resp 7", "close UNBOUND");
  }

  @Test
  void aSecondUnbindIsAnsweredAtOnce() {
    bound();
    receives(SUBMIT, 5);
    receives(new Unbind(), 7);

    assertThat(receives(new Unbind(), 8)).containsExactly("send unbind_resp 8", "close UNBOUND");
  }

  @Test
  void ourUnbindWaitsForItsAnswer() {
    bound();
    session.unbind(now, did);
    assertThat(did.take()).containsExactly("send unbind 1");
    assertThat(receives(SUBMIT, 5)).containsExactly("send submit_sm_resp 5 ESME_RINVBNDSTS");
    assertThat(session.request(DELIVER, "a", now, did)).isFalse();
    assertThat(receives(new UnbindResp(), 1)).containsExactly("close UNBOUND");
  }

  @Test
  void anUnansweredUnbindClosesAllTheSame() {
    bound();
    session.unbind(now, did);
    did.take();
    assertThat(pass(Duration.ofSeconds(30))).containsExactly("close UNBOUND");
  }

  @Test
  void bothSidesMayUnbindAtOnce() {
    bound();
    session.unbind(now, did);
    did.take();
    assertThat(receives(new Unbind(), 4)).containsExactly("send unbind_resp 4", "close UNBOUND");
  }

  // ---- the other side -------------------------------------------------------------------------

  @Test
  void anEsmeBindsAndIsBoundByTheAnswer() {
    session = new Session(Role.ESME, SessionSettings.defaults(), now);
    assertThat(session.request(bind(0x50), "bind", now, did)).isTrue();
    assertThat(did.take()).containsExactly("send bind_transceiver 1");
    Tlvs tlvs = Tlvs.builder().put(TlvTag.SC_INTERFACE_VERSION, 0x34).build();

    assertThat(receives(new BindTransceiverResp("mc", tlvs), 1))
        .containsExactly("answered bind bind_transceiver_resp");
    assertThat(session.state()).isEqualTo(SessionState.BOUND_TRX);
    assertThat(session.peerInterfaceVersion()).isEqualTo(0x34);
    assertThat(session.request(SUBMIT, "m", now, did)).isTrue();
    assertThat(receives(DELIVER, 1)).contains("deliver deliver_sm 1");
  }

  @Test
  void anEsmeWithoutTheVersionTlvMustNotSendTlvs() {
    session = new Session(Role.ESME, SessionSettings.defaults(), now);
    session.request(bind(0x50), "bind", now, did);
    receives(new BindTransceiverResp("mc", Tlvs.EMPTY), 1);
    assertThat(session.peerInterfaceVersion()).isEqualTo(0x33);
  }

  @ParameterizedTest
  @CsvSource({"0x33, 0x33", "0x34, 0x34", "0x50, 0x34"})
  void aMessageCenterThatNamesNoVersionMayBeKnownToSpeakOne(String assumed, String effective) {
    SessionSettings ours = SessionSettings.defaults();
    session =
        new Session(
            Role.ESME,
            new SessionSettings(
                ours.sessionInit(),
                ours.enquireLink(),
                ours.inactivity(),
                ours.response(),
                ours.limits(),
                0x34),
            now);
    session.assumeVersion(Integer.decode(assumed));
    session.request(bind(0x34), "bind", now, did);
    receives(new BindTransceiverResp("mc", Tlvs.EMPTY), 1);
    assertThat(session.peerInterfaceVersion()).isEqualTo(Integer.decode(effective));
  }

  @Test
  void anEsmeWhoseBindIsRefusedCloses() {
    session = new Session(Role.ESME, SessionSettings.defaults(), now);
    session.request(bind(0x34), "bind", now, did);
    did.take();
    session.on(packet(new BindTransceiverResp("", Tlvs.EMPTY), 0x0E, 1), now, did);
    assertThat(did.take())
        .containsExactly("answered bind bind_transceiver_resp", "close BIND_REFUSED");
  }

  @Test
  void anEsmeMayNotSubmitBeforeItIsBound() {
    session = new Session(Role.ESME, SessionSettings.defaults(), now);
    assertThat(session.request(SUBMIT, "m", now, did)).isFalse();
  }

  // ---- outbind --------------------------------------------------------------------------------

  @Test
  void aMessageCenterThatSentOutbindWaitsForTheBindAnew() {
    now += Duration.ofSeconds(6).toNanos();
    assertThat(session.requestSequence("outbind", CommandId.OUTBIND, now)).isEqualTo(1);
    assertThat(session.state()).isEqualTo(SessionState.OUTBOUND);
    assertThat(session.outstanding()).isZero();
    assertThat(pass(Duration.ofMillis(9_999))).isEmpty();
    assertThat(pass(Duration.ofMillis(1))).containsExactly("close SESSION_INIT_TIMEOUT");
  }

  @Test
  void aBindAfterOutbindIsJudgedLikeAnyOther() {
    session.requestSequence("outbind", CommandId.OUTBIND, now);
    assertThat(receives(bind(0x34), 1)).containsExactly("deliver bind_transceiver 1");
    session.refuseBind(packet(bind(0x34), 1), CommandStatus.ESME_RINVPASWD, now, did);
    did.take();
    assertThat(session.state()).isEqualTo(SessionState.OUTBOUND);

    bound(new BindReceiver("demo", "secret", "", 0x34, 0, 0, ""));
    assertThat(session.state()).isEqualTo(SessionState.BOUND_RX);
    assertThat(session.request(DELIVER, "a", now, did)).isTrue();
  }

  @Test
  void anOutbindIsSentOnceAndOnlyBeforeTheBind() {
    session.requestSequence("outbind", CommandId.OUTBIND, now);
    assertThat(session.requestSequence("outbind", CommandId.OUTBIND, now)).isZero();
    bound();
    assertThat(session.requestSequence("outbind", CommandId.OUTBIND, now)).isZero();
  }

  @Test
  void anEsmeIsGivenTheOutbindAndMayBind() {
    session = new Session(Role.ESME, SessionSettings.defaults(), now);
    now += Duration.ofSeconds(9).toNanos();
    assertThat(receives(new Outbind("mc", "secret"), 1)).containsExactly("deliver outbind 1");
    assertThat(session.state()).isEqualTo(SessionState.OUTBOUND);
    assertThat(session.unansweredFromPeer()).isZero();
    assertThat(pass(Duration.ofSeconds(9))).isEmpty();

    session.request(new BindReceiver("demo", "secret", "", 0x34, 0, 0, ""), "bind", now, did);
    assertThat(did.take()).containsExactly("send bind_receiver 1");
    receives(new BindReceiverResp("mc", Tlvs.EMPTY), 1);
    assertThat(session.state()).isEqualTo(SessionState.BOUND_RX);
  }

  @Test
  void anEsmeMayCloseInsteadOfBinding() {
    session = new Session(Role.ESME, SessionSettings.defaults(), now);
    receives(new Outbind("mc", "wrong"), 1);
    session.unbind(now, did);
    assertThat(did.take()).containsExactly("close UNBOUND");
  }

  @Test
  void anEsmeThatNeverSeesTheOutbindCloses() {
    session = new Session(Role.ESME, SessionSettings.defaults(), now);
    assertThat(pass(Duration.ofSeconds(10))).containsExactly("close SESSION_INIT_TIMEOUT");
  }

  @Test
  void anEsmesOwnEnquireLinkIsNotTakenForItsBindsAnswer() {
    session = new Session(Role.ESME, SessionSettings.defaults(), now);
    session.request(new EnquireLink(), "enquiry", now, did);
    session.request(bind(0x50), "bind", now, did);
    did.take();
    assertThat(receives(new EnquireLinkResp(), 1))
        .containsExactly("answered enquiry enquire_link_resp");
    assertThat(session.state()).isEqualTo(SessionState.BINDING);
    receives(new BindTransceiverResp("mc", Tlvs.EMPTY), 2);
    assertThat(session.state()).isEqualTo(SessionState.BOUND_TRX);
  }
}

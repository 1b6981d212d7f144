package org.messagecenter.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.pdu.Outbind;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.session.InboundExcess;
import org.messagecenter.protocol.session.Role;
import org.messagecenter.protocol.session.Session;
import org.messagecenter.protocol.session.SessionLimits;
import org.messagecenter.protocol.session.SessionSettings;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.lane.Lanes;

/** A connection without a socket, on a clock that only the test moves. */
class SmppChannelTest {
  private static final int MAX_PENDING = PeerSocket.MAX_PENDING;

  private final RecordingHandler desk = new RecordingHandler();
  private final List<EmbeddedChannel> sockets = new ArrayList<>();
  private long now = 1;
  private int bound;
  private int load;
  private SessionSettings sessions = SessionSettings.defaults();
  private PeerSocket socket = new PeerSocket();
  private Lanes lanes = new Lanes(socket.eventLoop(), 1, () -> now);
  private SmppChannel channel = connect();

  private SmppChannel connect() {
    sockets.add(socket);
    socket.freezeTime();
    Session session = new Session(Role.MC, sessions, now);
    SmppChannel made =
        new SmppChannel(
            1,
            session,
            desk,
            PeerSocket.SETTINGS,
            lanes.all().get(0),
            socket,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000),
            false,
            () -> bound++,
            () -> now,
            () -> load);
    socket.carries(made);
    return made;
  }

  private void reconnect() {
    socket = new PeerSocket();
    lanes = new Lanes(socket.eventLoop(), 1, () -> now);
    channel = connect();
    desk.take();
  }

  @AfterEach
  void nothingIsLeftBehind() {
    sockets.forEach(EmbeddedChannel::finishAndReleaseAll);
  }

  private void receives(ByteBuf... pdus) {
    socket.writeInbound(Unpooled.wrappedBuffer(pdus));
  }

  private static ByteBuf[] submits(int from, int to) {
    ByteBuf[] submits = new ByteBuf[to - from + 1];
    for (int i = 0; i < submits.length; i++) {
      submits[i] = Wire.blank(CommandId.SUBMIT_SM, from + i);
    }
    return submits;
  }

  /** Everything written since the last look, one element for each write. */
  private List<String> written() {
    List<String> writes = new ArrayList<>();
    for (ByteBuf write = socket.readOutbound(); write != null; write = socket.readOutbound()) {
      if (write.isReadable()) {
        writes.add(Wire.words(write));
      } else {
        write.release();
      }
    }
    return writes;
  }

  private void bind() {
    receives(Wire.bind(1));
    assertThat(written()).containsExactly("bind_transceiver_resp 1");
    desk.take();
  }

  private void bind(int window, InboundExcess excess) {
    desk.limits = new SessionLimits(10, window, excess);
    desk.answersAtOnce = false;
    bind();
  }

  private void pass(Duration time) {
    now += time.toNanos();
    socket.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    socket.runScheduledPendingTasks();
  }

  private void answerOldest() {
    desk.answerOldest(channel);
    socket.runPendingTasks();
    lanes.all().get(0).flushDirty();
  }

  // ---- reading and writing --------------------------------------------------------------------

  @Test
  void octetsMayBeCutAnywhere() {
    ByteBuf all =
        Unpooled.wrappedBuffer(
            Wire.bind(1), Wire.blank(CommandId.SUBMIT_SM, 2), Wire.blank(CommandId.UNBIND, 3));
    int length = all.readableBytes();
    for (int cut = 0; cut < length; cut++) {
      reconnect();
      socket.writeInbound(all.copy(0, cut));
      socket.writeInbound(all.copy(cut, length - cut));
      socket.runPendingTasks();

      assertThat(desk.take())
          .as("cut at " + cut)
          .containsExactly("bind_transceiver 1", "submit_sm 2", "closed UNBOUND");
      assertThat(String.join(", ", written()))
          .isEqualTo("bind_transceiver_resp 1, submit_sm_resp 2, unbind_resp 3");
    }
    all.release();
  }

  @Test
  void oneReadIsAnsweredByOneWrite() {
    bind();
    receives(
        Wire.blank(CommandId.SUBMIT_SM, 2),
        Wire.blank(CommandId.ENQUIRE_LINK, 3),
        Wire.blank(CommandId.SUBMIT_SM, 4),
        Wire.blank(CommandId.DELIVER_SM, 5));

    assertThat(written())
        .containsExactly(
            "submit_sm_resp 2, enquire_link_resp 3, submit_sm_resp 4, deliver_sm_resp status 4 5");
  }

  @Test
  void whatOneCommitAnswersLeavesAsOneWrite() {
    desk.answersAtOnce = false;
    bind();
    receives(submits(2, 4));
    assertThat(written()).isEmpty();
    for (int i = 0; i < 3; i++) {
      lanes.all().get(0).answer(lane -> desk.answerOldest(channel));
    }
    lanes.commit();
    socket.runPendingTasks();

    assertThat(written()).containsExactly("submit_sm_resp 2, submit_sm_resp 3, submit_sm_resp 4");
  }

  @Test
  void aBindIsReportedOnce() {
    bind();
    assertThat(bound).isEqualTo(1);
    receives(Wire.bind(2));
    assertThat(written()).containsExactly("bind_transceiver_resp status 5 2");
    assertThat(bound).isEqualTo(1);
  }

  // ---- outbind --------------------------------------------------------------------------------

  @Test
  void whoIsCalledBindsOnTheSameConnection() {
    channel.outbind(new Outbind("mc", "pass"));
    assertThat(hex())
        .isEqualTo("00000018" + "0000000b" + "00000000" + "00000001" + "6d6300" + "7061737300");
    pass(Duration.ofSeconds(9));
    bind();
    pass(Duration.ofSeconds(9));
    assertThat(socket.isOpen()).isTrue();
  }

  @Test
  void theTimeForTheBindBeginsWithTheOutbind() {
    pass(Duration.ofSeconds(9));
    channel.outbind(new Outbind("mc", ""));
    desk.take();
    pass(Duration.ofSeconds(9));
    assertThat(socket.isOpen()).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(desk.take()).containsExactly("closed SESSION_INIT_TIMEOUT");
  }

  // ---- congestion_state -----------------------------------------------------------------------

  private String hex() {
    StringBuilder all = new StringBuilder();
    for (ByteBuf write = socket.readOutbound(); write != null; write = socket.readOutbound()) {
      all.append(ByteBufUtil.hexDump(write));
      write.release();
    }
    return all.toString();
  }

  private void bind(int version) {
    receives(Wire.bind(version, 1));
    hex();
    desk.take();
  }

  @Test
  void aPeerOf50IsToldTheLoadInEveryResponseWithABody() {
    load = 7;
    receives(Wire.bind(0x50, 1));
    assertThat(hex())
        .isEqualTo(
            "0000001d"
                + "80000009"
                + "00000000"
                + "00000001"
                + "6d6300"
                + "0210000150"
                + "0428000107");
    load = 100;
    receives(Wire.blank(CommandId.SUBMIT_SM, 2), Wire.blank(CommandId.QUERY_SM, 3));
    assertThat(hex())
        .isEqualTo(
            "00000016"
                + "80000004"
                + "00000000"
                + "00000002"
                + "00"
                + "0428000164"
                + "00000019"
                + "80000003"
                + "00000000"
                + "00000003"
                + "00000000"
                + "0428000164");
  }

  @Test
  void responsesWithoutABodyStayAsTheyAre() {
    bind(0x50);
    receives(
        Wire.blank(CommandId.ENQUIRE_LINK, 2),
        Wire.blank(CommandId.CANCEL_SM, 3),
        Wire.blank(CommandId.DELIVER_SM, 4),
        Wire.blank(CommandId.UNBIND, 5));
    assertThat(hex())
        .isEqualTo(
            "00000010"
                + "80000015"
                + "00000000"
                + "00000002"
                + "00000010"
                + "80000008"
                + "00000000"
                + "00000003"
                + "00000010"
                + "80000005"
                + "00000004"
                + "00000004"
                + "00000010"
                + "80000006"
                + "00000000"
                + "00000005");
  }

  @Test
  void requestsAreNoResponses() {
    bind(0x50);
    channel.request(CommandId.DELIVER_SM, new byte[40], "a");
    lanes.all().get(0).flushDirty();
    assertThat(hex()).startsWith("0000003800000005").hasSize(2 * 0x38);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x33, 0x34})
  void olderPeersAreNotTold(int version) {
    bind(version);
    receives(Wire.blank(CommandId.SUBMIT_SM, 2));
    assertThat(hex()).isEqualTo("00000011" + "80000004" + "00000000" + "00000002" + "00");
  }

  // ---- the end --------------------------------------------------------------------------------

  @Test
  void whoDoesNotBindIsClosed() {
    desk.take();
    pass(Duration.ofSeconds(10));
    assertThat(desk.take()).containsExactly("closed SESSION_INIT_TIMEOUT");
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void aPeerThatClosesLeavesItsRequestsUnanswered() {
    bind();
    channel.request(CommandId.DELIVER_SM, new byte[40], "a");
    socket.close();
    socket.runPendingTasks();
    assertThat(desk.take()).containsExactly("unanswered a", "closed PEER_CLOSED");
  }

  @Test
  void anUnbindIsAnsweredBeforeTheEnd() {
    bind();
    receives(Wire.blank(CommandId.UNBIND, 9));
    socket.runPendingTasks();
    assertThat(written()).containsExactly("unbind_resp 9");
    assertThat(desk.take()).containsExactly("closed UNBOUND");
  }

  @Test
  void ourUnbindWaitsForItsAnswer() {
    bind();
    channel.unbind();
    assertThat(written()).containsExactly("unbind 1");
    assertThat(socket.isOpen()).isTrue();
    receives(Wire.blank(CommandId.UNBIND_RESP, 1));
    socket.runPendingTasks();
    assertThat(desk.take()).containsExactly("closed UNBOUND");
    assertThat(socket.isOpen()).isFalse();
  }

  @Test
  void aCutAndTheEndOfTheSocketAreOneEnd() {
    bind();
    channel.cut(CloseReason.SHUTDOWN);
    channel.cut(CloseReason.UNANSWERED);
    socket.close();
    socket.runPendingTasks();
    assertThat(desk.take()).containsExactly("closed SHUTDOWN");
  }

  @Test
  void nothingIsReadOrWrittenAfterTheEnd() {
    desk.answersAtOnce = false;
    bind();
    receives(submits(2, 2));
    channel.cut(CloseReason.SHUTDOWN);
    socket.pipeline().fireChannelRead(submits(3, 3)[0]).fireChannelReadComplete();
    desk.answerOldest(channel);
    socket.runPendingTasks();
    assertThat(written()).isEmpty();
    assertThat(desk.take()).containsExactly("submit_sm 2", "closed SHUTDOWN");
  }

  // ---- the peer's window ----------------------------------------------------------------------

  @Test
  void beyondTheWindowRequestsAreThrottled() {
    bind(2, InboundExcess.THROTTLE);
    receives(submits(2, 4));
    assertThat(written()).containsExactly("submit_sm_resp status 88 4");
    assertThat(socket.config().isAutoRead()).isTrue();
  }

  @Test
  void beyondTheWindowReadingStopsUntilHalfIsAnswered() {
    bind(4, InboundExcess.HOLD);
    receives(submits(2, 8));
    assertThat(desk.take())
        .containsExactly("submit_sm 2", "submit_sm 3", "submit_sm 4", "submit_sm 5");
    assertThat(socket.config().isAutoRead()).isFalse();

    answerOldest();
    assertThat(desk.take()).as("three of four still wait").isEmpty();
    answerOldest();
    assertThat(desk.take()).containsExactly("submit_sm 6", "submit_sm 7");
    assertThat(socket.config().isAutoRead()).isFalse();
    answerOldest();
    answerOldest();
    assertThat(desk.take()).containsExactly("submit_sm 8");
    assertThat(socket.config().isAutoRead()).isTrue();
    assertThat(String.join(", ", written()))
        .isEqualTo("submit_sm_resp 2, submit_sm_resp 3, submit_sm_resp 4, submit_sm_resp 5");
  }

  @Test
  void aHeldPeerWhoseRequestsAreAnsweredAtOnceIsReadToTheEnd() {
    bind(1, InboundExcess.HOLD);
    receives(submits(2, 2));
    desk.answersAtOnce = true;
    receives(submits(3, 200));
    answerOldest();
    assertThat(socket.config().isAutoRead()).isTrue();
    assertThat(desk.take()).hasSize(199);
  }

  /**
   * The answer to our deliver_sm lies unread behind the peer's submits. Only our answers to those
   * are waited for, so it is reached; and it is not taken for missing meanwhile.
   */
  @Test
  void holdingATransceiverNeverWaitsForTheTransceiver() {
    bind(2, InboundExcess.HOLD);
    channel.request(CommandId.DELIVER_SM, new byte[40], "a");
    receives(submits(2, 6));
    receives(Wire.blank(CommandId.DELIVER_SM_RESP, 1));
    desk.take();
    pass(Duration.ofMinutes(10));
    assertThat(desk.take()).as("a silent store is not a silent peer").isEmpty();
    assertThat(socket.isOpen()).isTrue();

    while (!desk.unanswered.isEmpty()) {
      answerOldest();
    }
    assertThat(desk.take())
        .containsExactly("submit_sm 4", "submit_sm 5", "submit_sm 6", "answered a");
    assertThat(socket.config().isAutoRead()).isTrue();
  }

  @Test
  void afterAHoldThePeerIsTimedAsBefore() {
    bind(1, InboundExcess.HOLD);
    channel.request(CommandId.DELIVER_SM, new byte[40], "a");
    receives(submits(2, 2));
    pass(Duration.ofMinutes(10));
    desk.take();
    answerOldest();
    written();
    receives(Wire.blank(CommandId.ENQUIRE_LINK, 3));
    pass(Duration.ofSeconds(31));
    assertThat(desk.take()).contains("unanswered a in time");
  }

  /** A bind is answered later, when its password was checked; until then it fills the window. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnsweredBindEndsTheHold(boolean accepted) {
    SessionSettings usual = SessionSettings.defaults();
    desk.limits = new SessionLimits(10, 1, InboundExcess.HOLD);
    sessions =
        new SessionSettings(
            usual.sessionInit(),
            usual.enquireLink(),
            usual.inactivity(),
            usual.response(),
            desk.limits,
            usual.interfaceVersion());
    desk.bindsAtOnce = false;
    reconnect();
    receives(Wire.bind(1));
    assertThat(socket.config().isAutoRead()).isFalse();
    if (accepted) {
      channel.acceptBind(desk.unanswered.remove(0), "mc", desk.limits);
    } else {
      channel.refuseBind(desk.unanswered.remove(0), CommandStatus.ESME_RINVPASWD);
    }
    socket.runPendingTasks();

    assertThat(socket.config().isAutoRead()).isTrue();
    written();
    desk.take();
    receives(accepted ? submits(2, 2)[0] : Wire.bind(2));
    assertThat(desk.take()).containsExactly(accepted ? "submit_sm 2" : "bind_transceiver 2");
  }

  @Test
  void aHeldConnectionMayEnd() {
    bind(1, InboundExcess.HOLD);
    receives(submits(2, 9));
    desk.take();
    channel.cut(CloseReason.SHUTDOWN);
    answerOldest();
    assertThat(desk.take()).containsExactly("closed SHUTDOWN");
  }

  // ---- peers that do not read -----------------------------------------------------------------

  private void fillUpTo(int octets) {
    for (int pending = 0; pending < octets; pending += 1016) {
      channel.request(CommandId.DELIVER_SM, new byte[1000], "d");
    }
    lanes.all().get(0).flushDirty();
  }

  private void stuckAndCongested() {
    desk.limits = new SessionLimits(1000, 0, InboundExcess.THROTTLE);
    bind();
    socket.stuck(true);
    fillUpTo(MAX_PENDING / 4 + 1016);
    assertThat(channel.congested()).isTrue();
    desk.take();
  }

  @Test
  void aPeerThatReadsAgainIsServedAgain() {
    stuckAndCongested();
    pass(Duration.ofSeconds(25));
    socket.stuck(false);
    assertThat(channel.congested()).isFalse();
    assertThat(desk.take()).containsExactly("drained");
    pass(Duration.ofSeconds(25));
    assertThat(socket.isOpen()).as("the time of the stall is forgotten").isTrue();
  }

  @Test
  void aPeerThatStaysStuckIsCut() {
    stuckAndCongested();
    pass(Duration.ofSeconds(29));
    assertThat(socket.isOpen()).isTrue();
    pass(Duration.ofSeconds(2));
    assertThat(socket.isOpen()).isFalse();
    assertThat(desk.take()).contains("closed SLOW_READER");
  }

  @Test
  void aPeerThatLeavesTooMuchUnreadIsCutAtOnce() {
    stuckAndCongested();
    fillUpTo(MAX_PENDING);
    socket.runPendingTasks();
    assertThat(socket.isOpen()).isFalse();
    assertThat(desk.take()).contains("closed SLOW_READER");
  }
}

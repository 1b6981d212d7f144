package org.messagecenter.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.DeliverSmResp;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailKind;

/** How each end of a deliver_sm is recorded, and that the room it took comes back. */
class MailDeskTest {
  private static final long NOW = 1_000_000;
  private static final int WINDOW = 10;
  private static final MailSettings SETTINGS =
      new MailSettings(
          Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofDays(3), 100, 10_000, 3);

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Lanes lanes = new Lanes(group, 1, System::nanoTime);
  private final RecordingStore store = new RecordingStore();
  private final BoundSessions sessions = new BoundSessions();
  private final MailDesk desk =
      new MailDesk(
          store, sessions, SETTINGS, new MailCounters(new SimpleMeterRegistry()), () -> NOW);
  private final FakePort port = new FakePort(lanes.all().get(0));
  private final BoundSession session = bound(port);

  private BoundSession bound(FakePort connection) {
    BoundSession added =
        new BoundSession(
            connection, "demo", new BindTransceiver("demo", "x", "", 0x34, 0, 0, ""), true);
    sessions.add(added, 0, WINDOW);
    desk.bound(added, WINDOW);
    return added;
  }

  @AfterEach
  void stop() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static Mail mail(long key, int attempts, byte[] body) {
    return new Mail(key, "demo", MailKind.RECEIPT, attempts, NOW, NOW + 1000, body, null, false);
  }

  private void push(long key, int attempts) {
    push(mail(key, attempts, new byte[] {1}));
  }

  private void push(Mail mail) {
    desk.mail(mail);
    lanes.commit();
    lanes.all().get(0).loop().submit(() -> {}).awaitUninterruptibly();
  }

  private void answer(CommandStatus status) {
    desk.answered(
        port.contexts.remove(0),
        new Packet(new DeliverSmResp("", Tlvs.EMPTY), status.value(), 1, Octets.EMPTY));
    desk.readComplete(session);
  }

  @ParameterizedTest
  @CsvSource({
    "ESME_ROK, 0, mailDone 7 DELIVERED",
    "ESME_RX_R_APPN, 0, mailDone 7 REFUSED",
    "ESME_RX_P_APPN, 0, mailDone 7 REFUSED",
    "ESME_RINVCMDID, 0, mailDone 7 REFUSED",
    "ESME_RX_T_APPN, 0, mailRetry 7 1005000",
    "ESME_RX_T_APPN, 1, mailRetry 7 1010000",
    "ESME_RMSGQFUL, 0, mailRetry 7 1005000",
    "ESME_RTHROTTLED, 0, mailRetry 7 1005000",
    "ESME_RSYSERR, 0, mailRetry 7 1005000",
  })
  void theAnswerDecides(CommandStatus status, int attempts, String recorded) {
    push(7, attempts);
    answer(status);
    assertThat(store.take()).containsExactly(recorded);
    assertThat(store.mailCredit).isEqualTo(WINDOW + 1);
  }

  @Test
  void noAnswerInTimeIsAnAttemptAndThreeInARowEndTheBind() {
    for (int i = 1; i <= 3; i++) {
      push(7, 0);
      desk.unanswered(port.contexts.remove(0), true);
      assertThat(store.take()).containsExactly("mailRetry 7 1005000");
    }
    assertThat(port.cuts).containsExactly(CloseReason.UNANSWERED);
  }

  @Test
  void anAnswerInBetweenStartsTheCountAnew() {
    for (int i = 0; i < 5; i++) {
      push(7, 0);
      desk.unanswered(port.contexts.remove(0), true);
      push(8, 0);
      answer(CommandStatus.ESME_ROK);
    }
    assertThat(port.cuts).isEmpty();
  }

  @Test
  void whatASessionLeavesBehindIsGivenBackWithoutAnAttempt() {
    push(7, 0);
    desk.unanswered(port.contexts.remove(0), false);
    desk.unbound(session);
    assertThat(store.take()).containsExactly("mailReleased 7", "cancel demo");
    assertThat(store.mailCredit).isZero();
  }

  @Test
  void withoutAReceiverMailGoesBack() {
    desk.unbound(session);
    store.take();
    push(7, 0);
    assertThat(store.take()).containsExactly("mailReleased 7");
    assertThat(port.sent).isEmpty();
  }

  @Test
  void whatCannotBeSentGoesBackAndItsRoomWaitsForAnAnswer() {
    push(6, 0);
    port.accepts = false;
    push(7, 0);
    assertThat(store.take()).containsExactly("mailReleased 7");
    assertThat(store.mailCredit).as("or the same mail would come at once").isEqualTo(WINDOW);

    answer(CommandStatus.ESME_ROK);
    assertThat(store.mailCredit).isEqualTo(WINDOW + 2);
  }

  @Test
  void whatBreaksWhileItIsSentIsTriedAgainLaterAndTakesNoRoom() {
    port.broken = true;
    push(7, 0);
    assertThat(store.take()).containsExactly("mailRetry 7 1005000");
    port.broken = false;
    port.version = 0x33;
    push(mail(8, 1, new byte[] {1, 2, 3}));
    assertThat(store.take())
        .as("no body that can be rewritten")
        .containsExactly("mailRetry 8 1010000");
    assertThat(store.mailCredit).isEqualTo(WINDOW + 2);
    port.version = 0x34;
    push(9, 0);
    assertThat(port.sent).hasSize(1);
  }

  @Test
  void aSessionThatLeavesTooMuchUnreadIsSentNothingUntilItReads() {
    port.congested = true;
    for (int key = 1; key <= WINDOW; key++) {
      push(key, 0);
    }
    assertThat(port.sent).isEmpty();
    assertThat(store.take()).hasSize(WINDOW).allMatch(did -> did.startsWith("mailReleased"));
    assertThat(store.mailCredit).as("nothing more is asked for").isEqualTo(WINDOW);
    assertThat(sessions.take("demo")).as("no room that could be offered").isNull();

    port.congested = false;
    desk.drained(session);
    assertThat(store.mailCredit).isEqualTo(2 * WINDOW);
    push(11, 0);
    assertThat(port.sent).hasSize(1);
    desk.drained(session);
    assertThat(store.mailCredit).as("room is given back once").isEqualTo(2 * WINDOW);
  }

  @Test
  void aCongestedSessionLeavesTheMailToTheOthers() {
    FakePort second = new FakePort(lanes.all().get(0));
    bound(second);
    port.congested = true;
    for (int key = 1; key <= 2 * WINDOW; key++) {
      push(key, 0);
    }
    assertThat(port.sent).isEmpty();
    assertThat(second.sent).hasSize(WINDOW);
  }

  @Test
  void peersOlderThanThreePointFourGetNoTlvs() throws Exception {
    DeliverSm receipt =
        new DeliverSm(
            "",
            new Address(1, 1, "4917"),
            new Address(1, 1, "4915"),
            4,
            0,
            0,
            "",
            "",
            0,
            0,
            0,
            0,
            Octets.of("id:1 stat:DELIVRD".getBytes(StandardCharsets.US_ASCII)),
            Tlvs.builder().put(TlvTag.MESSAGE_STATE, 2).build());
    ByteBuf body = Unpooled.buffer();
    PduCodec.encodeBody(body, receipt);
    port.version = 0x33;
    push(mail(7, 0, ByteBufUtil.getBytes(body)));

    DeliverSm sent = (DeliverSm) PduCodec.decodeBody(CommandId.DELIVER_SM, port.sent.get(0));
    assertThat(sent.tlvs().isEmpty()).isTrue();
    assertThat(sent.text()).isEqualTo(receipt.text());
  }
}

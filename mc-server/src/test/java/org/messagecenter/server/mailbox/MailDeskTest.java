package org.messagecenter.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Gsm7;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.UserData;
import org.messagecenter.server.account.Dialects;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.history.History;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MailOutcome;

/** How each end of a deliver_sm is recorded, and that the room it took comes back. */
class MailDeskTest {
  private static final long NOW = 1_000_000;
  private static final int WINDOW = 10;
  private static final int AHEAD = 20;
  private static final int ROOM = WINDOW + AHEAD;
  private static final MailSettings SETTINGS =
      new MailSettings(
          Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofDays(3), 100, 10_000, 3);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private long nanos;
  private final Lanes lanes = new Lanes(channel.eventLoop(), 1, () -> nanos);
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
            connection,
            "demo",
            new BindTransceiver("demo", "x", "", 0x34, 0, 0, ""),
            true,
            Dialects.USUAL);
    sessions.add(added, 0, WINDOW);
    desk.bound(added, WINDOW);
    return added;
  }

  MailDeskTest() {
    channel.freezeTime();
  }

  @AfterEach
  void stop() {
    channel.close();
  }

  private static Mail mail(long key, int attempts, byte[] body) {
    return new Mail(key, "demo", MailKind.RECEIPT, attempts, NOW, NOW + 1000, body, null, false, 0);
  }

  private void push(long key, int attempts) {
    push(mail(key, attempts, new byte[] {1}));
  }

  private void push(Mail mail) {
    desk.mail(mail);
    lanes.commit();
    channel.runPendingTasks();
  }

  /** Long enough to lose patience once. */
  private void passTime() {
    nanos += TimeUnit.MILLISECONDS.toNanos(260);
    channel.advanceTimeBy(260, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
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
    assertThat(store.mailCredit).isEqualTo(ROOM + 1);
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
    assertThat(store.take()).containsExactly("mailUnsent 7");
    assertThat(port.sent).isEmpty();
  }

  /** The other bind is on another event loop, and gets as far as it can while this one ends. */
  @Test
  void theEndOfOneBindTakesNoCreditFromTheNext() throws InterruptedException {
    Thread next = new Thread(() -> bound(new FakePort(lanes.all().get(0))), "next bind");
    store.beforeCancel =
        () -> {
          next.start();
          Thread.State state = next.getState();
          while (state != Thread.State.BLOCKED && state != Thread.State.TERMINATED) {
            Thread.onSpinWait();
            state = next.getState();
          }
        };
    desk.unbound(session);
    next.join();
    assertThat(sessions.receivers("demo")).isEqualTo(1);
    assertThat(store.mailCredit).isEqualTo(ROOM);
  }

  @Test
  void whatCannotBeSentGoesBackAndItsRoomWaitsForAnAnswer() {
    push(6, 0);
    port.accepts = false;
    push(7, 0);
    assertThat(store.take()).containsExactly("mailUnsent 7");
    assertThat(store.mailCredit).as("or the same mail would come at once").isEqualTo(ROOM);

    answer(CommandStatus.ESME_ROK);
    assertThat(store.mailCredit).isEqualTo(ROOM + 2);
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
    assertThat(store.mailCredit).isEqualTo(ROOM + 2);
    port.version = 0x34;
    push(9, 0);
    assertThat(port.sent).hasSize(1);
  }

  @Test
  void aSessionThatLeavesTooMuchUnreadIsSentNothingUntilItReads() {
    port.congested = true;
    for (int key = 1; key <= ROOM; key++) {
      push(key, 0);
    }
    assertThat(port.sent).isEmpty();
    assertThat(store.take()).hasSize(ROOM).allMatch(did -> did.startsWith("mailUnsent"));
    assertThat(store.mailCredit).as("nothing more is asked for").isEqualTo(ROOM);
    assertThat(sessions.take("demo")).as("no room that could be offered").isNull();

    port.congested = false;
    desk.drained(session);
    assertThat(store.mailCredit).isEqualTo(2 * ROOM);
    push(11, 0);
    assertThat(port.sent).hasSize(1);
    desk.drained(session);
    assertThat(store.mailCredit).as("room is given back once").isEqualTo(2 * ROOM);
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
  void whatCameAheadIsSentInOrderAsAnswersCome() {
    for (int key = 1; key <= ROOM; key++) {
      push(mail(key, 0, new byte[] {(byte) key}));
    }
    assertThat(port.sent).as("no more than the window").hasSize(WINDOW);
    assertThat(sessions.take("demo")).as("no room that could be offered").isNull();

    for (int key = 1; key <= ROOM; key++) {
      answer(CommandStatus.ESME_ROK);
      assertThat(port.sent).hasSize(Math.min(WINDOW + key, ROOM));
    }
    assertThat(port.sent).extracting(body -> (int) body[0]).isSorted();
    assertThat(store.take()).hasSize(ROOM).allMatch(did -> did.startsWith("mailDone"));
    assertThat(store.mailCredit).isEqualTo(2 * ROOM);
  }

  @Test
  void roomIsGivenBackByTheHandfulAndAtTheEnd() {
    for (int key = 1; key <= 3; key++) {
      push(key, 0);
    }
    answer(CommandStatus.ESME_ROK);
    assertThat(store.mailCredit).isEqualTo(ROOM);
    answer(CommandStatus.ESME_ROK);
    assertThat(store.mailCredit).as("a quarter of the window").isEqualTo(ROOM + 2);
    answer(CommandStatus.ESME_ROK);
    assertThat(store.mailCredit).as("nothing is outstanding").isEqualTo(ROOM + 3);
  }

  @Test
  void whatWasNeverSentGoesBackUnmarkedWhenTheSessionEnds() {
    for (int key = 1; key <= WINDOW + 2; key++) {
      push(key, 0);
    }
    for (Object context : port.contexts) {
      desk.unanswered(context, false);
    }
    desk.unbound(session);
    List<String> done = store.take();
    assertThat(done).hasSize(WINDOW + 3);
    assertThat(done.subList(0, WINDOW)).allMatch(did -> did.startsWith("mailReleased"));
    assertThat(done.subList(WINDOW, WINDOW + 3))
        .containsExactly("cancel demo", "mailUnsent 11", "mailUnsent 12");
    assertThat(port.sent).hasSize(WINDOW);
  }

  @Test
  void whatArrivesAfterTheEndGoesBackToo() {
    desk.unbound(session);
    store.take();
    desk.send(new MailDelivery(desk, mail(7, 0, new byte[] {1}), session));
    assertThat(store.take()).containsExactly("mailUnsent 7");
  }

  @Test
  void aTimeoutLetsTheNextOneOut() {
    for (int key = 1; key <= WINDOW + 1; key++) {
      push(key, 0);
    }
    desk.unanswered(port.contexts.remove(0), true);
    assertThat(port.sent).hasSize(WINDOW + 1);
    assertThat(store.take()).containsExactly("mailRetry 1 1005000");
  }

  @Test
  void noMoreOctetsWaitThanAreAllowed() {
    for (int key = 1; key <= WINDOW; key++) {
      push(key, 0);
    }
    byte[] large = new byte[100_000];
    for (int key = 11; key <= 13; key++) {
      push(mail(key, 0, large));
    }
    assertThat(store.take()).containsExactly("mailUnsent 13");
    answer(CommandStatus.ESME_ROK);
    assertThat(store.mailCredit).as("its room comes with the next answer").isEqualTo(ROOM + 2);
    assertThat(port.sent).hasSize(WINDOW + 1);
  }

  @Test
  void behindAWindowWithoutAnswersMailDoesNotWaitLong() {
    for (int key = 1; key <= WINDOW + 2; key++) {
      push(key, 0);
    }
    answer(CommandStatus.ESME_ROK);
    passTime();
    assertThat(store.take()).as("answers keep it").containsExactly("mailDone 1 DELIVERED");

    passTime();
    assertThat(store.take()).containsExactly("mailUnsent 12");
    assertThat(store.mailCredit).isEqualTo(ROOM);
    answer(CommandStatus.ESME_ROK);
    assertThat(store.mailCredit).as("its room too comes back").isEqualTo(ROOM + 3);
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

  /** A message in message_payload, as a 3.3 session gets it. */
  private DeliverSm toOldPeer(int esmClass, int dataCoding, byte[] payload) throws Exception {
    DeliverSm message =
        new DeliverSm(
            "",
            new Address(1, 1, "4917"),
            new Address(1, 1, "4915"),
            esmClass,
            0,
            0,
            "",
            "",
            0,
            0,
            dataCoding,
            0,
            Octets.EMPTY,
            Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, payload).build());
    ByteBuf body = Unpooled.buffer();
    PduCodec.encodeBody(body, message);
    port.version = 0x33;
    push(mail(7, 0, ByteBufUtil.getBytes(body)));
    return (DeliverSm) PduCodec.decodeBody(CommandId.DELIVER_SM, port.sent.remove(0));
  }

  private static byte[] utf16(String text) {
    return text.getBytes(StandardCharsets.UTF_16BE);
  }

  private static byte[] behind(byte[] header, byte[] text) {
    byte[] all = Arrays.copyOf(header, header.length + text.length);
    System.arraycopy(text, 0, all, header.length, text.length);
    return all;
  }

  @Test
  void whatDoesNotFitAnOldPeerEndsWithAWholeCharacter() throws Exception {
    String gsm = "a".repeat(159) + "\u20AC and more";
    assertThat(MessageText.decode(Alphabet.GSM7, toOldPeer(0, 0, Gsm7.encode(gsm)).shortMessage()))
        .isEqualTo("a".repeat(159));

    String ucs2 = "a".repeat(79) + "\uD83D\uDE00 and more";
    assertThat(MessageText.decode(Alphabet.UCS2, toOldPeer(0, 8, utf16(ucs2)).shortMessage()))
        .isEqualTo("a".repeat(79));

    assertThat(toOldPeer(0, 4, new byte[300]).shortMessage().length()).isEqualTo(160);
  }

  @Test
  void aHeaderStaysBeforeWhatIsLeftOfItsText() throws Exception {
    byte[] header = {6, 5, 4, 0x0B, (byte) 0x84, 0x23, (byte) 0xF0};
    String text = "\uD83D\uDE00".repeat(100);
    DeliverSm sent = toOldPeer(0x40, 8, behind(header, utf16(text)));

    assertThat(sent.esmClass()).isEqualTo(0x40);
    UserData.Whole data = (UserData.Whole) UserData.of(sent.shortMessage(), true);
    assertThat(data.headerOctets()).isEqualTo(7);
    assertThat(data.text(Alphabet.UCS2)).isEqualTo(text.substring(0, 2 * 38));
  }

  @Test
  void aHeaderWithoutRoomForTextIsLeftOut() throws Exception {
    byte[] header = new byte[160];
    header[0] = (byte) 159;
    header[1] = 0x70;
    header[2] = (byte) 157;
    DeliverSm sent = toOldPeer(0x40, 0, behind(header, "text".getBytes(StandardCharsets.US_ASCII)));

    assertThat(sent.esmClass()).isZero();
    assertThat(sent.shortMessage().latin1()).isEqualTo("text");
  }

  @Test
  void aBrokenHeaderIsCutLikeText() throws Exception {
    byte[] noHeader = Gsm7.encode("z".repeat(159) + "{}");
    noHeader[1] = 0x00;
    noHeader[2] = 0x7F;
    DeliverSm sent = toOldPeer(0x40, 0, noHeader);
    assertThat(sent.shortMessage()).isEqualTo(Octets.of(Arrays.copyOf(noHeader, 159)));
  }

  @Test
  void howMailCameHomeIsNoted() {
    List<String> noted = new ArrayList<>();
    History history =
        new History() {
          @Override
          public boolean isKept() {
            return true;
          }

          @Override
          public void home(long key, String bind, int status) {
            noted.add(key + " " + bind + " " + status);
          }

          @Override
          public void note(long key, String words) {
            noted.add(key + " " + words);
          }
        };
    MailDesk noting =
        new MailDesk(
            store,
            sessions,
            SETTINGS,
            new MailCounters(new SimpleMeterRegistry()),
            () -> NOW,
            history);
    noting.mail(mail(7, 512));
    noting.mail(mail(9, 1024));
    lanes.commit();
    channel.runPendingTasks();

    noting.answered(
        port.contexts.remove(0),
        new Packet(
            new DeliverSmResp("", Tlvs.EMPTY),
            CommandStatus.ESME_RX_T_APPN.value(),
            1,
            Octets.EMPTY));
    noting.unanswered(port.contexts.remove(0), true);
    noting.ended(11, MailOutcome.EXPIRED);

    assertThat(noted)
        .containsExactly(
            "512 bind_transceiver 100", "1024 bind_transceiver -1", "11 expired in the mailbox");
  }

  private static Mail mail(long key, long about) {
    return new Mail(
        key, "demo", MailKind.RECEIPT, 0, NOW, NOW + 1000, new byte[] {1}, null, false, about);
  }
}

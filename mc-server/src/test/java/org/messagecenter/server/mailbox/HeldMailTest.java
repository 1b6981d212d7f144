package org.messagecenter.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.DeliverSmResp;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.Dialects;
import org.messagecenter.server.account.ReceiptHome;
import org.messagecenter.server.account.ReceiptHome.To;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.receipt.Origin;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.NewMail;

/** Mail for certain binds: who gets it, how long it waits, and that no credit is lost. */
class HeldMailTest {
  private static final long PATIENCE = 60_000;
  private static final int WINDOW = 2;
  private static final int ROOM = WINDOW + MailQueue.ahead(WINDOW);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private long now = 1_000_000;
  private final Lanes lanes =
      new Lanes(channel.eventLoop(), 1, () -> TimeUnit.MILLISECONDS.toNanos(now));
  private final RecordingStore store = new RecordingStore();
  private final BoundSessions sessions = new BoundSessions();
  private final MailDesk desk =
      new MailDesk(
          store,
          sessions,
          new MailSettings(
              Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofDays(3), 100, 10_000, 3),
          new MailCounters(new SimpleMeterRegistry()),
          () -> now);

  private final class Peer {
    final FakePort port = new FakePort(lanes.all().get(0));
    final BoundSession session;

    Peer(long id, String systemType, boolean receiver) {
      port.bindId = id;
      session =
          new BoundSession(
              port,
              "acme",
              new BindTransceiver("acme", "x", systemType, 0x34, 0, 0, ""),
              receiver,
              Dialects.USUAL);
      sessions.add(session, 0, WINDOW);
      desk.bound(session, WINDOW);
      channel.runPendingTasks();
    }

    /** The first octets of what it was sent since the last look. */
    List<Integer> got() {
      List<Integer> got = new ArrayList<>();
      port.sent.forEach(body -> got.add((int) body[0]));
      port.sent.clear();
      return got;
    }

    /** Answers all that it was sent. */
    void answer() {
      while (!port.contexts.isEmpty()) {
        desk.answered(
            port.contexts.remove(0),
            new Packet(
                new DeliverSmResp("", Tlvs.EMPTY),
                CommandStatus.ESME_ROK.value(),
                1,
                Octets.EMPTY));
      }
      desk.readComplete(session);
      channel.runPendingTasks();
    }

    void leave() {
      desk.unbound(session);
      channel.runPendingTasks();
    }
  }

  HeldMailTest() {
    channel.freezeTime();
  }

  @AfterEach
  void stop() {
    channel.close();
  }

  private Mail mail(int key, To to, long bindId, String systemType) {
    return mail(key, to, bindId, systemType, 1);
  }

  private Mail mail(int key, To to, long bindId, String systemType, int length) {
    SubmitSm message =
        new SubmitSm(
            "",
            Address.EMPTY,
            Address.EMPTY,
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
            Tlvs.EMPTY);
    NewMail plain =
        new NewMail(
            "acme",
            MailKind.RECEIPT,
            now + 10 * PATIENCE,
            Arrays.copyOf(new byte[] {(byte) key}, length),
            null);
    NewMail made =
        Origin.addressed(
            plain,
            Origin.marked(
                message, new ReceiptHome(to, Duration.ofMillis(PATIENCE)), bindId, systemType),
            now);
    return new Mail(
        key, "acme", made.kind(), 0, now, made.expiresAt(), made.body(), null, false, 0);
  }

  /** The store pushes a mail, which takes one credit. */
  private void push(Mail mail) {
    assertThat(store.mailCredit).as("the store pushes within its credit").isPositive();
    store.mailCredit--;
    desk.mail(mail);
    lanes.commit();
    channel.runPendingTasks();
  }

  private void push(int key, To to, long bindId, String systemType) {
    push(mail(key, to, bindId, systemType));
  }

  private void pass(long millis) {
    now += millis;
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    channel.runPendingTasks();
  }

  @Test
  void theSystemTypeDecidesAmongTheBinds() {
    Peer bulk = new Peer(1, "bulk", true);
    Peer otp = new Peer(2, "otp", true);
    for (int i = 0; i < 4; i++) {
      push(10 + i, To.SYSTEM_TYPE, 9, i % 2 == 0 ? "bulk" : "otp");
    }
    assertThat(bulk.got()).containsExactly(10, 12);
    assertThat(otp.got()).containsExactly(11, 13);
    bulk.answer();
    otp.answer();
    assertThat(store.mailCredit).isEqualTo(2 * ROOM);
  }

  @Test
  void itWaitsForABindOfTheTypeAndGoesThereFirst() {
    Peer otp = new Peer(2, "otp", true);
    push(10, To.SYSTEM_TYPE, 9, "bulk");
    assertThat(store.mailCredit).as("others come past it").isEqualTo(ROOM);
    push(11, To.SYSTEM_TYPE, 9, "otp");
    assertThat(otp.got()).containsExactly(11);
    Peer bulk = new Peer(1, "bulk", true);
    assertThat(bulk.got()).containsExactly(10);
    assertThat(store.mailCredit).isEqualTo(2 * ROOM - 2);
    bulk.answer();
    otp.answer();
    assertThat(store.mailCredit).isEqualTo(2 * ROOM);
    assertThat(store.take()).containsExactly("mailDone 10 DELIVERED", "mailDone 11 DELIVERED");
  }

  @Test
  void whoWaitedLongEnoughGoesAnywhere() {
    Peer otp = new Peer(2, "otp", true);
    Mail mail = mail(10, To.SYSTEM_TYPE, 9, "bulk");
    push(mail);
    pass(PATIENCE - 1000);
    assertThat(store.take()).isEmpty();
    pass(10_000);
    assertThat(store.take()).containsExactly("mailUnsent 10");
    push(mail);
    assertThat(otp.got()).containsExactly(10);
    otp.answer();
    assertThat(store.mailCredit).isEqualTo(ROOM);
  }

  @Test
  void theBindThatSubmittedGetsItsOwn() {
    Peer first = new Peer(1, "a", true);
    Peer second = new Peer(2, "a", true);
    for (int i = 0; i < 3; i++) {
      push(10 + i, To.ORIGINATING_BIND, 2, "a");
    }
    assertThat(first.got()).isEmpty();
    assertThat(second.got()).as("its window").containsExactly(10, 11);
    second.answer();
    assertThat(second.got()).containsExactly(12);
  }

  @Test
  void whenThatBindIsGoneItsLikeComesBeforeTheOthers() {
    Peer other = new Peer(1, "b", true);
    Peer like = new Peer(2, "a", true);
    new Peer(3, "a", false);
    for (int id = 3; id < 6; id++) {
      push(10 + id, To.ORIGINATING_BIND, id, "a");
    }
    assertThat(like.got()).containsExactly(13, 14);
    push(20, To.ORIGINATING_BIND, 7, "c");
    assertThat(other.got()).containsExactly(20);
  }

  @Test
  void whatWaitsForABindIsFreeWhenItLeaves() {
    Peer first = new Peer(1, "a", true);
    Peer second = new Peer(2, "a", true);
    for (int i = 0; i < ROOM; i++) {
      push(10 + i, To.ORIGINATING_BIND, 1, "a");
    }
    push(50, To.ORIGINATING_BIND, 1, "a");
    assertThat(store.take()).isEmpty();
    assertThat(store.mailCredit).isEqualTo(ROOM);
    first.got();
    first.port.contexts.clear();
    first.leave();
    assertThat(store.take()).contains("mailUnsent 50");
    push(50, To.ORIGINATING_BIND, 1, "a");
    assertThat(second.got()).containsExactly(50);
  }

  @Test
  void withTheLastReceiverAllGoesBackAndNoCreditStays() {
    Peer only = new Peer(1, "a", true);
    push(10, To.SYSTEM_TYPE, 9, "b");
    only.leave();
    assertThat(store.take()).containsExactly("cancel acme", "mailUnsent 10");
    assertThat(store.mailCredit).isZero();
    pass(2 * PATIENCE);
    assertThat(store.take()).isEmpty();
  }

  @Test
  void roomOfTheBindBringsWhatWaitsForItBeforeNewMail() {
    Peer bulk = new Peer(1, "bulk", true);
    Peer otp = new Peer(2, "otp", true);
    for (int i = 0; i < ROOM + 3; i++) {
      push(10 + i, To.SYSTEM_TYPE, 9, "bulk");
    }
    assertThat(bulk.got()).containsExactly(10, 11);
    assertThat(store.mailCredit).as("the room of the other bind").isEqualTo(ROOM);
    List<Integer> got = new ArrayList<>();
    for (int i = 0; i < ROOM; i++) {
      bulk.answer();
      got.addAll(bulk.got());
    }
    assertThat(got).hasSize(ROOM + 1).isSorted();
    bulk.answer();
    assertThat(store.mailCredit).isEqualTo(2 * ROOM);
    assertThat(otp.got()).isEmpty();
  }

  @Test
  void tooMuchForASlowBindKeepsItsCreditUntilAPlaceIsFree() {
    Peer slow = new Peer(1, "slow", true);
    Peer idle = new Peer(2, "idle", true);
    int key = 1;
    for (int i = 0; i < ROOM + AccountBinds.MOST_HELD + AccountBinds.MOST_ASIDE; i++) {
      push(key++, To.SYSTEM_TYPE, 9, "slow");
    }
    assertThat(store.take()).isEmpty();
    for (int i = 0; i < ROOM; i++) {
      push(key++, To.SYSTEM_TYPE, 9, "slow");
    }
    assertThat(store.take()).hasSize(ROOM).allMatch(line -> line.startsWith("mailUnsent"));
    assertThat(store.mailCredit).as("or they would come again at once").isZero();

    slow.answer();
    assertThat(slow.got()).as("and as many again in its window").hasSize(ROOM + WINDOW);
    assertThat(store.mailCredit).as("one for each place").isEqualTo(ROOM);
    assertThat(store.take()).filteredOn(line -> line.startsWith("mailUnsent")).hasSize(ROOM);
    assertThat(idle.got()).isEmpty();
  }

  @Test
  void aFewLongMailsOweNoCreditForEver() {
    Peer slow = new Peer(1, "slow", true);
    new Peer(2, "idle", true);
    int length = AccountBinds.MOST_HELD_OCTETS / 8;
    for (int i = 0; i < ROOM + 8; i++) {
      push(mail(1, To.SYSTEM_TYPE, 9, "slow", i < ROOM ? 1 : length));
    }
    for (int i = 0; i < AccountBinds.MOST_ASIDE + ROOM; i++) {
      push(2, To.SYSTEM_TYPE, 9, "slow");
    }
    assertThat(store.mailCredit).isZero();
    while (store.mailCredit < 2 * ROOM) {
      store.take();
      assertThat(slow.got()).isNotEmpty();
      slow.answer();
    }
    assertThat(store.mailCredit).isEqualTo(2 * ROOM);
  }

  @Test
  void aBindThatIsStuckTakesNothingFromTheOthers() {
    Peer stuck = new Peer(1, "stuck", true);
    Peer other = new Peer(2, "other", true);
    for (int i = 0; i < ROOM + AccountBinds.MOST_HELD + 1000; i++) {
      push(1, To.ORIGINATING_BIND, 1, "stuck");
    }
    assertThat(store.take()).isEmpty();
    assertThat(store.mailCredit).as("the other's room").isEqualTo(ROOM);
    push(2, To.ORIGINATING_BIND, 2, "other");
    assertThat(other.got()).containsExactly(2);

    // What had no place comes when the bind that it is for has room, as much as fits into that.
    stuck.answer();
    assertThat(store.take())
        .filteredOn(line -> line.startsWith("mailUnsent"))
        .as("as many as answers")
        .hasSize(ROOM);
  }

  @Test
  void whatHadNoPlaceGoesElsewhereInTime() {
    new Peer(1, "stuck", true);
    Peer other = new Peer(2, "other", true);
    for (int i = 0; i < ROOM + AccountBinds.MOST_HELD; i++) {
      push(1, To.ORIGINATING_BIND, 1, "stuck");
    }
    Mail aside = mail(7, To.ORIGINATING_BIND, 1, "stuck");
    push(aside);
    assertThat(store.take()).isEmpty();
    pass(PATIENCE);
    pass(10_000);
    int ahead = ROOM - WINDOW;
    assertThat(store.take())
        .as("what waited for the window, too")
        .hasSize(ahead + AccountBinds.MOST_HELD + 1)
        .contains("mailUnsent 7");
    push(aside);
    assertThat(other.got()).containsExactly(7);
  }

  @Test
  void whatHadNoPlaceIsFreeWhenItsBindLeaves() {
    Peer stuck = new Peer(1, "stuck", true);
    Peer other = new Peer(2, "other", true);
    for (int i = 0; i < ROOM + AccountBinds.MOST_HELD; i++) {
      push(1, To.ORIGINATING_BIND, 1, "stuck");
    }
    push(7, To.ORIGINATING_BIND, 1, "stuck");
    stuck.port.contexts.clear();
    stuck.leave();
    assertThat(store.take()).contains("mailUnsent 7");
    push(7, To.ORIGINATING_BIND, 1, "stuck");
    assertThat(other.got()).containsExactly(7);
  }

  @Test
  void tooMuchForABindThatIsNotThereGoesToTheOthers() {
    Peer idle = new Peer(2, "idle", true);
    for (int i = 0; i < AccountBinds.MOST_HELD; i++) {
      push(1, To.SYSTEM_TYPE, 9, "gone");
    }
    push(7, To.SYSTEM_TYPE, 9, "gone");
    assertThat(idle.got()).containsExactly(7);
  }

  // ---- the last bind leaves, on another event loop, as far as it can -------------------------

  /** At the next asking for credit; what it cancels must not be asked for behind it. */
  private Thread leavesMeanwhile(Peer last) {
    Thread leaving = new Thread(() -> desk.unbound(last.session), "last bind");
    store.beforeMailCredit =
        () -> {
          store.beforeMailCredit = () -> {};
          leaving.start();
          Thread.State state = leaving.getState();
          while (state != Thread.State.BLOCKED && state != Thread.State.TERMINATED) {
            Thread.onSpinWait();
            state = leaving.getState();
          }
        };
    return leaving;
  }

  @Test
  void forMailThatIsHeldNobodyAsksBehindTheLastBind() throws InterruptedException {
    Thread leaving = leavesMeanwhile(new Peer(2, "otp", true));
    push(10, To.SYSTEM_TYPE, 9, "bulk");
    leaving.join();
    assertThat(store.mailCredit).isZero();
    assertThat(store.take()).containsExactly("cancel acme", "mailUnsent 10");
  }

  @Test
  void forMailThatIsLateNobodyAsksBehindTheLastBind() throws InterruptedException {
    Peer only = new Peer(1, "slow", true);
    Peer idle = new Peer(2, "idle", true);
    for (int i = 0; i < ROOM + AccountBinds.MOST_HELD + AccountBinds.MOST_ASIDE + ROOM; i++) {
      push(1, To.SYSTEM_TYPE, 9, "slow");
    }
    idle.leave();
    Thread leaving = leavesMeanwhile(only);
    pass(PATIENCE + 10_000);
    leaving.join();
    assertThat(store.mailCredit).isZero();
    assertThat(store.take()).contains("cancel acme");
  }
}

package org.messagecenter.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.server.account.Dialects;

/** Turns and windows of an account's sessions; the sockets behind them play no part. */
class AccountBindsTest {
  private final AccountBinds binds = new AccountBinds();

  private static BoundSession session(boolean receiver) {
    return new BoundSession(
        new FakePort(null),
        "demo",
        new BindTransceiver("demo", "secret", "", 0x34, 0, 0, ""),
        receiver,
        Dialects.USUAL);
  }

  @Test
  void receiversTakeTurnsAndTransmittersAreLeftOut() {
    BoundSession one = session(true);
    BoundSession two = session(true);
    binds.add(one, 10, 0);
    binds.add(session(false), 10, 0);
    binds.add(two, 10, 0);

    List<BoundSession> turns = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      turns.add(binds.take());
    }
    assertThat(turns.stream().filter(s -> s == one)).hasSize(3);
    assertThat(turns.stream().filter(s -> s == two)).hasSize(3);
    assertThat(turns.get(0)).isNotSameAs(turns.get(1));
    assertThat(binds.count()).isEqualTo(3);
    assertThat(binds.receivers()).isEqualTo(2);
  }

  @Test
  void aFullWindowIsPassedOver() {
    BoundSession narrow = session(true);
    BoundSession wide = session(true);
    binds.add(narrow, 1, 0);
    binds.add(wide, 3, 0);
    Map<BoundSession, Integer> taken = new HashMap<>();
    for (int i = 0; i < 4; i++) {
      taken.merge(binds.take(), 1, Integer::sum);
    }
    assertThat(taken).containsEntry(narrow, 1).containsEntry(wide, 3);
    assertThat(binds.take()).isNull();
    assertThat(binds.free(narrow, 1)).isEqualTo(1);
    assertThat(binds.take()).isSameAs(narrow);
  }

  @Test
  void mailWaitsBehindNoWindowWhileAnotherHasRoom() {
    BoundSession one = session(true);
    BoundSession two = session(true);
    binds.add(one, 1, 2);
    binds.add(two, 2, 2);
    List<BoundSession> turns = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      turns.add(binds.take());
    }
    assertThat(turns.subList(0, 3)).as("the windows").containsExactly(one, two, two);
    assertThat(turns.subList(3, 5)).as("ahead of them").containsExactly(one, two);

    binds.free(two, 2);
    assertThat(binds.take()).as("a window has room").isSameAs(two);
    assertThat(List.of(binds.take(), binds.take(), binds.take()))
        .containsExactlyInAnyOrder(one, two, two);
    assertThat(binds.take()).isNull();
  }

  @Test
  void roomOfASessionThatLeftCountsForNothing() {
    BoundSession gone = session(true);
    BoundSession stays = session(true);
    binds.add(gone, 5, 0);
    binds.add(stays, 1, 0);
    List<String> withoutReceiver = new ArrayList<>();
    binds.remove(gone, withoutReceiver::add);
    assertThat(withoutReceiver).isEmpty();
    assertThat(binds.free(gone, 3)).isZero();
    assertThat(binds.take()).isSameAs(stays);
    assertThat(binds.take()).isNull();
    binds.remove(stays, withoutReceiver::add);
    assertThat(withoutReceiver).containsExactly("demo");
  }

  @Test
  void noMoreIsOutstandingThanTheWindowsAllow() {
    Random random = new Random(9);
    Map<BoundSession, Integer> outstanding = new HashMap<>();
    List<BoundSession> open = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      int dice = random.nextInt(10);
      if (dice == 0 && open.size() < 5) {
        BoundSession added = session(true);
        binds.add(added, 3, 1);
        open.add(added);
        outstanding.put(added, 0);
      } else if (dice == 1 && !open.isEmpty() && random.nextInt(10) == 0) {
        BoundSession removed = open.remove(random.nextInt(open.size()));
        binds.remove(removed, account -> {});
        outstanding.remove(removed);
      } else if (dice < 6) {
        BoundSession taken = binds.take();
        if (taken != null) {
          assertThat(open).contains(taken);
          assertThat(outstanding.merge(taken, 1, Integer::sum)).isLessThanOrEqualTo(4);
        } else {
          assertThat(outstanding.values()).allMatch(n -> n == 4);
        }
      } else if (!open.isEmpty()) {
        BoundSession answering = open.get(random.nextInt(open.size()));
        int waiting = outstanding.getOrDefault(answering, 0);
        if (waiting > 0) {
          outstanding.put(answering, waiting - 1);
          assertThat(binds.free(answering, 1)).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void anAccountMayBeLimited() {
    BoundSessions sessions = new BoundSessions();
    assertThat(sessions.add(session(true), 2, 10)).isTrue();
    BoundSession second = session(false);
    assertThat(sessions.add(second, 2, 10)).isTrue();
    assertThat(sessions.add(session(true), 2, 10)).isFalse();
    sessions.remove(second, account -> {});
    assertThat(sessions.add(session(true), 2, 10)).isTrue();
    assertThat(sessions.total()).isEqualTo(2);
    assertThat(sessions.count("nobody")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 5000", "2, 10000", "3, 20000", "4, 40000", "5, 60000", "60, 60000"})
  void waitsDoubleUpToTheLongest(int attempts, long millis) {
    MailSettings settings =
        new MailSettings(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofDays(3), 1, 1, 3);
    assertThat(settings.retryDelayMillis(attempts)).isEqualTo(millis);
  }
}

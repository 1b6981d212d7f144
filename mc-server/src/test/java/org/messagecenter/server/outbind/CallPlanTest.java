package org.messagecenter.server.outbind;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.OutbindTarget;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.Windows;
import org.messagecenter.server.esme.Invitation;
import org.messagecenter.server.listen.SmppDialer;
import org.messagecenter.server.log.RateLimitedLog;

/** Who is called when, on a clock that only the test moves. */
class CallPlanTest {
  private static final OutbindSettings SETTINGS =
      new OutbindSettings(
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(4),
          Duration.ofMinutes(1));

  private final Map<String, Integer> receivers = new HashMap<>();
  private final Map<String, Integer> mail = new HashMap<>();
  private final List<SmppDialer.Call> calls = new ArrayList<>();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long now = -3;
  private int asked;
  private final CallPlan plan =
      new CallPlan(
          callees(),
          SETTINGS,
          account -> receivers.getOrDefault(account, 0),
          () -> {
            asked++;
            return mail;
          },
          (callee, call) -> calls.add(call),
          Runnable::run,
          new OutbindCounters(registry),
          new RateLimitedLog(10, () -> now),
          () -> now,
          new SplittableRandom(1));

  private static List<Callee> callees() {
    try {
      return Callee.of(
          AccountBook.of(
              List.of(
                  account("a", Optional.of(target())),
                  account("b", Optional.of(target())),
                  account("never", Optional.empty()))),
          "mc");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static OutbindTarget target() {
    return new OutbindTarget(
        "localhost", 2775, false, Optional.empty(), true, Optional.empty(), "password");
  }

  private static Account account(String systemId, Optional<OutbindTarget> outbind) {
    return new Account(
        systemId,
        List.of(),
        List.of(),
        Set.of(BindType.RECEIVER),
        0,
        Windows.USUAL,
        Policy.USUAL,
        Map.of(),
        outbind);
  }

  /** Looks after this time; returns who was called. */
  private List<String> looked(Duration later) {
    now += later.toNanos();
    int before = calls.size();
    plan.look();
    return calls.subList(before, calls.size()).stream()
        .map(call -> ((Invitation) call.owner()).account())
        .toList();
  }

  private List<String> looked() {
    return looked(Duration.ZERO);
  }

  private SmppDialer.Call lastCall() {
    return calls.get(calls.size() - 1);
  }

  private double count(String name) {
    return registry.get(name).functionCounter().count();
  }

  @Test
  void whoHasMailAndIsNotThereIsCalled() {
    assertThat(looked()).isEmpty();
    mail.put("b", 1);
    mail.put("never", 5);
    assertThat(looked()).containsExactly("b");
  }

  @Test
  void whoIsThereIsNotCalled() {
    mail.put("a", 1);
    receivers.put("a", 1);
    assertThat(looked()).isEmpty();
    receivers.put("a", 0);
    assertThat(looked()).containsExactly("a");
  }

  @Test
  void nobodyLooksForMailWhenNobodyMayBeCalled() {
    receivers.put("a", 1);
    receivers.put("b", 2);
    looked();
    assertThat(asked).isZero();
    receivers.clear();
    looked();
    assertThat(asked).as("once for both").isEqualTo(1);
  }

  @Test
  void thereIsOneCallAtATime() {
    mail.put("a", 1);
    assertThat(looked()).containsExactly("a");
    assertThat(looked(Duration.ofHours(1))).isEmpty();
    lastCall().bound();
    assertThat(looked(Duration.ofHours(1))).as("bound as a transmitter: it is there").isEmpty();
  }

  @Test
  void eachCallInVainDoublesTheWait() {
    mail.put("a", 1);
    assertThat(looked()).containsExactly("a");
    long[] seconds = {4, 8, 16, 32, 60, 60};
    for (long wait : seconds) {
      lastCall().ended(new ConnectException("refused"));
      assertThat(looked(Duration.ofMillis(wait * 750 - 1)))
          .as("at most a quarter before " + wait + " s")
          .isEmpty();
      assertThat(looked(Duration.ofMillis(wait * 250 + 1))).as("after " + wait + " s").hasSize(1);
    }
    assertThat(count("mc.outbind.calls")).isEqualTo(7);
    assertThat(count("mc.outbind.failed")).isEqualTo(6);
    assertThat(count("mc.outbind.bound")).isZero();
  }

  @Test
  void notAllWaitAlike() {
    mail.put("a", 1);
    mail.put("b", 1);
    looked();
    calls.get(0).ended(null);
    calls.get(1).ended(null);
    int together = 0;
    for (int round = 0; round < 20; round++) {
      List<String> called = new ArrayList<>();
      while (called.isEmpty()) {
        called.addAll(looked(Duration.ofMillis(1)));
      }
      together += called.size() == 2 ? 1 : 0;
      for (SmppDialer.Call call :
          List.copyOf(calls.subList(calls.size() - called.size(), calls.size()))) {
        call.ended(null);
      }
    }
    assertThat(together).isLessThan(5);
  }

  @Test
  void aBindMakesTheWaitShortAgain() {
    mail.put("a", 1);
    looked();
    for (int i = 0; i < 5; i++) {
      lastCall().ended(null);
      assertThat(looked(Duration.ofMinutes(1))).hasSize(1);
    }
    lastCall().bound();
    lastCall().ended(null);
    assertThat(looked(Duration.ofMillis(2999))).as("it has just been there").isEmpty();
    assertThat(looked(Duration.ofMillis(1001))).containsExactly("a");
    assertThat(count("mc.outbind.bound")).isEqualTo(1);
  }

  @Test
  void aBindOfItsOwnMakesTheWaitShortAgain() {
    mail.put("a", 1);
    looked();
    lastCall().ended(null);
    receivers.put("a", 1);
    assertThat(looked()).isEmpty();
    receivers.put("a", 0);
    assertThat(looked()).containsExactly("a");
  }

  @Test
  void theLongestWaitIsNeverExceeded() {
    assertThat(SETTINGS.waitNanos(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1).toNanos());
    OutbindSettings odd =
        new OutbindSettings(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofDays(1),
            Duration.ofSeconds(1));
    assertThat(odd.waitNanos(0)).isEqualTo(Duration.ofSeconds(1).toNanos());
    OutbindSettings long7 =
        new OutbindSettings(
            Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofDays(1), Duration.ofDays(7));
    assertThat(long7.waitNanos(60)).isEqualTo(Duration.ofDays(7).toNanos());
  }
}

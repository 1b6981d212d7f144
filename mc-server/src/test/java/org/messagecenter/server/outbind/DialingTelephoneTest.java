package org.messagecenter.server.outbind;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.OutbindTarget;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.Windows;
import org.messagecenter.server.listen.SmppDialer;
import org.messagecenter.server.upstream.HostNames;

/** Names that are looked up when the test says so, and a clock that only it moves. */
class DialingTelephoneTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Deque<Runnable> lookups = new ArrayDeque<>();
  private final List<String> events = new ArrayList<>();
  private final HostNames names =
      new HostNames(
          host -> {
            if (host.startsWith("un")) {
              throw new UnknownHostException(host);
            }
            return new InetAddress[] {
              InetAddress.getByName("192.0.2.1"), InetAddress.getByName("192.0.2.2")
            };
          },
          lookups::add);
  private @Nullable RuntimeException broken;
  private final Telephone telephone =
      new DialingTelephone(
          (address, callee, call) -> {
            if (broken != null) {
              throw broken;
            }
            events.add(callee.account() + " at " + address.getAddress().getHostAddress());
          },
          names,
          LIMIT,
          channel.eventLoop());

  DialingTelephoneTest() {
    channel.freezeTime();
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private static Callee callee(String account, String host) throws IOException {
    OutbindTarget target =
        new OutbindTarget(host, 2775, false, Optional.empty(), true, Optional.empty(), "password");
    return Callee.of(
            AccountBook.of(
                List.of(
                    new Account(
                        account,
                        List.of(),
                        List.of(),
                        Set.of(BindType.RECEIVER),
                        0,
                        Windows.USUAL,
                        Policy.USUAL,
                        Map.of(),
                        Optional.of(target)))),
            "mc")
        .get(0);
  }

  private void call(Callee callee) {
    telephone.call(
        callee,
        new SmppDialer.Call() {
          @Override
          public Object owner() {
            return callee;
          }

          @Override
          public void bound() {}

          @Override
          public void ended(@Nullable Throwable cause) {
            events.add(callee.account() + " ended: " + cause);
          }
        });
  }

  private List<String> run() {
    channel.runPendingTasks();
    List<String> happened = List.copyOf(events);
    events.clear();
    return happened;
  }

  private List<String> pass(Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
    return run();
  }

  @Test
  void aNameServerThatIsSilentHoldsUpNobodyElse() throws IOException {
    call(callee("a", "dead.example"));
    call(callee("b", "well.example"));
    assertThat(run()).isEmpty();
    lookups.removeLast().run();
    assertThat(run()).containsExactly("b at 192.0.2.1");
    assertThat(pass(LIMIT.minusMillis(1))).isEmpty();
    assertThat(pass(Duration.ofMillis(1)))
        .containsExactly(
            "a ended: java.util.concurrent.TimeoutException: no address was found within 5s");
    lookups.remove().run();
    assertThat(run()).as("nobody waits for it any more").isEmpty();
  }

  @Test
  void aNameThatIsNotKnownEndsTheCall() throws IOException {
    call(callee("a", "unknown.example"));
    lookups.remove().run();
    assertThat(run())
        .containsExactly(
            "a ended: java.net.UnknownHostException: no address is known for unknown.example");
    assertThat(pass(LIMIT)).isEmpty();
  }

  @Test
  void eachCallTakesTheNextAddress() throws IOException {
    Callee callee = callee("a", "well.example");
    callee.failures = 1;
    call(callee);
    // What becomes of other calls meanwhile does not matter.
    callee.failures = 2;
    lookups.remove().run();
    assertThat(run()).containsExactly("a at 192.0.2.2");
    call(callee("b", "192.0.2.9"));
    assertThat(lookups).isEmpty();
    assertThat(run()).containsExactly("b at 192.0.2.9");
  }

  @Test
  void aDialThatThrowsIsHeardOf() throws IOException {
    broken = new IllegalStateException("meant to fail");
    call(callee("a", "192.0.2.9"));
    assertThat(run()).containsExactly("a ended: java.lang.IllegalStateException: meant to fail");
  }
}

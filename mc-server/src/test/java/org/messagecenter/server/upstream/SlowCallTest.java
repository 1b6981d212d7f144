package org.messagecenter.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class SlowCallTest {
  private final Deque<Runnable> threads = new ArrayDeque<>();
  private int calls;

  private int called() {
    return ++calls;
  }

  @Test
  void whoAsksMeanwhileGetsTheSameResult() {
    SlowCall<Integer> call = new SlowCall<>(this::called, threads::add);
    CompletableFuture<Integer> first = call.ask();
    CompletableFuture<Integer> second = call.ask();
    assertThat(threads).hasSize(1);
    threads.remove().run();
    assertThat(first.join()).isEqualTo(1);
    assertThat(second.join()).isEqualTo(1);
    CompletableFuture<Integer> third = call.ask();
    threads.remove().run();
    assertThat(third.join()).isEqualTo(2);
  }

  @Test
  void oneThatHangsKeepsNoTraceOfThoseWhoGaveUp() {
    SlowCall<Integer> call = new SlowCall<>(this::called, threads::add);
    for (int i = 0; i < 1000; i++) {
      call.ask().cancel(false);
    }
    assertThat(call.waiting()).isZero();
    assertThat(threads).hasSize(1);
    CompletableFuture<Integer> last = call.ask();
    assertThat(call.waiting()).isEqualTo(1);
    threads.remove().run();
    assertThat(last.join()).isEqualTo(1);
  }

  @Test
  void anErrorIsToldAndTheNextAsksAnew() {
    SlowCall<Integer> call =
        new SlowCall<>(
            () -> {
              if (called() == 1) {
                throw new NoClassDefFoundError("injected");
              }
              return calls;
            },
            threads::add);
    CompletableFuture<Integer> failed = call.ask();
    threads.remove().run();
    assertThatThrownBy(failed::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(NoClassDefFoundError.class);
    CompletableFuture<Integer> next = call.ask();
    threads.remove().run();
    assertThat(next.join()).isEqualTo(2);
  }

  @Test
  void aThreadThatIsNotToBeHadIsToldAndTheNextAsksAnew() {
    Deque<Throwable> failures = new ArrayDeque<>();
    failures.add(new RejectedExecutionException("full"));
    failures.add(new OutOfMemoryError("injected"));
    SlowCall<Integer> call =
        new SlowCall<>(
            this::called,
            task -> {
              Throwable failure = failures.poll();
              if (failure instanceof Error e) {
                throw e;
              } else if (failure instanceof RuntimeException e) {
                throw e;
              }
              task.run();
            });
    assertThatThrownBy(() -> call.ask().join())
        .hasCauseInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> call.ask().join()).hasCauseInstanceOf(OutOfMemoryError.class);
    assertThat(call.ask().join()).isEqualTo(1);
  }

  @Test
  void addressesAreFoundWithoutAThread() throws Exception {
    HostNames names =
        new HostNames(
            host -> {
              throw new AssertionError(host);
            },
            task -> {
              throw new AssertionError("a thread was asked for");
            });
    assertThat(names.find("192.0.2.1").join()).containsExactly(InetAddress.getByName("192.0.2.1"));
    assertThat(names.find("2001:db8::1").join())
        .containsExactly(InetAddress.getByName("2001:db8::1"));
  }

  @Test
  void eachNameIsLookedUpByItself() {
    HostNames names = new HostNames(host -> new InetAddress[0], threads::add);
    CompletableFuture<List<InetAddress>> one = names.find("one.example");
    CompletableFuture<List<InetAddress>> two = names.find("two.example");
    CompletableFuture<List<InetAddress>> again = names.find("one.example");
    assertThat(threads).hasSize(2);
    threads.removeLast().run();
    assertThat(two).isDone();
    assertThat(one).isNotDone();
    again.cancel(false);
    assertThatThrownBy(again::join).isInstanceOf(CancellationException.class);
    threads.remove().run();
    assertThat(one).isDone();
  }
}

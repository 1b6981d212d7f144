package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.queue.StoreProbe.Accepted;

/**
 * What every {@link MessageStore} must do. A store's own test extends this class and says how to
 * open one; its wall clock is {@link #clock}. The parts are in the classes that this one extends.
 */
public abstract class MessageStoreTck extends ChangeTck {

  /** Grows with {@link MessageStore#INTERFACE_VERSION}, and when a test is added. */
  public static final int VERSION = 8;

  @Test
  void theVersionIsTheInterfaces() {
    assertThat(MessageStore.INTERFACE_VERSION).isEqualTo(VERSION);
  }

  @Test
  void callbacksComeBeforePushesAndTheListenerLast() throws IOException {
    store().close();
    List<String> events = java.util.Collections.synchronizedList(new ArrayList<>());
    MessageStore store = open();
    StoreProbe probe = new StoreProbe(store, clock);
    store.start(
        due -> events.add("due"),
        mail -> events.add("mail"),
        info -> events.add("committed"),
        (cause, what) -> events.add(what));
    store.requestWork(1);
    store.accept(
        probe.message("acme", "49", "x"),
        new AcceptCallback() {
          @Override
          public void accepted(long key, String messageId, @Nullable Object attachment) {
            events.add("accepted");
          }

          @Override
          public void refused(StoreFailure why, @Nullable Object attachment) {
            events.add("refused");
          }
        });
    probe.settle();
    current = probe;

    assertThat(events).containsSubsequence("accepted", "due", "committed");
  }

  @Test
  void aTaskRunsOnTheThreadOfTheCallbacksInItsTurn() {
    MessageStore store = store().store;
    List<String> events = java.util.Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Thread> callback = new CompletableFuture<>();
    CompletableFuture<Thread> task = new CompletableFuture<>();
    store.find(
        1,
        found -> {
          events.add("found");
          callback.complete(Thread.currentThread());
        });
    store.onStoreThread(
        () -> {
          events.add("run");
          task.complete(Thread.currentThread());
        });
    assertThat(StoreProbe.await(task)).isSameAs(StoreProbe.await(callback));
    assertThat(events).containsExactly("found", "run");
  }

  @Test
  void aStoreThatIsClosedRunsNoTask() {
    MessageStore store = store().store;
    store.close();
    store.onStoreThread(
        () -> {
          throw new AssertionError("this is not the store's thread");
        });
    assertThat(store().findFailure(1)).isEqualTo(StoreFailure.CLOSED);
  }

  @Test
  void countsWhatIsThere() throws IOException {
    store().store.requestWork(1);
    long key = store().accept("acme", "one");
    store().accept("acme", "two");
    store().takeDue();
    store().settle();
    StoreStats stats = store().store.stats();
    assertThat(stats.pending()).isEqualTo(2);
    assertThat(stats.inFlight()).isEqualTo(1);
    assertThat(stats.accepted()).isEqualTo(2);
    assertThat(stats.commits()).isPositive();
    assertThat(stats.failure()).isNull();

    store().finish(key, store().mail("acme", "r"));
    reopen();
    stats = store().store.stats();
    assertThat(stats.recoveredMessages()).isEqualTo(1);
    assertThat(stats.recoveredMails()).isEqualTo(1);
    assertThat(stats.mailboxes()).containsEntry("acme", 1);
  }

  @Test
  void aClosedStoreSaysSo() {
    MessageStore store = store().store;
    store.close();
    assertThat(store().accept(store().message("a", "b", "c")).failure())
        .isEqualTo(StoreFailure.CLOSED);
    assertThat(store().finish(1, null)).isEqualTo(StoreFailure.CLOSED);
    assertThat(store().post(store().mail("a", "b"))).isEqualTo(StoreFailure.CLOSED);
    assertThat(store().acceptAll(List.of(store().message("a", "b", "c"))).failure())
        .isEqualTo(StoreFailure.CLOSED);
    assertThat(store().cancel(1, null)).isEqualTo(StoreFailure.CLOSED);
    assertThat(store().replace(1, store().message("a", "b", "c"))).isEqualTo(StoreFailure.CLOSED);
    assertThat(store().find(1)).isNull();
    assertThat(store().lookup("12345678").pending()).isEmpty();
    assertThat(store().findByAddress("a", "b", 0, 1).pending()).isEmpty();
    assertThat(store().findFailure(1)).isEqualTo(StoreFailure.CLOSED);
    assertThat(store().lookupFailure("12345678")).isEqualTo(StoreFailure.CLOSED);
    assertThat(store().findByAddressFailure("a", "b")).isEqualTo(StoreFailure.CLOSED);
    assertThat(store().findEndedByCarrierId("a", "b")).isEqualTo(StoreFailure.CLOSED);
    store.requestWork(1);
    store.mailDone(1, MailOutcome.DELIVERED);
    store.close();
  }

  @Test
  void whatWasAskedBeforeCloseIsDurable() throws IOException {
    CompletableFuture<Accepted> answer = store().acceptLater(store().message("a", "b", "c"));
    reopen();
    long key = StoreProbe.await(answer).key();
    assertThat(store().find(key)).isNotNull();
  }

  @Test
  void manyThreadsGetTheirOwnAnswers() throws InterruptedException {
    int threads = 4;
    int each = 1000;
    Set<Long> keys = ConcurrentHashMap.newKeySet();
    List<Thread> running = new ArrayList<>();
    AtomicInteger finished = new AtomicInteger();
    for (int t = 0; t < threads; t++) {
      String account = "account" + t;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  Accepted accepted =
                      store().accept(store().message(account, "49" + i, account + i));
                  keys.add(accepted.key());
                  if (Objects.equals(store().finish(accepted.key(), null), true)) {
                    finished.incrementAndGet();
                  }
                }
              });
      thread.start();
      running.add(thread);
    }
    for (Thread thread : running) {
      thread.join();
    }
    assertThat(keys).hasSize(threads * each);
    assertThat(finished.get()).isEqualTo(threads * each);
    assertThat(store().store.stats().pending()).isZero();
  }

  @Test
  void whatIsLazyIsDurableSoonWithoutAnythingForced() throws IOException {
    store().store.requestMail("acme", 1);
    store().post(store().mail("acme", "m"));
    long commits = store().store.stats().commits();
    store().store.mailDone(store().takeMail().key(), MailOutcome.DELIVERED);
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (store().store.stats().commits() == commits && System.nanoTime() < end) {
      Thread.onSpinWait();
    }

    reopenAfterCrash();

    assertThat(store().store.stats().mailboxes()).isEmpty();
  }
}

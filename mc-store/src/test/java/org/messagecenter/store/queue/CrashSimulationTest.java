package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.store.journal.MemoryDisk;

/**
 * A store with tiny segments under a seeded random workload, and a model of what it owes in memory.
 * Again and again the power fails in the middle: what was not synced is lost, or kept, by chance.
 * After each opening everything the store holds is drained and compared with the model.
 */
class CrashSimulationTest {

  private static final int LIVES = 15;
  private static final int STEPS = 3000;
  private static final long LIMIT_NANOS = 60_000_000_000L;
  private static final List<String> ACCOUNTS = List.of("a", "b", "c");

  /** What is known of one message; the body is its name. */
  private static final class Tracked {
    final String body;
    final List<Integer> attemptsAsked = new ArrayList<>(List.of(0));
    final List<@Nullable CarrierId> carrierIdsAsked = new ArrayList<>();
    volatile long key;
    volatile String id = "";
    boolean finishAsked;
    volatile boolean finished;
    boolean mailDoneAsked;

    Tracked(String body) {
      this.body = body;
      carrierIdsAsked.add(null);
    }

    String receipt() {
      return "receipt of " + body;
    }
  }

  private final TestClock clock = new TestClock();
  private final Map<String, Tracked> model = new HashMap<>();
  private final Set<String> everFinished = ConcurrentHashMap.newKeySet();

  /** The ids of all whose end was acknowledged, in this life or an earlier one. */
  private final Set<String> ended = new LinkedHashSet<>();

  private final Set<Long> everUsed = new HashSet<>();
  private MemoryDisk disk = new MemoryDisk();
  private int names;

  private StoreSettings settings(int spares) {
    return StoreSettings.defaults(Path.of("memory"))
        .withSegmentBytes(8192)
        .withSpareSegments(spares)
        .withCommits(0, 1)
        .withCheckpoints(3L * 8192, Long.MAX_VALUE)
        .withClock(clock);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void nothingAcknowledgedIsLost(long seed) throws IOException {
    Random random = new Random(seed);
    StoreSettings settings = settings((int) seed % 2 * 2);
    for (int life = 0; life < LIVES; life++) {
      StoreProbe store = new StoreProbe(JournalStore.open(settings, disk), clock).start();
      compare(store);
      if (life == LIVES / 2) {
        finishMost(store, random);
      }
      work(store, random);
      boolean orderly = random.nextInt(4) == 0;
      // What is acknowledged now must be on the disk that the crash leaves.
      Set<Tracked> accepted = acknowledged(tracked -> tracked.key != 0);
      Set<Tracked> finished = acknowledged(tracked -> tracked.finished);
      MemoryDisk old = disk;
      if (orderly) {
        store.close();
        disk = old.copy();
      } else {
        disk = random.nextBoolean() ? old.crash(random) : old.copy();
        store.close();
      }
      (orderly ? acknowledged(tracked -> tracked.finished) : finished)
          .forEach(tracked -> ended.add(tracked.id));
      settle(accepted, finished, orderly);
    }
    StoreProbe store = new StoreProbe(JournalStore.open(settings, disk), clock).start();
    compare(store);
    store.close();
  }

  private Set<Tracked> acknowledged(java.util.function.Predicate<Tracked> what) {
    Set<Tracked> set = new HashSet<>();
    for (Tracked tracked : model.values()) {
      if (what.test(tracked)) {
        set.add(tracked);
      }
    }
    return set;
  }

  /** Callbacks that came after the crash told nobody anything. */
  private void settle(Set<Tracked> accepted, Set<Tracked> finished, boolean orderly) {
    if (orderly) {
      return;
    }
    for (Tracked tracked : model.values()) {
      if (!accepted.contains(tracked)) {
        tracked.key = 0;
      }
      tracked.finished = finished.contains(tracked);
    }
  }

  private void work(StoreProbe store, Random random) {
    List<Tracked> known = new ArrayList<>(model.values());
    int steps = random.nextInt(STEPS);
    for (int step = 0; step < steps; step++) {
      int action = random.nextInt(100);
      if (action < 40 || known.isEmpty()) {
        Tracked tracked = new Tracked("m" + names++ + "x".repeat(random.nextInt(300)));
        model.put(tracked.body, tracked);
        known.add(tracked);
        accept(store, tracked, random);
        continue;
      }
      Tracked tracked = known.get(random.nextInt(known.size()));
      if (tracked.key == 0) {
        continue;
      }
      if (action < 70) {
        finish(store, tracked, random);
      } else if (action < 90 && !tracked.finishAsked) {
        int attempts = tracked.attemptsAsked.get(tracked.attemptsAsked.size() - 1) + 1;
        tracked.attemptsAsked.add(attempts);
        CarrierId carrierId = random.nextBoolean() ? null : new CarrierId("c", "id " + names++);
        if (carrierId != null) {
          tracked.carrierIdsAsked.add(carrierId);
        }
        store.store.attempted(
            tracked.key, attempts, clock.getAsLong() + random.nextInt(1000), carrierId);
      } else if (action < 97) {
        takeMail(store, random);
      } else {
        clock.advance(Duration.ofMillis(random.nextInt(100)));
      }
      if (step % 50 == 0) {
        store.settle();
      }
    }
  }

  private void accept(StoreProbe store, Tracked tracked, Random random) {
    long due = clock.getAsLong() + (random.nextBoolean() ? 0 : random.nextInt(10_000));
    store.store.accept(
        store.message(ACCOUNTS.get(random.nextInt(3)), "49", tracked.body, due, Long.MAX_VALUE),
        new AcceptCallback() {
          @Override
          public void accepted(long key, String messageId, @Nullable Object attachment) {
            tracked.id = messageId;
            tracked.key = key;
          }

          @Override
          public void refused(StoreFailure why, @Nullable Object attachment) {}
        });
  }

  private void finish(StoreProbe store, Tracked tracked, Random random) {
    tracked.finishAsked = true;
    store.store.finish(
        tracked.key,
        MessageState.DELIVERED,
        0,
        0,
        store.mail(ACCOUNTS.get(random.nextInt(3)), tracked.receipt()),
        changed -> {
          if (changed) {
            everFinished.add(tracked.body);
          }
          tracked.finished = true;
        });
  }

  private void takeMail(StoreProbe store, Random random) {
    store.store.requestMail(ACCOUNTS.get(random.nextInt(3)), 5);
    for (Mail mail : store.drainMail()) {
      switch (random.nextInt(4)) {
        case 0 -> store.store.mailReleased(mail.key());
        case 1 -> store.store.mailRetry(mail.key(), clock.getAsLong() + random.nextInt(100));
        default -> {
          Tracked tracked = model.get(text(mail.body()).substring("receipt of ".length()));
          if (tracked != null) {
            tracked.mailDoneAsked = true;
          }
          store.store.mailDone(mail.key(), MailOutcome.DELIVERED);
        }
      }
    }
  }

  /** Gives the cleaner's second rule, dead segments at the head, something to do. */
  private void finishMost(StoreProbe store, Random random) {
    for (Tracked tracked : List.copyOf(model.values())) {
      if (tracked.key != 0 && random.nextInt(10) > 0) {
        finish(store, tracked, random);
      }
    }
    store.settle();
  }

  /** Drains the store: every message and every mail, and looks whether it is what must be there. */
  private void compare(StoreProbe store) {
    Map<String, DueMessage> messages = new HashMap<>();
    clock.advance(Duration.ofSeconds(20));
    ((JournalStore) store.store).wake();
    store.store.requestWork(1_000_000);
    for (DueMessage due : store.drainDue()) {
      assertThat(messages.put(text(due.body()), due)).as("one push each").isNull();
    }
    Map<String, Mail> mails = new HashMap<>();
    for (String account : ACCOUNTS) {
      store.store.requestMail(account, 1_000_000);
    }
    for (Mail mail : store.drainMail()) {
      assertThat(mails.put(text(mail.body()), mail)).as("one mail each").isNull();
    }
    assertThat(store.store.stats().pending()).isEqualTo(messages.size());
    for (Tracked tracked : List.copyOf(model.values())) {
      compareCarrier(store, tracked, messages.get(tracked.body));
      compare(tracked, messages.remove(tracked.body), mails.remove(tracked.receipt()));
    }
    compareEnded(store);
    assertThat(messages).as("messages never accepted").isEmpty();
    assertThat(mails).as("mails never posted").isEmpty();
    assertCleaned(store);
    // Everything goes back: the model is what it was.
    for (String account : ACCOUNTS) {
      store.store.cancelMailRequests(account);
    }
  }

  /**
   * The disk holds twice what is live at most, and two segments, as soon as the cleaner is done.
   */
  private static void assertCleaned(StoreProbe store) {
    StoreStats stats = store.store.stats();
    // The threads that read for the cleaner and write the archive take the time they get.
    long end = System.nanoTime() + LIMIT_NANOS;
    while (stats.journalBytes() > 2 * stats.liveBytes() + 16384 && System.nanoTime() < end) {
      store.settle();
      stats = store.store.stats();
    }
    assertThat(stats.journalBytes()).isLessThanOrEqualTo(2 * stats.liveBytes() + 16384);
  }

  /** What ended is remembered, wherever its records went. */
  private void compareEnded(StoreProbe store) {
    ended.remove("");
    int step = ended.size() / 300 + 1;
    int n = 0;
    for (String id : ended) {
      if (n++ % step == 0) {
        StoreProbe.Found found = store.lookup(id);
        assertThat(found.pending()).isEmpty();
        assertThat(found.ended())
            .extracting(EndedMessage::state)
            .containsExactly(MessageState.DELIVERED);
      }
    }
  }

  /** A carrier id leads to its message or, when a younger one was asked for, to nothing. */
  private void compareCarrier(StoreProbe store, Tracked tracked, @Nullable DueMessage message) {
    if (message == null) {
      return;
    }
    CarrierId carrierId = Objects.requireNonNull(store.find(message.key())).carrierId();
    assertThat(tracked.carrierIdsAsked).contains(carrierId);
    // What is known from now on is durable, and only what is asked later may replace it.
    while (!Objects.equals(tracked.carrierIdsAsked.get(0), carrierId)) {
      tracked.carrierIdsAsked.remove(0);
    }
    while (tracked.attemptsAsked.get(0) < message.attempts()) {
      tracked.attemptsAsked.remove(0);
    }
    if (carrierId != null) {
      StoredMessage found = store.findByCarrierId(carrierId.carrier(), carrierId.id());
      assertThat(Objects.requireNonNull(found).key()).isEqualTo(message.key());
    }
  }

  private void compare(Tracked tracked, @Nullable DueMessage message, @Nullable Mail mail) {
    if (message == null && mail == null) {
      boolean mayBeGone = tracked.key == 0 || (tracked.finishAsked && tracked.mailDoneAsked);
      assertThat(mayBeGone).as("%s is gone", tracked.body).isTrue();
      model.remove(tracked.body);
      return;
    }
    assertThat(message == null || mail == null).as("%s is twice there", tracked.body).isTrue();
    if (message != null) {
      assertThat(tracked.finished).as("%s was finished", tracked.body).isFalse();
      assertThat(tracked.attemptsAsked).contains(message.attempts());
      if (tracked.key != 0) {
        assertThat(message.key()).isEqualTo(tracked.key);
      } else {
        assertThat(everUsed.add(message.key())).as("a key given twice").isTrue();
      }
      tracked.key = message.key();
      tracked.finishAsked = false;
    } else {
      assertThat(tracked.finishAsked).isTrue();
      tracked.finished = true;
      if (tracked.key == 0) {
        tracked.key = 1;
      }
    }
  }
}

package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.MemoryDisk;

/**
 * A store with tiny segments and checkpoints under a seeded random workload. At many moments while
 * a checkpoint is made, and at the end of each life, a crash is tried: what a checkpoint and the
 * journal behind it tell must be what the whole journal tells. {@code -Dcheckpoint.lives=N} tries
 * more.
 */
class CheckpointSimulationTest {

  private static final int LIVES = Integer.getInteger("checkpoint.lives", 60);
  private static final long SEED = Long.getLong("checkpoint.seed", 1);
  private static final int STEPS = 250;
  private static final int LEAST = 3000;

  private final TestClock clock = new TestClock();
  private final ConcurrentLinkedQueue<Long> keys = new ConcurrentLinkedQueue<>();
  private int compared;
  private int byCheckpoint;
  private int names;

  private StoreSettings settings(int spares) {
    return StoreSettings.defaults(Path.of("memory"))
        .withSegmentBytes(8192)
        .withSpareSegments(spares)
        .withCommits(0, 1)
        .withClock(clock)
        .withCheckpoints(LEAST, Long.MAX_VALUE);
  }

  @Test
  void aCheckpointTellsWhatTheJournalTells() throws IOException {
    for (int life = 0; life < LIVES; ) {
      MemoryDisk disk = new MemoryDisk();
      keys.clear();
      for (int n = 0; n < 10 && life < LIVES; n++, life++) {
        disk = live(disk, new Random(SEED + life));
      }
    }
    assertThat(byCheckpoint).as("of %s", compared).isGreaterThan(compared / 4);
  }

  /** One life of the store; returns what its end leaves. */
  private MemoryDisk live(MemoryDisk disk, Random random) throws IOException {
    ConcurrentLinkedQueue<MemoryDisk> crashed = new ConcurrentLinkedQueue<>();
    Random moments = new Random(random.nextLong());
    CrashingDisk watched =
        new CrashingDisk(
            disk,
            () -> {
              synchronized (moments) {
                if (moments.nextInt(10) == 0) {
                  crashed.add(moments.nextBoolean() ? disk.crash(moments) : disk.copy());
                }
              }
            });
    int bite = 20 + random.nextInt(400);
    StoreSettings settings = settings(random.nextInt(3));
    StoreProbe store = new StoreProbe(JournalStore.open(settings, watched, bite), clock).start();
    store.store.requestWork(random.nextInt(200));
    work(store, random);
    MemoryDisk left;
    if (random.nextInt(3) == 0) {
      store.close();
      left = disk.copy();
    } else {
      left = random.nextBoolean() ? disk.crash(random) : disk.copy();
      store.close();
      crashed.add(disk.copy());
    }
    crashed.add(left);
    for (MemoryDisk one : crashed) {
      compare(one);
    }
    return left;
  }

  private void compare(MemoryDisk disk) throws IOException {
    IndexDump all = IndexDump.ofAllOf(disk, settings(0));
    IndexDump shortened = IndexDump.of(disk, settings(0).withCheckpoints(1, Long.MAX_VALUE));
    if (!shortened.lines.equals(all.lines)) {
      List<String> more = new ArrayList<>(shortened.lines);
      more.removeAll(all.lines);
      List<String> fewer = new ArrayList<>(all.lines);
      fewer.removeAll(shortened.lines);
      fail("with the checkpoint there are also %s, but not %s", more, fewer);
    }
    compared++;
    if (shortened.checkpoint != 0) {
      byCheckpoint++;
    }
  }

  private void work(StoreProbe store, Random random) {
    List<Long> known = new ArrayList<>();
    int steps = random.nextInt(2 * STEPS);
    for (int step = 0; step < steps; step++) {
      if (random.nextInt(3) == 0) {
        // A round of its own for what was asked up to now.
        store.find(1);
        for (Long key = keys.poll(); key != null; key = keys.poll()) {
          known.add(key);
        }
      }
      int action = random.nextInt(100);
      if (action < 45 || known.isEmpty()) {
        accept(store, random);
        continue;
      }
      long key = known.get(random.nextInt(known.size()));
      long soon = clock.getAsLong() + random.nextInt(500);
      if (action < 53) {
        NewMail receipt = random.nextInt(3) == 0 ? null : store.mail(account(random), text(random));
        if (action < 48) {
          store.store.cancel(key, 0, soon, receipt, null);
        } else {
          store.store.finish(key, MessageState.DELIVERED, 0, soon, receipt, null);
        }
      } else if (action < 78) {
        CarrierId id = random.nextInt(3) == 0 ? null : new CarrierId("c", "id " + names++);
        switch (random.nextInt(5)) {
          case 0 -> store.store.retry(key, 1 + random.nextInt(5), soon);
          case 1 -> store.store.park(key, 1 + random.nextInt(3), random.nextBoolean());
          default -> store.store.attempted(key, random.nextInt(5), soon, id);
        }
      } else if (action < 84) {
        store.store.replace(key, message(store, random), null);
      } else if (action < 95) {
        takeMail(store, random);
      } else {
        clock.advance(Duration.ofMillis(random.nextInt(300)));
        ((JournalStore) store.store).wake();
        store.store.requestLine(1 + random.nextInt(3), random.nextInt(20));
      }
    }
    store.settle();
  }

  private static String account(Random random) {
    // New accounts come up all the time, so that mailboxes are made while a checkpoint is.
    return random.nextInt(4) == 0 ? "new" + random.nextInt(1000) : "a" + random.nextInt(3);
  }

  private static String text(Random random) {
    return "x".repeat(random.nextInt(300));
  }

  private NewMessage message(StoreProbe store, Random random) {
    long now = clock.getAsLong();
    NewMessage tagged =
        store.tagged(
            "49" + random.nextInt(3), text(random), random.nextInt(3), random.nextBoolean());
    return new NewMessage(
        "a" + random.nextInt(3),
        tagged.destination(),
        random.nextInt(4) == 0 ? MessageKind.MO : MessageKind.MT,
        now,
        now + (random.nextBoolean() ? 0 : random.nextInt(1000)),
        random.nextBoolean() ? Long.MAX_VALUE : now + random.nextInt(3000),
        tagged.body(),
        0,
        tagged.length(),
        tagged.tag(),
        tagged.shortId(),
        null);
  }

  private void accept(StoreProbe store, Random random) {
    int recipients = random.nextInt(8) == 0 ? 1 + random.nextInt(5) : 1;
    AcceptCallback done =
        new AcceptCallback() {
          @Override
          public void accepted(long key, String messageId, @Nullable Object attachment) {
            for (int ordinal = 0; ordinal < recipients; ordinal++) {
              keys.add(key + ordinal);
            }
          }

          @Override
          public void refused(StoreFailure why, @Nullable Object attachment) {}
        };
    NewMessage first = message(store, random);
    long fingerprint = random.nextInt(3) == 0 ? 1 + random.nextInt(40) : 0;
    long since = clock.getAsLong() - random.nextInt(2000);
    if (recipients == 1) {
      store.store.acceptOnce(first, fingerprint, since, done);
      return;
    }
    List<NewMessage> all = new ArrayList<>();
    for (int i = 0; i < recipients; i++) {
      all.add(
          new NewMessage(
              first.account(),
              first.destination() + i,
              first.kind(),
              first.acceptedAt(),
              first.dueAt(),
              first.expiresAt(),
              first.body(),
              0,
              first.length(),
              first.tag(),
              first.shortId(),
              null));
    }
    store.store.acceptAllOnce(all, fingerprint, since, done);
  }

  private void takeMail(StoreProbe store, Random random) {
    store.store.requestMail(account(random), 5);
    if (random.nextInt(5) > 0) {
      return;
    }
    for (Mail mail : store.drainMail()) {
      switch (random.nextInt(4)) {
        case 0 -> store.store.mailReleased(mail.key());
        case 1 -> store.store.mailRetry(mail.key(), clock.getAsLong() + random.nextInt(200));
        default -> store.store.mailDone(mail.key(), MailOutcome.DELIVERED);
      }
    }
  }
}

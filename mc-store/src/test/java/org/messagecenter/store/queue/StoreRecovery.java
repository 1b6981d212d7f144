package org.messagecenter.store.queue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long a large store takes to open, and what a checkpoint costs while it is written.
 * Not a test. Each step in a JVM of its own:
 *
 * <pre>
 * java ... StoreRecovery fill DIRECTORY [records]    pending ones, each beside one that ended
 * java ... StoreRecovery open DIRECTORY              by the checkpoint
 * java ... StoreRecovery replay DIRECTORY            by the whole journal
 * java ... StoreRecovery busy DIRECTORY [seconds]    life-cycles without checkpoints
 * java ... StoreRecovery copy DIRECTORY [seconds]    life-cycles while one is written
 * java ... StoreRecovery find DIRECTORY [seconds]    life-cycles, and at once a look-up by address
 * </pre>
 */
public final class StoreRecovery {

  private static final long HOUR = 3_600_000;
  private static final int MOST_WAITING = 10_000;
  private static final int OUTSTANDING = 200;
  private static final int MIB = 1 << 20;

  private final Semaphore free = new Semaphore(MOST_WAITING);
  private final byte[] body = new byte[100];
  private long[] waits = new long[1 << 20];
  private int count;
  private long number;

  private StoreRecovery() {}

  private final AcceptCallback accepted =
      new AcceptCallback() {
        @Override
        public void accepted(long key, String messageId, @Nullable Object attachment) {
          if (attachment instanceof Long askedAt) {
            if (count == waits.length) {
              waits = Arrays.copyOf(waits, 2 * count);
            }
            waits[count++] = System.nanoTime() - askedAt;
          } else {
            free.release();
          }
        }

        @Override
        public void refused(StoreFailure why, @Nullable Object attachment) {
          throw new IllegalStateException("refused: " + why);
        }
      };

  private NewMessage message(long due, @Nullable Object attachment) {
    long now = System.currentTimeMillis();
    String destination = "4917" + (10_000_000 + number++ % 90_000_000);
    return new NewMessage(
        "account", destination, MessageKind.MT, now, due, now + 48 * HOUR, body, attachment);
  }

  private MessageStore open(StoreSettings settings) throws IOException {
    long begin = System.nanoTime();
    JournalStore store = JournalStore.open(settings);
    print("opened, s", (System.nanoTime() - begin) / 1e9);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    print("of these, the thread's own, s", threads.getCurrentThreadCpuTime() / 1e9);
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        peak += pool.getPeakUsage().getUsed();
      }
    }
    print("heap then at its peak, MiB", peak / (double) MIB);
    store.start(
        message -> {
          store.requestWork(1);
          store.finish(
              message.key(), MessageState.DELIVERED, 0, message.acceptedAt(), null, this::ended);
        },
        mail -> {},
        info -> {},
        (cause, what) -> {
          throw new IllegalStateException(what, cause);
        });
    return store;
  }

  private void ended(boolean changed) {
    free.release();
  }

  private void fill(MessageStore store, int records) throws InterruptedException {
    store.requestWork(MOST_WAITING);
    for (int i = 0; i < records; i++) {
      free.acquire(3);
      long now = System.currentTimeMillis();
      store.accept(message(now + HOUR + number * 7919 % (12 * HOUR), null), accepted);
      // Its permits come back with its answer and with its end.
      store.accept(message(now, null), accepted);
    }
    free.acquire(MOST_WAITING);
    System.out.println(store.stats());
  }

  private void find(MessageStore store) {
    long begin = System.nanoTime();
    store.findByAddress(
        "account",
        "4917" + 10_000_000,
        0,
        0,
        10,
        new LookupCallback() {
          @Override
          public void found(List<StoredMessage> pending, List<EndedMessage> ended) {
            print("look-up, ms", (System.nanoTime() - begin) / 1e6);
            print("look-up, messages", (double) pending.size());
          }

          @Override
          public void failed(StoreFailure why) {
            throw new IllegalStateException("not found: " + why);
          }
        });
  }

  private void busy(MessageStore store, int seconds) throws InterruptedException {
    count = 0;
    free.drainPermits();
    free.release(OUTSTANDING);
    store.requestWork(OUTSTANDING);
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < seconds * 1_000_000_000L) {
      free.acquire();
      store.accept(message(System.currentTimeMillis(), System.nanoTime()), accepted);
    }
    free.acquire(OUTSTANDING);
    Arrays.sort(waits, 0, count);
    print("life-cycles/s", count / (double) seconds);
    print("wait for an accept, p50 ms", waits[count / 2] / 1e6);
    print("wait for an accept, p99 ms", waits[(int) (count * 0.99)] / 1e6);
    print("wait for an accept, p99.9 ms", waits[(int) (count * 0.999)] / 1e6);
    print("wait for an accept, longest ms", waits[count - 1] / 1e6);
    print("checkpoints", (double) store.stats().checkpoints());
  }

  private static void print(String what, double value) {
    System.out.printf(Locale.ROOT, "%-40s %,.3f%n", what, value);
  }

  /** Runs a step. */
  public static void main(String[] args) throws IOException, InterruptedException {
    StoreSettings settings = StoreSettings.defaults(Path.of(args[1]));
    StoreSettings without = settings.withCheckpoints(Long.MAX_VALUE, 64L * MIB);
    StoreRecovery run = new StoreRecovery();
    switch (args[0]) {
      case "fill" -> {
        MessageStore store = run.open(settings);
        run.fill(store, args.length > 2 ? Integer.parseInt(args[2]) : 5_000_000);
        // No orderly end: as after a crash.
        Runtime.getRuntime().halt(0);
      }
      case "open", "replay" -> {
        try (MessageStore store = run.open(args[0].equals("open") ? settings : without)) {
          System.out.println(store.stats());
        }
      }
      case "busy", "copy", "find" -> {
        int seconds = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        StoreSettings kept =
            switch (args[0]) {
              case "busy" -> without;
              case "copy" -> settings.withCheckpoints(MIB, 64L * MIB);
              default -> settings;
            };
        try (MessageStore store = run.open(kept)) {
          if (args[0].equals("find")) {
            run.find(store);
          }
          run.busy(store, seconds);
        }
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }
}

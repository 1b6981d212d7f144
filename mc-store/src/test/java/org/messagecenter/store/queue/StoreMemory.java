package org.messagecenter.store.queue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures what pending records cost: the heap of each after a collection, the processor's time of
 * an idle store, life-cycles per second beside them, and the time to open the store again. Not a
 * test: {@code java -Xmx1g -XX:+UseParallelGC ... StoreMemory [records] [kind] [directory]}. The
 * kinds are {@code deferred} messages, such that have a {@code carrier} id, such that are {@code
 * ready} but get no credit, {@code mail}, and {@code spread}: deferred ones that the timing wheel
 * spreads all at once during the life-cycles.
 */
public final class StoreMemory {

  private static final long HOUR = 3_600_000;

  /** A list of the timing wheel's fifth level, milliseconds. */
  private static final long STRETCH = 1L << 24;

  private static final long UNTIL_SPREAD = 26_000;
  private static final int MOST_WAITING = 20_000;
  private static final int IDLE_SECONDS = 10;
  private static final int BUSY_SECONDS = 8;
  private static final int OUTSTANDING = 1_000;

  private final int records;
  private final String kind;
  private final Semaphore free = new Semaphore(MOST_WAITING);
  private final AtomicLong cycles = new AtomicLong();
  private final byte[] body = new byte[100];
  private final AtomicLong attempts = new AtomicLong();
  private final AtomicLong longestNanos = new AtomicLong();
  private final long clockShift;
  private volatile boolean busy;
  private long number;

  private StoreMemory(int records, String kind) {
    this.records = records;
    this.kind = kind;
    long spreadAt = System.currentTimeMillis() + UNTIL_SPREAD;
    clockShift = kind.equals("spread") ? STRETCH - spreadAt % STRETCH : 0;
  }

  private long now() {
    return System.currentTimeMillis() + clockShift;
  }

  private final AcceptCallback accepted =
      new AcceptCallback() {
        @Override
        public void accepted(long key, String messageId, @Nullable Object attachment) {
          if (attachment instanceof Long askedAt) {
            longestNanos.accumulateAndGet(System.nanoTime() - askedAt, Math::max);
          } else {
            free.release();
          }
        }

        @Override
        public void refused(StoreFailure why, @Nullable Object attachment) {
          throw new IllegalStateException("refused: " + why);
        }
      };

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long storeCpu() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && info.getThreadName().startsWith("store")) {
        nanos += threads.getThreadCpuTime(id);
      }
    }
    return nanos;
  }

  private NewMessage message(long now, long due, @Nullable Object attachment) {
    String destination = "4917" + (10_000_000 + number++ % 90_000_000);
    return new NewMessage(
        "account", destination, MessageKind.MT, now, due, now + 48 * HOUR, body, attachment);
  }

  private void due(MessageStore store, DueMessage message) {
    store.requestWork(1);
    if (busy) {
      NewMail receipt = new NewMail("busy", MailKind.RECEIPT, Long.MAX_VALUE, body, null);
      store.finish(message.key(), MessageState.DELIVERED, 0, message.acceptedAt(), receipt, null);
    } else {
      attempts.incrementAndGet();
      long next = now() + 24 * HOUR;
      store.attempted(
          message.key(), 1, next, new CarrierId("carrier", Long.toHexString(message.key())));
    }
  }

  private void mail(MessageStore store, Mail mail) {
    store.mailDone(mail.key(), MailOutcome.DELIVERED);
    store.requestMail(mail.account(), 1);
    cycles.incrementAndGet();
    free.release();
  }

  private void fill(MessageStore store) throws InterruptedException {
    for (int i = 0; i < records; i++) {
      free.acquire();
      long now = now();
      switch (kind) {
        case "deferred" ->
            store.accept(message(now, now + HOUR + number * 7919 % (12 * HOUR), null), accepted);
        case "spread" -> {
          long begin = (now / STRETCH + 1) * STRETCH + 60_000;
          store.accept(message(now, begin + number * 7919 % (STRETCH - 120_000), null), accepted);
        }
        case "mail" ->
            store.post(
                new NewMail("a" + i % 100, MailKind.RECEIPT, Long.MAX_VALUE, body, null),
                changed -> free.release());
        default -> store.accept(message(now, now, null), accepted);
      }
    }
    free.acquire(MOST_WAITING);
    free.release(MOST_WAITING);
    while (kind.equals("carrier") && attempts.get() < records) {
      Thread.sleep(10);
    }
  }

  private void start(MessageStore store) {
    store.start(
        message -> due(store, message),
        mail -> mail(store, mail),
        info -> {},
        (cause, what) -> {
          throw new IllegalStateException(what, cause);
        });
  }

  private void cycle(MessageStore store) throws InterruptedException {
    busy = true;
    free.drainPermits();
    free.release(OUTSTANDING);
    store.requestWork(2 * OUTSTANDING);
    store.requestMail("busy", OUTSTANDING);
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < BUSY_SECONDS * 1_000_000_000L) {
      free.acquire();
      long now = now();
      store.accept(message(now, now, System.nanoTime()), accepted);
    }
    print("life-cycles/s beside them", cycles.get() * 1e9 / (System.nanoTime() - begin));
    print("longest wait for an accept, ms", longestNanos.get() / 1e6);
    free.acquire(OUTSTANDING);
  }

  private static void print(String what, double value) {
    System.out.printf(Locale.ROOT, "%-40s %,.3f%n", what, value);
  }

  private void run(StoreSettings settings) throws IOException, InterruptedException {
    long before = heap();
    try (MessageStore store = JournalStore.open(settings)) {
      start(store);
      if (kind.equals("carrier")) {
        store.requestWork(MOST_WAITING);
      }
      long begin = System.nanoTime();
      fill(store);
      Thread.sleep(2_000);
      print("filled, records/s", records * 1e9 / (System.nanoTime() - begin - 2_000_000_000L));
      print("heap octets per record", (heap() - before) / (double) records);
      long cpu = storeCpu();
      Thread.sleep(IDLE_SECONDS * 1_000L);
      print("idle, % of a processor", (storeCpu() - cpu) / (IDLE_SECONDS * 1e7));
      if (!kind.equals("ready")) {
        cycle(store);
      }
      System.out.println(store.stats());
    }
    long begin = System.nanoTime();
    try (MessageStore store = JournalStore.open(settings)) {
      print("opened again, s", (System.nanoTime() - begin) / 1e9);
      Thread.sleep(3_000);
      print("heap octets per record then", (heap() - before) / (double) records);
      System.out.println(store.stats());
    }
  }

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int records = args.length > 0 ? Integer.parseInt(args[0]) : 5_000_000;
    String kind = args.length > 1 ? args[1] : "deferred";
    Path directory = args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory("store-memory");
    StoreSettings settings =
        StoreSettings.defaults(directory)
            .withMailbox(records, Long.MAX_VALUE, 72 * HOUR)
            .withRetainedEnds(0);
    StoreMemory memory = new StoreMemory(records, kind);
    memory.run(settings.withClock(memory::now));
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

package org.messagecenter.store.queue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures durable life-cycles per second: a message of 200 octets is accepted, comes due, is
 * finished with a receipt of 180 octets, which is delivered; a fixed number is outstanding. Not a
 * test: {@code java ... StoreThroughput [seconds] [outstanding] [directory]}.
 */
public final class StoreThroughput {

  private static final int REPORTS = 5;

  private final MessageStore store;
  private final byte[] body = new byte[200];
  private final byte[] receipt = new byte[180];
  private final Semaphore free;
  private int delivered;
  private final AtomicLong cycles = new AtomicLong();

  private StoreThroughput(MessageStore store, int outstanding) {
    this.store = store;
    this.free = new Semaphore(outstanding);
  }

  private final AcceptCallback accepted =
      new AcceptCallback() {
        @Override
        public void accepted(long key, String messageId, @Nullable Object attachment) {}

        @Override
        public void refused(StoreFailure why, @Nullable Object attachment) {
          throw new IllegalStateException("refused: " + why);
        }
      };

  private void due(DueMessage message) {
    store.requestWork(1);
    store.finish(
        message.key(),
        MessageState.DELIVERED,
        0,
        message.acceptedAt(),
        new NewMail(message.account(), MailKind.RECEIPT, Long.MAX_VALUE, receipt, null),
        null);
  }

  private void mail(Mail mail) {
    store.mailDone(mail.key(), MailOutcome.DELIVERED);
    store.requestMail(mail.account(), 1);
    delivered++;
  }

  private void committed() {
    if (delivered > 0) {
      cycles.addAndGet(delivered);
      free.release(delivered);
      delivered = 0;
    }
  }

  private void run(int seconds, int outstanding) throws InterruptedException {
    store.start(
        this::due,
        this::mail,
        info -> committed(),
        (cause, what) -> {
          throw new IllegalStateException(what, cause);
        });
    List<String> accounts = Stream.iterate(0, i -> i + 1).limit(10).map(i -> "acct" + i).toList();
    store.requestWork(2 * outstanding);
    accounts.forEach(account -> store.requestMail(account, outstanding));
    long begin = System.nanoTime();
    long end = begin + seconds * 1_000_000_000L;
    long nextReport = begin + seconds * 1_000_000_000L / REPORTS;
    long lastCycles = 0;
    long lastAt = begin;
    long number = 0;
    while (System.nanoTime() < end) {
      free.acquire();
      int more = 1 + free.drainPermits();
      long now = System.currentTimeMillis();
      for (int i = 0; i < more; i++) {
        String account = accounts.get((int) (number++ % accounts.size()));
        store.accept(
            new NewMessage(
                account,
                "4917" + (10_000_000 + number % 10_000_000),
                MessageKind.MT,
                now,
                now,
                now + 86_400_000,
                body.clone(),
                null),
            accepted);
      }
      if (System.nanoTime() >= nextReport) {
        long at = System.nanoTime();
        long count = cycles.get();
        System.out.printf(
            Locale.ROOT, "%,.0f life-cycles/s%n", (count - lastCycles) * 1e9 / (at - lastAt));
        lastCycles = count;
        lastAt = at;
        nextReport += seconds * 1_000_000_000L / REPORTS;
      }
    }
    System.out.println(store.stats());
  }

  /** Runs the measurement. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 10;
    int outstanding = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
    Path directory =
        args.length > 2 ? Path.of(args[2]) : Files.createTempDirectory("store-throughput");
    try (MessageStore store = JournalStore.open(StoreSettings.defaults(directory))) {
      new StoreThroughput(store, outstanding).run(seconds, outstanding);
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

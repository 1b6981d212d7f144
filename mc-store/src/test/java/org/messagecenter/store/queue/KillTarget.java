package org.messagecenter.store.queue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What {@link KillTest} kills: a store under load, with everything an ESME and a dispatcher do to
 * it. It prints what it has the store's word for: {@code A key}, accepted; {@code F key}, finished;
 * {@code X key}, cancelled; {@code R key}, replaced; and, before it asks, {@code D key}: that the
 * receipt of this message is done.
 *
 * <p>Arguments: the directory, a seed, and after how many messages it ends in order (0: never).
 */
final class KillTarget {

  private static final int OUTSTANDING = 200;
  private static final long HOUR = 3_600_000;
  static final String REPLACED = "other content";

  private final MessageStore store;
  private final PrintStream out;
  private final Random random;
  private final Semaphore free = new Semaphore(OUTSTANDING);

  private KillTarget(MessageStore store, PrintStream out, Random random) {
    this.store = store;
    this.out = out;
    this.random = random;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    MessageStore store = JournalStore.open(settings(Path.of(args[0])));
    new KillTarget(store, out, new Random(Long.parseLong(args[1]))).run(Integer.parseInt(args[2]));
    store.close();
    out.flush();
  }

  /** So small that there is always some segment or checkpoint being begun, moved or dropped. */
  static StoreSettings settings(Path directory) {
    return StoreSettings.defaults(directory)
        .withSegmentBytes(16 << 10)
        .withSpareSegments(2)
        .withSpace(0, 1 << 20)
        .withCheckpoints(64 << 10, Long.MAX_VALUE);
  }

  private void run(int messages) throws InterruptedException {
    store.start(
        this::due,
        this::mail,
        // The lines of a commit go out in one write, as the replies of a server would.
        info -> out.flush(),
        (cause, what) -> Runtime.getRuntime().halt(3));
    store.requestWork(Integer.MAX_VALUE);
    store.requestMail("acme", Integer.MAX_VALUE);
    Random which = new Random(random.nextLong());
    for (int i = 1; i != messages; i++) {
      free.acquire();
      if (which.nextInt(10) == 0) {
        accept(3, false, i);
      } else {
        accept(1, which.nextInt(6) == 0, i);
      }
    }
  }

  private static NewMessage message(String destination, String body, long dueAt) {
    byte[] octets = body.getBytes(StandardCharsets.US_ASCII);
    return new NewMessage(
        "acme", destination, MessageKind.MT, 0, dueAt, Long.MAX_VALUE, octets, null);
  }

  private void accept(int recipients, boolean later, int number) {
    long dueAt = later ? System.currentTimeMillis() + HOUR : 0;
    List<NewMessage> all = new ArrayList<>();
    for (int i = 0; i < recipients; i++) {
      all.add(message("49" + i, "message " + number, dueAt));
    }
    store.acceptAll(
        all,
        new AcceptCallback() {
          @Override
          public void accepted(long key, String messageId, @Nullable Object attachment) {
            for (int i = 0; i < recipients; i++) {
              print('A', key + i);
            }
            free.release();
            if (later) {
              change(key);
            }
          }

          @Override
          public void refused(StoreFailure why, @Nullable Object attachment) {
            Runtime.getRuntime().halt(4);
          }
        });
  }

  private void print(char what, long key) {
    out.print(what + " " + key + " .\n");
  }

  private void change(long key) {
    int action = random.nextInt(10);
    if (action < 6) {
      store.cancel(key, 0, 0, receipt(key), changed -> print('X', key));
    } else if (action < 9) {
      long dueAt = action == 8 ? 0 : System.currentTimeMillis() + HOUR;
      store.replace(key, message("490", REPLACED, dueAt), changed -> print('R', key));
    }
  }

  private static NewMail receipt(long key) {
    byte[] body = ("" + key).getBytes(StandardCharsets.US_ASCII);
    return new NewMail("acme", MailKind.RECEIPT, Long.MAX_VALUE, body, null);
  }

  private void due(DueMessage message) {
    long key = message.key();
    int action = random.nextInt(10);
    long soon = System.currentTimeMillis() + random.nextInt(200);
    if (action < 6) {
      store.finish(key, MessageState.DELIVERED, 0, 0, receipt(key), changed -> print('F', key));
    } else if (action < 8) {
      store.attempted(key, message.attempts() + 1, soon, null);
    } else if (action < 9) {
      store.attempted(key, message.attempts() + 1, soon, carrierId(key));
    }
  }

  /** The only one that a message ever gets. */
  static CarrierId carrierId(long key) {
    return new CarrierId("carrier", "id " + key);
  }

  private void mail(Mail mail) {
    int action = random.nextInt(10);
    if (action < 8) {
      print('D', Long.parseLong(StoreProbe.text(mail.body())));
      out.flush();
      store.mailDone(mail.key(), MailOutcome.DELIVERED);
    } else if (action < 9) {
      store.mailRetry(mail.key(), System.currentTimeMillis() + random.nextInt(200));
    }
  }
}

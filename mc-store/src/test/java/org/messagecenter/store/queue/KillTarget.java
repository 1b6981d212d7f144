package org.messagecenter.store.queue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * What {@link KillTest} kills: accepts messages and finishes half of them, and prints each
 * acknowledgement when it has it: {@code A key}, {@code F key}.
 */
final class KillTarget {

  private static final int OUTSTANDING = 200;

  private final MessageStore store;
  private final PrintStream out;
  private final Semaphore free = new Semaphore(OUTSTANDING);

  private KillTarget(MessageStore store, PrintStream out) {
    this.store = store;
    this.out = out;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    StoreSettings settings =
        StoreSettings.defaults(Path.of(args[0])).withSegmentBytes(64 << 10).withSpareSegments(2);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    new KillTarget(JournalStore.open(settings), out).run();
  }

  private void run() throws InterruptedException {
    store.start(
        this::due,
        mail -> {},
        // The line of a commit goes out in one write, as the replies of a server would.
        info -> out.flush(),
        (cause, what) -> Runtime.getRuntime().halt(3));
    store.requestWork(Integer.MAX_VALUE);
    for (int i = 0; ; i++) {
      free.acquire();
      byte[] body = ("message " + i).getBytes(StandardCharsets.US_ASCII);
      store.accept(
          new NewMessage("acme", "49" + i, MessageKind.MT, 0, 0, Long.MAX_VALUE, body, null),
          new AcceptCallback() {
            @Override
            public void accepted(long key, String messageId, @Nullable Object attachment) {
              out.print("A " + key + "\n");
            }

            @Override
            public void refused(StoreFailure why, @Nullable Object attachment) {
              Runtime.getRuntime().halt(4);
            }
          });
    }
  }

  private void due(DueMessage message) {
    if ((message.key() >> 9) % 2 == 0) {
      free.release();
      return;
    }
    byte[] receipt = ("" + message.key()).getBytes(StandardCharsets.US_ASCII);
    store.finish(
        message.key(),
        MessageState.DELIVERED,
        0,
        0,
        new NewMail("acme", MailKind.RECEIPT, Long.MAX_VALUE, receipt, null),
        changed -> {
          free.release();
          out.print("F " + message.key() + "\n");
        });
  }
}

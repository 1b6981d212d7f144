package org.messagecenter.store.tool;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoreSettings;

/**
 * The process whose store is copied: accepts messages and finishes every second, and prints each
 * acknowledgement when it has it: {@code A key}, {@code F key}.
 */
final class BackupTarget {

  private BackupTarget() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    StoreSettings settings =
        StoreSettings.defaults(Path.of(args[0])).withSegmentBytes(64 << 10).withSpareSegments(2);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    MessageStore store = JournalStore.open(settings);
    store.start(
        due -> {}, mail -> {}, info -> out.flush(), (cause, what) -> Runtime.getRuntime().halt(3));
    Semaphore free = new Semaphore(200);
    for (int i = 0; ; i++) {
      free.acquire();
      boolean finish = i % 2 == 0;
      byte[] body = ("message " + i).getBytes(StandardCharsets.US_ASCII);
      store.accept(
          new NewMessage("acme", "49" + i, MessageKind.MT, 0, 0, Long.MAX_VALUE, body, null),
          new AcceptCallback() {
            @Override
            public void accepted(long key, String messageId, @Nullable Object attachment) {
              out.print("A " + key + "\n");
              free.release();
              if (finish) {
                finish(store, out, key);
              }
            }

            @Override
            public void refused(StoreFailure why, @Nullable Object attachment) {
              Runtime.getRuntime().halt(4);
            }
          });
    }
  }

  private static void finish(MessageStore store, PrintStream out, long key) {
    byte[] receipt = Long.toString(key).getBytes(StandardCharsets.US_ASCII);
    store.finish(
        key,
        MessageState.DELIVERED,
        0,
        0,
        new NewMail("acme", MailKind.RECEIPT, Long.MAX_VALUE, receipt, null),
        changed -> out.print("F " + key + "\n"));
  }
}

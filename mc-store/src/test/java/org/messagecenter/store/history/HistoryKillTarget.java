package org.messagecenter.store.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.messagecenter.store.journal.NioDisk;

/**
 * What {@link HistoryKillTest} kills: notes one key after the other, and prints the last one now
 * and then, once a question was answered with it.
 *
 * <p>Arguments: the directory and the first key.
 */
final class HistoryKillTarget {

  static final int STEP = 1000;
  private static final long PATIENCE_MILLIS = 60_000;

  /** So small that there is always an index being made. */
  static final HistoryLimits LIMITS = new HistoryLimits(Long.MAX_VALUE / 2000, 1L << 40, 1 << 16);

  private HistoryKillTarget() {}

  public static void main(String[] args) {
    Path directory = Path.of(args[0]);
    HistoryLog log =
        HistoryLog.start(
            () -> new NioDisk(directory),
            LIMITS,
            System::currentTimeMillis,
            System::nanoTime,
            PATIENCE_MILLIS,
            PATIENCE_MILLIS);
    for (long key = Long.parseLong(args[1]); ; key++) {
      log.append(key, key, (int) key & 0xFF, payload(key), Long.BYTES);
      if (key % STEP == 0) {
        System.out.println(found(log, key) + " .");
      }
    }
  }

  static byte[] payload(long key) {
    return ByteBuffer.allocate(Long.BYTES).putLong(~key).array();
  }

  private static long found(HistoryLog log, long key) {
    CompletableFuture<Long> answer = new CompletableFuture<>();
    log.find(
        key,
        new HistoryCallback() {
          @Override
          public void found(List<HistoryEntry> entries) {
            answer.complete(entries.get(0).key());
          }

          @Override
          public void failed(IOException why) {
            answer.completeExceptionally(why);
          }
        });
    return answer.join();
  }
}

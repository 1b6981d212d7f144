package org.messagecenter.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.journal.Segment;

/**
 * Reads bodies back on a thread of its own, so that a slow disk never holds up a commit. A batch is
 * read in file order, neighbours in one go.
 */
final class BodyReader {

  private static final int LONGEST_READ = 1 << 18;
  private static final int WIDEST_GAP = 4096;

  private final Consumer<ReadBatch> done;
  private final LinkedBlockingQueue<ReadBatch> batches = new LinkedBlockingQueue<>();
  private final Helper thread;
  private final RecordReader records;
  private final int[] order = new int[ReadBatch.CAPACITY];
  private ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_READ);

  /** An empty batch ends the thread. */
  private static final ReadBatch END = new ReadBatch();

  /**
   * @param done takes what was read, by the reading thread
   * @param whenDead run when {@link #checkAlive} begins to fail
   */
  BodyReader(long journalId, Consumer<ReadBatch> done, Runnable whenDead) {
    records = new RecordReader(journalId);
    this.done = done;
    thread = new Helper("store-reader", this::run, whenDead);
  }

  void start() {
    thread.start();
  }

  /** Fails when its thread died. Cheap. */
  void checkAlive() throws IOException {
    thread.checkAlive();
  }

  /** Reads the batch and gives it back. */
  void read(ReadBatch batch) {
    batches.add(batch);
  }

  /** Ends the thread, after the batch it has. */
  void close() {
    batches.add(END);
    thread.join();
  }

  private void run() {
    while (true) {
      ReadBatch batch;
      try {
        batch = batches.take();
      } catch (InterruptedException e) {
        // Nobody of ours interrupts, and an end without a batch would leave the store waiting.
        continue;
      }
      if (batch == END) {
        return;
      }
      try {
        readAll(batch);
      } catch (IOException e) {
        batch.failure = e;
      } catch (RuntimeException | Error e) {
        // Whoever waits for the batch must hear of it.
        batch.failure = new IOException("a record cannot be read back: " + e, e);
      }
      batch.releaseSegments();
      done.accept(batch);
    }
  }

  private void readAll(ReadBatch batch) throws IOException {
    sort(batch);
    for (int from = 0; from < batch.count; ) {
      int to = from + 1;
      long begin = batch.position[order[from]];
      long end = begin + batch.length[order[from]];
      while (to < batch.count) {
        long next = batch.position[order[to]];
        long nextEnd = Math.max(end, next + batch.length[order[to]]);
        if (Position.segment(next) != Position.segment(begin)
            || next - end > WIDEST_GAP
            || nextEnd - begin > LONGEST_READ) {
          break;
        }
        end = nextEnd;
        to++;
      }
      readRun(batch, from, to, begin, (int) (end - begin));
      from = to;
    }
    for (int i = 0; i < batch.count; i++) {
      Segment segment = batch.stateSegment[i];
      if (segment != null) {
        batch.stateCarrier[i] = stateCarrier(segment, batch.statePosition[i], batch.key[i]);
      }
    }
  }

  private void readRun(ReadBatch batch, int from, int to, long begin, int octets)
      throws IOException {
    Segment segment = Objects.requireNonNull(batch.segment[order[from]]);
    if (buffer.capacity() < octets) {
      buffer = ByteBuffer.allocateDirect(octets);
    }
    segment.read(buffer.clear().limit(octets), Position.offset(begin));
    for (int n = from; n < to; n++) {
      int i = order[n];
      int at = (int) (batch.position[i] - begin);
      try {
        batch.result[i] =
            batch.purpose[i] == ReadBatch.MAIL || batch.purpose[i] == ReadBatch.AHEAD
                ? records.mail(buffer, at, batch.length[i], batch.key[i])
                : records.message(buffer, at, batch.length[i], batch.key[i]);
      } catch (IOException e) {
        throw new IOException(
            segment.path() + " is damaged at offset " + Position.offset(batch.position[i]), e);
      }
    }
  }

  private @Nullable CarrierId stateCarrier(Segment segment, long position, long key)
      throws IOException {
    return records.stateCarrier(stateOctets(segment, position), key);
  }

  /** The MESSAGE_STATE at a position, and perhaps some of what follows it. */
  static ByteBuffer stateOctets(Segment segment, long position) throws IOException {
    int offset = Position.offset(position);
    ByteBuffer state =
        ByteBuffer.allocate(Math.min(RecordLayout.LONGEST_STATE, segment.end() - offset));
    segment.read(state, offset);
    return state.flip();
  }

  /** Orders the rows by position; mostly they are in order already. */
  private void sort(ReadBatch batch) {
    for (int i = 0; i < batch.count; i++) {
      long position = batch.position[i];
      int at = i;
      while (at > 0 && batch.position[order[at - 1]] > position) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = i;
    }
  }
}

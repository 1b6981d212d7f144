package org.messagecenter.server.capture;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.capture.PcapngWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes pieces from any event loop without making it wait, and writes them in the order of their
 * coming. When the files cannot be written any more it says so once, and takes nothing from then
 * on.
 */
final class CaptureThread implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CaptureThread.class);

  /** What a frame takes beside its payload, and the handshake before the first, generously. */
  private static final int FRAMES = 1024;

  private final CaptureFiles files;
  private final long limit;
  private final Duration stopTime;
  private final CaptureCounters counters;
  private final Queue<Piece> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong queued = new AtomicLong();
  private final Thread thread = new Thread(this::run, "mc-capture");
  private volatile boolean waiting;
  private volatile boolean closing;
  private volatile boolean ended;

  /**
   * @param limit how many octets of pieces may queue up
   * @param stopTime how long {@link #close} waits for what is still to be written
   */
  CaptureThread(CaptureFiles files, long limit, CaptureCounters counters, Duration stopTime) {
    this.files = files;
    this.limit = limit;
    this.stopTime = stopTime;
    this.counters = counters;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Whether the piece will be written; false when too much waits already. */
  boolean offer(Piece piece) {
    if (ended || queued.get() + piece.size() > limit) {
      counters.dropped.increment();
      return false;
    }
    add(piece);
    return true;
  }

  /** For the small ones that end a session or name it: these are taken however much waits. */
  void add(Piece piece) {
    if (ended) {
      return;
    }
    queued.addAndGet(piece.size());
    queue.add(piece);
    if (waiting) {
      LockSupport.unpark(thread);
    }
  }

  /** Writes what waits, for the stop time at most, and ends. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    try {
      thread.join(stopTime.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (files) {
      Piece piece = next();
      while (piece != null) {
        write(piece);
        queued.addAndGet(-piece.size());
        piece = next();
      }
    } catch (IOException | RuntimeException | Error e) {
      log.error("The capture ends, its files cannot be written: {}", e.toString());
    } finally {
      ended = true;
      counters.dropped.add(queue.size());
      queue.clear();
    }
  }

  /** The next piece, waited for; null when there will be none. */
  private @Nullable Piece next() throws IOException {
    Piece piece = queue.poll();
    if (piece == null) {
      files.flush();
    }
    while (piece == null && !closing) {
      waiting = true;
      // Looked at again after the flag is up: whoever adds later sees the flag.
      if (queue.isEmpty() && !closing) {
        LockSupport.park(this);
      }
      waiting = false;
      piece = queue.poll();
    }
    return piece == null ? queue.poll() : piece;
  }

  private void write(Piece piece) throws IOException {
    PcapngWriter writer = files.writer(piece.octets().length + FRAMES);
    long before = writer.written();
    piece.session().write(piece, writer, files.opened());
    counters.recorded.increment();
    counters.octets.add(writer.written() - before);
  }
}

package org.messagecenter.store.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;

/**
 * Writes one checkpoint on a thread of its own, at a pace. Its owner fills blocks and never waits:
 * there are two buffers, and when both are on their way to the disk there is none to {@link #take}.
 */
public final class CheckpointWriter {

  /** The file of the last checkpoint that was finished. */
  public static final String NAME = "checkpoint";

  /** The file of one that is being written. */
  public static final String NEW_NAME = "checkpoint.new";

  /** Octets of content that a buffer has room for. */
  public static final int CONTENT = 1 << 18;

  private static final int BUFFERS = 2;
  private static final int PADDING = 8;

  /** So much is written between syncs; a longer one would hold up those of the journal. */
  private static final long SYNC_STEP = 1L << 20;

  private record Block(@Nullable String section, int entries, ByteBuffer content, long synced) {}

  private final Disk disk;
  private final CheckpointHeader header;
  private final BlockFrame frame;
  private final Pace pace;
  private final Runnable progress;
  private final Thread thread = new Thread(this::run, "store-checkpoint");
  private final ArrayBlockingQueue<ByteBuffer> free = new ArrayBlockingQueue<>(BUFFERS);
  private final LinkedBlockingQueue<Block> full = new LinkedBlockingQueue<>();
  private final Map<String, Long> sections = new LinkedHashMap<>();

  private int blocks;
  private volatile long bytes;
  private volatile boolean done;
  private volatile @Nullable Throwable failure;

  /**
   * @param bytesPerSecond how fast it is written at most
   * @param progress is run on the writer's thread when a buffer is free again, and at the end
   */
  public CheckpointWriter(
      Disk disk, CheckpointHeader header, long bytesPerSecond, Runnable progress) {
    this.disk = disk;
    this.header = header;
    this.progress = progress;
    frame = new BlockFrame(header);
    pace = new Pace(bytesPerSecond);
    for (int i = 0; i < BUFFERS; i++) {
      free.add(ByteBuffer.allocateDirect(BlockFrame.BYTES + CONTENT + PADDING));
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** An empty buffer for the content of a block; null when none is free now. */
  public @Nullable ByteBuffer take() {
    ByteBuffer buffer = free.poll();
    return buffer == null
        ? null
        : buffer.clear().position(BlockFrame.BYTES).limit(BlockFrame.BYTES + CONTENT);
  }

  /** Whether {@link #take} has one. */
  public boolean hasFree() {
    return !free.isEmpty();
  }

  /** Gives back a buffer with the next block of a section. */
  public void put(String section, int entries, ByteBuffer content) {
    full.add(new Block(section, entries, content, 0));
  }

  /**
   * All blocks were put: the checkpoint is completed and takes the place of the one before.
   *
   * @param synced P1; everything before it must be synced now
   */
  public void finish(long synced) {
    ByteBuffer end = ByteBuffer.allocate(BlockFrame.BYTES + CONTENT + PADDING);
    full.add(new Block(null, 0, end.position(BlockFrame.BYTES), synced));
  }

  /** Whether the thread has nothing left to do: the checkpoint is there, or it failed. */
  public boolean isDone() {
    return done;
  }

  /** Why there is no checkpoint; null when there is one, or it is not done. */
  public @Nullable Throwable failure() {
    return failure;
  }

  /** The size of the file so far. */
  public long bytes() {
    return bytes;
  }

  /** Gives up, unless it is done; does not wait. */
  public void stop() {
    pace.stop();
    full.add(new Block(null, 0, ByteBuffer.allocate(0), 0));
  }

  /** Gives up, unless it is done, and waits for the thread's end. */
  public void close() {
    stop();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      make();
    } finally {
      done = true;
      progress.run();
    }
  }

  private void make() {
    try {
      disk.delete(NEW_NAME);
      DiskFile file = disk.create(NEW_NAME);
      try {
        write(file);
      } finally {
        file.close();
      }
      if (pace.stopped()) {
        disk.delete(NEW_NAME);
        throw new IOException("the store was closed");
      }
      disk.rename(NEW_NAME, NAME);
      disk.sync();
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
      deleteNew();
    }
  }

  private void deleteNew() {
    try {
      disk.delete(NEW_NAME);
    } catch (IOException e) {
      // The next opening or the next checkpoint removes it.
    }
  }

  /** Returns when the last block is written and synced, or the pace was stopped. */
  private void write(DiskFile file) throws IOException {
    DiskFile.writeFully(file, header.encode(), 0);
    bytes = CheckpointHeader.BYTES;
    long unsynced = 0;
    while (true) {
      Block block = next();
      if (block == null || pace.stopped()) {
        return;
      }
      ByteBuffer content = block.content();
      content.limit(content.capacity());
      if (block.section() == null) {
        writeEnd(file, block);
        return;
      }
      sections.merge(block.section(), (long) block.entries(), Long::sum);
      frame.seal(content, blocks++, block.section(), block.entries());
      int length = content.limit();
      append(file, content);
      unsynced += length;
      free.add(content);
      progress.run();
      if (unsynced >= SYNC_STEP) {
        file.force();
        unsynced = 0;
      }
      if (!pace.pass(length)) {
        return;
      }
    }
  }

  private @Nullable Block next() {
    try {
      return full.take();
    } catch (InterruptedException e) {
      // As in Pace: the end.
      pace.stop();
      return null;
    }
  }

  private void writeEnd(DiskFile file, Block end) throws IOException {
    ByteBuffer out = end.content();
    out.putLong(end.synced()).putInt(sections.size()).putInt(0);
    sections.forEach((name, entries) -> out.putLong(BlockFrame.name(name)).putLong(entries));
    frame.seal(out, blocks, BlockFrame.END, 0);
    append(file, out);
    file.force();
  }

  private void append(DiskFile file, ByteBuffer block) throws IOException {
    long at = bytes;
    bytes = at + block.limit();
    DiskFile.writeFully(file, block, at);
  }
}

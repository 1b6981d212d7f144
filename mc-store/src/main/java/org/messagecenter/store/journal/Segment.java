package org.messagecenter.store.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One segment of a journal, for reading. Whoever reads on another thread than the journal's holds
 * it with {@link #retain} meanwhile: the file of a dropped segment stays until the last holder lets
 * go.
 */
public final class Segment {

  private final int number;
  private final String name;
  private final String path;
  private final DiskFile file;
  private final Consumer<Segment> disposal;
  private final AtomicInteger holders = new AtomicInteger(1);
  private volatile int end;
  private volatile long fileBytes;

  Segment(
      int number, String name, String path, DiskFile file, int end, Consumer<Segment> disposal) {
    this.number = number;
    this.name = name;
    this.path = path;
    this.file = file;
    this.end = end;
    this.disposal = disposal;
  }

  /** The segment's number, from 1 on. */
  public int number() {
    return number;
  }

  /** The file's name, for messages. */
  public String path() {
    return path;
  }

  /** Offset behind the last group. */
  public int end() {
    return end;
  }

  String name() {
    return name;
  }

  DiskFile file() {
    return file;
  }

  void end(int offset) {
    end = offset;
  }

  /** How long the file is; known once the segment is written no more. */
  long fileBytes() {
    return fileBytes;
  }

  void fileBytes(long octets) {
    fileBytes = octets;
  }

  /** Keeps the file until {@link #release}. Only while the journal still has the segment. */
  public void retain() {
    holders.incrementAndGet();
  }

  /** Lets go; to be called once for each {@link #retain}. */
  public void release() {
    if (holders.decrementAndGet() == 0) {
      disposal.accept(this);
    }
  }

  /**
   * Fills {@code into} from {@code offset} on.
   *
   * @throws EOFException when the file ends before
   */
  public void read(ByteBuffer into, int offset) throws IOException {
    if (DiskFile.readFully(file, into, offset) < 0 || into.hasRemaining()) {
      throw new EOFException(path + " ends before offset " + (offset + into.limit()));
    }
  }
}

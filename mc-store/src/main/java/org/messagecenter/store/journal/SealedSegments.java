package org.messagecenter.store.journal;

import java.io.IOException;
import java.util.List;

/** The segments that are written no more, the oldest first. For the journal's thread. */
final class SealedSegments {

  private final List<Segment> segments;
  private long bytes;
  private long fileBytes;

  /**
   * @param recovered what is there already; changed from now on by this only
   */
  SealedSegments(List<Segment> recovered) {
    segments = recovered;
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  int count() {
    return segments.size();
  }

  /** The number of the oldest, or that of the active segment when there is none. */
  int oldest(int active) {
    return segments.isEmpty() ? active : segments.get(0).number();
  }

  /** The youngest; there must be one. */
  Segment last() {
    return segments.get(segments.size() - 1);
  }

  /**
   * @throws IllegalArgumentException when none has that number
   */
  Segment get(int number) {
    int index = segments.isEmpty() ? -1 : number - segments.get(0).number();
    if (index < 0 || index >= segments.size()) {
      throw new IllegalArgumentException("the journal has no segment " + number);
    }
    return segments.get(index);
  }

  /** Octets of all, up to their last groups. */
  long bytes() {
    return bytes;
  }

  /** Octets of all files, in full length. */
  long fileBytes() {
    return fileBytes;
  }

  /** One more; its file keeps its length from now on. */
  void add(Segment segment) {
    segments.add(segment);
    bytes += segment.end();
    fileBytes += segment.fileBytes();
  }

  /** Counts what was recovered, when the lengths of all files are known. */
  void measure() {
    for (Segment segment : segments) {
      bytes += segment.end();
      fileBytes += segment.fileBytes();
    }
  }

  /**
   * Deletes what a crash left of segments before {@code number} or of unfinished ones, and closes
   * the former; before {@link #measure}.
   */
  void forgetBefore(int number, Disk disk) throws IOException {
    for (String name : disk.list()) {
      boolean old = name.endsWith(Journal.SUFFIX) && name.compareTo(Journal.name(number)) < 0;
      if (old || name.endsWith(Journal.SUFFIX + SegmentMaker.UNFINISHED)) {
        disk.delete(name);
      }
    }
    while (!segments.isEmpty() && segments.get(0).number() < number) {
      segments.remove(0).file().close();
    }
  }

  /** Octets of those from {@code number} on, up to their last groups. */
  long bytesFrom(int number) {
    long sum = 0;
    for (int i = Math.max(0, number - oldest(number)); i < segments.size(); i++) {
      sum += segments.get(i).end();
    }
    return sum;
  }

  /**
   * Lets go of those before {@code number}.
   *
   * @param before run for each, just before that
   */
  void dropBefore(int number, Runnable before) {
    while (!segments.isEmpty() && segments.get(0).number() < number) {
      Segment oldest = segments.remove(0);
      bytes -= oldest.end();
      fileBytes -= oldest.fileBytes();
      before.run();
      oldest.release();
    }
  }

  /** Has all files closed with the others. */
  void closeWith(Handles all) {
    for (Segment segment : segments) {
      all.add(segment.file());
    }
  }
}

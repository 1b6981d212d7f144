package org.messagecenter.store.tool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.journal.SegmentHeader;
import org.messagecenter.store.journal.SegmentScan;
import org.messagecenter.store.journal.SegmentScan.Found;

/**
 * Reads a journal that a running server goes on writing, without its help and without the lock.
 *
 * <p>First it looks at the newest segment's last group: its number is the goal, and its head says
 * where to begin, since what is older is not needed. Then it reads from there, oldest segment
 * first, until the group with the goal's number. So everything that was acknowledged before the
 * beginning is seen, and a server that writes faster than this reads cannot keep it from an end.
 *
 * <p><b>Why what was read is one state.</b> Each group was whole, of the right segment (the CRCs'
 * seed), and had the number after the one before. The heads that groups name never go back, so the
 * last group read names one that is not before the first segment read: what was read is all that a
 * store needs that stopped at that very group.
 *
 * <p><b>What can go wrong meanwhile.</b> The server gives up its oldest segment: the file vanishes,
 * or becomes another segment under our hands. Then a group is not whole, or the name is gone, and a
 * later head is written by now: reading begins again from there. A file whose name and header are
 * still in place, but whose groups are not whole, is damaged.
 */
final class LiveWalk {

  private static final int MOST_BEGINNINGS = 8;

  /** After so many the pace is no longer kept: the journal moves on faster than we read it. */
  private static final int PACED_BEGINNINGS = 2;

  private final Disk disk;
  private final WalkSink sink;
  private final Pace pace;

  private @Nullable SegmentHeader lastHeader;
  private long lastEnd;
  private long lastCommit;
  private int head;

  /** The segment is not there any more. */
  private static final class Vanished extends Exception {
    private static final long serialVersionUID = 1L;
  }

  LiveWalk(Disk disk, WalkSink sink, Pace pace) {
    this.disk = disk;
    this.sink = sink;
    this.pace = pace;
  }

  /** The header of the last segment read. */
  SegmentHeader lastHeader() {
    SegmentHeader header = lastHeader;
    if (header == null) {
      throw new IllegalStateException("nothing was read");
    }
    return header;
  }

  /** Where the last group read ends in that segment. */
  long lastEnd() {
    return lastEnd;
  }

  /** The number of the last group read. */
  long lastCommit() {
    return lastCommit;
  }

  /** The oldest segment that is needed with that group. */
  int head() {
    return head;
  }

  /**
   * Reads.
   *
   * @throws FaultException when the journal is damaged
   * @throws IOException when there is none, or it moves on faster than it can be read
   */
  void run() throws IOException {
    for (int beginning = 1; beginning <= MOST_BEGINNINGS; beginning++) {
      try {
        pass();
        return;
      } catch (Vanished e) {
        sink.restart();
        if (beginning == PACED_BEGINNINGS) {
          pace.giveUp();
        }
      }
    }
    throw new IOException("the journal moves on faster than it can be read");
  }

  private record Tail(int number, long commit, int head) {}

  private void pass() throws IOException, Vanished {
    Tail goal = tail();
    int number = goal.head();
    lastCommit = -1;
    while (!segment(number, goal)) {
      number++;
    }
  }

  /** The newest segment with a header, and its last group. */
  private Tail tail() throws IOException, Vanished {
    List<Integer> numbers = StoreNames.segments(disk);
    for (int i = numbers.size() - 1; i >= 0; i--) {
      int number = numbers.get(i);
      try (DiskFile file = disk.open(StoreNames.segment(number))) {
        SegmentHeader header = header(file, number);
        if (header != null) {
          Tail tail = tail(file, header);
          if (i + 1 < numbers.size()) {
            checkNotBegun(header.journalId(), numbers.get(numbers.size() - 1));
          }
          return tail;
        }
        // The newest file may be about to get its header.
      } catch (NoSuchFileException e) {
        throw new Vanished();
      }
    }
    throw new IOException(disk.describe("") + " holds no journal");
  }

  /**
   * The segment was continued by the next one, which could not be read: the journal went on, and
   * may have dropped it again, unless it is the newest.
   */
  private Vanished goesOnBehind(int number) throws IOException {
    int newest = newest();
    String path = disk.describe(StoreNames.segment(number + 1));
    if (newest == number) {
      throw new FaultException(Fault.damage(path, 0, 0, "the file is missing"));
    }
    // A segment has its header before it has its name.
    if (newest == number + 1 && headerNow(newest) == null && newest() == newest) {
      throw new FaultException(Fault.damage(path, 0, SegmentHeader.BYTES, "bad segment header"));
    }
    return new Vanished();
  }

  private int newest() throws IOException {
    List<Integer> now = StoreNames.segments(disk);
    return now.isEmpty() ? -1 : now.get(now.size() - 1);
  }

  private Tail tail(DiskFile file, SegmentHeader header) throws IOException, Vanished {
    int number = header.number();
    long commit = header.firstCommit() - 1;
    int needed = header.head();
    long end = SegmentHeader.BYTES;
    boolean again = false;
    while (true) {
      SegmentScan scan = scan(file, header, end);
      while (scan.next() == Found.WHOLE && scan.commit() == commit + 1) {
        commit++;
        needed = scan.head();
        end = scan.offset();
        again = false;
      }
      // What is not whole is being written, or was never finished, unless a later group tells that
      // it had been synced.
      SegmentScan rest = scan(file, header, end);
      if (rest.isContinued()) {
        throw goesOnBehind(number);
      }
      if (rest.promise(Position.of(number, (int) end)) < 0) {
        return new Tail(number, commit, needed);
      }
      if (again) {
        String path = disk.describe(StoreNames.segment(number));
        throw new FaultException(
            Fault.damage(path, end, 0, "no group, though others were written behind it"));
      }
      again = true;
    }
  }

  /** The file has no header: it must have no groups either, unless it got one meanwhile. */
  private void checkNotBegun(long journalId, int number) throws IOException, Vanished {
    String name = StoreNames.segment(number);
    try (DiskFile file = disk.open(name)) {
      boolean begun =
          new SegmentScan(file, journalId, number, 0, Integer.MAX_VALUE).promise(0) >= 0;
      if (headerNow(number) != null) {
        throw new Vanished();
      }
      if (begun) {
        throw new FaultException(
            Fault.damage(disk.describe(name), 0, SegmentHeader.BYTES, "bad segment header"));
      }
    }
  }

  private @Nullable SegmentHeader header(DiskFile file, int number) throws IOException {
    SegmentHeader header = StoreNames.header(file, disk.describe(StoreNames.segment(number)));
    return header == null || header.number() != number ? null : header;
  }

  private static SegmentScan scan(DiskFile file, SegmentHeader header, long from)
      throws IOException {
    return new SegmentScan(file, header.journalId(), header.number(), from, Integer.MAX_VALUE);
  }

  /** The header of the segment that has that name now; null when there is none. */
  private @Nullable SegmentHeader headerNow(int number) throws IOException {
    try (DiskFile file = disk.open(StoreNames.segment(number))) {
      return header(file, number);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Reads one segment; true when the goal was reached. */
  private boolean segment(int number, Tail goal) throws IOException, Vanished {
    String name = StoreNames.segment(number);
    try (DiskFile file = disk.open(name)) {
      SegmentHeader header = header(file, number);
      if (header == null) {
        throw vanishedOr(number, 0, "bad segment header");
      }
      if (lastCommit < 0) {
        lastCommit = header.firstCommit() - 1;
      }
      var segment = new SegmentRef(number, name, disk.describe(name), file.size(), header);
      lastHeader = header;
      lastEnd = SegmentHeader.BYTES;
      head = header.head();
      sink.segment(segment);
      boolean reached = groups(segment, header, file, goal);
      sink.segmentEnd(segment, lastEnd);
      return reached;
    } catch (NoSuchFileException e) {
      throw new Vanished();
    }
  }

  private boolean groups(SegmentRef segment, SegmentHeader header, DiskFile file, Tail goal)
      throws IOException, Vanished {
    SegmentScan scan = scan(file, header, lastEnd);
    boolean again = false;
    while (lastCommit < goal.commit()) {
      if (scan.next() == Found.WHOLE && scan.commit() == lastCommit + 1) {
        again = false;
        lastCommit++;
        head = scan.head();
        sink.group(segment, scan);
        pace.take(scan.offset() - lastEnd);
        lastEnd = scan.offset();
        continue;
      }
      SegmentHeader next = headerNow(segment.number() + 1);
      if (next != null && next.previousEnd() == lastEnd) {
        return false;
      }
      if (again) {
        throw vanishedOr(segment.number(), lastEnd, "no valid group, though others followed it");
      }
      // What was read before the server wrote it is read anew.
      again = true;
      scan = scan(file, header, lastEnd);
    }
    return true;
  }

  private Vanished vanishedOr(int number, long offset, String what)
      throws IOException, FaultException {
    String path = disk.describe(StoreNames.segment(number));
    if (headerNow(number) == null && number < tailNumber()) {
      return new Vanished();
    }
    throw new FaultException(Fault.damage(path, offset, 0, what));
  }

  private int tailNumber() throws IOException {
    List<Integer> numbers = StoreNames.segments(disk);
    return numbers.isEmpty() ? 0 : numbers.get(numbers.size() - 1);
  }
}

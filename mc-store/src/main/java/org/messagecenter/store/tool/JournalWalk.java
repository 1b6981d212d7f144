package org.messagecenter.store.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.journal.SegmentHeader;
import org.messagecenter.store.journal.SegmentScan;
import org.messagecenter.store.journal.SegmentScan.Found;

/**
 * Reads the journal of a directory at rest from its oldest segment to its last group. Judges as
 * recovery does, but goes on behind what is damaged.
 */
final class JournalWalk {

  private static final String BAD_HEADER = "bad segment header";

  private final Disk disk;
  private final WalkSink sink;

  private final TreeMap<Integer, SegmentRef> segments = new TreeMap<>();

  /** Not known yet: the next group's number is taken as it is. */
  private static final long ANY = -1;

  private long nextCommit = ANY;

  /** The segment read last says that there is another behind it. */
  private boolean continued;

  // What was found.
  private long journalId;
  private boolean identified;
  private int lastNumber;
  private int epoch;
  private int badHeaders;
  private int head = 1;
  private long lastCommit;
  private int leftovers;

  JournalWalk(Disk disk, WalkSink sink) {
    this.disk = disk;
    this.sink = sink;
  }

  /** Whether any segment could be identified; if not, no group can be told from chance. */
  boolean identified() {
    return identified;
  }

  long journalId() {
    return journalId;
  }

  /** The highest segment number there is a trace of. */
  int lastNumber() {
    return lastNumber;
  }

  /** The highest epoch in a header. */
  int epoch() {
    return epoch;
  }

  /** Segments whose headers, and so whose epochs, are unreadable. */
  int badHeaders() {
    return badHeaders;
  }

  /** The oldest segment that is needed. */
  int head() {
    return head;
  }

  /** The highest group number seen. */
  long lastCommit() {
    return lastCommit;
  }

  /** Segments that are not needed and were not read, since others are missing behind them. */
  int leftovers() {
    return leftovers;
  }

  void run() throws IOException {
    identify();
    findHead();
    leaveOutLeftovers();
    SegmentRef before = null;
    for (SegmentRef segment : new ArrayList<>(segments.values())) {
      int expected = before == null ? Math.min(head, segment.number()) : before.number() + 1;
      if (expected != segment.number()) {
        missing(expected, segment.number() - 1);
      }
      walk(segment);
      before = segment;
    }
    if (before != null && before.number() < head) {
      missing(before.number() + 1, head);
    }
  }

  private void missing(int from, int to) throws IOException {
    for (int number = Math.max(from, head); number <= to; number++) {
      String path = disk.describe(StoreNames.segment(number));
      sink.fault(Fault.damage(path, 0, 0, "the file is missing"));
    }
    nextCommit = ANY;
  }

  /**
   * Reads all headers. A file is what its header says; its name says so too, if nothing is wrong.
   */
  private void identify() throws IOException {
    List<SegmentRef> files = new ArrayList<>();
    Map<Long, Integer> ids = new HashMap<>();
    for (int number : StoreNames.segments(disk)) {
      String name = StoreNames.segment(number);
      String path = disk.describe(name);
      try (DiskFile file = disk.open(name)) {
        SegmentHeader header = StoreNames.header(file, path);
        files.add(new SegmentRef(number, name, path, file.size(), header));
        if (header != null && ids.merge(header.journalId(), 1, Integer::sum) >= most(ids)) {
          journalId = header.journalId();
          identified = true;
        }
      }
      lastNumber = Math.max(lastNumber, number);
    }
    List<SegmentRef> misnamed = new ArrayList<>();
    for (SegmentRef file : files) {
      SegmentHeader header = file.header();
      if (header != null && header.journalId() != journalId) {
        sink.fault(
            Fault.damage(file.path(), 0, file.size(), "the segment belongs to another journal"));
      } else if (header != null && header.number() != file.number()) {
        misnamed.add(file);
      } else {
        segments.put(file.number(), file);
      }
    }
    for (SegmentRef file : misnamed) {
      int number = file.header() == null ? file.number() : file.header().number();
      boolean taken = segments.containsKey(number);
      sink.fault(
          Fault.damage(file.path(), 0, file.size(), "the header is that of segment " + number));
      if (!taken) {
        segments.put(
            number, new SegmentRef(number, file.name(), file.path(), file.size(), file.header()));
      }
      lastNumber = Math.max(lastNumber, number);
    }
    for (SegmentRef segment : segments.values()) {
      if (segment.header() == null) {
        badHeaders++;
      } else {
        epoch = Math.max(epoch, segment.header().epoch());
        head = Math.max(head, segment.header().head());
      }
    }
  }

  private static int most(Map<Long, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** The last group names the oldest segment that is needed; what is before a gap may be old. */
  private void findHead() throws IOException {
    if (segments.isEmpty() || !identified) {
      return;
    }
    SegmentRef last = segments.lastEntry().getValue();
    try (DiskFile file = disk.open(last.name())) {
      SegmentScan scan =
          new SegmentScan(file, journalId, last.number(), SegmentHeader.BYTES, last.size());
      while (scan.next() != Found.NONE || scan.skip()) {
        // A header alone is enough: it has a CRC of its own.
        head = Math.max(head, Math.min(scan.head(), last.number()));
      }
    }
  }

  private void leaveOutLeftovers() {
    int number = head;
    while (segments.containsKey(number - 1)) {
      number--;
    }
    Map<Integer, SegmentRef> old = segments.headMap(number);
    leftovers = old.size();
    old.clear();
  }

  private void walk(SegmentRef segment) throws IOException {
    SegmentRef next = segments.get(segment.number() + 1);
    SegmentHeader nextHeader = next == null ? null : next.header();
    boolean last = segments.lastKey() == segment.number();
    long knownEnd = nextHeader == null ? -1 : nextHeader.previousEnd();
    try (DiskFile file = disk.open(segment.name())) {
      if (segment.header() == null && !badHeader(segment, file, last)) {
        return;
      }
      sink.segment(segment);
      if (nextCommit == ANY && segment.header() != null) {
        nextCommit = segment.header().firstCommit();
      }
      long limit = knownEnd < 0 ? segment.size() : Math.min(segment.size(), knownEnd);
      SegmentScan scan =
          new SegmentScan(file, journalId, segment.number(), SegmentHeader.BYTES, limit);
      long end = groups(segment, file, scan, limit, knownEnd);
      if (knownEnd > segment.size()) {
        sink.fault(
            Fault.damage(
                segment.path(),
                segment.size(),
                knownEnd - segment.size(),
                "the file ends, though its groups went on"));
        nextCommit = ANY;
      }
      SegmentHeader header = segment.header();
      if (last && header != null && segment.size() < header.fileBytes()) {
        sink.fault(
            Fault.damage(
                segment.path(),
                segment.size(),
                header.fileBytes() - segment.size(),
                "the file ends here, but had " + header.fileBytes() + " octets"));
      }
      sink.segmentEnd(segment, end);
    }
  }

  /** Says what is wrong; false when there is nothing to be read in the file. */
  private boolean badHeader(SegmentRef segment, DiskFile file, boolean last) throws IOException {
    boolean begun =
        identified
            ? new SegmentScan(file, journalId, segment.number(), 0, segment.size()).promise(0) >= 0
            : !isZero(file, segment.size());
    boolean neverBegun = last && !begun && !continued;
    String what = neverBegun ? "the segment was never begun" : BAD_HEADER;
    Fault fault =
        neverBegun
            ? Fault.torn(segment.path(), 0, segment.size(), what)
            : Fault.damage(segment.path(), 0, SegmentHeader.BYTES, what);
    sink.fault(fault);
    if (!identified && begun) {
      sink.segment(segment);
      SegmentScan scan = new SegmentScan(file, 0, segment.number(), 0, segment.size());
      sink.lost(segment, scan, SegmentHeader.BYTES, segment.size());
      sink.segmentEnd(segment, segment.size());
    }
    return identified && !neverBegun;
  }

  private static boolean isZero(DiskFile file, long size) throws IOException {
    SegmentScan scan = new SegmentScan(file, 0, 0, 0, size);
    for (long at = SegmentHeader.BYTES; at < size; at += 1 << 16) {
      var octets = scan.octets(at, Math.min(1 << 16, size - at));
      while (octets.hasRemaining()) {
        if (octets.get() != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns where the groups end. */
  private long groups(
      SegmentRef segment, DiskFile file, SegmentScan scan, long limit, long knownEnd)
      throws IOException {
    long end = scan.offset();
    continued = false;
    while (scan.offset() < limit) {
      long here = scan.offset();
      Found found = scan.next();
      if (found == Found.WHOLE) {
        number(segment, scan);
        sink.group(segment, scan);
        end = scan.offset();
        continue;
      }
      if (knownEnd < 0 && scan.isContinued()) {
        continued = true;
        if (segments.lastKey() == segment.number()) {
          successorMissing(segment);
        }
        return end;
      }
      if (knownEnd < 0 && isEnd(segment, file, here, limit)) {
        torn(segment, scan, found, here, limit);
        return end;
      }
      if (found == Found.BROKEN) {
        String what = "the group's payload is not what was written";
        sink.fault(Fault.damage(segment.path(), here, scan.offset() - here, what));
        number(segment, scan);
        sink.broken(segment, scan);
      } else {
        long to = scan.skip() ? scan.offset() : limit;
        String what =
            knownEnd < 0 ? "no group, though others were written behind it" : "no valid group";
        sink.fault(Fault.damage(segment.path(), here, to - here, what));
        sink.lost(segment, scan, here, to);
        nextCommit = ANY;
        if (to == limit) {
          return limit;
        }
      }
      end = scan.offset();
    }
    return end;
  }

  private void successorMissing(SegmentRef segment) throws IOException {
    String path = disk.describe(StoreNames.segment(segment.number() + 1));
    sink.fault(Fault.damage(path, 0, 0, "the file is missing"));
  }

  /** Whether nothing behind the place promises that what was there had been synced. */
  private boolean isEnd(SegmentRef segment, DiskFile file, long here, long limit)
      throws IOException {
    return new SegmentScan(file, journalId, segment.number(), here, limit)
            .promise(Position.of(segment.number(), (int) here))
        < 0;
  }

  private void torn(SegmentRef segment, SegmentScan scan, Found found, long here, long limit)
      throws IOException {
    if (found == Found.BROKEN) {
      sink.fault(Fault.torn(segment.path(), here, scan.offset() - here, "unfinished commit"));
      sink.broken(segment, scan);
    } else if (nextCommit != ANY && scan.isBegun(nextCommit)) {
      sink.fault(Fault.torn(segment.path(), here, limit - here, "unfinished commit"));
    }
  }

  private void number(SegmentRef segment, SegmentScan scan) throws IOException {
    long commit = scan.commit();
    if (nextCommit != ANY && commit != nextCommit) {
      sink.fault(
          Fault.damage(
              segment.path(),
              scan.groupOffset(),
              0,
              "the group has number " + commit + " where " + nextCommit + " must be"));
    }
    nextCommit = commit + 1;
    lastCommit = Math.max(lastCommit, commit);
    head = Math.max(head, scan.head());
  }
}

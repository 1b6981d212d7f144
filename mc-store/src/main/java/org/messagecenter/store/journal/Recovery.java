package org.messagecenter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what an earlier run left, by the rules in the package's description. */
final class Recovery {

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  private final Disk disk;
  private final GroupVisitor visitor;
  private final Consumer<Segment> disposal;
  private final Shortcut shortcut;
  private final Handles opened;

  /** What was found; the fields stay as they are for an empty directory. */
  final ArrayList<Segment> segments = new ArrayList<>();

  /** What was passed over, the oldest first. */
  final ArrayList<Unverified> unverified = new ArrayList<>();

  long journalId;
  int lastNumber;
  int epoch;
  int head = 1;
  long nextCommit = 1;

  private boolean anyHeader;
  private @Nullable Found neverBegun;
  private Shortcut.@Nullable Start start;

  /**
   * @param opened takes every file that is opened
   */
  Recovery(
      Disk disk,
      GroupVisitor visitor,
      Consumer<Segment> disposal,
      Shortcut shortcut,
      Handles opened) {
    this.disk = disk;
    this.visitor = visitor;
    this.disposal = disposal;
    this.shortcut = shortcut;
    this.opened = opened;
  }

  private record Found(int number, String name, DiskFile file, @Nullable SegmentHeader header) {}

  void run() throws IOException {
    List<Found> found = open();
    readHeaders(found);
    if (!found.isEmpty()) {
      start = shortcut.start(journalId, found.get(0).number(), bytes(found));
    }
    for (int i = 0; i < found.size(); i++) {
      SegmentHeader next = i + 1 < found.size() ? found.get(i + 1).header() : null;
      if (start != null && found.get(i).number() < Position.segment(start.position())) {
        passOver(found.get(i), next);
      } else {
        replay(found.get(i), next == null ? -1 : next.previousEnd());
      }
    }
    checkHead(found);
    removeNeverBegun();
  }

  /** Opens the run of consecutive segments that ends with the last. */
  private List<Found> open() throws IOException {
    TreeMap<Integer, String> names = new TreeMap<>();
    for (String name : disk.list()) {
      if (name.matches("[0-9]{10}\\.seg")) {
        names.put(Integer.parseInt(name.substring(0, 10)), name);
      }
    }
    ArrayDeque<Found> run = new ArrayDeque<>();
    for (var entry : names.descendingMap().entrySet()) {
      if (!run.isEmpty() && entry.getKey() != run.getFirst().number() - 1) {
        break;
      }
      DiskFile file = opened.add(disk.open(entry.getValue()));
      run.addFirst(new Found(entry.getKey(), entry.getValue(), file, header(file)));
    }
    return new ArrayList<>(run);
  }

  private static @Nullable SegmentHeader header(DiskFile file) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(4096);
    DiskFile.readFully(file, start, 0);
    return SegmentHeader.decode(start.flip());
  }

  private void readHeaders(List<Found> found) throws IOException {
    for (int i = 0; i < found.size(); i++) {
      Found one = found.get(i);
      SegmentHeader header = one.header();
      if (header != null && header.version() != SegmentHeader.VERSION) {
        throw new IOException(
            disk.describe(one.name())
                + " has journal format version "
                + header.version()
                + "; this program knows version "
                + SegmentHeader.VERSION
                + " only");
      }
      if (header != null && header.number() != one.number()) {
        // A file gets a segment's name only after the header with its number was synced.
        throw new JournalDamageException(
            disk.describe(one.name()), 0, "the content is that of segment " + header.number());
      }
      if (header == null) {
        if (i < found.size() - 1) {
          throw new JournalDamageException(disk.describe(one.name()), 0, "bad segment header");
        }
        checkNeverBegun(one);
        neverBegun = one;
        found.remove(i);
      } else if (anyHeader && header.journalId() != journalId) {
        throw new JournalDamageException(
            disk.describe(one.name()), 0, "the segment belongs to another journal");
      } else {
        anyHeader = true;
        journalId = header.journalId();
        epoch = Math.max(epoch, header.epoch());
        head = header.head();
        if (i == 0) {
          nextCommit = header.firstCommit();
        }
      }
    }
  }

  private void checkNeverBegun(Found one) throws IOException {
    String path = disk.describe(one.name());
    long size = one.file().size();
    if (anyHeader) {
      // The seed needs no header, so groups that were committed here can still be told.
      GroupFrame frame = new GroupFrame(journalId, one.number());
      if (new GroupReader(one.file(), one.number(), frame, 0, size).findPromise(0, 0) >= 0) {
        throw new JournalDamageException(path, 0, "bad segment header before committed groups");
      }
    } else if (!isZeroFrom(one.file(), SegmentHeader.BYTES, size)) {
      throw new JournalDamageException(path, 0, "bad segment header in the only segment");
    }
  }

  /** Only when the segment before it knows nothing of it. */
  private void removeNeverBegun() throws IOException {
    Found one = neverBegun;
    if (one != null) {
      log.warn(
          "{} was never begun; removed ({} octets)", disk.describe(one.name()), one.file().size());
      one.file().close();
      disk.delete(one.name());
      disk.sync();
    }
  }

  private static boolean isZeroFrom(DiskFile file, long from, long size) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
    for (long at = from; at < size; at += chunk.limit()) {
      chunk.clear();
      DiskFile.readFully(file, chunk, at);
      chunk.flip();
      while (chunk.hasRemaining()) {
        if (chunk.get() != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Up to their ends; the last segment's is not known yet, so its whole file counts. */
  private static long bytes(List<Found> found) throws IOException {
    long bytes = found.get(found.size() - 1).file().size();
    for (Found one : found) {
      // The first one's predecessor is gone; it stands for the segment before the last.
      SegmentHeader header = one.header();
      bytes += header == null ? 0 : header.previousEnd();
    }
    return bytes;
  }

  /** Everything in the segment lies before the start. */
  private void passOver(Found one, @Nullable SegmentHeader next) throws IOException {
    String path = disk.describe(one.name());
    if (next == null) {
      throw new JournalDamageException(
          path, one.file().size(), "the segments behind it are missing");
    }
    long end = next.previousEnd();
    if (isShort(one.file(), end)) {
      throw new JournalDamageException(path, one.file().size(), "the file is too short");
    }
    Segment segment = new Segment(one.number(), one.name(), path, one.file(), (int) end, disposal);
    segment.fileBytes(written(one, end));
    segments.add(segment);
    unverified(one, segment, (int) end, next.firstCommit());
    lastNumber = one.number();
  }

  /** What a file takes on the disk: behind the groups of one that grew there may be a hole. */
  private static long written(Found one, long end) throws IOException {
    long size = one.file().size();
    boolean whole = one.header() != null && one.header().whole();
    return whole ? size : Math.min(size, end + Journal.MARK);
  }

  /** A crash may have cut off the padding of a file's last group, which says nothing. */
  private static boolean isShort(DiskFile file, long end) throws IOException {
    return file.size() <= end - 8;
  }

  private void unverified(Found one, Segment segment, int end, long next) {
    SegmentHeader header = Objects.requireNonNull(one.header());
    GroupFrame frame = new GroupFrame(journalId, one.number());
    unverified.add(new Unverified(segment, frame, end, header.firstCommit(), next));
  }

  /**
   * @param knownEnd where the groups end by the successor's word, or -1 in the last segment
   */
  private void replay(Found one, long knownEnd) throws IOException {
    String path = disk.describe(one.name());
    long size = one.file().size();
    GroupFrame frame = new GroupFrame(journalId, one.number());
    if (knownEnd < 0) {
      // It may hold whole groups whose sync was cut off; whoever is shown one may count on it.
      one.file().force();
    }
    Shortcut.Start from = start;
    boolean first = from != null && Position.segment(from.position()) == one.number();
    if (from != null && first) {
      nextCommit = from.commit();
      head = Math.max(head, from.head());
    }
    GroupReader reader =
        new GroupReader(
            one.file(),
            one.number(),
            frame,
            from != null && first ? Position.offset(from.position()) : SegmentHeader.BYTES,
            knownEnd < 0 ? size : Math.min(size, knownEnd));
    int end = reader.offset();
    if (isShort(one.file(), end)) {
      throw new JournalDamageException(path, size, "the file is too short");
    }
    while (end != knownEnd && reader.next() && reader.commit() == nextCommit) {
      nextCommit++;
      head = Math.max(head, reader.head());
      visitor.group(reader.payloadPosition(), reader.payload(), reader.writtenAt());
      end = reader.offset();
    }
    if (knownEnd >= 0 && end != knownEnd) {
      throw new JournalDamageException(path, end, "bad group before the segment's end");
    }
    if (knownEnd < 0) {
      checkNotContinued(one, reader);
      if (from != null && Position.of(one.number(), end) < from.synced()) {
        throw new JournalDamageException(
            path, end, "the journal ends here, but more of it had been synced");
      }
      endHere(one, path, end, size, frame);
    }
    Segment segment = new Segment(one.number(), one.name(), path, one.file(), end, disposal);
    segment.fileBytes(written(one, end));
    segments.add(segment);
    if (from != null && first) {
      unverified(one, segment, Position.offset(from.position()), from.commit());
    }
    lastNumber = one.number();
  }

  /** A segment that says that there is another behind it is not the last. */
  private void checkNotContinued(Found last, GroupReader reader) throws IOException {
    if (reader.isContinued()) {
      throw new JournalDamageException(
          disk.describe(Journal.name(last.number() + 1)),
          0,
          neverBegun == null ? "the file is missing" : "bad segment header");
    }
  }

  /** The last segment: decides between an unfinished commit and damage. */
  private void endHere(Found last, String path, int end, long size, GroupFrame frame)
      throws IOException {
    SegmentHeader header = last.header();
    if (header != null && size < header.fileBytes()) {
      throw new JournalDamageException(
          path, size, "the file ends here, but had " + header.fileBytes() + " octets");
    }
    GroupReader rest = new GroupReader(last.file(), last.number(), frame, end, size);
    long promise = rest.findPromise(end, Position.of(last.number(), end));
    if (promise >= 0) {
      throw new JournalDamageException(
          path, end, "bad group, though the one at offset " + promise + " came after it");
    }
    if (rest.isBegun(nextCommit)) {
      log.warn("{}: unfinished commit at offset {} dropped", path, end);
    }
  }

  private void checkHead(List<Found> found) throws IOException {
    if (!found.isEmpty() && found.get(0).number() > head) {
      throw new JournalDamageException(
          disk.describe(Journal.name(found.get(0).number() - 1)), 0, "the file is missing");
    }
  }
}

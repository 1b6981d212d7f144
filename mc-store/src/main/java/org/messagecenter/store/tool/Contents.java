package org.messagecenter.store.tool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.RunFile;
import org.messagecenter.store.checkpoint.CheckpointReader;
import org.messagecenter.store.checkpoint.CheckpointWriter;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.journal.SegmentHeader;
import org.messagecenter.store.journal.SegmentScan;
import org.messagecenter.store.queue.RecordView;
import org.messagecenter.store.queue.StoreIdentity;

/** What a store's directory holds, and what is wrong with it. */
public final class Contents {

  /** More faults than these are only counted. */
  private static final int MOST_FAULTS = 1000;

  /**
   * One segment.
   *
   * @param used octets up to its last group
   * @param groups how many
   */
  record SegmentUse(int number, long size, long used, long groups) {}

  /**
   * A checkpoint that is whole.
   *
   * @param from P0: an opening reads the journal from there
   * @param upTo P1: it saw nothing behind
   */
  record CheckpointUse(long size, long entries, long from, long upTo) {}

  final Pending pending = new Pending();
  final Map<RecordView.Type, Long> records = new EnumMap<>(RecordView.Type.class);
  final TreeMap<Integer, SegmentUse> segments = new TreeMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private final List<String> unknownFiles = new ArrayList<>();
  private long faultCount;
  private boolean damaged;
  private boolean torn;
  private int spares;
  private int leftovers;
  private int head;
  private long lastCommit;
  private long journalId;
  private long end;
  private boolean live;
  private boolean warned;
  private int runs;
  private long runEntries;
  private long runBytes;

  private @Nullable CheckpointUse checkpoint;

  private Contents() {}

  /**
   * Reads a directory.
   *
   * @param live beside a running server; else the lock is held meanwhile
   * @throws IOException when the directory is in use, was written by another version, or fails
   */
  @SuppressWarnings("try") // the lock is only held
  public static Contents read(Disk disk, boolean live) throws IOException {
    if (live) {
      return new Contents().readAll(disk, true);
    }
    try (Closeable lock = disk.lock()) {
      return readLocked(disk);
    }
  }

  /** Reads a directory at rest whose lock the caller holds. */
  static Contents readLocked(Disk disk) throws IOException {
    return new Contents().readAll(disk, false);
  }

  /** Everything that is wrong, as far as it is listed. */
  public List<Fault> faults() {
    return List.copyOf(faults);
  }

  /** How many faults there are. */
  public long faultCount() {
    return faultCount;
  }

  /** Whether something durable is damaged: the store refuses to open. */
  public boolean isDamaged() {
    return damaged;
  }

  /** Whether the journal ends with an unfinished commit. */
  public boolean isTorn() {
    return torn;
  }

  /** Whether something is damaged that the store can do without: it opens. */
  public boolean isImpaired() {
    return warned;
  }

  int runs() {
    return runs;
  }

  long runEntries() {
    return runEntries;
  }

  long runBytes() {
    return runBytes;
  }

  /** The checkpoint; null when there is none, or a bad one. */
  @Nullable CheckpointUse checkpoint() {
    return checkpoint;
  }

  /** Files that are no store's. */
  List<String> unknownFiles() {
    return unknownFiles;
  }

  /** The id of the journal; 0 when no segment says it. */
  long journalId() {
    return journalId;
  }

  int spares() {
    return spares;
  }

  int leftovers() {
    return leftovers;
  }

  int head() {
    return head;
  }

  long lastCommit() {
    return lastCommit;
  }

  private Contents readAll(Disk disk, boolean besideServer) throws IOException {
    live = besideServer;
    WalkSink sink = new Gathering();
    if (live) {
      LiveWalk walk = new LiveWalk(disk, sink, Pace.of(0));
      try {
        walk.run();
      } catch (FaultException e) {
        fault(e.fault());
      }
      head = walk.head();
      lastCommit = walk.lastCommit();
    } else {
      JournalWalk walk = new JournalWalk(disk, sink);
      walk.run();
      head = walk.head();
      lastCommit = walk.lastCommit();
      leftovers = walk.leftovers();
    }
    files(disk);
    return this;
  }

  /** Looks at the files that are not the journal's. */
  private void files(Disk disk) throws IOException {
    boolean named = false;
    for (String name : disk.list()) {
      if (name.startsWith("spare-") || name.startsWith("reserve-")) {
        spares++;
      } else if (name.equals("store.key") || name.equals("store.ids")) {
        named = true;
      } else if (RunFile.isName(name)) {
        run(disk, name);
      } else if (name.equals(CheckpointWriter.NAME)) {
        checkpoint(disk);
      } else if (!isKnown(name)) {
        unknownFiles.add(name);
      }
    }
    if (segments.isEmpty() && named) {
      fault(Fault.damage(disk.describe("*.seg"), 0, 0, "all segments are missing"));
    }
    if (lastCommit > 0) {
      try {
        StoreIdentity.read(disk);
      } catch (IOException e) {
        fault(
            Fault.damage(
                disk.describe("store.key, store.ids"), 0, 0, String.valueOf(e.getMessage())));
      }
    }
  }

  /** A bad run is set aside by the server, so it is no damage that keeps it from starting. */
  private void run(Disk disk, String name) {
    try (RunFile run = new RunFile(disk, name)) {
      run.check();
      runs++;
      runEntries += run.entries();
      runBytes += run.bytes();
      if (run.journalId() != journalId) {
        fault(Fault.damage(disk.describe(name), 0, 0, "the run belongs to another journal"));
      } else if (Long.compareUnsigned(run.position(), end) > 0 && !live) {
        String what = "the journal ends before the position that this run tells of";
        fault(Fault.damage(disk.describe(name), 0, 0, what));
      }
    } catch (NoSuchFileException e) {
      // Its time has come, beside a running server.
    } catch (IOException e) {
      warn(disk.describe(name), String.valueOf(e.getMessage()));
    }
  }

  /** One that does not fit the journal is not used by the server, and costs it time only. */
  private void checkpoint(Disk disk) {
    String path = disk.describe(CheckpointWriter.NAME);
    long[] entries = new long[1];
    try (CheckpointReader reader = CheckpointReader.open(disk)) {
      if (reader == null) {
        return;
      }
      long upTo =
          reader.read(
              (section, count, content) -> {
                entries[0] += count;
                return true;
              });
      long from = reader.header().position();
      checkpoint = new CheckpointUse(reader.size(), entries[0], from, upTo);
      if (reader.header().journalId() != journalId) {
        warn(path, "the checkpoint belongs to another journal");
      } else if (!segments.isEmpty() && Position.segment(from) < segments.firstKey()) {
        warn(path, "the checkpoint is too old for the journal");
      } else if (Long.compareUnsigned(upTo, end) > 0 && !live) {
        String what = "the journal ends before what this checkpoint saw of it";
        fault(Fault.damage(path, 0, 0, what));
      }
    } catch (IOException e) {
      warn(path, String.valueOf(e.getMessage()));
    }
  }

  private void warn(String path, String what) {
    fault(new Fault(Fault.Severity.WARNING, path, 0, 0, what));
  }

  private static boolean isKnown(String name) {
    return StoreNames.isSegment(name)
        || name.equals("lock")
        || name.endsWith(".run.bad")
        || name.endsWith(".new")
        || name.equals(StoreSalvage.REPORT);
  }

  private void fault(Fault fault) {
    faultCount++;
    damaged |= fault.severity() == Fault.Severity.DAMAGE;
    torn |= fault.severity() == Fault.Severity.TORN;
    warned |= fault.severity() == Fault.Severity.WARNING;
    if (faults.size() < MOST_FAULTS) {
      faults.add(fault);
    }
  }

  private final class Gathering extends RecordSink {
    private long groups;
    private long synced;

    @Override
    public void segment(SegmentRef segment) {
      groups = 0;
      SegmentHeader header = segment.header();
      if (header != null) {
        journalId = header.journalId();
      }
    }

    @Override
    public void group(SegmentRef segment, SegmentScan group) throws IOException {
      groups++;
      long here = Position.of(segment.number(), (int) group.groupOffset());
      if (Long.compareUnsigned(group.synced(), here) > 0
          || Long.compareUnsigned(group.synced(), synced) < 0) {
        fault(
            Fault.damage(
                segment.path(), group.groupOffset(), 0, "the group's synced position is wrong"));
      }
      synced = group.synced();
      super.group(segment, group);
    }

    @Override
    void record(SegmentRef segment, RecordView record, long position) {
      records.merge(record.type(), 1L, Long::sum);
      pending.apply(record, position);
    }

    @Override
    public void segmentEnd(SegmentRef segment, long used) {
      segments.put(
          segment.number(), new SegmentUse(segment.number(), segment.size(), used, groups));
      end = Position.of(segment.number(), (int) used);
    }

    @Override
    public void fault(Fault fault) {
      Contents.this.fault(fault);
    }

    @Override
    public void restart() {
      pending.clear();
      records.clear();
      segments.clear();
      synced = 0;
    }
  }
}

package org.messagecenter.store.tool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.RunFile;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;
import org.messagecenter.store.journal.JournalBuilder;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.journal.SegmentHeader;
import org.messagecenter.store.journal.SegmentScan;
import org.messagecenter.store.queue.StoreIdentity;

/**
 * Copies a store, whether a server is running on it or not: the copy is the store as it was at one
 * commit, no earlier than the last before the beginning.
 *
 * <p>A last segment is added that holds nothing but a header. It protects the last group, as any
 * successor does, and its epoch is far ahead: the message keys that the original gives meanwhile
 * are not given again by the copy. For the same reason the mark of the short ids is moved ahead.
 *
 * <p>{@code store.key} comes last. A copy that was not finished has none, and is refused.
 */
public final class StoreBackup {

  /** How often the original may be opened before a key can come twice. */
  static final int EPOCHS_AHEAD = 256;

  /** How many short ids the original may give before one can come twice. */
  static final int SHORT_IDS_AHEAD = 1 << 24;

  /**
   * What was copied.
   *
   * @param segments how many
   * @param bytes of the journal
   * @param lastCommit number of the last group
   * @param badRuns what is wrong with runs of the archive that were therefore left out
   */
  public record Result(int segments, long bytes, long lastCommit, List<String> badRuns) {}

  private StoreBackup() {}

  /**
   * Copies.
   *
   * @param target an empty directory
   * @param now wall clock, epoch milliseconds
   * @throws FaultException when the original is damaged
   * @throws IOException when either directory fails, or the original holds no journal
   */
  public static Result run(Disk source, Disk target, Pace pace, long now) throws IOException {
    Copying copy = new Copying(target);
    LiveWalk walk = new LiveWalk(source, copy, pace);
    boolean done = false;
    try {
      walk.run();
      done = true;
    } finally {
      if (!done) {
        copy.restart();
      }
    }
    copy.dropBefore(walk.head());
    SegmentHeader last = walk.lastHeader();
    SegmentHeader closing =
        new SegmentHeader(
            SegmentHeader.VERSION,
            last.journalId(),
            last.number() + 1,
            last.epoch() + EPOCHS_AHEAD,
            walk.lastCommit() + 1,
            walk.lastEnd(),
            now,
            walk.head(),
            SegmentHeader.BYTES,
            false);
    try (DiskFile file = JournalBuilder.write(target, closing)) {
      file.force();
    }
    List<String> badRuns = runs(source, target, Position.of(last.number(), (int) walk.lastEnd()));
    // Behind the journal: the mark only grows, so it covers every short id that was copied.
    StoreIdentity.read(source).write(target, SHORT_IDS_AHEAD);
    target.sync();
    return new Result(copy.sizes.size(), copy.bytes(), walk.lastCommit(), badRuns);
  }

  /**
   * Copies the runs that tell of nothing behind the copy's end. They are enough: the segments that
   * the last group gives up had been given up by the archive before, so that their ends are in runs
   * whose positions lie before it. A later run would make the copy pass over ends of its own.
   *
   * @return what is wrong with those that were left out
   */
  static List<String> runs(Disk source, Disk target, long end) throws IOException {
    List<String> bad = new ArrayList<>();
    for (String name : source.list()) {
      if (RunFile.isName(name)) {
        try {
          copyRun(source, target, name, end);
        } catch (NoSuchFileException e) {
          // Its time has come.
        } catch (IOException e) {
          bad.add(String.valueOf(e.getMessage()));
          target.delete(name);
        }
      }
    }
    return bad;
  }

  private static void copyRun(Disk source, Disk target, String name, long end) throws IOException {
    try (RunFile run = new RunFile(source, name)) {
      if (Long.compareUnsigned(run.position(), end) <= 0) {
        try (DiskFile copy = target.create(name)) {
          run.copyTo(copy);
          copy.force();
        }
      }
    }
  }

  private static final class Copying implements WalkSink {
    final TreeMap<Integer, Long> sizes = new TreeMap<>();
    private final Disk target;
    private @Nullable DiskFile open;

    Copying(Disk target) {
      this.target = target;
    }

    long bytes() {
      return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    private DiskFile open() {
      DiskFile now = open;
      if (now == null) {
        throw new IllegalStateException("no segment was begun");
      }
      return now;
    }

    @Override
    public void segment(SegmentRef segment) throws IOException {
      SegmentHeader header = segment.header();
      if (header == null) {
        throw new IllegalStateException("a segment without a header cannot be copied");
      }
      open = JournalBuilder.write(target, header);
      sizes.put(segment.number(), (long) SegmentHeader.BYTES);
    }

    @Override
    public void group(SegmentRef segment, SegmentScan group) throws IOException {
      DiskFile.writeFully(open(), group.frame(), group.groupOffset());
      sizes.put(segment.number(), group.offset());
    }

    @Override
    public void segmentEnd(SegmentRef segment, long end) throws IOException {
      try (DiskFile done = open()) {
        open = null;
        done.force();
      }
    }

    @Override
    public void fault(Fault fault) {
      throw new IllegalStateException("a live walk throws its faults");
    }

    @Override
    public void restart() throws IOException {
      if (open != null) {
        open.close();
        open = null;
      }
      dropBefore(Integer.MAX_VALUE);
    }

    void dropBefore(int number) throws IOException {
      for (int old : sizes.headMap(number).keySet()) {
        target.delete(StoreNames.segment(old));
      }
      sizes.headMap(number).clear();
    }
  }
}

package org.messagecenter.store.tool;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.messagecenter.store.archive.RunFile;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.JournalBuilder;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.journal.SegmentHeader;
import org.messagecenter.store.journal.SegmentScan;
import org.messagecenter.store.queue.RecordView;
import org.messagecenter.store.queue.StoreIdentity;

/**
 * Makes a clean store of everything that is whole in a damaged one.
 *
 * <p>Records keep their order, and those of one group stay in one. What comes out is the same
 * journal, continued: its segments have the next numbers and its epoch lies above every one there
 * is a trace of, so that no key is given twice.
 *
 * <p>In a group whose payload is damaged, and where no group can be told, records are looked for
 * one by one. A MESSAGE or MAIL has a CRC of its own and is taken. Of the others only those are
 * taken that say that something ended: to send twice is the lesser evil, but what has ended must
 * not come to life again. A mail that tells of a message proves that this one ended, too; its end
 * is made up if it is lost, with the state UNKNOWN.
 *
 * <p>{@code store.key} comes last. A store that was not finished has none, and is refused.
 */
public final class StoreSalvage {

  /** The list of what was left out, in the new directory. */
  static final String REPORT = "salvage-report.txt";

  /** For openings that left no trace: their segments are gone. */
  private static final int EPOCHS_AHEAD = 256;

  private static final int SHORT_IDS_AHEAD = 1 << 20;

  /** No group can be longer, for a record can not; what claims to be is not worth mending. */
  private static final int LONGEST_GROUP = 1 << 22;

  private static final int PADDING = 8;

  /** The key's bits above the counter, see the keys in the description of the queue's package. */
  private static final int EPOCH_SHIFT = 44;

  /**
   * What became of it.
   *
   * @param records how many were taken
   * @param dropped how many places the report lists
   * @param messages pending in the new store
   * @param mails waiting in the new store
   */
  public record Result(long records, long dropped, int messages, int mails) {}

  private final Disk source;
  private final Disk target;
  private final long now;
  private final StringWriter report = new StringWriter();
  private final PrintWriter lines = new PrintWriter(report);
  private final Pending pending = new Pending();
  private long taken;
  private long dropped;

  private StoreSalvage(Disk source, Disk target, long now) {
    this.source = source;
    this.target = target;
    this.now = now;
  }

  /**
   * Reads {@code source}, whose lock is held meanwhile, and writes a store to {@code target}.
   *
   * @param target an empty directory
   * @param newKey makes new files for the message ids when the old ones are lost; ids given before
   *     mean nothing then
   * @param segmentBytes the size of the new segments
   * @param now wall clock, epoch milliseconds
   * @throws IOException when either directory fails, or the ids' files are damaged and no new key
   *     is wanted
   */
  @SuppressWarnings("try") // the lock is only held
  public static Result run(Disk source, Disk target, boolean newKey, int segmentBytes, long now)
      throws IOException {
    try (Closeable lock = source.lock()) {
      return new StoreSalvage(source, target, now).run(newKey, segmentBytes);
    }
  }

  private Result run(boolean newKey, int segmentBytes) throws IOException {
    lines.println("file\toffset\tlength\tkey\twhat");
    StoreIdentity identity = identity(newKey);
    Survey survey = new Survey();
    JournalWalk first = new JournalWalk(source, survey);
    first.run();
    int number = first.lastNumber() + 1;
    int epoch = Math.max(first.epoch(), survey.epoch);
    if (first.identified()) {
      for (RunFile run : runs(first.journalId())) {
        number = Math.max(number, Position.segment(run.position()) + 1);
        epoch = Math.max(epoch, (int) (run.greatestKey() >>> EPOCH_SHIFT));
      }
      for (String what : StoreBackup.runs(source, target, -1)) {
        drop(source.describe(""), 0, 0, 0, what);
      }
    }
    epoch += first.badHeaders() + EPOCHS_AHEAD;
    long journalId = first.identified() ? first.journalId() : new SecureRandom().nextLong();
    SegmentHeader header =
        new SegmentHeader(
            SegmentHeader.VERSION,
            journalId,
            number,
            epoch,
            first.lastCommit() + 1,
            0,
            now,
            number,
            SegmentHeader.BYTES,
            false);
    try (JournalBuilder builder = new JournalBuilder(target, header, segmentBytes)) {
      Taking sink =
          first.identified()
              ? new Taking(builder, new RecordView(journalId), new RecordView(journalId), journalId)
              : guessing(builder, survey.seed.seed(), journalId);
      new JournalWalk(source, sink).run();
      // What is due may have been sent before: an orderly close told of in the journal may be old.
      ByteBuffer group = sink.group(RecordView.OPENED_BYTES);
      RecordView.putOpened(group);
      builder.append(group, 1, now);
      builder.finish();
    }
    lines.flush();
    try (DiskFile file = target.create(REPORT)) {
      byte[] text = report.toString().getBytes(StandardCharsets.UTF_8);
      DiskFile.writeFully(file, ByteBuffer.wrap(text), 0);
      file.force();
    }
    identity.write(target, SHORT_IDS_AHEAD);
    target.sync();
    return new Result(taken, dropped, pending.messages.size(), pending.mails.size());
  }

  private Taking guessing(JournalBuilder builder, int seed, long journalId) {
    return new Taking(builder, RecordView.ofSeed(seed), RecordView.ofSeed(seed), journalId);
  }

  /** The headers of the journal's runs that can be read. */
  private List<RunFile> runs(long journalId) throws IOException {
    List<RunFile> runs = new ArrayList<>();
    for (String name : source.list()) {
      if (RunFile.isName(name)) {
        try (RunFile run = new RunFile(source, name)) {
          if (run.journalId() == journalId) {
            runs.add(run);
          }
        } catch (IOException e) {
          drop(source.describe(name), 0, 0, 0, String.valueOf(e.getMessage()));
        }
      }
    }
    return runs;
  }

  private StoreIdentity identity(boolean newKey) throws IOException {
    try {
      return StoreIdentity.read(source);
    } catch (IOException e) {
      if (!newKey) {
        throw e;
      }
      drop(source.describe("store.key"), 0, 0, 0, "replaced by a new key: " + e.getMessage());
      return StoreIdentity.create();
    }
  }

  private void drop(String file, long offset, long length, long key, String what) {
    dropped++;
    String shown = key > 0 ? Json.key(key) : "";
    lines.println(file + '\t' + offset + '\t' + length + '\t' + shown + '\t' + what);
  }

  /** The first look: which epochs there were. */
  private static final class Survey extends RecordSink {
    int epoch;

    /** Only when no segment's header could be read are there stretches lost from the first on. */
    final SeedGuess seed = new SeedGuess();

    @Override
    public void lost(SegmentRef segment, SegmentScan scan, long from, long to) throws IOException {
      if (from == SegmentHeader.BYTES) {
        seed.read(scan, from, to);
      }
    }

    @Override
    void record(SegmentRef segment, RecordView record, long position) {
      if (record.hasKey()) {
        epoch = Math.max(epoch, (int) (record.key() >>> EPOCH_SHIFT));
      }
    }

    @Override
    public void fault(Fault fault) {
      // The second look reports it.
    }
  }

  /** The second look: takes what is whole. */
  private final class Taking implements WalkSink {
    private final JournalBuilder builder;
    private final RecordView view;
    private final RecordView probe;
    private final RecordView saved;
    private ByteBuffer out = ByteBuffer.allocate(1 << 21);
    private int records;

    /**
     * @param view for the records of the damaged journal, as {@code probe} is
     * @param journalId of the journal that is being made
     */
    Taking(JournalBuilder builder, RecordView view, RecordView probe, long journalId) {
      this.builder = builder;
      this.view = view;
      this.probe = probe;
      this.saved = new RecordView(journalId);
    }

    /** Room for a group's payload of that length, and a little more for made up ends. */
    ByteBuffer group(int payload) {
      int needed = Journal.GROUP_HEADER + payload + PADDING;
      if (out.capacity() < needed) {
        out = ByteBuffer.allocate(needed);
      }
      records = 0;
      return out.clear().position(Journal.GROUP_HEADER);
    }

    private void write(long writtenAt) throws IOException {
      if (records > 0) {
        builder.append(out, records, writtenAt);
        taken += records;
      }
    }

    /** A mail's about is 56 octets before its text: an end fits in for each at the most. */
    private int room(ByteBuffer payload) {
      return 2 * payload.remaining();
    }

    @Override
    public void group(SegmentRef segment, SegmentScan group) throws IOException {
      whole(segment, group.payload(), group.payloadOffset(), group.writtenAt());
    }

    private void whole(SegmentRef segment, ByteBuffer payload, long offset, long writtenAt)
        throws IOException {
      group(room(payload));
      int begin = payload.position();
      for (int at = begin; at < payload.limit(); ) {
        String problem = view.read(payload, at);
        int length = view.length() == 0 ? payload.limit() - at : view.length();
        if (problem == null) {
          take();
        } else {
          drop(segment.path(), offset + (at - begin), length, 0, problem);
        }
        at += length;
      }
      write(writtenAt);
    }

    /** Takes the record in view. */
    private void take() {
      switch (view.type()) {
        case DUPLICATES, CLOSED, OPENED -> {
          // They speak of one opening of the old store.
        }
        case MAIL -> {
          if (pending.messages.remove(view.about())) {
            RecordView.putEnd(out, view.about(), view.beganAt());
            records++;
          }
          put();
        }
        default -> put();
      }
    }

    private void put() {
      view.put(out, saved);
      records++;
      pending.apply(view, 0);
    }

    @Override
    public void broken(SegmentRef segment, SegmentScan group) throws IOException {
      ByteBuffer payload = group.payload();
      search(segment, payload, group.payloadOffset(), true, group.writtenAt());
    }

    @Override
    public void lost(SegmentRef segment, SegmentScan scan, long from, long to) throws IOException {
      if (to - from <= LONGEST_GROUP) {
        ByteBuffer mended = scan.mend(from, to);
        if (mended != null) {
          String what = "only the group's header is damaged; its records were taken";
          drop(segment.path(), from, Journal.GROUP_HEADER, 0, what);
          whole(segment, mended, from + Journal.GROUP_HEADER, now);
          return;
        }
      }
      long begin = Math.min(to, from + Journal.GROUP_HEADER);
      for (long at = begin; at < to; at += LONGEST_GROUP / 2) {
        // Overlapping, so that a record is never cut in two; taking one twice changes nothing.
        ByteBuffer octets = scan.octets(at, Math.min(LONGEST_GROUP, to - at));
        search(segment, octets, at, at == begin, now);
      }
    }

    /**
     * Looks for records one by one.
     *
     * @param chained whether a record is expected at the very beginning
     */
    private void search(
        SegmentRef segment, ByteBuffer octets, long offset, boolean chained, long writtenAt)
        throws IOException {
      group(room(octets));
      int begin = octets.position();
      int at = begin;
      boolean expected = chained;
      int lostFrom = -1;
      while (at < octets.limit()) {
        boolean whole = view.read(octets, at) == null;
        if (whole && (hasCrc() || (expected && isEnd()))) {
          lostUntil(segment, octets, lostFrom, at, offset - begin);
          lostFrom = -1;
          at += view.length();
          take();
          expected = true;
        } else if (expected && view.length() > 0 && follows(octets, at + view.length())) {
          String what =
              whole
                  ? "a " + view.type() + " record in a damaged group, which nothing proves"
                  : "a damaged record";
          long key = whole ? view.key() : key(octets, at, at + view.length());
          drop(segment.path(), offset + (at - begin), view.length(), key, what);
          at += view.length();
        } else {
          lostFrom = lostFrom < 0 ? at : lostFrom;
          expected = false;
          at++;
        }
      }
      lostUntil(segment, octets, lostFrom, octets.limit(), offset - begin);
      write(writtenAt);
    }

    /** Whether the octets go on with a record, or end. */
    private boolean follows(ByteBuffer octets, int at) {
      return at == octets.limit() || probe.read(octets, at) == null;
    }

    private boolean hasCrc() {
      return view.type() == RecordView.Type.MESSAGE || view.type() == RecordView.Type.MAIL;
    }

    private boolean isEnd() {
      return view.type() == RecordView.Type.FINISH || view.type() == RecordView.Type.MAIL_DONE;
    }

    /** Reports what was passed over; a damaged MESSAGE or MAIL may still tell its key. */
    private void lostUntil(SegmentRef segment, ByteBuffer octets, int from, int to, long base) {
      if (from >= 0) {
        drop(segment.path(), base + from, to - from, key(octets, from, to), "no whole record");
      }
    }

    private static long key(ByteBuffer octets, int from, int to) {
      int type = to - from < 24 ? 0 : octets.get(from + 4);
      return type == 1 || type == 4 ? octets.getLong(from + 16) : 0;
    }

    @Override
    public void fault(Fault fault) {
      drop(fault.file(), fault.offset(), fault.length(), 0, fault.what());
    }
  }
}

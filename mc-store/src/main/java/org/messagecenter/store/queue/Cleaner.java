package org.messagecenter.store.queue;

import static org.messagecenter.store.queue.RecordLayout.*;
import static org.messagecenter.store.queue.RecordReader.octet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.Archive;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.journal.Segment;

/**
 * Gives up the oldest segments: those with nothing live when their ends are archived, others, after
 * moving what is, when the files are longer than twice what is live and the spare segments. Until
 * then most of what a segment holds has time to end by itself. Why nothing is lost is told in the
 * package's description.
 *
 * <p>The reading is another thread's. What is moved between two commits is in proportion to what
 * was appended, or became dead, since the last time: a burst is not held up by more cleaning than
 * it causes. Only when the files are half a segment over the bound the cleaner takes the time it
 * needs.
 */
final class Cleaner {

  /** Octets looked at for each that was appended. Half of a segment is dead on average. */
  private static final int PROPORTION = 4;

  /** Octets looked at in one bite at most. */
  private static final int LARGEST_BITE = 1 << 20;

  /** Without any work, an octet in so many nanoseconds (as a power of two): 32 MiB/s. */
  private static final int IDLE_SHIFT = 5;

  private static final long LONGEST_IDLE_NANOS = 10_000_000;
  private static final long IDLE_PAUSE_NANOS = 1_000_000;
  private static final long LONGEST_WAIT_NANOS = 5_000_000;

  /** The spare segments that the bound allows for at least. */
  private static final int FEW_SPARES = 2;

  private final Journal journal;
  private final GroupWriter group;
  private final RecordWriter writer;
  private final Messages messages;
  private final Mailboxes mailboxes;
  private final LiveBytes live;
  private final Archive ends;
  private final Counters counters;
  private final CleaningReader reader;
  private final long segmentBytes;
  private final int spareSegments;
  private final LongSupplier bytesBeside;
  private final byte[] carrier = new byte[2 * Utf8.LONGEST];

  private int cleaning;
  private @Nullable CleaningChunk current;
  private @Nullable CleaningChunk coming;

  private long excess;
  private long credit;
  private long moved;
  private long writtenBefore;
  private long liveBefore;
  private long biteAt = System.nanoTime();

  Cleaner(
      StoreSettings settings,
      Journal journal,
      GroupWriter group,
      RecordWriter writer,
      Messages messages,
      Mailboxes mailboxes,
      LiveBytes live,
      Archive ends,
      LongSupplier bytesBeside,
      Counters counters,
      Inbox inbox) {
    this.journal = journal;
    this.group = group;
    this.writer = writer;
    this.messages = messages;
    this.mailboxes = mailboxes;
    this.live = live;
    this.ends = ends;
    this.bytesBeside = bytesBeside;
    this.counters = counters;
    reader = new CleaningReader(() -> inbox.put(Ops.WAKE, 0, 0, 0, 0, null, null), inbox::nudge);
    segmentBytes = settings.segmentBytes();
    spareSegments = settings.spareSegments();
    liveBefore = live.total();
  }

  /** How long the next bite can wait if nothing else happens, nanoseconds. */
  long waitNanos() {
    int oldest = journal.oldestSegment();
    if (oldest >= journal.activeSegment()) {
      return Long.MAX_VALUE;
    }
    measure();
    if (live.isEmpty(oldest)) {
      // The archive wakes the store.
      return ends.isArchived(oldest) ? 0 : Long.MAX_VALUE;
    }
    if (excess <= 0) {
      return Long.MAX_VALUE;
    }
    CleaningChunk wanted = current == null ? coming : current;
    if (cleaning == oldest && wanted != null && !wanted.isDone()) {
      // The reader wakes the store.
      return Long.MAX_VALUE;
    }
    return credit > 0 ? 0 : IDLE_PAUSE_NANOS;
  }

  /** After a round: has the ends archived, if only they keep the oldest segment from going. */
  void askForEnds() {
    int oldest = journal.oldestSegment();
    if (oldest < journal.activeSegment() && live.isEmpty(oldest)) {
      ends.askClose(oldest);
    }
  }

  /** Fails when the thread that reads died. Cheap. */
  void checkAlive() throws IOException {
    reader.checkAlive();
  }

  /** Ends the reading; nothing is moved any more. */
  void close() {
    reader.close();
  }

  /** Compares what there is with what there may be, and tells the journal. */
  private void measure() {
    long bound =
        counters.full
            ? boundOfFullDisk(live, segmentBytes)
            : wanted() + Math.max(FEW_SPARES, spareSegments) * segmentBytes;
    long files = journal.fileBytes();
    journal.spares().allow(bound - files);
    // Spares beyond the least go before anything is moved for their sake.
    excess = files + journal.spares().leastBytes() - bound;
  }

  /**
   * With what is beside them the segments shall be no longer than twice what is live. But where
   * little more than that fits, moving would never end.
   */
  private long wanted() {
    long bytes = live.total();
    return Math.max(2 * bytes - bytesBeside.getAsLong(), bytes + bytes / 4);
  }

  /** So long may the files be when the disk is nearly full; little is won by moving more. */
  static long boundOfFullDisk(LiveBytes live, long segmentBytes) {
    return live.total() + live.total() / 4 + FEW_SPARES * segmentBytes;
  }

  private void earn() {
    long now = System.nanoTime();
    long written = counters.bytesWritten.getPlain();
    long appended = Math.max(0, written - writtenBefore - moved);
    long died = Math.max(0, liveBefore - live.total());
    if (excess <= 0) {
      credit = 0;
    } else if (excess >= segmentBytes / 2) {
      credit = LARGEST_BITE;
    } else {
      long idle = Math.min(now - biteAt, LONGEST_IDLE_NANOS) >> IDLE_SHIFT;
      credit = Math.min(LARGEST_BITE, credit + PROPORTION * (appended + 2 * died) + idle);
    }
    biteAt = now;
    writtenBefore = written;
    moved = 0;
  }

  /** Does a little; what it moves is in the group afterwards, which must be committed. */
  void bite(Room room) throws IOException {
    measure();
    earn();
    int oldest = journal.oldestSegment();
    if (oldest < journal.activeSegment()) {
      if (live.isEmpty(oldest)) {
        if (ends.isArchived(oldest)) {
          giveUp(oldest);
        }
      } else if (credit > 0) {
        clean(oldest, room);
      }
    }
    liveBefore = live.total();
  }

  private void clean(int oldest, Room room) throws IOException {
    if (cleaning != oldest) {
      cleaning = oldest;
      current = null;
      coming = CleaningChunk.first(journal.segment(oldest), journal.reader(oldest));
      reader.read(coming);
    }
    long patience = excess >= segmentBytes / 2 ? LONGEST_WAIT_NANOS : 0;
    while (credit > 0) {
      CleaningChunk chunk = chunk(patience);
      if (chunk == null) {
        return;
      }
      if (move(chunk, room)) {
        current = null;
        if (chunk.isLast()) {
          if (ends.isArchived(oldest)) {
            giveUp(oldest);
          }
          return;
        }
      }
    }
  }

  /** The chunk to move from, with the states that it needs; null when that is not read yet. */
  private @Nullable CleaningChunk chunk(long patience) throws IOException {
    CleaningChunk chunk = current;
    if (chunk == null) {
      chunk = coming;
      if (chunk == null || !CleaningReader.await(chunk, patience)) {
        return null;
      }
      chunk.check();
      current = chunk;
      coming = null;
      askStates(chunk);
      if (!chunk.isLast()) {
        coming = chunk.following();
        reader.read(coming);
      }
    }
    if (!CleaningReader.await(chunk, patience)) {
      return null;
    }
    chunk.check();
    return chunk;
  }

  /** Has the carrier ids read that lie outside of the segment. */
  private void askStates(CleaningChunk chunk) {
    ByteBuffer octets = chunk.octets();
    for (int at; (at = chunk.next()) >= 0; chunk.skip()) {
      if (octets.get(at + TYPE_AT) != MESSAGE) {
        continue;
      }
      int slot = messages.table.find(octets.getLong(at + KEY_AT));
      if (slot >= 0
          && messages.table.position(slot) == chunk.position()
          && messages.table.marked(slot, MessageTable.HAS_CARRIER_ID)) {
        long state = messages.table.carrierPosition(slot);
        if (state != chunk.position() && !group.holds(state)) {
          chunk.wantState(at, journal.segment(Position.segment(state)), state);
        }
      }
    }
    chunk.rewind();
    if (chunk.wantsStates()) {
      reader.read(chunk);
    }
  }

  /** Moves until the credit is used up; whether that was the whole chunk. */
  private boolean move(CleaningChunk chunk, Room room) throws IOException {
    ByteBuffer octets = chunk.octets();
    for (int at; credit > 0 && (at = chunk.next()) >= 0; ) {
      int type = octets.get(at + TYPE_AT);
      credit -= octets.getInt(at);
      if (type == MESSAGE) {
        int slot = messages.table.find(octets.getLong(at + KEY_AT));
        if (slot >= 0 && messages.table.position(slot) == chunk.position()) {
          moveMessage(chunk, at, slot, room);
        }
      } else if (type == MAIL) {
        int slot = mailboxes.table.find(octets.getLong(at + KEY_AT));
        if (slot >= 0 && mailboxes.table.position(slot) == chunk.position()) {
          moveMail(octets, at, slot, room);
        }
      }
      chunk.skip();
    }
    return chunk.next() < 0;
  }

  private void giveUp(int oldest) {
    int head = oldest + 1;
    while (head < journal.activeSegment() && live.isEmpty(head) && ends.isArchived(head)) {
      head++;
    }
    live.dropBefore(head);
    journal.advanceHead(head);
    group.force();
    cleaning = 0;
    current = null;
    coming = null;
  }

  private void moveMail(ByteBuffer octets, int at, int slot, Room room) throws IOException {
    room.ensure(octets.getInt(at));
    long position = group.position();
    writer.movedMail(
        group.out(), octets, at, mailboxes.table.attempts(slot), mailboxes.table.nextDue(slot));
    group.wrote(true);
    count(position);
    mailboxes.moved(slot, position);
  }

  private void moveMessage(CleaningChunk chunk, int at, int slot, Room room) throws IOException {
    ByteBuffer octets = chunk.octets();
    int name = 0;
    int id = 0;
    if (messages.table.marked(slot, MessageTable.HAS_CARRIER_ID)) {
      long carrierAt = messages.table.carrierPosition(slot);
      if (carrierAt == chunk.position()) {
        name = octet(octets, at + CARRIER_LENGTH_AT);
        id = octet(octets, at + CARRIER_ID_LENGTH_AT);
        int from =
            at
                + textAt(octets.getLong(at + KEY_AT), octets.get(at + OCTET_AT))
                + octet(octets, at + ACCOUNT_LENGTH_AT)
                + octet(octets, at + DESTINATION_LENGTH_AT);
        octets.get(from, carrier, 0, name + id);
      } else {
        ByteBuffer state = chunk.state(at, carrierAt);
        if (state == null) {
          state = state(carrierAt, octets.getLong(at + KEY_AT), room);
        }
        name = octet(state, OCTET_AT);
        id = state.getInt(0) - STATE_TEXT_AT - name;
        state.get(STATE_TEXT_AT, carrier, 0, name + id);
      }
    }
    room.ensure(RecordWriter.movedLength(octets, at, name + id));
    long position = group.position();
    writer.movedMessage(
        group.out(),
        octets,
        at,
        messages.table.attempts(slot),
        messages.table.nextDue(slot),
        carrier,
        name,
        id);
    group.wrote(true);
    count(position);
    messages.moved(slot, position, (int) (group.position() - position));
  }

  private void count(long position) {
    int octets = (int) (group.position() - position);
    moved += octets;
    counters.bytesMoved.add(octets);
  }

  /** Reads a state that was not there yet when the chunk was read. */
  private ByteBuffer state(long position, long key, Room room) throws IOException {
    if (group.holds(position)) {
      // Rather write it now than read it from two places.
      room.flush();
    }
    Segment segment = journal.segment(Position.segment(position));
    ByteBuffer state = BodyReader.stateOctets(segment, position);
    CleaningChunk.checkState(state, key, segment, position);
    return state;
  }
}

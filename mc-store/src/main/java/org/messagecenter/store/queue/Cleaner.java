package org.messagecenter.store.queue;

import static org.messagecenter.store.queue.RecordLayout.*;
import static org.messagecenter.store.queue.RecordReader.octet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.GroupReader;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.Position;

/**
 * Gives up the oldest segments: those with nothing live at once, others when the journal is twice
 * as long as what is live in it, after moving what is. A bite at a time, between commits. Why
 * nothing is lost is told in the package's description.
 */
final class Cleaner {

  /** Octets looked at in one bite. */
  private static final int BITE = 1 << 18;

  private final Journal journal;
  private final GroupWriter group;
  private final RecordWriter writer;
  private final Messages messages;
  private final Mailboxes mailboxes;
  private final LiveBytes live;
  private final LongSupplier bytesBeside;
  private final long leastBytes;
  private final byte[] carrier = new byte[2 * Utf8.LONGEST];

  private int cleaning;
  private @Nullable GroupReader reader;

  Cleaner(
      Journal journal,
      GroupWriter group,
      RecordWriter writer,
      Messages messages,
      Mailboxes mailboxes,
      LiveBytes live,
      LongSupplier bytesBeside,
      long leastBytes) {
    this.journal = journal;
    this.group = group;
    this.writer = writer;
    this.messages = messages;
    this.mailboxes = mailboxes;
    this.live = live;
    this.bytesBeside = bytesBeside;
    this.leastBytes = leastBytes;
  }

  /** Whether the next bite would find something to do. */
  boolean hasWork() {
    int oldest = journal.oldestSegment();
    return oldest < journal.activeSegment()
        && (cleaning == oldest
            || live.isEmpty(oldest)
            || journal.bytes() > Math.max(wanted(), leastBytes));
  }

  /**
   * With what is beside it the journal shall be no longer than twice what is live. But where little
   * more than that fits, moving would never end.
   */
  private long wanted() {
    long bytes = live.total();
    return Math.max(2 * bytes - bytesBeside.getAsLong(), bytes + bytes / 4);
  }

  /** Does a little; what it moves is in the group afterwards, which must be committed. */
  void bite(Room room) throws IOException {
    if (!hasWork()) {
      return;
    }
    int oldest = journal.oldestSegment();
    if (live.isEmpty(oldest)) {
      giveUp(oldest);
      return;
    }
    GroupReader groups = reader;
    if (cleaning != oldest || groups == null) {
      cleaning = oldest;
      groups = journal.reader(oldest);
      reader = groups;
    }
    int end = journal.segment(oldest).end();
    int stop = groups.offset() + BITE;
    while (groups.offset() < Math.min(end, stop)) {
      if (!groups.next()) {
        throw new IOException(
            journal.segment(oldest).path() + " is damaged at offset " + groups.offset());
      }
      move(groups.payload(), groups.payloadPosition(), room);
    }
    group.force();
    if (groups.offset() >= end) {
      giveUp(oldest);
    }
  }

  private void giveUp(int oldest) {
    int head = oldest + 1;
    while (head < journal.activeSegment() && live.isEmpty(head)) {
      head++;
    }
    live.dropBefore(head);
    journal.advanceHead(head);
    group.force();
    cleaning = 0;
    reader = null;
  }

  private void move(ByteBuffer payload, long position, Room room) throws IOException {
    int begin = payload.position();
    for (int at = begin; at < payload.limit(); at += payload.getInt(at)) {
      long here = position + (at - begin);
      int type = payload.get(at + TYPE_AT);
      if (type == MESSAGE) {
        int slot = messages.table.find(payload.getLong(at + KEY_AT));
        if (slot >= 0 && messages.table.position(slot) == here) {
          moveMessage(payload, at, slot, here, room);
        }
      } else if (type == MAIL) {
        int slot = mailboxes.table.find(payload.getLong(at + KEY_AT));
        if (slot >= 0 && mailboxes.table.position(slot) == here) {
          moveMail(payload, at, slot, room);
        }
      }
    }
  }

  private void moveMail(ByteBuffer payload, int at, int slot, Room room) throws IOException {
    room.ensure(payload.getInt(at));
    long position = group.position();
    writer.movedMail(
        group.out(), payload, at, mailboxes.table.attempts(slot), mailboxes.table.nextDue(slot));
    group.wrote(true);
    mailboxes.moved(slot, position);
  }

  private void moveMessage(ByteBuffer payload, int at, int slot, long here, Room room)
      throws IOException {
    int name = 0;
    int id = 0;
    if (messages.table.marked(slot, MessageTable.HAS_CARRIER_ID)) {
      long carrierAt = messages.table.carrierPosition(slot);
      if (carrierAt == here) {
        name = octet(payload, at + CARRIER_LENGTH_AT);
        id = octet(payload, at + CARRIER_ID_LENGTH_AT);
        int from =
            at
                + textAt(payload.getLong(at + KEY_AT))
                + octet(payload, at + ACCOUNT_LENGTH_AT)
                + octet(payload, at + DESTINATION_LENGTH_AT);
        payload.get(from, carrier, 0, name + id);
      } else {
        ByteBuffer state = state(carrierAt, room);
        name = octet(state, OCTET_AT);
        id = state.getInt(0) - STATE_TEXT_AT - name;
        state.get(STATE_TEXT_AT, carrier, 0, name + id);
      }
    }
    room.ensure(RecordWriter.movedLength(payload, at, name + id));
    long position = group.position();
    writer.movedMessage(
        group.out(),
        payload,
        at,
        messages.table.attempts(slot),
        messages.table.nextDue(slot),
        carrier,
        name,
        id);
    group.wrote(true);
    messages.moved(slot, position, (int) (group.position() - position));
  }

  private ByteBuffer state(long position, Room room) throws IOException {
    if (group.holds(position)) {
      // Rather write it now than read it from two places.
      room.flush();
    }
    return BodyReader.stateOctets(journal.segment(Position.segment(position)), position);
  }
}

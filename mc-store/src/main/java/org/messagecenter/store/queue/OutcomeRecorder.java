package org.messagecenter.store.queue;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.End;

/** Records what becomes of pending messages: attempts, retries, and their ends. */
final class OutcomeRecorder {

  private final GroupWriter group;
  private final RecordWriter writer;
  private final Messages messages;
  private final Ended ended;
  private final Counters counters;
  private final MailRecorder mails;
  private final Finder finder;
  private final Room room;

  OutcomeRecorder(
      GroupWriter group,
      RecordWriter writer,
      Messages messages,
      Ended ended,
      Counters counters,
      MailRecorder mails,
      Finder finder,
      Room room) {
    this.group = group;
    this.writer = writer;
    this.messages = messages;
    this.ended = ended;
    this.counters = counters;
    this.mails = mails;
    this.finder = finder;
    this.room = room;
  }

  void cancel(Ops ops, int i) throws IOException {
    NewMail receipt = (NewMail) ops.subject[i];
    int length = receipt == null ? 0 : writer.prepare(receipt);
    // First, for to make room may push what was being read.
    room.ensure(RecordLayout.LONGEST_FINISH + length);
    if (messages.isChangeable(messages.table.find(ops.key[i]))) {
      finish(ops, i, receipt);
    } else {
      ops.changed[i] = false;
      ops.slot[i] = -1;
    }
  }

  void finish(Ops ops, int i, @Nullable NewMail receipt) throws IOException {
    int slot = messages.table.find(ops.key[i]);
    ops.changed[i] = slot >= 0;
    ops.slot[i] = -1;
    if (slot < 0) {
      return;
    }
    End end = end(ops, i, slot);
    int length = receipt == null ? 0 : writer.prepare(receipt);
    room.ensure(RecordWriter.finishLength(end) + length);
    long position = group.position();
    writer.finish(group.out(), end);
    group.wrote(true);
    ended.archive.put(end, position);
    messages.remove(slot);
    counters.finished.add(1);
    if (receipt != null) {
      mails.post(ops, i, receipt, length, ops.key[i]);
    }
  }

  private End end(Ops ops, int i, int slot) {
    End end = ended.row;
    end.begin(ops.key[i]);
    end.state = ops.first[i];
    end.kind = messages.table.kind(slot);
    end.doneAt = ops.time[i];
    end.error = ops.second[i];
    end.tag = messages.table.tag(slot);
    end.alias(messages.table.alias(slot));
    if (messages.table.marked(slot, MessageTable.HAS_CARRIER_ID)) {
      end.carrier(messages.table.hash(slot));
    }
    if (messages.table.fingerprinted(slot)) {
      int place = messages.repeats.findByKey(end.key);
      if (place >= 0) {
        end.fingerprint(messages.repeats.fingerprint(place), messages.repeats.acceptedAt(place));
      }
    }
    return end;
  }

  void attempted(Ops ops, int i, @Nullable CarrierId carrierId) throws IOException {
    int slot = messages.table.find(ops.key[i]);
    if (slot < 0) {
      return;
    }
    int length = writer.prepare(carrierId);
    room.ensure(length);
    long position = group.position();
    writer.state(group.out(), length, ops.key[i], ops.first[i], ops.time[i]);
    group.wrote(false);
    messages.table.attempts(slot, ops.first[i]);
    messages.table.nextDue(slot, ops.time[i]);
    if (carrierId != null) {
      messages.carrier(slot, writer.carrierHash(ended.hash), position);
    }
    messages.await(slot);
  }

  void retry(Ops ops, int i) throws IOException {
    int slot = messages.table.find(ops.key[i]);
    ops.changed[i] = slot >= 0;
    if (slot < 0) {
      return;
    }
    room.ensure(RecordLayout.MESSAGE_RETRY_BYTES);
    writer.retry(group.out(), ops.key[i], ops.first[i], ops.time[i]);
    group.wrote(true);
    messages.table.attempts(slot, ops.first[i]);
    messages.table.nextDue(slot, ops.time[i]);
    messages.dropCarrier(slot);
    messages.await(slot);
    if (!messages.isAddressed(slot)) {
      finder.address(ops.key[i]);
    }
  }

  /** Who has the message, and its attempts and times, stay as they are. */
  void note(Ops ops, int i, @Nullable CarrierId carrierId) throws IOException {
    int length = writer.prepare(carrierId);
    room.ensure(Math.max(length, RecordLayout.MESSAGE_RETRY_BYTES));
    long key = ops.key[i];
    int slot = messages.table.find(key);
    ops.changed[i] = slot >= 0 && messages.table.state(slot) == MessageTable.IN_FLIGHT;
    if (!ops.changed[i]) {
      return;
    }
    int attempts = messages.table.attempts(slot);
    long nextDue = messages.table.nextDue(slot);
    if (carrierId != null) {
      long position = group.position();
      writer.state(group.out(), length, key, attempts, nextDue);
      messages.carrier(slot, writer.carrierHash(ended.hash), position);
    } else {
      writer.retry(group.out(), key, attempts, nextDue);
      messages.dropCarrier(slot);
      if (!messages.isAddressed(slot)) {
        finder.address(key);
      }
    }
    group.wrote(true);
  }

  void takenLate(Ops ops, int i, CarrierId carrierId) throws IOException {
    int length = writer.prepare(carrierId);
    // First, for to make room may push what was being read.
    room.ensure(length);
    long key = ops.key[i];
    int slot = messages.table.find(key);
    ops.changed[i] = messages.isChangeable(slot) && messages.table.attempts(slot) >= ops.first[i];
    if (!ops.changed[i]) {
      return;
    }
    long position = group.position();
    writer.state(group.out(), length, key, messages.table.attempts(slot), ops.time[i]);
    group.wrote(true);
    messages.table.nextDue(slot, ops.time[i]);
    messages.carrier(slot, writer.carrierHash(ended.hash), position);
    // Out of line or out of the hands of the reader: it is not pushed for an attempt any more.
    messages.await(slot);
  }
}

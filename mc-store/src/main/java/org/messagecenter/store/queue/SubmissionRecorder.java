package org.messagecenter.store.queue;

import java.io.IOException;
import org.messagecenter.store.journal.Journal;

/**
 * Records submissions, and replacements, which are written like them: gives them their keys and
 * ids, and refuses what is too much for the disk.
 */
final class SubmissionRecorder {

  private final Journal journal;
  private final GroupWriter group;
  private final RecordWriter writer;
  private final Messages messages;
  private final Ended ended;
  private final Counters counters;
  private final MessageIds messageIds;
  private final MessageIds.Batch ids;
  private final ShortIds shortIds;
  private final Room room;
  private final Space space;

  private long messageCounter;

  SubmissionRecorder(
      Journal journal,
      GroupWriter group,
      RecordWriter writer,
      Messages messages,
      Ended ended,
      Counters counters,
      MessageIds messageIds,
      MessageIds.Batch ids,
      ShortIds shortIds,
      Room room,
      Space space) {
    this.journal = journal;
    this.group = group;
    this.writer = writer;
    this.messages = messages;
    this.ended = ended;
    this.counters = counters;
    this.messageIds = messageIds;
    this.ids = ids;
    this.shortIds = shortIds;
    this.room = room;
    this.space = space;
  }

  /** Counters of messages are even, those of mails are odd. */
  private long nextMessageKey() {
    return (long) journal.epoch() << 44 | ++messageCounter << 9;
  }

  void accept(Ops ops, int i, NewMessage message) throws IOException {
    int shard = MessageIds.shard(message.account(), message.destination());
    long fingerprint = ops.key[i];
    if (fingerprint != 0 && isRepeat(ops, i, fingerprint, shard)) {
      return;
    }
    if (space.isFull()) {
      ops.type[i] = Ops.REFUSE;
      return;
    }
    int length = writer.prepare(message, 0, fingerprint);
    room.ensure(length);
    long key = nextMessageKey();
    int alias = name(ops, i, key, shard, message.shortId());
    ops.slot[i] = write(key, length, message, alias, shard, fingerprint);
    counters.accepted.add(1);
  }

  /**
   * Whether the same was accepted before; then the row is to be answered with that one's key and
   * id. It may be in this very group: the answer waits for the commit in any case.
   */
  private boolean isRepeat(Ops ops, int i, long fingerprint, int shard) {
    int place = messages.repeats.find(fingerprint, ops.time[i]);
    if (place < 0) {
      return false;
    }
    ops.type[i] = Ops.REPEAT;
    ops.key[i] = messages.repeats.key(place);
    int alias = messages.repeats.alias(place);
    ops.id[i] = alias == 0 ? messageIds.encode(shard, ops.key[i]) : ShortIds.text(alias);
    return true;
  }

  /** Gives the submission its key and id; returns its alias. */
  private int name(Ops ops, int i, long key, int shard, boolean isShort) throws IOException {
    ops.key[i] = key;
    if (!isShort) {
      ids.add(shard, key);
      return 0;
    }
    int alias = shortIds.take();
    ops.id[i] = ShortIds.text(alias);
    return alias;
  }

  /** Writes the message that the writer has prepared and for which there is room. */
  private int write(
      long key, int length, NewMessage message, int alias, int shard, long fingerprint) {
    long position = group.position();
    writer.message(group.out(), length, key, message, alias, shard);
    group.wrote(true);
    int slot =
        messages.put(
            key,
            position,
            length,
            0,
            message.dueAt(),
            message.expiresAt(),
            message.tag(),
            alias,
            writer.addressHash(ended.hash, message.tag()));
    int kind = message.kind().code();
    if (fingerprint != 0) {
      messages.repeats.put(fingerprint, key, message.acceptedAt(), alias);
      kind |= RecordLayout.FINGERPRINTED;
    }
    messages.table.kindOctet(slot, kind);
    return slot;
  }

  /** All are in one group, which counts as a whole or not at all. */
  void acceptAll(Ops ops, int i, Recipients all) throws IOException {
    NewMessage first = all.first();
    int shard = MessageIds.shard(first.account(), first.destination());
    long fingerprint = ops.key[i];
    if (fingerprint != 0 && isRepeat(ops, i, fingerprint, shard)) {
      return;
    }
    if (space.isFull()) {
      ops.type[i] = Ops.REFUSE;
      return;
    }
    int count = all.slots().length;
    int total = 0;
    for (int ordinal = 0; ordinal < count; ordinal++) {
      long print = ordinal == 0 ? fingerprint : 0;
      total += writer.prepare(all.messages().get(ordinal), ordinal, print);
    }
    room.ensure(total);
    long key = nextMessageKey();
    int alias = name(ops, i, key, shard, first.shortId());
    for (int ordinal = 0; ordinal < count; ordinal++) {
      NewMessage message = all.messages().get(ordinal);
      // The first bears it for all.
      long print = ordinal == 0 ? fingerprint : 0;
      int length = writer.prepare(message, ordinal, print);
      int slot = write(key | ordinal, length, message, alias, shard, print);
      messages.table.shard(slot, shard);
      all.slots()[ordinal] = slot;
    }
    counters.accepted.add(count);
  }

  void replace(Ops ops, int i, NewMessage content) throws IOException {
    if (space.isFull()) {
      ops.type[i] = Ops.REFUSE;
      return;
    }
    long key = ops.key[i];
    int length = writer.prepare(content, key, 0);
    // First, for to make room may push what was being read.
    room.ensure(length);
    int slot = messages.table.find(key);
    ops.changed[i] = messages.isChangeable(slot) && isAlike(slot, content);
    if (ops.changed[i]) {
      if (messages.table.fingerprinted(slot)) {
        messages.repeats.forget(key);
      }
      write(key, length, content, messages.table.alias(slot), messages.table.shard(slot), 0);
      messages.table.unmark(slot, MessageTable.PUSHED_EXPIRED | MessageTable.POSSIBLE_DUPLICATE);
      // Out of line or out of the hands of the reader, whose old octets nobody wants now.
      messages.await(slot);
    }
  }

  /**
   * Whether the content that the writer has prepared has account, destination and kind of the
   * message, which must be changeable: the id and later recipients' shards hang on them.
   */
  private boolean isAlike(int slot, NewMessage content) {
    MessageTable table = messages.table;
    return table.hash(slot) == writer.addressHash(ended.hash, table.tag(slot))
        && table.kind(slot) == content.kind().code();
  }
}

package org.messagecenter.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.messagecenter.store.journal.Handles;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.journal.Position;

/** All that opening a store makes of a disk, as lines that can be compared. */
final class IndexDump {

  final List<String> lines = new ArrayList<>();

  /** Where the checkpoint began that was used; 0 for none. */
  final long checkpoint;

  private IndexDump(Opening opening, Ended ended) throws IOException {
    checkpoint = opening.checkpointPosition;
    lines.add(
        "journal "
            + opening.journal.epoch()
            + ", commit "
            + opening.journal.lastCommit()
            + ", segments from "
            + opening.journal.oldestSegment()
            + " to "
            + opening.journal.activeSegment());
    lines.add("ends not archived from " + ended.archive.oldestWaiting());
    fingerprints(opening.messages.repeats);
    readAddresses(opening, ended);
    messages(opening.messages);
    mails(opening.mailboxes);
    lines.add("live " + opening.live.total());
    for (int i = opening.journal.oldestSegment(); i < opening.journal.activeSegment(); i++) {
      lines.add("nothing live in " + i + ": " + opening.live.isEmpty(i));
    }
  }

  /** Opens a copy of that disk. */
  static IndexDump of(MemoryDisk disk, StoreSettings settings) throws IOException {
    MemoryDisk copy = disk.copy();
    Ended ended = new Ended(copy, settings.archive());
    try (Handles opened = new Handles()) {
      Opening opening = Opening.of(settings, copy, ended, 4096, opened);
      opening.complete();
      return new IndexDump(opening, ended);
    }
  }

  /** The same without looking at the checkpoint. */
  static IndexDump ofAllOf(MemoryDisk disk, StoreSettings settings) throws IOException {
    return of(disk, settings.withCheckpoints(Long.MAX_VALUE, Long.MAX_VALUE));
  }

  /** In the order of their keys; who is forgotten first may differ. */
  private void fingerprints(Repeats repeats) {
    TreeMap<Long, String> byKey = new TreeMap<>();
    repeats.visit(
        (fingerprint, key, acceptedAt, alias) ->
            byKey.put(
                key,
                "fingerprint " + fingerprint + " of " + key + " at " + acceptedAt + ", " + alias));
    lines.addAll(byKey.values());
  }

  /** As the store does after its start. */
  private static void readAddresses(Opening opening, Ended ended) throws IOException {
    Messages messages = opening.messages;
    RecordReader reader = new RecordReader(opening.journal.id());
    RecordWriter writer = new RecordWriter(opening.journal.id());
    List<Long> unknown = new ArrayList<>();
    while (messages.canIndex()) {
      messages.indexSome(Integer.MAX_VALUE, unknown::add);
      for (long key : unknown) {
        int slot = messages.table.find(key);
        long position = messages.table.position(slot);
        ByteBuffer in = ByteBuffer.allocate(messages.table.length(slot));
        opening.journal.segment(Position.segment(position)).read(in, Position.offset(position));
        RecordReader.Message read = reader.message(in.flip(), 0, in.limit(), key);
        writer.prepareAddress(read.account(), read.destination());
        messages.addressedRecovered();
        messages.address(slot, writer.addressHash(ended.hash, read.tag()));
      }
      unknown.clear();
    }
  }

  private void messages(Messages messages) {
    MessageTable table = messages.table;
    for (long key : table.keys()) {
      int slot = table.find(key);
      boolean carrier = table.marked(slot, MessageTable.HAS_CARRIER_ID);
      String record = record(table, slot);
      lines.add(
          "message "
              + record
              + " kind "
              + table.kindOctet(slot)
              + " tag "
              + table.tag(slot)
              + " alias "
              + table.alias(slot)
              + " of "
              + (table.alias(slot) == 0 ? 0 : messages.aliases.key(table.alias(slot)))
              + " shard "
              + ((key & RecordLayout.ORDINAL_BITS) == 0 ? 0 : table.shard(slot))
              + " hash "
              + table.hash(slot)
              + (carrier
                  ? " carrier at "
                      + table.carrierPosition(slot)
                      + " leads to "
                      + table.key(messages.findByCarrier(table.hash(slot)))
                  : "")
              + (table.marked(slot, MessageTable.POSSIBLE_DUPLICATE) ? " duplicate" : ""));
      messages.byAddress.visit(
          table.hash(slot),
          key - 1,
          found -> {
            lines.add("found by its address: " + table.key(found));
            return false;
          });
    }
    int slot = TimingWheel.STEP;
    while (slot != TimingWheel.NOBODY) {
      slot = messages.waiting.poll(Long.MAX_VALUE - 1);
      if (slot >= 0) {
        lines.add("waits until " + table.dueAt(slot) + ": " + table.key(slot));
      }
    }
  }

  private void mails(Mailboxes mailboxes) {
    MailTable table = mailboxes.table;
    for (long key : table.keys()) {
      int slot = table.find(key);
      lines.add(
          "mail "
              + record(table, slot)
              + " to "
              + mailboxes.boxOf(slot).account
              + " state "
              + table.state(slot)
              + (table.marked(slot, MailTable.POSSIBLE_DUPLICATE) ? " duplicate" : ""));
    }
    mailboxes
        .counts()
        .forEach(
            (account, count) -> {
              Mailbox box = mailboxes.box(account);
              lines.add(account + " has " + count + ", octets " + box.bytes);
              int slot;
              while ((slot = mailboxes.pollLine(box)) >= 0) {
                lines.add("in line " + table.key(slot));
              }
            });
  }

  private static String record(SlotTable table, int slot) {
    return table.key(slot)
        + " at "
        + table.position(slot)
        + " length "
        + table.length(slot)
        + " attempts "
        + table.attempts(slot)
        + " due "
        + table.nextDue(slot)
        + " expires "
        + table.expires(slot);
  }
}

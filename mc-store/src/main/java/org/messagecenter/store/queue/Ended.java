package org.messagecenter.store.queue;

import static org.messagecenter.store.queue.RecordLayout.*;
import static org.messagecenter.store.queue.RecordReader.octet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.Archive;
import org.messagecenter.store.archive.ArchiveSettings;
import org.messagecenter.store.archive.End;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.JournalDamageException;
import org.messagecenter.store.journal.Position;

/** The messages that ended: FINISH records, and the archive in which they are remembered. */
final class Ended {

  /** No block of a long id consists of it, so that no id tells the hashes' key. */
  private static final byte HASH_KEY_BLOCK = (byte) 0xFE;

  final Archive archive;

  /** Of carrier ids, and of the addresses of pending messages. */
  final KeyedHash hash = new KeyedHash();

  /** The end that is being recorded; filled again and again. */
  final End row = new End();

  private final Disk disk;
  private @Nullable MessageIds ids;
  private long journalId;

  Ended(Disk disk, ArchiveSettings settings) {
    this.disk = disk;
    archive = new Archive(disk, settings);
  }

  /**
   * Reads what replay needs: the store's key and what is archived. Only the first call does
   * anything.
   *
   * @param fresh whether the journal is empty
   */
  MessageIds load(boolean fresh) throws IOException {
    MessageIds known = ids;
    if (known == null) {
      known = new MessageIds(StoreKey.load(disk, fresh));
      hash.key(known.encryptedBlock(HASH_KEY_BLOCK));
      archive.load();
      ids = known;
    }
    return known;
  }

  /** The journal is going to be read: its id. */
  void begin(long id) {
    journalId = id;
  }

  /**
   * The journal was read, and is durable, up to a position. What fills the memory is written at
   * once, for the archive's thread has not begun: a journal may have far more ends that are not
   * archived than there is place for.
   */
  void replayedTo(long position) throws IOException {
    if (archive.wantsClose()) {
      archive.check(journalId);
      archive.makePlace();
      archive.closeTable(position);
    }
  }

  /**
   * The journal has been read.
   *
   * @param published called, by another thread, when ends have left the memory
   * @throws JournalDamageException when something archived is missing in the journal, which must
   *     have been longer
   */
  void start(Journal journal, Runnable published) throws IOException {
    long archived = archive.archivedBefore();
    archive.check(journal.id());
    int segment = Position.segment(archived);
    int last = journal.activeSegment() - 1;
    if (segment > last
        || (segment >= journal.oldestSegment()
            && Position.offset(archived) > journal.segment(segment).end())) {
      int end = Math.min(segment, last);
      throw new JournalDamageException(
          end < journal.oldestSegment() ? "the journal" : journal.segment(end).path(),
          end < journal.oldestSegment() ? 0 : journal.segment(end).end(),
          "ends were archived that stood behind this place");
    }
    archive.start(published);
  }

  /** The FINISH at {@code at}; when it was not archived before, it is in {@link #row} then. */
  boolean replayed(ByteBuffer in, int at, long position) {
    if (position < archive.archivedBefore()) {
      return false;
    }
    row.begin(in.getLong(at + SHORT_KEY_AT));
    row.state = octet(in, at + OCTET_AT);
    row.kind = octet(in, at + FINISH_KIND_AT);
    row.doneAt = in.getLong(at + DONE_AT);
    row.error = in.getInt(at + ERROR_AT);
    row.tag = in.getInt(at + FINISH_TAG_AT);
    int flags = octet(in, at + FINISH_FLAGS_AT);
    int next = at + FINISH_BYTES;
    if ((flags & End.ALIAS) != 0) {
      row.alias(in.getInt(next));
      next += 4;
    }
    if ((flags & End.FINGERPRINT) != 0) {
      row.fingerprint(in.getLong(next), in.getLong(next + 8));
      next += 16;
    }
    if ((flags & End.CARRIER) != 0) {
      row.carrier(in.getLong(next));
    }
    archive.put(row, position);
    return true;
  }

  /**
   * The ends of one submission in the order of their ordinals, the youngest where a short id was
   * given again.
   *
   * @param alias the short id they must have; 0: none
   * @param messageId their id, for the answer
   */
  static List<EndedMessage> messages(
      Collection<End> inMemory, Collection<End> inRuns, int alias, String messageId) {
    TreeMap<Long, End> byKey = new TreeMap<>();
    inRuns.forEach(end -> byKey.put(end.key, end));
    inMemory.forEach(end -> byKey.put(end.key, end));
    byKey.values().removeIf(end -> end.alias != alias);
    List<EndedMessage> messages = new ArrayList<>();
    if (!byKey.isEmpty()) {
      long youngest = byKey.lastKey() & ~(long) ORDINAL_BITS;
      byKey.tailMap(youngest).values().forEach(end -> messages.add(message(end, messageId)));
    }
    return messages;
  }

  static EndedMessage message(End end, String messageId) {
    return new EndedMessage(
        end.key,
        messageId,
        MessageState.of(end.state),
        end.error,
        end.doneAt,
        end.tag,
        MessageKind.of(end.kind));
  }
}

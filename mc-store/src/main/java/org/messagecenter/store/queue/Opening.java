package org.messagecenter.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.checkpoint.BadCheckpointException;
import org.messagecenter.store.checkpoint.CheckpointHeader;
import org.messagecenter.store.checkpoint.CheckpointReader;
import org.messagecenter.store.checkpoint.CheckpointWriter;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.Handles;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.JournalSettings;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.journal.Shortcut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the journal and builds the index from it: from all of it, or from a checkpoint and what
 * came later. Small journals are read in full, so that all of them is verified.
 */
final class Opening {

  private static final Logger log = LoggerFactory.getLogger(Opening.class);

  final LiveBytes live = new LiveBytes();
  final Messages messages;
  final Mailboxes mailboxes = new Mailboxes(live);
  final List<SnapshotPart> parts;
  final Journal journal;

  /** Where the checkpoint begins that was used; 0 when none was. */
  long checkpointPosition;

  /** Its size. */
  long checkpointBytes;

  private final StoreSettings settings;
  private final Disk disk;
  private final Ended ended;
  private final Replay replay;

  /**
   * @param bite how much of the index is copied between two commits when a checkpoint is written
   * @param opened takes the journal and the archive, to be closed in the right order if need be
   * @throws org.messagecenter.store.journal.JournalDamageException when something that was durable
   *     cannot be read any more
   * @throws IOException when the directory is in use, was written by a newer version, or fails
   */
  static Opening of(StoreSettings settings, Disk disk, Ended ended, int bite, Handles opened)
      throws IOException {
    // The archive's files go before the journal gives the lock back.
    Handles journal = opened.add(new Handles());
    opened.add(ended.archive);
    Opening opening;
    try {
      opening = new Opening(settings, disk, ended, bite, true);
    } catch (BadCheckpointException e) {
      log.warn("{}; the whole journal is read instead", e.getMessage(), e.getCause());
      opening = new Opening(settings, disk, ended, bite, false);
    }
    journal.add(opening.journal);
    opening.removeLeftovers();
    return opening;
  }

  /**
   * @throws BadCheckpointException when there is one and it is no good
   */
  private Opening(StoreSettings settings, Disk disk, Ended ended, int bite, boolean checkpoints)
      throws IOException {
    this.settings = settings;
    this.disk = disk;
    this.ended = ended;
    messages = new Messages(live, settings.fingerprints());
    parts =
        List.of(
            new MessagePart(messages, bite),
            new MailPart(mailboxes, bite),
            new RepeatPart(messages.repeats, bite),
            new ArchivePart(ended.archive));
    replay = new Replay(messages, mailboxes, ended);
    JournalSettings journalSettings =
        new JournalSettings(
            settings.segmentBytes(),
            settings.spareSegments(),
            settings.reserveBytes(),
            settings.wallMillis());
    boolean mayLoad = checkpoints && settings.checkpointBytes() > 0;
    Shortcut shortcut =
        (journalId, oldest, bytes) -> {
          ended.begin(journalId);
          return mayLoad ? load(journalId, oldest, bytes) : null;
        };
    journal = Journal.open(disk, journalSettings, replay, shortcut);
  }

  private void removeLeftovers() {
    try {
      disk.delete(CheckpointWriter.NEW_NAME);
      if (settings.checkpointBytes() == 0) {
        disk.delete(CheckpointWriter.NAME);
      }
    } catch (IOException e) {
      log.warn("an old checkpoint cannot be deleted", e);
    }
  }

  /** Puts everything in line. */
  void complete() {
    replay.complete(settings.wallMillis().getAsLong());
  }

  private Shortcut.@Nullable Start load(long journalId, int oldest, long bytes)
      throws BadCheckpointException {
    if (bytes <= settings.checkpointBytes()) {
      return null;
    }
    try {
      return read(journalId, oldest);
    } catch (BadCheckpointException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      BadCheckpointException bad =
          new BadCheckpointException(
              disk.describe(CheckpointWriter.NAME), 0, "it cannot be read: " + e.getMessage());
      bad.initCause(e);
      throw bad;
    }
  }

  private Shortcut.@Nullable Start read(long journalId, int oldest) throws IOException {
    long begin = System.nanoTime();
    try (CheckpointReader reader = CheckpointReader.open(disk)) {
      if (reader == null) {
        return null;
      }
      CheckpointHeader header = reader.header();
      if (header.journalId() != journalId || Position.segment(header.position()) < oldest) {
        log.warn(
            "{} does not fit the journal, which begins with segment {}; all of it is read",
            reader.path(),
            oldest);
        return null;
      }
      ended.load(false);
      live.beginAt(header.head());
      // More room than the entries of all sections can need, or a little less: either is no matter.
      messages.table.expect((int) Math.min(reader.size() / MessagePart.FIXED, 1 << 24));
      Set<String> seen = new HashSet<>();
      long synced = reader.read((section, entries, in) -> block(section, entries, in, seen));
      for (SnapshotPart part : parts) {
        if (!seen.contains(part.section())) {
          throw new BadCheckpointException(
              reader.path(), reader.size(), "it has no section " + part.section());
        }
        part.readAll();
        if (!part.isUsable()) {
          throw new BadCheckpointException(
              reader.path(),
              reader.size(),
              "other files miss what it relies on: " + part.section());
        }
      }
      replay.startsLate(header.begunAt());
      checkpointPosition = header.position();
      checkpointBytes = reader.size();
      log.info(
          "{} messages and {} mails read from {} in {} ms; the journal is read from segment {} on",
          messages.table.size(),
          mailboxes.table.size(),
          reader.path(),
          (System.nanoTime() - begin) / 1_000_000,
          Position.segment(header.position()));
      return new Shortcut.Start(header.position(), header.commit(), header.head(), synced);
    }
  }

  private boolean block(String section, int entries, ByteBuffer content, Set<String> seen) {
    for (SnapshotPart part : parts) {
      if (part.section().equals(section)) {
        part.read(content, entries);
        seen.add(section);
        return !content.hasRemaining();
      }
    }
    return false;
  }
}

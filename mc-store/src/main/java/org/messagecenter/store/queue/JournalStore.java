package org.messagecenter.store.queue;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.Archive;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.Handles;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.NioDisk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store on one disk, over a {@link Journal}. */
public final class JournalStore implements MessageStore {

  private static final Logger log = LoggerFactory.getLogger(JournalStore.class);

  /** Twenty bits of a key, of which the first stays 0 so that keys are positive. */
  private static final int LAST_EPOCH = (1 << 19) - 1;

  private static final int ROOM_TO_OPEN = 1 << 16;

  /** Slots of the index; some tenths of a millisecond. */
  private static final int CHECKPOINT_BITE = 4096;

  private final Inbox inbox;
  private final Mailboxes mailboxes;
  private final Counters counters;
  private final Archive archive;
  private final MessageIds ids;
  private final Thread thread;
  private final AtomicBoolean started = new AtomicBoolean();

  /**
   * Opens the store in {@link StoreSettings#directory}, and recovers what an earlier run left.
   *
   * @throws org.messagecenter.store.journal.JournalDamageException when something that was durable
   *     cannot be read any more
   * @throws IOException when the directory is in use, was written by a newer version, or fails
   */
  public static JournalStore open(StoreSettings settings) throws IOException {
    return open(settings, new NioDisk(settings.directory()));
  }

  /** Opens the store on any disk. */
  static JournalStore open(StoreSettings settings, Disk disk) throws IOException {
    return open(settings, disk, CHECKPOINT_BITE);
  }

  /**
   * @param bite how much of the index is copied between two commits when a checkpoint is written
   */
  static JournalStore open(StoreSettings settings, Disk disk, int bite) throws IOException {
    try (Handles opened = new Handles()) {
      JournalStore store =
          new JournalStore(settings.forDisk(disk.totalBytes()), disk, bite, opened);
      opened.release();
      return store;
    }
  }

  /**
   * @param opened takes what was opened, for the case that this fails
   */
  private JournalStore(StoreSettings settings, Disk disk, int bite, Handles opened)
      throws IOException {
    long begin = System.nanoTime();
    counters = new Counters();
    inbox = new Inbox(settings.queueBytes());
    Ended ended = new Ended(disk, settings.archive());
    archive = ended.archive;
    Runnable wake = () -> inbox.put(Ops.WAKE, 0, 0, 0, 0, null, null);
    Opening opening = Opening.of(settings, disk, ended, bite, opened);
    Messages messages = opening.messages;
    mailboxes = opening.mailboxes;
    Journal journal = opening.journal;
    if (journal.epoch() > LAST_EPOCH) {
      throw new IOException("the store was opened too often: no message keys are left");
    }
    boolean fresh = journal.lastCommit() == 0;
    ids = ended.load(fresh);
    ShortIds shortIds = shortIds(disk, fresh, messages.aliases, journal);
    ended.start(journal, wake);
    opening.complete();
    counters.recoveredMessages.lazySet(messages.table.size());
    counters.recoveredMails.lazySet(mailboxes.table.size());
    counters.recoveryMillis.lazySet((System.nanoTime() - begin) / 1_000_000);
    log.info(
        "store open in {}: {} messages and {} mails recovered in {} ms, epoch {}",
        settings.directory(),
        messages.table.size(),
        mailboxes.table.size(),
        counters.recoveryMillis,
        journal.epoch());
    log.info(
        "segments of {} KiB, {} spare, {} KiB of the disk in reserve",
        settings.segmentBytes() >> 10,
        settings.spareSegments(),
        settings.reserveBytes() >> 10);
    Checkpointer checkpointer = new Checkpointer(settings, disk, opening, counters, wake);
    Scrubber scrubber =
        new Scrubber(journal, journal.unverified(), settings.backgroundBytes(), wake, inbox::nudge);
    opened.add(scrubber::close);
    StoreThread work =
        new StoreThread(
            settings,
            journal,
            inbox,
            messages,
            mailboxes,
            ended,
            opening.live,
            counters,
            ids,
            shortIds,
            checkpointer,
            scrubber);
    thread = new Thread(work, "store");
    thread.setDaemon(true);
    inbox.owner(thread);
    journal.spares().whenDead(wake);
    thread.start();
  }

  /** The file of the ids is written anew, also on a disk that is full. */
  private ShortIds shortIds(Disk disk, boolean fresh, Aliases used, Journal journal)
      throws IOException {
    journal.spares().makeUsable(ROOM_TO_OPEN);
    while (true) {
      try {
        return new ShortIds(disk, fresh, ids, used);
      } catch (IOException e) {
        if (!journal.spares().makesRoom(e)) {
          throw e;
        }
      }
    }
  }

  @Override
  public void start(WorkSink work, MailSink mail, CommitListener commits, FatalListener fatal) {
    if (!started.compareAndSet(false, true)) {
      throw new IllegalStateException("the store was started before");
    }
    inbox.put(Ops.START, 0, 0, 0, 0, new Listeners(work, mail, commits, fatal), null);
  }

  @Override
  public void accept(NewMessage message, AcceptCallback done) {
    acceptOnce(message, 0, 0, done);
  }

  @Override
  public void acceptOnce(NewMessage message, long fingerprint, long since, AcceptCallback done) {
    if (!inbox.put(Ops.ACCEPT, fingerprint, since, 0, 0, message, done)) {
      done.refused(StoreFailure.CLOSED, message.attachment());
    }
  }

  @Override
  public void finish(
      long key,
      MessageState finalState,
      int error,
      long doneAt,
      @Nullable NewMail receipt,
      @Nullable DoneCallback done) {
    if (!finalState.isFinal()) {
      throw new IllegalArgumentException(finalState + " ends no message");
    }
    forced(inbox.put(Ops.FINISH, key, doneAt, finalState.code(), error, receipt, done), done);
  }

  @Override
  public void post(NewMail mail, @Nullable DoneCallback done) {
    forced(inbox.put(Ops.POST, 0, 0, 0, 0, mail, done), done);
  }

  @Override
  public void acceptAll(List<NewMessage> recipients, AcceptCallback done) {
    acceptAllOnce(recipients, 0, 0, done);
  }

  @Override
  public void acceptAllOnce(
      List<NewMessage> recipients, long fingerprint, long since, AcceptCallback done) {
    Recipients all = Recipients.of(recipients);
    if (!inbox.put(Ops.ACCEPT_ALL, fingerprint, since, 0, 0, all, done)) {
      done.refused(StoreFailure.CLOSED, all.first().attachment());
    }
  }

  @Override
  public void cancel(
      long key, int error, long doneAt, @Nullable NewMail receipt, @Nullable DoneCallback done) {
    int state = MessageState.DELETED.code();
    forced(inbox.put(Ops.CANCEL, key, doneAt, state, error, receipt, done), done);
  }

  @Override
  public void replace(long key, NewMessage content, @Nullable DoneCallback done) {
    forced(inbox.put(Ops.REPLACE, key, 0, 0, 0, content, done), done);
  }

  private static void forced(boolean taken, @Nullable DoneCallback done) {
    if (!taken && done != null) {
      done.failed(StoreFailure.CLOSED);
    }
  }

  @Override
  public void attempted(long key, int attempts, long nextDueAt, @Nullable CarrierId carrierId) {
    if (attempts < 0 || attempts > 0xFFFF) {
      throw new IllegalArgumentException("attempts must be 0 to 65535, not " + attempts);
    }
    inbox.put(Ops.ATTEMPTED, key, nextDueAt, attempts, 0, carrierId, null);
  }

  @Override
  public void retry(long key, int attempts, long nextDueAt, @Nullable DoneCallback done) {
    if (attempts < 1 || attempts > 0xFFFF) {
      throw new IllegalArgumentException("attempts must be 1 to 65535, not " + attempts);
    }
    forced(inbox.put(Ops.RETRY, key, nextDueAt, attempts, 0, null, done), done);
  }

  @Override
  public void note(long key, @Nullable CarrierId carrierId, @Nullable DoneCallback done) {
    forced(inbox.put(Ops.NOTE, key, 0, 0, 0, carrierId, done), done);
  }

  @Override
  public void takenLate(
      long key, int attempts, long nextDueAt, CarrierId carrierId, @Nullable DoneCallback done) {
    if (attempts < 1 || attempts > 0xFFFF) {
      throw new IllegalArgumentException("attempts must be 1 to 65535, not " + attempts);
    }
    forced(inbox.put(Ops.TAKEN_LATE, key, nextDueAt, attempts, 0, carrierId, done), done);
  }

  @Override
  public void mailDone(long mailKey, MailOutcome outcome) {
    inbox.put(Ops.MAIL_DONE, mailKey, 0, 0, 0, outcome, null);
  }

  @Override
  public void mailRetry(long mailKey, long nextDueAt) {
    inbox.put(Ops.MAIL_RETRY, mailKey, nextDueAt, 0, 0, null, null);
  }

  @Override
  public void mailReleased(long mailKey) {
    inbox.put(Ops.MAIL_RELEASED, mailKey, 0, 1, 0, null, null);
  }

  @Override
  public void mailUnsent(long mailKey) {
    inbox.put(Ops.MAIL_RELEASED, mailKey, 0, 0, 0, null, null);
  }

  @Override
  public void find(long key, FindCallback done) {
    if (!inbox.put(Ops.FIND, key, 0, 0, 0, null, done)) {
      done.failed(StoreFailure.CLOSED);
    }
  }

  @Override
  public void lookup(String messageId, LookupCallback done) {
    String id = messageId.toLowerCase(Locale.ROOT);
    lookup(new Question.ById(id, ids.decode(id), ShortIds.parse(id)), done);
  }

  @Override
  public void findByAddress(
      String account, String destination, int tag, long after, int most, LookupCallback done) {
    Utf8.check("account", account);
    Utf8.check("destination", destination);
    lookup(new Question.ByAddress(account, destination, tag, after, most), done);
  }

  private void lookup(Question.Wanted what, LookupCallback done) {
    if (!inbox.put(Ops.LOOKUP, 0, 0, 0, 0, what, done)) {
      done.failed(StoreFailure.CLOSED);
    }
  }

  @Override
  public void findByCarrierId(String carrier, String id, FindCallback done) {
    if (!inbox.put(Ops.FIND_BY_CARRIER, 0, 0, 0, 0, new CarrierId(carrier, id), done)) {
      done.failed(StoreFailure.CLOSED);
    }
  }

  @Override
  public void findEndedByCarrierId(String carrier, String id, EndedCallback done) {
    if (!inbox.put(Ops.FIND_ENDED, 0, 0, 0, 0, new CarrierId(carrier, id), done)) {
      done.failed(StoreFailure.CLOSED);
    }
  }

  @Override
  public void requestWork(int n) {
    inbox.put(Ops.REQUEST_WORK, 0, 0, n, 0, null, null);
  }

  @Override
  public void requestMail(String account, int n) {
    inbox.put(Ops.REQUEST_MAIL, 0, 0, n, 0, account, null);
  }

  @Override
  public void park(long key, int line, boolean again) {
    if (line < 1) {
      throw new IllegalArgumentException("lines are numbered from 1 on, not " + line);
    }
    inbox.put(Ops.PARK, key, 0, line, again ? 1 : 0, null, null);
  }

  @Override
  public void requestLine(int line, int n) {
    if (line < 1 || n < 0) {
      throw new IllegalArgumentException("not a line and a number of messages: " + line + ", " + n);
    }
    inbox.put(Ops.REQUEST_LINE, 0, 0, line, n, null, null);
  }

  @Override
  public void cancelMailRequests(String account) {
    inbox.put(Ops.CANCEL_MAIL, 0, 0, 0, 0, account, null);
  }

  @Override
  public MessageIds messageIds() {
    return ids;
  }

  @Override
  public StoreStats stats() {
    return counters.snapshot(mailboxes.counts(), archive.stats());
  }

  /** Makes the store look at its clock again; for clocks that jump. */
  public void wake() {
    inbox.put(Ops.WAKE, 0, 0, 0, 0, null, null);
  }

  @Override
  public void close() {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("close waits for the thread that calls it");
    }
    inbox.put(Ops.CLOSE, 0, 0, 0, 0, null, null);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

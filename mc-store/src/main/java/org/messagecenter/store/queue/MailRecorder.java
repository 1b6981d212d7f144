package org.messagecenter.store.queue;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.messagecenter.store.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records mail and what becomes of it, and keeps the mailboxes within their caps. */
final class MailRecorder {

  private static final Logger log = LoggerFactory.getLogger(MailRecorder.class);

  private static final int STEPS_PER_ROUND = 8192;

  /** The least time between two lines in the log about one box that drops. */
  private static final long DROPS_TOLD_MILLIS = 60_000;

  private final StoreSettings settings;
  private final Journal journal;
  private final GroupWriter group;
  private final RecordWriter writer;
  private final Mailboxes mailboxes;
  private final Counters counters;
  private final Losses losses;
  private final Room room;
  private final Set<Mailbox> overfull = new LinkedHashSet<>();

  private long now;
  private long mailCounter;

  /** Hears of mails that ended without anybody asking for it. */
  @FunctionalInterface
  interface Losses {
    void lost(long key, MailOutcome outcome);
  }

  MailRecorder(
      StoreSettings settings,
      Journal journal,
      GroupWriter group,
      RecordWriter writer,
      Mailboxes mailboxes,
      Counters counters,
      Losses losses,
      Room room) {
    this.settings = settings;
    this.journal = journal;
    this.group = group;
    this.writer = writer;
    this.mailboxes = mailboxes;
    this.counters = counters;
    this.losses = losses;
    this.room = room;
  }

  /** The wall clock from now on. */
  void begin(long wallMillis) {
    now = wallMillis;
  }

  /** Counters of mails are odd, those of messages are even. */
  private long nextMailKey() {
    return (long) journal.epoch() << 44 | ++mailCounter << 9 | RecordLayout.MAIL_BIT;
  }

  /** The key of the mail that a row made. */
  long key(int slot) {
    return mailboxes.table.key(slot);
  }

  void post(Ops ops, int i, NewMail mail) throws IOException {
    int length = writer.prepare(mail);
    room.ensure(length);
    post(ops, i, mail, length, mail.about());
  }

  /** Writes the mail that the writer has prepared and for which there is room. */
  void post(Ops ops, int i, NewMail mail, int length, long about) {
    long key = nextMailKey();
    long position = group.position();
    long expires = Math.min(mail.expiresAt(), now + settings.mailExpiryMillis());
    writer.mail(group.out(), length, key, mail, now, expires, about);
    group.wrote(true);
    ops.changed[i] = true;
    ops.slot[i] =
        mailboxes.put(mailboxes.box(mail.account()), key, position, length, 0, 0, expires);
    counters.mailsQueued.add(1);
  }

  void done(long key, MailOutcome outcome) throws IOException {
    int slot = mailboxes.table.find(key);
    if (slot >= 0) {
      end(slot, outcome);
    }
  }

  void retry(long key, long nextDueAt) throws IOException {
    int slot = mailboxes.table.find(key);
    if (slot < 0) {
      return;
    }
    Mailbox box = mailboxes.boxOf(slot);
    if (isOverfull(box)) {
      // Once it is kept back no trim gets at it: who refuses everything would be kept everything.
      drop(box, slot);
      return;
    }
    room.ensure(RecordLayout.MAIL_STATE_BYTES);
    int attempts = Math.min(mailboxes.table.attempts(slot) + 1, 0xFFFF);
    writer.mailState(group.out(), key, attempts, nextDueAt);
    group.wrote(false);
    mailboxes.table.attempts(slot, attempts);
    mailboxes.table.nextDue(slot, nextDueAt);
    mailboxes.delay(slot);
  }

  /**
   * @param mayBeSent whether the client may have got it
   */
  void released(long key, boolean mayBeSent) {
    int slot = mailboxes.table.find(key);
    if (slot >= 0 && mailboxes.table.state(slot) == MailTable.IN_FLIGHT) {
      if (mayBeSent) {
        mailboxes.table.mark(slot, MailTable.POSSIBLE_DUPLICATE);
      }
      mailboxes.giveBack(slot);
    }
  }

  private void drop(Mailbox box, int slot) throws IOException {
    lose(slot, MailOutcome.DROPPED);
    box.droppedUntold++;
    if (box.toldAt == 0 || Math.abs(now - box.toldAt) >= DROPS_TOLD_MILLIS) {
      log.warn(
          "the mailbox of {} is over its cap: {} dropped since this was last said",
          box.account,
          box.droppedUntold);
      box.toldAt = now;
      box.droppedUntold = 0;
    }
  }

  /** Ends a mail that nobody asked to end. */
  private void lose(int slot, MailOutcome outcome) throws IOException {
    long key = mailboxes.table.key(slot);
    end(slot, outcome);
    losses.lost(key, outcome);
  }

  private void end(int slot, MailOutcome outcome) throws IOException {
    room.ensure(RecordLayout.MAIL_DONE_BYTES);
    writer.mailDone(group.out(), mailboxes.table.key(slot), outcome);
    group.wrote(false);
    mailboxes.remove(slot);
    counters.mailEnded(outcome);
  }

  /** Ends what has expired, and puts in line again what was kept back until now. */
  void passTimes() throws IOException {
    int slot = TimingWheel.STEP;
    for (int n = 0; n < STEPS_PER_ROUND && slot != TimingWheel.NOBODY; n++) {
      slot = mailboxes.times.poll(now);
      if (slot < 0) {
        continue;
      }
      if (mailboxes.table.expires(slot) <= now) {
        Mailbox box = mailboxes.boxOf(slot);
        lose(slot, MailOutcome.EXPIRED);
        mailboxes.forgetGone(box);
      } else {
        mailboxes.giveBack(slot);
      }
    }
  }

  /**
   * Drops the oldest mail of boxes over their cap. What is with the dispatcher stays until it comes
   * back.
   */
  void trim() throws IOException {
    for (Mailbox box : overfull) {
      while (isOverfull(box)) {
        int slot = mailboxes.pollLine(box);
        if (slot < 0) {
          break;
        }
        drop(box, slot);
      }
    }
    overfull.clear();
  }

  private boolean isOverfull(Mailbox box) {
    return box.count() > settings.mailboxMaxCount() || box.bytes > settings.mailboxMaxBytes();
  }

  /** Remembers a box to be trimmed, if it is over its cap. */
  void checkCap(Mailbox box) {
    if (isOverfull(box)) {
      overfull.add(box);
    }
  }
}

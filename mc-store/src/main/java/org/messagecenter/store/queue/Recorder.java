package org.messagecenter.store.queue;

import java.io.IOException;
import java.util.Objects;

/**
 * Turns rows of {@link Ops}, and the passing of time, into records, and the index with them. What
 * is told to callers waits for the commit, see {@link Answers}.
 */
final class Recorder {

  private static final int STEPS_PER_ROUND = 8192;
  private static final int KEYS_PER_RECORD = 256;

  private final GroupWriter group;
  private final RecordWriter writer;
  private final Messages messages;
  private final Mailboxes mailboxes;
  private final SubmissionRecorder submissions;
  private final OutcomeRecorder outcomes;
  private final MailRecorder mails;
  private final Pusher pusher;
  private final Finder finder;
  private final Room room;

  private Ops ops = new Ops();
  private long now;

  Recorder(
      GroupWriter group,
      RecordWriter writer,
      Messages messages,
      Mailboxes mailboxes,
      SubmissionRecorder submissions,
      OutcomeRecorder outcomes,
      MailRecorder mails,
      Pusher pusher,
      Finder finder,
      Room room) {
    this.group = group;
    this.writer = writer;
    this.messages = messages;
    this.mailboxes = mailboxes;
    this.submissions = submissions;
    this.outcomes = outcomes;
    this.mails = mails;
    this.pusher = pusher;
    this.finder = finder;
    this.room = room;
  }

  /** The rows that are worked on from now on, and the wall clock. */
  void begin(Ops rows, long wallMillis) {
    ops = rows;
    now = wallMillis;
    mails.begin(wallMillis);
  }

  /** Does what row {@code i} asks. */
  void apply(int i) throws IOException {
    switch (ops.type[i]) {
      case Ops.ACCEPT -> submissions.accept(ops, i, (NewMessage) subject(i));
      case Ops.FINISH -> outcomes.finish(ops, i, (NewMail) ops.subject[i]);
      case Ops.POST -> mails.post(ops, i, (NewMail) subject(i));
      case Ops.ACCEPT_ALL -> submissions.acceptAll(ops, i, (Recipients) subject(i));
      case Ops.CANCEL -> outcomes.cancel(ops, i);
      case Ops.REPLACE -> submissions.replace(ops, i, (NewMessage) subject(i));
      case Ops.RETRY -> outcomes.retry(ops, i);
      case Ops.NOTE -> outcomes.note(ops, i, (CarrierId) ops.subject[i]);
      case Ops.TAKEN_LATE -> outcomes.takenLate(ops, i, (CarrierId) subject(i));
      case Ops.ATTEMPTED -> outcomes.attempted(ops, i, (CarrierId) ops.subject[i]);
      case Ops.MAIL_DONE -> mails.done(ops.key[i], (MailOutcome) subject(i));
      case Ops.MAIL_RETRY -> mails.retry(ops.key[i], ops.time[i]);
      case Ops.MAIL_RELEASED -> mails.released(ops.key[i], ops.first[i] != 0);
      case Ops.FIND, Ops.FIND_BY_CARRIER ->
          finder.find(
              ops.key[i],
              (CarrierId) ops.subject[i],
              (FindCallback) Objects.requireNonNull(ops.callback[i]));
      case Ops.LOOKUP ->
          finder.lookup(
              (Question.Wanted) subject(i),
              (LookupCallback) Objects.requireNonNull(ops.callback[i]));
      case Ops.FIND_ENDED ->
          finder.findEnded(
              (CarrierId) subject(i), (EndedCallback) Objects.requireNonNull(ops.callback[i]));
      case Ops.SEARCHED -> finder.searched((EndSearches.Searching) subject(i));
      case Ops.REQUEST_WORK -> pusher.requestWork(ops.first[i]);
      case Ops.PARK -> {
        int slot = messages.table.find(ops.key[i]);
        if (slot >= 0 && messages.table.state(slot) == MessageTable.IN_FLIGHT) {
          messages.park(slot, ops.first[i], ops.second[i] != 0);
        }
      }
      case Ops.REQUEST_LINE -> pusher.requestLine(ops.first[i], ops.second[i]);
      case Ops.REQUEST_MAIL -> pusher.requestMail((String) subject(i), ops.first[i]);
      case Ops.CANCEL_MAIL -> pusher.cancelMail((String) subject(i));
      case Ops.START -> {
        room.ensure(RecordLayout.HEADER_BYTES);
        writer.mark(group.out(), RecordLayout.OPENED);
        group.wrote(true);
      }
      default -> {
        // REFUSE and READ_DONE have their effect with the answers, CLOSE after them, WAKE has none.
      }
    }
  }

  private Object subject(int i) {
    return Objects.requireNonNull(ops.subject[i]);
  }

  /** Moves on what waited for a time that has come. */
  void passTimes() throws IOException {
    int slot = TimingWheel.STEP;
    for (int n = 0; n < STEPS_PER_ROUND && slot != TimingWheel.NOBODY; n++) {
      slot = messages.waiting.poll(now);
      if (slot >= 0) {
        messages.ready(slot);
      }
    }
    messages.isBehind = slot != TimingWheel.NOBODY;
    messages.endParked(now);
    mails.passTimes();
  }

  /** Before an orderly end: names what may have been sent, and says that the end was orderly. */
  void close() throws IOException {
    writeDuplicates(messages.table, MessageTable.READING, MessageTable.POSSIBLE_DUPLICATE);
    writeDuplicates(mailboxes.table, MailTable.READING, MailTable.POSSIBLE_DUPLICATE);
    room.ensure(RecordLayout.HEADER_BYTES);
    writer.mark(group.out(), RecordLayout.CLOSED);
    group.wrote(true);
  }

  /** Names who is in that state or beyond, or bears the mark; attempts tell it of the others. */
  private void writeDuplicates(SlotTable table, int state, int mark) throws IOException {
    long[] keys =
        table.keys(
            slot ->
                table.attempts(slot) == 0
                    && (table.state(slot) >= state || table.marked(slot, mark)));
    for (int from = 0; from < keys.length; from += KEYS_PER_RECORD) {
      int to = Math.min(keys.length, from + KEYS_PER_RECORD);
      room.ensure(RecordLayout.HEADER_BYTES + 8 * (to - from));
      writer.duplicates(group.out(), keys, from, to);
      group.wrote(true);
    }
  }
}

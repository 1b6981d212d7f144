package org.messagecenter.store.queue;

import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.Archive;
import org.messagecenter.store.journal.Handles;
import org.messagecenter.store.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's own thread: takes what callers left, writes and syncs it as groups, answers, pushes.
 * Nobody may ever interrupt it; an interrupt would close the journal's files.
 */
final class StoreThread implements Runnable, Room {

  private static final Logger log = LoggerFactory.getLogger(StoreThread.class);

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** The wall clock may be set; look at it at least this often when something waits for it. */
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  /** Slots of the index; less than a millisecond. */
  private static final int INDEX_BITE = 4096;

  private static final long SEAL_AFTER_NANOS = 1_000_000_000;

  private final LongSupplier clock;
  private final Journal journal;
  private final Inbox inbox;
  private final Messages messages;
  private final Mailboxes mailboxes;
  private final LiveBytes live;
  private final Counters counters;
  private final GroupWriter group;
  private final RecordWriter writer;
  private final BodyReader reader;
  private final Finder finder;
  private final ShortIds shortIds;
  private final Pusher pusher;
  private final Recorder recorder;
  private final MailRecorder mails;
  private final Answers answers;
  private final Cleaner cleaner;
  private final Archive archive;
  private final Space space;
  private final Checkpointer checkpointer;
  private final Scrubber scrubber;
  private final CommitSpacing spacing;
  private final long lazyNanos;

  private CommitListener commits = info -> {};
  private @Nullable FatalListener fatal;
  private @Nullable Throwable failure;

  private Ops ops = new Ops();
  private int processed;
  private int answered;
  private long now;
  private long commitAt;
  private boolean sealed = true;
  private boolean closing;

  /** Before, what an earlier run's CLOSED tells still counts, so that no checkpoint may begin. */
  private boolean started;

  StoreThread(
      StoreSettings settings,
      Journal journal,
      Inbox inbox,
      Messages messages,
      Mailboxes mailboxes,
      Ended ended,
      LiveBytes live,
      Counters counters,
      MessageIds messageIds,
      ShortIds shortIds,
      Checkpointer checkpointer,
      Scrubber scrubber) {
    this.clock = settings.wallMillis();
    this.journal = journal;
    this.inbox = inbox;
    this.messages = messages;
    this.mailboxes = mailboxes;
    this.live = live;
    this.counters = counters;
    archive = ended.archive;
    group = new GroupWriter(journal, counters);
    reader =
        new BodyReader(
            journal.id(), batch -> inbox.put(Ops.READ_DONE, 0, 0, 0, 0, batch, null), inbox::nudge);
    writer = new RecordWriter(journal.id());
    this.shortIds = shortIds;
    this.checkpointer = checkpointer;
    this.scrubber = scrubber;
    MessageNames names = new MessageNames(messageIds);
    finder = new Finder(journal, messages, names, ended, inbox);
    pusher = new Pusher(journal, messages, mailboxes, names, reader, finder);
    MessageIds.Batch ids = new MessageIds.Batch(messageIds);
    space = new Space(settings, journal, group, messages, live, counters);
    mails =
        new MailRecorder(settings, journal, group, writer, mailboxes, counters, pusher::lost, this);
    SubmissionRecorder submissions =
        new SubmissionRecorder(
            journal,
            group,
            writer,
            messages,
            ended,
            counters,
            messageIds,
            ids,
            shortIds,
            this,
            space);
    OutcomeRecorder outcomes =
        new OutcomeRecorder(group, writer, messages, ended, counters, mails, finder, this);
    recorder =
        new Recorder(
            group, writer, messages, mailboxes, submissions, outcomes, mails, pusher, finder, this);
    answers = new Answers(counters, ids, pusher, mails, this::start);
    cleaner =
        new Cleaner(
            settings,
            journal,
            group,
            writer,
            messages,
            mailboxes,
            live,
            archive,
            checkpointer::bytes,
            counters,
            inbox);
    spacing = new CommitSpacing(settings.commitSpacingMicros(), inbox::forced);
    lazyNanos = settings.lazyDelayMillis() * NANOS_PER_MILLI;
    now = clock.getAsLong();
    gauges();
  }

  @Override
  public void run() {
    try {
      startReader();
      while (!closing) {
        try {
          serve();
        } catch (RuntimeException | Error e) {
          // Without it the end would be written as an orderly one, and nobody told. Those who ask
          // from now on are refused.
          fail(e);
        }
      }
    } finally {
      close();
    }
  }

  private void startReader() {
    try {
      reader.start();
    } catch (Error e) {
      fail(e);
    }
  }

  private void serve() {
    while (!closing) {
      // With a group open its deadline is being waited for: further lazy rows are in time for it.
      inbox.await(waitNanos(), !group.isEmpty());
      spacing.gather(commitAt);
      ops = inbox.swap();
      processed = 0;
      answered = 0;
      if (failure == null) {
        try {
          round();
        } catch (IOException | RuntimeException | Error e) {
          fail(e);
        }
      }
      if (failure != null) {
        answers.refuse(ops, answered, processed);
        pusher.abandon(StoreFailure.BROKEN);
        tell(group.takeInfo(0));
      }
      // Nothing is taken after a CLOSE.
      closing = ops.count > 0 && ops.type[ops.count - 1] == Ops.CLOSE;
    }
  }

  private long waitNanos() {
    if (failure != null) {
      return Long.MAX_VALUE;
    }
    if (messages.canIndex() || (group.isEmpty() && checkpointer.hasWork())) {
      return 0;
    }
    long wait = cleaner.waitNanos();
    long nano = System.nanoTime();
    if (!group.isEmpty()) {
      wait = Math.min(wait, group.openedAt() + lazyNanos - nano);
    }
    if (!sealed) {
      wait = Math.min(wait, commitAt + SEAL_AFTER_NANOS - nano);
    }
    long first = Math.min(messages.waiting.firstTime(), mailboxes.times.firstTime());
    first = Math.min(first, messages.firstParkedEnd());
    if (first != Long.MAX_VALUE) {
      long millis = Math.max(0, first - clock.getAsLong());
      wait = Math.min(wait, Math.min(millis, LONGEST_WAIT_MILLIS) * NANOS_PER_MILLI);
    }
    return wait;
  }

  private void round() throws IOException {
    journal.spares().checkAlive();
    archive.checkAlive();
    reader.checkAlive();
    cleaner.checkAlive();
    now = clock.getAsLong();
    recorder.begin(ops, now);
    space.check(this);
    while (processed < ops.count) {
      recorder.apply(processed);
      processed++;
    }
    recorder.passTimes();
    cleaner.bite(this);
    if (!finder.isEmpty() && !group.isEmpty()) {
      // A find may read a state that is still in the group.
      group.force();
    }
    if (group.forced() || (!group.isEmpty() && System.nanoTime() - group.openedAt() >= lazyNanos)) {
      commit();
    }
    answer();
    messages.indexSome(INDEX_BITE, finder::addressRecovered);
    finder.indexed();
    if (!finder.isEmpty() && !group.isEmpty()) {
      // What was written again while it was read is asked for anew.
      commit();
    }
    if (started && group.isEmpty()) {
      checkpointer.step();
      scrubber.step();
    }
    mails.trim();
    pusher.serve(writer);
    messages.indexReady();
    int pushes = pusher.takePushes();
    if (pushes > 0 || pusher.takeTold() || ops.count > 0 || group.wroteSinceInfo()) {
      tell(group.takeInfo(pushes));
    }
    if (!sealed && System.nanoTime() - commitAt >= SEAL_AFTER_NANOS && group.isEmpty()) {
      journal.seal();
      group.moved();
      sealed = true;
    }
    cleaner.askForEnds();
    if (archive.wantsClose() && group.isEmpty()) {
      // What was sealed is not synced; all ends lie before it.
      archive.closeTable(journal.synced());
    }
    gauges();
  }

  private void tell(CommitInfo info) {
    try {
      commits.committed(info);
    } catch (RuntimeException e) {
      log.error("the commit listener failed", e);
    }
  }

  private void gauges() {
    counters.pending.lazySet(messages.table.size());
    counters.inFlight.lazySet(messages.inFlight());
    counters.parked.lazySet(messages.lines.waiting());
    counters.journalBytes.lazySet(journal.bytes());
    counters.liveBytes.lazySet(live.total());
    counters.segments.lazySet(journal.segmentCount());
    counters.diskBytes.lazySet(journal.fileBytes() + journal.spares().bytes());
    counters.reservedBytes.lazySet(journal.spares().reservedBytes());
    counters.unprepared.lazySet(journal.unprepared());
  }

  private void commit() throws IOException {
    commitAt = System.nanoTime();
    if (group.isEmpty() && journal.room() < 0) {
      // An empty group, which says that segments are given up, needs room too.
      group.makeRoom(0);
    }
    group.commit();
    sealed = false;
    now = clock.getAsLong();
    // Before the callbacks: who hears of a change finds it in the counters too.
    gauges();
  }

  @Override
  public void ensure(int length) throws IOException {
    if (!group.fits(length)) {
      flush();
      group.makeRoom(length);
    }
  }

  @Override
  public void flush() throws IOException {
    if (!group.isEmpty()) {
      commit();
      answer();
    }
  }

  private void answer() throws IOException {
    // Whoever looks at the counters after an answer finds it counted.
    gauges();
    int from = answered;
    answered = processed;
    spacing.answered(answers.answer(ops, from, processed, now));
  }

  private void start(Listeners listeners) {
    commits = listeners.commits();
    fatal = listeners.fatal();
    pusher.start(listeners.work(), listeners.mail());
    started = true;
    tellFatal();
  }

  private void fail(Throwable cause) {
    failure = cause;
    try {
      String what = "the store takes nothing more: " + cause.getMessage();
      counters.failure = what;
      log.error("{}", what, cause);
    } finally {
      // Also when there is no memory left to log it.
      tellFatal();
    }
  }

  private void tellFatal() {
    FatalListener listener = fatal;
    Throwable cause = failure;
    if (listener != null && cause != null) {
      fatal = null;
      try {
        listener.fatal(cause, String.valueOf(counters.failure));
      } catch (RuntimeException | Error e) {
        log.error("the fatal listener failed", e);
      }
    }
  }

  private void close() {
    try (Handles files = new Handles()) {
      files.add(journal);
      files.add(shortIds::close);
      files.add(archive);
      end();
    } catch (IOException | RuntimeException | Error e) {
      log.error("closing the store's files failed", e);
    }
  }

  private void end() {
    checkpointer.close();
    scrubber.close();
    reader.close();
    cleaner.close();
    try {
      if (failure == null) {
        recorder.close();
        commit();
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    }
    pusher.abandon(failure == null ? StoreFailure.CLOSED : StoreFailure.BROKEN);
  }
}

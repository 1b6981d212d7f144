package org.messagecenter.store.queue;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's own thread: takes what callers left, writes and syncs it as groups, answers, pushes.
 * Nobody may ever interrupt it; an interrupt would close the journal's files.
 */
final class StoreThread implements Runnable, Cleaner.Room {

  private static final Logger log = LoggerFactory.getLogger(StoreThread.class);

  /**
   * Fewer forced rows in a commit than this are no load; the next commit need not wait for more.
   */
  private static final int LOAD = 16;

  private static final long SPACING_STEP = 100_000;
  private static final int MOST_WAITS_IN_VAIN = 6;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** The wall clock may be set; look at it at least this often when something waits for it. */
  private static final long LONGEST_WAIT_MILLIS = 1_000;

  private static final long SEAL_AFTER_NANOS = 1_000_000_000;
  private static final int TIMES_PER_ROUND = 4096;
  private static final long SPACE_CHECK_NANOS = 100 * NANOS_PER_MILLI;
  private static final int KEYS_PER_RECORD = 256;

  private final StoreSettings settings;
  private final LongSupplier clock;
  private final Journal journal;
  private final Inbox inbox;
  private final Messages messages;
  private final Mailboxes mailboxes;
  private final LiveBytes live;
  private final Counters counters;
  private final GroupWriter group;
  private final RecordWriter writer = new RecordWriter();
  private final MessageIds.Batch ids;
  private final BodyReader reader;
  private final Pusher pusher;
  private final Cleaner cleaner;
  private final Set<Mailbox> overfull = new LinkedHashSet<>();
  private final long spacingNanos;
  private final long lazyNanos;

  private CommitListener commits = info -> {};
  private @Nullable FatalListener fatal;
  private @Nullable Throwable failure;

  private Ops ops = new Ops();
  private int processed;
  private int answered;
  private long now;
  private long counter;
  private int forcedInCommit;
  private long commitAt;
  private int commitsWithoutWait;
  private int waitsInVain;
  private boolean sealed = true;
  private long spaceCheckAt;
  private boolean closing;

  StoreThread(
      StoreSettings settings,
      Journal journal,
      Inbox inbox,
      Messages messages,
      Mailboxes mailboxes,
      LiveBytes live,
      Counters counters,
      MessageIds messageIds) {
    this.settings = settings;
    this.clock = settings.wallMillis();
    this.journal = journal;
    this.inbox = inbox;
    this.messages = messages;
    this.mailboxes = mailboxes;
    this.live = live;
    this.counters = counters;
    this.group = new GroupWriter(journal, counters);
    this.ids = new MessageIds.Batch(messageIds);
    this.reader = new BodyReader(inbox);
    this.pusher = new Pusher(journal, messages, mailboxes, messageIds, reader);
    this.cleaner =
        new Cleaner(
            journal, group, writer, messages, mailboxes, live, 2L * settings.segmentBytes());
    this.spacingNanos = settings.commitSpacingMicros() * 1000L;
    this.lazyNanos = settings.lazyDelayMillis() * NANOS_PER_MILLI;
    this.spaceCheckAt = System.nanoTime();
    this.now = clock.getAsLong();
    gauges();
  }

  @Override
  public void run() {
    reader.start();
    while (!closing) {
      // With a group open its deadline is being waited for: further lazy rows are in time for it.
      inbox.await(waitNanos(), !group.isEmpty());
      gatherReplies();
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
        refuse();
      }
    }
    close();
  }

  /**
   * Under load, lets more callers join the commit, as long as enough more come. Where nobody does,
   * since all wait for this very commit, it is tried ever more seldom.
   */
  private void gatherReplies() {
    int seen = inbox.forced();
    if (spacingNanos == 0 || forcedInCommit < LOAD || seen == 0) {
      return;
    }
    if (commitsWithoutWait > 0) {
      commitsWithoutWait--;
      return;
    }
    long left;
    boolean joined = false;
    while ((left = commitAt + spacingNanos - System.nanoTime()) > 0) {
      LockSupport.parkNanos(this, Math.min(left, SPACING_STEP));
      int count = inbox.forced();
      if (count - seen < seen / 4) {
        break;
      }
      joined = true;
      seen = count;
    }
    waitsInVain = joined ? 0 : Math.min(waitsInVain + 1, MOST_WAITS_IN_VAIN);
    commitsWithoutWait = (1 << waitsInVain) - 1;
  }

  private long waitNanos() {
    if (failure != null) {
      return Long.MAX_VALUE;
    }
    if (cleaner.hasWork()) {
      return 0;
    }
    long wait = Long.MAX_VALUE;
    long nano = System.nanoTime();
    if (!group.isEmpty()) {
      wait = group.openedAt() + lazyNanos - nano;
    }
    if (!sealed) {
      wait = Math.min(wait, commitAt + SEAL_AFTER_NANOS - nano);
    }
    long first = Math.min(messages.waiting.firstTime(), mailboxes.times.firstTime());
    if (first != Long.MAX_VALUE) {
      long millis = Math.max(0, first - clock.getAsLong());
      wait = Math.min(wait, Math.min(millis, LONGEST_WAIT_MILLIS) * NANOS_PER_MILLI);
    }
    return wait;
  }

  private void round() throws IOException {
    now = clock.getAsLong();
    while (processed < ops.count) {
      process(processed);
      processed++;
    }
    passTimes();
    cleaner.bite(this);
    if (pusher.hasFinds() && !group.isEmpty()) {
      // A find may read a state that is still in the group.
      group.force();
    }
    if (group.forced() || (!group.isEmpty() && System.nanoTime() - group.openedAt() >= lazyNanos)) {
      commit();
    }
    answer();
    trim();
    pusher.serve(writer);
    int pushes = pusher.takePushes();
    if (pushes > 0 || ops.count > 0 || group.wroteSinceInfo()) {
      tell(group.takeInfo(pushes));
    }
    if (!sealed && System.nanoTime() - commitAt >= SEAL_AFTER_NANOS && group.isEmpty()) {
      journal.seal();
      group.moved();
      sealed = true;
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
    counters.journalBytes.lazySet(journal.bytes());
    counters.liveBytes.lazySet(live.total());
    counters.segments.lazySet(journal.segmentCount());
  }

  private void commit() throws IOException {
    commitAt = System.nanoTime();
    group.commit();
    sealed = false;
    now = clock.getAsLong();
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

  private long nextKey() {
    return (long) journal.epoch() << 44 | ++counter << 8;
  }

  private void process(int i) throws IOException {
    switch (ops.type[i]) {
      case Ops.ACCEPT -> accept(i, (NewMessage) subject(i));
      case Ops.FINISH -> finish(i, (NewMail) ops.subject[i]);
      case Ops.POST -> {
        NewMail mail = (NewMail) subject(i);
        int length = writer.prepare(mail);
        ensure(length);
        post(i, mail, length, 0);
      }
      case Ops.ATTEMPTED -> attempted(i, (CarrierId) ops.subject[i]);
      case Ops.MAIL_DONE -> {
        int slot = mailboxes.table.find(ops.key[i]);
        if (slot >= 0) {
          endMail(slot, (MailOutcome) subject(i));
        }
      }
      case Ops.MAIL_RETRY -> mailRetry(i);
      case Ops.MAIL_RELEASED -> {
        int slot = mailboxes.table.find(ops.key[i]);
        if (slot >= 0 && mailboxes.table.state(slot) == MailTable.IN_FLIGHT) {
          mailboxes.table.mark(slot, MailTable.POSSIBLE_DUPLICATE);
          mailboxes.giveBack(slot);
        }
      }
      case Ops.FIND, Ops.FIND_BY_CARRIER ->
          pusher.find(
              ops.key[i],
              (CarrierId) ops.subject[i],
              (FindCallback) Objects.requireNonNull(ops.callback[i]));
      case Ops.REQUEST_WORK -> pusher.requestWork(ops.first[i]);
      case Ops.REQUEST_MAIL -> pusher.requestMail((String) subject(i), ops.first[i]);
      case Ops.CANCEL_MAIL -> pusher.cancelMail((String) subject(i));
      case Ops.START -> {
        ensure(RecordLayout.HEADER_BYTES);
        writer.mark(group.out(), RecordLayout.OPENED);
        group.wrote(true);
      }
      case Ops.CLOSE -> {
        closing = true;
        if (!group.isEmpty()) {
          group.force();
        }
      }
      default -> {
        // REFUSE and READ_DONE have their effect in answer(), WAKE has none.
      }
    }
  }

  private Object subject(int i) {
    return Objects.requireNonNull(ops.subject[i]);
  }

  private void accept(int i, NewMessage message) throws IOException {
    if (isFull()) {
      ops.type[i] = Ops.REFUSE;
      return;
    }
    int length = writer.prepare(message);
    ensure(length);
    long key = nextKey();
    long position = group.position();
    writer.message(group.out(), length, key, message);
    group.wrote(true);
    ops.key[i] = key;
    ops.slot[i] = messages.put(key, position, length, 0, message.dueAt(), message.expiresAt());
    ids.add(MessageIds.shard(message.account(), message.destination()), key);
    counters.accepted.add(1);
  }

  private boolean isFull() throws IOException {
    long nano = System.nanoTime();
    if (nano - spaceCheckAt >= 0) {
      spaceCheckAt = nano + SPACE_CHECK_NANOS;
      boolean full = journal.usableBytes() < settings.reserveBytes();
      if (full != counters.full) {
        log.warn(
            full
                ? "the disk is nearly full: new messages are refused"
                : "the disk has space again: new messages are accepted");
        counters.full = full;
      }
    }
    return counters.full;
  }

  private void finish(int i, @Nullable NewMail receipt) throws IOException {
    int slot = messages.table.find(ops.key[i]);
    ops.changed[i] = slot >= 0;
    ops.slot[i] = -1;
    if (slot < 0) {
      return;
    }
    int length = receipt == null ? 0 : writer.prepare(receipt);
    ensure(RecordLayout.FINISH_BYTES + length);
    writer.finish(group.out(), ops.key[i], ops.first[i], ops.time[i], ops.second[i]);
    group.wrote(true);
    messages.remove(slot);
    counters.finished.add(1);
    if (receipt != null) {
      post(i, receipt, length, ops.key[i]);
    }
  }

  /** Writes the mail that the writer has prepared and for which there is room. */
  private void post(int i, NewMail mail, int length, long about) {
    long key = nextKey();
    long position = group.position();
    long expires = Math.min(mail.expiresAt(), now + settings.mailExpiryMillis());
    writer.mail(group.out(), length, key, mail, now, expires, about);
    group.wrote(true);
    ops.changed[i] = true;
    ops.slot[i] =
        mailboxes.put(mailboxes.box(mail.account()), key, position, length, 0, 0, expires);
    counters.mailsQueued.add(1);
  }

  private void attempted(int i, @Nullable CarrierId carrierId) throws IOException {
    int slot = messages.table.find(ops.key[i]);
    if (slot < 0) {
      return;
    }
    int length = writer.prepare(carrierId);
    ensure(length);
    long position = group.position();
    writer.state(group.out(), length, ops.key[i], ops.first[i], ops.time[i]);
    group.wrote(false);
    messages.table.attempts(slot, ops.first[i]);
    messages.table.nextDue(slot, ops.time[i]);
    if (carrierId != null) {
      messages.carrier(slot, writer.carrierHash(), position);
    }
    messages.await(slot);
  }

  private void mailRetry(int i) throws IOException {
    int slot = mailboxes.table.find(ops.key[i]);
    if (slot < 0) {
      return;
    }
    ensure(RecordLayout.MAIL_STATE_BYTES);
    int attempts = Math.min(mailboxes.table.attempts(slot) + 1, 0xFFFF);
    writer.mailState(group.out(), ops.key[i], attempts, ops.time[i]);
    group.wrote(false);
    mailboxes.table.attempts(slot, attempts);
    mailboxes.table.nextDue(slot, ops.time[i]);
    mailboxes.delay(slot);
  }

  private void endMail(int slot, MailOutcome outcome) throws IOException {
    ensure(RecordLayout.MAIL_DONE_BYTES);
    writer.mailDone(group.out(), mailboxes.table.key(slot), outcome);
    group.wrote(false);
    mailboxes.remove(slot);
    counters.mailEnded(outcome);
  }

  private void passTimes() throws IOException {
    for (int n = 0; n < TIMES_PER_ROUND && messages.waiting.firstTime() <= now; n++) {
      messages.ready(messages.waiting.poll());
    }
    for (int n = 0; n < TIMES_PER_ROUND && mailboxes.times.firstTime() <= now; n++) {
      int slot = mailboxes.times.poll();
      if (mailboxes.table.expires(slot) <= now) {
        Mailbox box = mailboxes.boxOf(slot);
        endMail(slot, MailOutcome.EXPIRED);
        mailboxes.forgetGone(box);
      } else {
        mailboxes.giveBack(slot);
      }
    }
  }

  /** Drops the oldest mail of boxes over their cap. What is with the dispatcher stays. */
  private void trim() throws IOException {
    for (Mailbox box : overfull) {
      while (isOverfull(box)) {
        int slot = mailboxes.pollLine(box);
        if (slot < 0) {
          break;
        }
        endMail(slot, MailOutcome.DROPPED);
      }
    }
    overfull.clear();
  }

  private boolean isOverfull(Mailbox box) {
    return box.count() > settings.mailboxMaxCount() || box.bytes > settings.mailboxMaxBytes();
  }

  /** Runs the callbacks of all rows that are done, then makes their pushes. */
  private void answer() throws IOException {
    int from = answered;
    int to = processed;
    answered = to;
    ids.encrypt();
    int accepts = 0;
    int forced = 0;
    for (int i = from; i < to; i++) {
      switch (ops.type[i]) {
        case Ops.ACCEPT -> {
          forced++;
          String id = ids.id(accepts++);
          ops.id[i] = id;
          accepted(i, id);
        }
        case Ops.REFUSE -> refused(i, StoreFailure.FULL);
        case Ops.FINISH, Ops.POST -> {
          forced++;
          done(i);
        }
        default -> {}
      }
    }
    ids.clear();
    if (forced > 0) {
      forcedInCommit = forced;
    }
    for (int i = from; i < to; i++) {
      switch (ops.type[i]) {
        case Ops.ACCEPT ->
            pusher.accepted(
                ops.slot[i], (NewMessage) subject(i), Objects.requireNonNull(ops.id[i]), now);
        case Ops.FINISH, Ops.POST -> {
          if (ops.slot[i] >= 0) {
            Mailbox box = pusher.posted(ops.slot[i], (NewMail) subject(i), now);
            if (box != null && isOverfull(box)) {
              overfull.add(box);
            }
          }
        }
        case Ops.READ_DONE -> pusher.readDone(now);
        case Ops.START -> start((Listeners) subject(i));
        default -> {}
      }
    }
  }

  private void start(Listeners listeners) {
    commits = listeners.commits();
    fatal = listeners.fatal();
    pusher.start(listeners.work(), listeners.mail());
  }

  private void accepted(int i, String id) {
    try {
      ((AcceptCallback) Objects.requireNonNull(ops.callback[i]))
          .accepted(ops.key[i], id, ((NewMessage) subject(i)).attachment());
    } catch (RuntimeException e) {
      log.error("an accept callback failed", e);
    }
  }

  private void done(int i) {
    if (ops.callback[i] instanceof DoneCallback callback) {
      try {
        callback.done(ops.changed[i]);
      } catch (RuntimeException e) {
        log.error("a done callback failed", e);
      }
    }
  }

  private void refused(int i, StoreFailure why) {
    counters.refused.add(1);
    try {
      ((AcceptCallback) Objects.requireNonNull(ops.callback[i]))
          .refused(why, ((NewMessage) subject(i)).attachment());
    } catch (RuntimeException e) {
      log.error("an accept callback failed", e);
    }
  }

  private void fail(Throwable cause) {
    failure = cause;
    String what = "the store takes nothing more: " + cause.getMessage();
    counters.failure = what;
    log.error("{}", what, cause);
    tellFatal();
  }

  private void tellFatal() {
    FatalListener listener = fatal;
    Throwable cause = failure;
    if (listener != null && cause != null) {
      fatal = null;
      try {
        listener.fatal(cause, String.valueOf(counters.failure));
      } catch (RuntimeException e) {
        log.error("the fatal listener failed", e);
      }
    }
  }

  /** Answers everything with a refusal; what was being written is in doubt. */
  private void refuse() {
    for (int i = answered; i < ops.count; i++) {
      StoreFailure why = i < processed ? StoreFailure.UNKNOWN : StoreFailure.BROKEN;
      switch (ops.type[i]) {
        case Ops.ACCEPT, Ops.REFUSE -> refused(i, why);
        case Ops.FINISH, Ops.POST -> {
          if (ops.callback[i] instanceof DoneCallback callback) {
            callback.failed(why);
          }
        }
        case Ops.FIND, Ops.FIND_BY_CARRIER -> {
          if (ops.callback[i] instanceof FindCallback callback) {
            callback.found(null);
          }
        }
        case Ops.START -> {
          fatal = ((Listeners) subject(i)).fatal();
          tellFatal();
        }
        case Ops.CLOSE -> closing = true;
        default -> {}
      }
    }
    answered = ops.count;
    pusher.abandon();
    tell(group.takeInfo(0));
  }

  private void close() {
    reader.close();
    try {
      if (failure == null) {
        writeDuplicates(messages.table, MessageTable.READING, MessageTable.POSSIBLE_DUPLICATE);
        writeDuplicates(mailboxes.table, MailTable.READING, MailTable.POSSIBLE_DUPLICATE);
        ensure(RecordLayout.HEADER_BYTES);
        writer.mark(group.out(), RecordLayout.CLOSED);
        group.wrote(true);
        commit();
      }
    } catch (IOException | RuntimeException e) {
      fail(e);
    }
    pusher.abandon();
    try {
      journal.close();
    } catch (IOException e) {
      log.error("closing the journal failed", e);
    }
  }

  /** Names those in {@code state} or beyond, and those that bear the mark. */
  private void writeDuplicates(SlotTable table, int state, int mark) throws IOException {
    long[] keys = table.keys();
    int count = 0;
    for (long key : keys) {
      int slot = table.find(key);
      if (table.state(slot) >= state || table.marked(slot, mark)) {
        keys[count++] = key;
      }
    }
    for (int from = 0; from < count; from += KEYS_PER_RECORD) {
      int to = Math.min(count, from + KEYS_PER_RECORD);
      ensure(RecordLayout.HEADER_BYTES + 8 * (to - from));
      writer.duplicates(group.out(), keys, from, to);
      group.wrote(true);
    }
  }
}

package org.messagecenter.store.queue;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.End;
import org.messagecenter.store.journal.Journal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns rows of {@link Ops}, and the passing of time, into records, and the index with them. What
 * is told to callers waits for the commit, see {@link Answers}.
 */
final class Recorder {

  private static final Logger log = LoggerFactory.getLogger(Recorder.class);

  private static final int STEPS_PER_ROUND = 8192;
  private static final int KEYS_PER_RECORD = 256;

  /** The least time between two lines in the log about one box that drops. */
  private static final long DROPS_TOLD_MILLIS = 60_000;

  private final StoreSettings settings;
  private final Journal journal;
  private final GroupWriter group;
  private final RecordWriter writer;
  private final Messages messages;
  private final Mailboxes mailboxes;
  private final Ended ended;
  private final Counters counters;
  private final MessageIds messageIds;
  private final MessageIds.Batch ids;
  private final ShortIds shortIds;
  private final Pusher pusher;
  private final Finder finder;
  private final Room room;
  private final Space space;
  private final Set<Mailbox> overfull = new LinkedHashSet<>();

  private Ops ops = new Ops();
  private long now;
  private long messageCounter;
  private long mailCounter;

  Recorder(
      StoreSettings settings,
      Journal journal,
      GroupWriter group,
      RecordWriter writer,
      Messages messages,
      Mailboxes mailboxes,
      Ended ended,
      Counters counters,
      MessageIds messageIds,
      MessageIds.Batch ids,
      ShortIds shortIds,
      Pusher pusher,
      Finder finder,
      Room room,
      Space space) {
    this.settings = settings;
    this.journal = journal;
    this.group = group;
    this.writer = writer;
    this.messages = messages;
    this.mailboxes = mailboxes;
    this.ended = ended;
    this.counters = counters;
    this.messageIds = messageIds;
    this.ids = ids;
    this.shortIds = shortIds;
    this.pusher = pusher;
    this.finder = finder;
    this.room = room;
    this.space = space;
  }

  /** The rows that are worked on from now on, and the wall clock. */
  void begin(Ops rows, long wallMillis) {
    ops = rows;
    now = wallMillis;
  }

  /** Does what row {@code i} asks. */
  void apply(int i) throws IOException {
    switch (ops.type[i]) {
      case Ops.ACCEPT -> accept(i, (NewMessage) subject(i));
      case Ops.FINISH -> finish(i, (NewMail) ops.subject[i]);
      case Ops.POST -> {
        NewMail mail = (NewMail) subject(i);
        int length = writer.prepare(mail);
        room.ensure(length);
        post(i, mail, length, 0);
      }
      case Ops.ACCEPT_ALL -> acceptAll(i, (Recipients) subject(i));
      case Ops.CANCEL -> cancel(i);
      case Ops.REPLACE -> replace(i, (NewMessage) subject(i));
      case Ops.RETRY -> retry(i);
      case Ops.NOTE -> note(i, (CarrierId) ops.subject[i]);
      case Ops.TAKEN_LATE -> takenLate(i, (CarrierId) subject(i));
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
          if (ops.first[i] != 0) {
            mailboxes.table.mark(slot, MailTable.POSSIBLE_DUPLICATE);
          }
          mailboxes.giveBack(slot);
        }
      }
      case Ops.FIND, Ops.FIND_BY_CARRIER ->
          finder.find(
              ops.key[i],
              (CarrierId) ops.subject[i],
              (FindCallback) Objects.requireNonNull(ops.callback[i]));
      case Ops.LOOKUP ->
          finder.lookup(subject(i), (LookupCallback) Objects.requireNonNull(ops.callback[i]));
      case Ops.FIND_ENDED ->
          finder.findEnded(
              (CarrierId) subject(i), (EndedCallback) Objects.requireNonNull(ops.callback[i]));
      case Ops.SEARCHED -> finder.searched((Finder.Searching) subject(i));
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

  /** Counters of messages are even, those of mails are odd. */
  private long nextMessageKey() {
    return (long) journal.epoch() << 44 | ++messageCounter << 9;
  }

  private long nextMailKey() {
    return (long) journal.epoch() << 44 | ++mailCounter << 9 | 1 << 8;
  }

  private void accept(int i, NewMessage message) throws IOException {
    int shard = MessageIds.shard(message.account(), message.destination());
    long fingerprint = ops.key[i];
    if (fingerprint != 0 && isRepeat(i, fingerprint, shard)) {
      return;
    }
    if (space.isFull()) {
      ops.type[i] = Ops.REFUSE;
      return;
    }
    int length = writer.prepare(message, 0, fingerprint);
    room.ensure(length);
    long key = nextMessageKey();
    int alias = name(i, key, shard, message.shortId());
    ops.slot[i] = write(key, length, message, alias, shard, fingerprint);
    counters.accepted.add(1);
  }

  /**
   * Whether the same was accepted before; then the row is to be answered with that one's key and
   * id. It may be in this very group: the answer waits for the commit in any case.
   */
  private boolean isRepeat(int i, long fingerprint, int shard) {
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
  private int name(int i, long key, int shard, boolean isShort) throws IOException {
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
  private void acceptAll(int i, Recipients all) throws IOException {
    NewMessage first = all.first();
    int shard = MessageIds.shard(first.account(), first.destination());
    long fingerprint = ops.key[i];
    if (fingerprint != 0 && isRepeat(i, fingerprint, shard)) {
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
    int alias = name(i, key, shard, first.shortId());
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

  private void cancel(int i) throws IOException {
    NewMail receipt = (NewMail) ops.subject[i];
    int length = receipt == null ? 0 : writer.prepare(receipt);
    // First, for to make room may push what was being read.
    room.ensure(RecordLayout.LONGEST_FINISH + length);
    if (messages.isChangeable(messages.table.find(ops.key[i]))) {
      finish(i, receipt);
    } else {
      ops.changed[i] = false;
      ops.slot[i] = -1;
    }
  }

  private void replace(int i, NewMessage content) throws IOException {
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

  private void finish(int i, @Nullable NewMail receipt) throws IOException {
    int slot = messages.table.find(ops.key[i]);
    ops.changed[i] = slot >= 0;
    ops.slot[i] = -1;
    if (slot < 0) {
      return;
    }
    End end = end(i, slot);
    int length = receipt == null ? 0 : writer.prepare(receipt);
    room.ensure(RecordWriter.finishLength(end) + length);
    long position = group.position();
    writer.finish(group.out(), end);
    group.wrote(true);
    ended.archive.put(end, position);
    messages.remove(slot);
    counters.finished.add(1);
    if (receipt != null) {
      post(i, receipt, length, ops.key[i]);
    }
  }

  private End end(int i, int slot) {
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

  /** Writes the mail that the writer has prepared and for which there is room. */
  private void post(int i, NewMail mail, int length, long about) {
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

  private void attempted(int i, @Nullable CarrierId carrierId) throws IOException {
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

  private void retry(int i) throws IOException {
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
  private void note(int i, @Nullable CarrierId carrierId) throws IOException {
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

  private void takenLate(int i, CarrierId carrierId) throws IOException {
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

  private void mailRetry(int i) throws IOException {
    int slot = mailboxes.table.find(ops.key[i]);
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
    writer.mailState(group.out(), ops.key[i], attempts, ops.time[i]);
    group.wrote(false);
    mailboxes.table.attempts(slot, attempts);
    mailboxes.table.nextDue(slot, ops.time[i]);
    mailboxes.delay(slot);
  }

  private void drop(Mailbox box, int slot) throws IOException {
    endMail(slot, MailOutcome.DROPPED);
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

  private void endMail(int slot, MailOutcome outcome) throws IOException {
    room.ensure(RecordLayout.MAIL_DONE_BYTES);
    writer.mailDone(group.out(), mailboxes.table.key(slot), outcome);
    group.wrote(false);
    mailboxes.remove(slot);
    counters.mailEnded(outcome);
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
    messages.endParked(now);
    slot = TimingWheel.STEP;
    for (int n = 0; n < STEPS_PER_ROUND && slot != TimingWheel.NOBODY; n++) {
      slot = mailboxes.times.poll(now);
      if (slot < 0) {
        continue;
      }
      if (mailboxes.table.expires(slot) <= now) {
        Mailbox box = mailboxes.boxOf(slot);
        endMail(slot, MailOutcome.EXPIRED);
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

package org.messagecenter.store.queue;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.Position;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands due messages and mail to the sinks, within their credits: straight from memory what was
 * just made durable and has nobody before it in line, everything else after its body was read back.
 */
final class Pusher {

  private static final Logger log = LoggerFactory.getLogger(Pusher.class);

  /** Mails of one account, or messages of one line, before it is the next one's turn. */
  private static final int TURN = 64;

  /** Mails of one account that are read before there is credit for them, in one batch. */
  private static final int MOST_AHEAD = 512;

  /** Rows of a batch that are the lines' if others want the rest, every other time. */
  private static final int LINES_SHARE = ReadBatch.CAPACITY / 2;

  private final Journal journal;
  private final Messages messages;
  private final Mailboxes mailboxes;
  private final MessageNames names;
  private final BodyReader reader;
  private final Finder finder;

  private final ReadBatch batch = new ReadBatch();
  private boolean reading;
  private boolean linesFirst;
  private int readingWork;

  private long workCredits;
  private @Nullable WorkSink work;
  private @Nullable MailSink mail;
  private int pushes;
  private boolean told;

  Pusher(
      Journal journal,
      Messages messages,
      Mailboxes mailboxes,
      MessageNames names,
      BodyReader reader,
      Finder finder) {
    this.journal = journal;
    this.messages = messages;
    this.mailboxes = mailboxes;
    this.names = names;
    this.reader = reader;
    this.finder = finder;
  }

  void start(WorkSink workSink, MailSink mailSink) {
    work = workSink;
    mail = mailSink;
  }

  void requestWork(int n) {
    workCredits += n;
  }

  void requestLine(int line, int n) {
    messages.lines.request(line, n);
  }

  void requestMail(String account, int n) {
    Mailbox box = mailboxes.box(account);
    box.credits += n;
    box.wanted = true;
    mailboxes.list(box);
  }

  void cancelMail(String account) {
    Mailbox box = mailboxes.box(account);
    box.credits = 0;
    box.request++;
    mailboxes.unwanted(box);
  }

  /**
   * Pushes a message whose commit is done, or puts it where it waits; unless the same commit ended
   * or replaced it.
   */
  void accepted(int slot, long key, NewMessage message, String id, long now) {
    MessageTable table = messages.table;
    WorkSink sink = work;
    if (table.key(slot) != key || table.state(slot) != MessageTable.FRESH) {
      return;
    }
    if (message.dueAt() > now || messages.isBehind) {
      // In the order of their times those that are due already come before it.
      messages.await(slot);
    } else if (sink == null || workCredits == 0 || readingWork > 0 || messages.hasReady()) {
      messages.ready(slot);
    } else {
      workCredits--;
      messages.push(slot);
      push(
          sink,
          new DueMessage(
              table.key(slot),
              id,
              message.account(),
              message.destination(),
              message.kind(),
              0,
              message.acceptedAt(),
              message.dueAt(),
              message.expiresAt(),
              message.exactBody(),
              message.attachment(),
              false,
              messages.reason(slot, now),
              0));
    }
  }

  /**
   * Pushes a mail whose commit is done, or puts it in line; tells the box it is in then.
   *
   * @param about the message that it tells of, or 0
   */
  @Nullable Mailbox posted(int slot, NewMail posted, long about, long now) {
    Mailbox box = mailboxes.boxOf(slot);
    MailSink sink = mail;
    if (sink == null || box.credits == 0 || box.reading > 0 || box.hasLine()) {
      mailboxes.queue(slot);
      mailboxes.keepRecent(slot, posted, about, now);
      return box;
    }
    box.credits--;
    mailboxes.table.state(slot, MailTable.IN_FLIGHT);
    push(sink, mailboxes.mail(slot, posted, about, now));
    return null;
  }

  /** A mail ended as expired or dropped. */
  void lost(long key, MailOutcome outcome) {
    MailSink sink = mail;
    if (sink == null) {
      return;
    }
    try {
      sink.ended(key, outcome);
    } catch (RuntimeException e) {
      log.error("the mail sink failed on the end of mail {}", key, e);
    }
  }

  private void push(WorkSink sink, DueMessage due) {
    pushes++;
    try {
      sink.due(due);
    } catch (RuntimeException e) {
      log.error("the work sink failed on message {}", due.messageId(), e);
    }
  }

  private void push(MailSink sink, Mail pushed) {
    pushes++;
    try {
      sink.mail(pushed);
    } catch (RuntimeException e) {
      log.error("the mail sink failed on mail {}", pushed.key(), e);
    }
  }

  /** Starts reading what may be pushed, unless a batch is being read. */
  void serve(RecordWriter writer) {
    tellLines();
    pushRecent();
    if (reading) {
      return;
    }
    finder.fill(batch, writer);
    if (work != null) {
      if (linesFirst) {
        addLines(LINES_SHARE);
      }
      linesFirst = !linesFirst;
      addWork();
      addMail();
      addAhead();
      addLines(ReadBatch.CAPACITY);
    }
    if (batch.count > 0) {
      reading = true;
      reader.read(batch);
    }
  }

  /** Pushes what is in line and still in memory; behind what is being read it waits for that. */
  private void pushRecent() {
    MailSink sink = mail;
    if (sink == null) {
      return;
    }
    for (int n = mailboxes.servableBoxes(); n > 0; n--) {
      Mailbox box = Objects.requireNonNull(mailboxes.nextServable());
      while (box.credits > 0 && box.reading == 0) {
        Mail recent = mailboxes.pollRecent(box);
        if (recent == null) {
          break;
        }
        box.credits--;
        push(sink, recent);
      }
      mailboxes.list(box);
      mailboxes.checkAhead(box);
    }
  }

  private void addWork() {
    while (workCredits > 0 && messages.hasReady() && !batch.isFull()) {
      workCredits--;
      readingWork++;
      add(ReadBatch.WORK, messages.table, messages.pollReady());
    }
  }

  /** Lets the lines have some rows, taking turns. */
  private void addLines(int most) {
    Lines lines = messages.lines;
    int left = most;
    while (left > 0 && lines.hasServable() && !batch.isFull()) {
      Line line = lines.nextServable();
      for (int n = 0; n < TURN && left > 0 && line.credits > 0 && !batch.isFull(); n++) {
        int i = add(ReadBatch.LINE, messages.table, messages.poll(line));
        batch.line[i] = line;
        left--;
      }
      lines.list(line);
    }
  }

  /** Tells of those that left a line without a push, and of pushes that there will not be. */
  private void tellLines() {
    WorkSink sink = work;
    Lines lines = messages.lines;
    for (Line line; sink != null && (line = lines.nextTelling()) != null; ) {
      told = true;
      for (int n = 0; n < line.left; n++) {
        tell(line.number, 0, sink);
      }
      if (line.unused > 0) {
        tell(line.number, (int) Math.min(line.unused, Integer.MAX_VALUE), sink);
      }
      lines.told(line);
    }
  }

  /** Each by itself: who counts what is in its line is to hear of all others if one fails. */
  private static void tell(int line, int unused, WorkSink sink) {
    try {
      if (unused == 0) {
        sink.left(line);
      } else {
        sink.unused(line, unused);
      }
    } catch (RuntimeException e) {
      log.error("the work sink failed on line {}", line, e);
    }
  }

  private void addMail() {
    while (mailboxes.hasServable() && !batch.isFull()) {
      Mailbox box = Objects.requireNonNull(mailboxes.nextServable());
      boolean waits = false;
      for (int n = 0; n < TURN && box.credits > 0 && !batch.isFull(); n++) {
        waits = box.reading > 0 && mailboxes.isRecentFirst(box);
        if (waits) {
          break;
        }
        int slot = mailboxes.pollLine(box);
        if (slot < 0) {
          break;
        }
        box.credits--;
        box.reading++;
        mailboxes.table.state(slot, MailTable.READING);
        int i = add(ReadBatch.MAIL, mailboxes.table, slot);
        batch.box[i] = box;
        batch.request[i] = box.request;
      }
      if (!waits) {
        mailboxes.list(box);
      }
      mailboxes.checkAhead(box);
    }
  }

  /**
   * Reads what comes next in boxes that are being emptied, before there is credit for it: to wait
   * for a read each time credit comes would take longer than all else.
   */
  private void addAhead() {
    int count = 0;
    long octets = 0;
    boolean room = true;
    while (room && !batch.isFull()) {
      Mailbox box = mailboxes.nextShort();
      if (box == null) {
        return;
      }
      int slot = mailboxes.firstOnDisk(box);
      for (int n = 0; n < MOST_AHEAD && slot >= 0 && room && !batch.isFull(); n++) {
        batch.box[add(ReadBatch.AHEAD, mailboxes.table, slot)] = box;
        octets += mailboxes.table.length(slot);
        room = mailboxes.hasRoom(++count, octets);
        slot = mailboxes.behind(slot);
      }
    }
  }

  private int add(byte purpose, SlotTable table, int slot) {
    long position = table.position(slot);
    return batch.add(
        purpose,
        table.key(slot),
        journal.segment(Position.segment(position)),
        position,
        table.length(slot));
  }

  /** The batch was read: pushes it, in the order in which it was gathered. */
  void readDone(long now) throws IOException {
    if (batch.failure != null) {
      throw batch.failure;
    }
    for (int i = 0; i < batch.count; i++) {
      Object result = batch.result[i];
      if (result instanceof RecordReader.StoredMail stored) {
        Mailbox box = Objects.requireNonNull(batch.box[i]);
        if (batch.purpose[i] == ReadBatch.AHEAD) {
          aheadRead(stored, box);
        } else {
          mailRead(i, stored, box);
        }
      } else if (result instanceof RecordReader.Message message) {
        Line line = batch.line[i];
        if (batch.purpose[i] == ReadBatch.FIND) {
          finder.found(batch, i, message, now);
        } else if (line == null) {
          workRead(message, now);
        } else {
          lineRead(message, line, now);
        }
      }
    }
    for (int i = 0; i < batch.count; i++) {
      Mailbox box = batch.box[i];
      if (box != null) {
        mailboxes.list(box);
      }
      Line line = batch.line[i];
      if (line != null) {
        messages.lines.readDone(line);
      }
    }
    batch.clear();
    reading = false;
  }

  private void workRead(RecordReader.Message message, long now) {
    MessageTable table = messages.table;
    readingWork--;
    int slot = table.find(message.key());
    WorkSink sink = work;
    if (slot < 0 || table.state(slot) != MessageTable.READING || sink == null) {
      workCredits++;
      return;
    }
    int line = messages.lines.cameFrom(slot);
    DueReason reason = messages.reason(slot, now);
    messages.push(slot);
    push(sink, due(slot, message, reason, line));
  }

  private void lineRead(RecordReader.Message message, Line line, long now) {
    MessageTable table = messages.table;
    int slot = table.find(message.key());
    WorkSink sink = work;
    if (slot < 0 || table.state(slot) != MessageTable.READING || sink == null) {
      messages.lines.lost(line);
    } else if (!messages.holdBack(line, slot, now)) {
      messages.push(line, slot);
      push(sink, due(slot, message, messages.reason(slot, now), line.number));
    }
  }

  private DueMessage due(int slot, RecordReader.Message message, DueReason reason, int line) {
    MessageTable table = messages.table;
    boolean byEnd = reason == DueReason.EXPIRED && line != 0;
    return new DueMessage(
        message.key(),
        names.of(message),
        message.account(),
        message.destination(),
        message.kind(),
        table.attempts(slot),
        message.acceptedAt(),
        byEnd ? table.expires(slot) : Math.min(table.nextDue(slot), table.expires(slot)),
        table.expires(slot),
        message.body(),
        null,
        table.marked(slot, MessageTable.POSSIBLE_DUPLICATE),
        reason,
        line);
  }

  private void mailRead(int i, RecordReader.StoredMail stored, Mailbox box) {
    MailTable table = mailboxes.table;
    box.reading--;
    int slot = table.find(stored.key());
    boolean wanted = slot >= 0 && table.state(slot) == MailTable.READING;
    MailSink sink = mail;
    if (box.request != batch.request[i] || sink == null) {
      if (wanted) {
        mailboxes.giveBack(slot);
      }
    } else if (!wanted) {
      box.credits++;
      mailboxes.list(box);
    } else {
      table.state(slot, MailTable.IN_FLIGHT);
      push(sink, mail(slot, stored, box));
    }
  }

  private void aheadRead(RecordReader.StoredMail stored, Mailbox box) {
    int slot = mailboxes.table.find(stored.key());
    if (slot >= 0) {
      mailboxes.keepRead(box, slot, mail(slot, stored, box));
    }
  }

  private Mail mail(int slot, RecordReader.StoredMail stored, Mailbox box) {
    MailTable table = mailboxes.table;
    return new Mail(
        stored.key(),
        box.account,
        stored.kind(),
        table.attempts(slot),
        stored.queuedAt(),
        table.expires(slot),
        stored.body(),
        null,
        table.marked(slot, MailTable.POSSIBLE_DUPLICATE),
        stored.about());
  }

  /** The store is broken or closed: finds find nothing any more. */
  void abandon(StoreFailure why) {
    finder.abandon(batch, why);
  }

  /** How many pushes and finds there were since the last call. */
  int takePushes() {
    int count = pushes + finder.takeAnswers();
    pushes = 0;
    return count;
  }

  /** Whether the sink heard of lines since the last call. */
  boolean takeTold() {
    boolean any = told;
    told = false;
    return any;
  }
}

package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.JournalSettings;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.journal.Shortcut;

/** Mail, its times and its caps, without the store's thread. */
class MailRecorderTest {
  private static final int CAP = 3;
  private static final long EXPIRY = 60_000;
  private static final long NOW = TestClock.START;

  /** There is always room: the tests write less than a group takes. */
  private static final Room ROOM =
      new Room() {
        @Override
        public void ensure(int length) {}

        @Override
        public void flush() {}
      };

  private final StoreSettings settings =
      StoreSettings.defaults(Path.of("memory")).withMailbox(CAP, 1 << 20, EXPIRY);
  private final Mailboxes mailboxes = new Mailboxes(new LiveBytes());
  private final Counters counters = new Counters();
  private final Ops ops = new Ops();
  private final List<MailOutcome> lost = new ArrayList<>();
  private Journal journal;
  private MailRecorder mails;

  @BeforeEach
  void open() throws IOException {
    journal =
        Journal.open(
            new MemoryDisk(),
            new JournalSettings(1 << 20, 0, new TestClock()),
            (position, payload, writtenAt) -> {},
            Shortcut.NONE);
    GroupWriter group = new GroupWriter(journal, counters);
    RecordWriter writer = new RecordWriter(journal.id());
    mails =
        new MailRecorder(
            settings,
            journal,
            group,
            writer,
            mailboxes,
            counters,
            (key, outcome) -> lost.add(outcome),
            ROOM);
    mails.begin(NOW);
  }

  @AfterEach
  void close() throws IOException {
    journal.close();
  }

  /** Queues mail, as the answers do once its commit is done. */
  private int queued(long expiresAt) throws IOException {
    mails.post(ops, 0, new NewMail("acme", MailKind.RECEIPT, expiresAt, new byte[10], null));
    int slot = ops.slot[0];
    mailboxes.queue(slot);
    return slot;
  }

  private Mailbox box() {
    return mailboxes.box("acme");
  }

  /** Takes the first in line, as the pusher does. */
  private int pushed() {
    int slot = mailboxes.pollLine(box());
    mailboxes.table.state(slot, MailTable.IN_FLIGHT);
    return slot;
  }

  @Test
  void theMailboxsLimitAppliesWhenItIsEarlier() throws IOException {
    int late = queued(Long.MAX_VALUE);
    int early = queued(NOW + 10);
    assertThat(ops.changed[0]).isTrue();
    assertThat(mailboxes.table.expires(late)).isEqualTo(NOW + EXPIRY);
    assertThat(mailboxes.table.expires(early)).isEqualTo(NOW + 10);
    assertThat(mailboxes.table.key(late)).isNotEqualTo(mailboxes.table.key(early));
    assertThat(counters.mailsQueued.get()).isEqualTo(2);
  }

  @Test
  void theOldestOfABoxOverItsCapGo() throws IOException {
    long[] keys = new long[CAP + 2];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = mailboxes.table.key(queued(Long.MAX_VALUE));
      mails.checkCap(box());
    }
    assertThat(box().count()).as("nothing goes before the round's end").isEqualTo(CAP + 2);
    mails.trim();
    assertThat(box().count()).isEqualTo(CAP);
    assertThat(mailboxes.table.find(keys[0])).isNegative();
    assertThat(mailboxes.table.find(keys[1])).isNegative();
    assertThat(mailboxes.table.find(keys[2])).isNotNegative();
    assertThat(counters.mailsDropped.get()).isEqualTo(2);
    assertThat(lost).containsExactly(MailOutcome.DROPPED, MailOutcome.DROPPED);
  }

  @Test
  void whatIsBeingDeliveredIsNotDropped() throws IOException {
    for (int i = 0; i < CAP + 1; i++) {
      queued(Long.MAX_VALUE);
    }
    for (int i = 0; i < CAP + 1; i++) {
      pushed();
    }
    mails.checkCap(box());
    mails.trim();
    assertThat(box().count()).isEqualTo(CAP + 1);
    assertThat(counters.mailsDropped.get()).isZero();
  }

  /** Else who refuses everything would be kept everything. */
  @Test
  void whatComesBackToABoxOverItsCapIsDropped() throws IOException {
    for (int i = 0; i < CAP + 1; i++) {
      queued(Long.MAX_VALUE);
    }
    long key = mailboxes.table.key(pushed());
    mails.retry(key, NOW + 1);
    assertThat(mailboxes.table.find(key)).isNegative();
    assertThat(box().count()).isEqualTo(CAP);
    assertThat(counters.mailsDropped.get()).isEqualTo(1);
  }

  @Test
  void aRetryWaitsForItsTime() throws IOException {
    queued(Long.MAX_VALUE);
    int slot = pushed();
    long key = mailboxes.table.key(slot);
    mails.retry(key, NOW + 100);
    assertThat(mailboxes.table.attempts(slot)).isEqualTo(1);
    mails.begin(NOW + 99);
    mails.passTimes();
    assertThat(box().hasLine()).isFalse();
    mails.begin(NOW + 100);
    mails.passTimes();
    assertThat(mailboxes.pollLine(box())).isEqualTo(slot);
  }

  @Test
  void whatExpiresEnds() throws IOException {
    queued(NOW + 50);
    queued(Long.MAX_VALUE);
    mails.begin(NOW + 50);
    mails.passTimes();
    assertThat(box().count()).isEqualTo(1);
    assertThat(counters.mailsExpired.get()).isEqualTo(1);
    mails.begin(NOW + EXPIRY);
    mails.passTimes();
    assertThat(box().count()).isZero();
    assertThat(box().bytes).isZero();
    assertThat(counters.mailsExpired.get()).isEqualTo(2);
    assertThat(lost).containsExactly(MailOutcome.EXPIRED, MailOutcome.EXPIRED);
  }

  @Test
  void whatIsGivenBackMayBeADuplicateIfItMayHaveBeenSent() throws IOException {
    queued(Long.MAX_VALUE);
    int slot = pushed();
    long key = mailboxes.table.key(slot);
    mails.released(key, false);
    assertThat(mailboxes.table.marked(slot, MailTable.POSSIBLE_DUPLICATE)).isFalse();
    assertThat(pushed()).isEqualTo(slot);
    mails.released(key, true);
    assertThat(mailboxes.table.marked(slot, MailTable.POSSIBLE_DUPLICATE)).isTrue();
    assertThat(pushed()).isEqualTo(slot);
  }

  @Test
  void whatIsDoneIsGoneAndCountsOnce() throws IOException {
    long key = mailboxes.table.key(queued(Long.MAX_VALUE));
    mails.done(key, MailOutcome.DELIVERED);
    mails.done(key, MailOutcome.DELIVERED);
    mails.retry(key, NOW);
    mails.released(key, true);
    assertThat(box().count()).isZero();
    assertThat(counters.mailsDone.get()).isEqualTo(1);
    assertThat(lost).isEmpty();
  }
}

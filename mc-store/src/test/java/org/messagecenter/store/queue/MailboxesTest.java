package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which part of a line is in memory. */
class MailboxesTest {
  private static final long EXPIRES = 1_000_000;

  private final Mailboxes mailboxes = new Mailboxes(new LiveBytes());
  private final Mailbox box = mailboxes.box("acme");
  private long keys;

  private static NewMail newMail() {
    return new NewMail("acme", MailKind.RECEIPT, EXPIRES, new byte[10], null);
  }

  private int post() {
    int slot = mailboxes.put(box, ++keys, 1L << 40, 100, 0, 0, EXPIRES);
    mailboxes.queue(slot);
    mailboxes.keepRecent(slot, newMail(), 0, 1);
    return slot;
  }

  private void readAhead(int slot) {
    mailboxes.keepRead(box, slot, mailboxes.mail(slot, newMail(), 0, 1));
  }

  private long key(int slot) {
    return mailboxes.table.key(slot);
  }

  @Test
  void nothingIsKeptForAnAccountThatIsNotThere() {
    post();

    assertThat(mailboxes.pollRecent(box)).isNull();
    assertThat(mailboxes.nextShort()).isNull();
  }

  @Test
  void whatIsBehindMailOnDiskIsNotKept() {
    int first = post();
    box.wanted = true;
    int second = post();
    mailboxes.checkAhead(box);

    assertThat(mailboxes.nextShort()).isSameAs(box);
    assertThat(mailboxes.firstOnDisk(box)).isEqualTo(first);
    readAhead(second);
    assertThat(mailboxes.pollRecent(box)).isNull();
    readAhead(first);
    readAhead(second);
    assertThat(Objects.requireNonNull(mailboxes.pollRecent(box)).key()).isEqualTo(1);
    assertThat(Objects.requireNonNull(mailboxes.pollRecent(box)).key()).isEqualTo(2);
  }

  @Test
  void mailThatReturnedComesBeforeWhatIsInMemory() {
    box.wanted = true;
    int first = post();
    post();
    mailboxes.pollRecent(box);
    mailboxes.giveBack(first);

    assertThat(mailboxes.pollRecent(box)).isNull();
    assertThat(mailboxes.pollLine(box)).isEqualTo(first);
    assertThat(Objects.requireNonNull(mailboxes.pollRecent(box)).key()).isEqualTo(2);
  }

  @Test
  void whatIsInMemoryIsTheBeginningOfTheLine() {
    Random random = new Random(7);
    List<Long> line = new ArrayList<>();
    int pushed = 0;
    for (int step = 0; step < 100_000; step++) {
      int what = random.nextInt(10);
      if (what < 4) {
        line.add(key(post()));
      } else if (what < 7) {
        @Nullable Mail mail = mailboxes.pollRecent(box);
        if (mail != null) {
          assertThat(mail.key()).isEqualTo(line.remove(0));
          mailboxes.remove(mailboxes.table.find(mail.key()));
          pushed++;
        } else {
          int slot = mailboxes.firstOnDisk(box);
          for (int n = random.nextInt(20); n > 0 && slot >= 0; n--) {
            readAhead(slot);
            slot = mailboxes.behind(slot);
          }
        }
      } else if (what < 9) {
        if (!line.isEmpty()) {
          long gone = line.remove(random.nextInt(line.size()));
          mailboxes.remove(mailboxes.table.find(gone));
        }
      } else if (random.nextInt(10) == 0) {
        mailboxes.unwanted(box);
      } else {
        box.wanted = true;
      }
      assertThat(box.inMemory).isLessThanOrEqualTo(line.size());
      int onDisk = mailboxes.firstOnDisk(box);
      assertThat(onDisk < 0 ? -1L : key(onDisk))
          .isEqualTo(box.inMemory == line.size() ? -1L : line.get(box.inMemory));
    }
    assertThat(pushed).isGreaterThan(10_000);
  }
}

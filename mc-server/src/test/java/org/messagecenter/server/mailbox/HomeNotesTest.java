package org.messagecenter.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.messagecenter.server.history.History;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MailOutcome;

/** In whose history the fate of a mail is noted. */
class HomeNotesTest {
  private static final long MAIL = 0x1000_0000_0300L;
  private static final long MESSAGE = 0x1000_0000_0200L;

  private final List<String> noted = new ArrayList<>();
  private final HomeNotes notes =
      new HomeNotes(
          new History() {
            @Override
            public void home(long key, String bind, int status) {
              noted.add(key + " " + bind + " " + status);
            }

            @Override
            public void note(long key, String words) {
              noted.add(key + " " + words);
            }
          });

  private static Mail mail(MailKind kind, long about) {
    return new Mail(MAIL, "demo", kind, 0, 1, 2, new byte[0], null, false, about);
  }

  @Test
  void whatTellsOfAMessageIsNotedWithThatOne() {
    for (MailKind kind : List.of(MailKind.RECEIPT, MailKind.INTERMEDIATE, MailKind.DATA)) {
      noted.clear();
      notes.answered(mail(kind, MESSAGE), "bind_receiver", 8);
      assertThat(noted).as("%s", kind).containsExactly(MESSAGE + " bind_receiver 8");
    }
  }

  @Test
  void aMobilesMessageHasItsOwnHistoryEvenIfItEndedAPart() {
    notes.answered(mail(MailKind.MO, 0), "bind_receiver", 0);
    notes.answered(mail(MailKind.MO, MESSAGE), "bind_transceiver", HomeNotes.NO_ANSWER);
    assertThat(noted).containsExactly(MAIL + " bind_receiver 0", MAIL + " bind_transceiver -1");
  }

  @Test
  void whatTellsOfNothingIsNotNoted() {
    notes.answered(mail(MailKind.INTERMEDIATE, 0), "bind_receiver", 0);
    assertThat(noted).isEmpty();
  }

  @Test
  void whatWasNeverSentIsTold() {
    notes.ended(MAIL, MailOutcome.EXPIRED);
    notes.ended(MAIL, MailOutcome.DROPPED);
    assertThat(noted)
        .containsExactly(
            MAIL + " expired in the mailbox", MAIL + " dropped: the mailbox was over its cap");
  }
}

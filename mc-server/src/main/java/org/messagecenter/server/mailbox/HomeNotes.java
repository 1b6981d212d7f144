package org.messagecenter.server.mailbox;

import org.messagecenter.server.history.History;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MailOutcome;

/**
 * Notes how mail came home: a receipt's in the history of the message that it tells of, that of a
 * mobile-originated message in its own.
 */
final class HomeNotes {
  static final int NO_ANSWER = -1;

  private final History history;

  HomeNotes(History history) {
    this.history = history;
  }

  /**
   * A mail was answered.
   *
   * @param status the command_status, or {@value #NO_ANSWER}
   */
  void answered(Mail mail, String bind, int status) {
    if (mail.kind() == MailKind.MO) {
      history.home(mail.key(), bind, status);
    } else if (mail.about() != 0) {
      history.home(mail.about(), bind, status);
    }
  }

  /** A mail ended unseen. Of a receipt only its own key is known, by which nobody asks. */
  void ended(long mailKey, MailOutcome outcome) {
    history.note(
        mailKey,
        outcome == MailOutcome.EXPIRED
            ? "expired in the mailbox"
            : "dropped: the mailbox was over its cap");
  }
}

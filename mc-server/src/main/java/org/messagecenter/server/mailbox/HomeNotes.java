package org.messagecenter.server.mailbox;

import java.math.BigInteger;
import org.messagecenter.server.history.History;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MessageIds;

/**
 * Notes in a message's history how a session answered its receipt. The receipt names the message; a
 * short id does so only to the store, and is left out.
 */
final class HomeNotes {
  static final int NO_ANSWER = -1;

  private static final int DIGITS = 32;
  private static final int MOST_DECIMAL_DIGITS = 39;
  private static final int HEX = 16;

  private final History history;
  private final MessageIds ids;

  HomeNotes(History history, MessageIds ids) {
    this.history = history;
    this.ids = ids;
  }

  /**
   * A mail was answered. Notes nothing if it is no receipt.
   *
   * @param status the command_status, or {@value #NO_ANSWER}
   */
  void answered(Mail mail, String bind, int status) {
    MailKind kind = mail.kind();
    boolean data = kind == MailKind.DATA;
    if (data || kind == MailKind.RECEIPT || kind == MailKind.INTERMEDIATE) {
      String id = ReceiptedId.in(mail.body(), data);
      long key = id == null ? -1 : key(id);
      if (key >= 0) {
        history.home(key, bind, status);
      }
    }
  }

  /** The key of a long id, in any of the forms that receipts may write it in. */
  private long key(String id) {
    long key = ids.decode(id);
    if (key >= 0 || id.length() > MOST_DECIMAL_DIGITS || MessageIds.isShort(id)) {
      return key;
    }
    for (int i = 0; i < id.length(); i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') {
        return -1;
      }
    }
    if (id.isEmpty()) {
      return -1;
    }
    String hex = new BigInteger(id).toString(HEX);
    return hex.length() > DIGITS ? -1 : ids.decode("0".repeat(DIGITS - hex.length()) + hex);
  }
}

package org.messagecenter.store.queue;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Mail to be queued for an account. The array is read later, on the store's thread: it must not
 * change.
 *
 * @param account whose mailbox; at most 255 octets in UTF-8
 * @param expiresAt epoch milliseconds; the mailbox's own limit applies when that is earlier
 * @param body holds the mail's octets, opaque to the store
 * @param offset where they begin in {@code body}
 * @param length how many there are, at most {@link NewMessage#MAX_BODY}
 * @param attachment handed back by the first push if the mail is still in memory then; never stored
 * @param about the key of the message that it tells of; 0 for none. With {@link
 *     MessageStore#finish} and {@link MessageStore#cancel} it is that of the message that ends
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough, and a copy is what we avoid
public record NewMail(
    String account,
    MailKind kind,
    long expiresAt,
    byte[] body,
    int offset,
    int length,
    @Nullable Object attachment,
    long about) {

  public NewMail {
    Utf8.check("account", account);
    Objects.checkFromIndexSize(offset, length, body.length);
    if (length > NewMessage.MAX_BODY) {
      throw new IllegalArgumentException(
          "body of " + length + " octets, at most " + NewMessage.MAX_BODY);
    }
  }

  /** Mail that tells of no message. */
  public NewMail(
      String account,
      MailKind kind,
      long expiresAt,
      byte[] body,
      int offset,
      int length,
      @Nullable Object attachment) {
    this(account, kind, expiresAt, body, offset, length, attachment, 0);
  }

  /** Mail whose body is the whole array. */
  public NewMail(
      String account, MailKind kind, long expiresAt, byte[] body, @Nullable Object attachment) {
    this(account, kind, expiresAt, body, 0, body.length, attachment, 0);
  }

  /** The same mail, telling of this message. */
  public NewMail about(long key) {
    return new NewMail(account, kind, expiresAt, body, offset, length, attachment, key);
  }

  /** The body alone: the array itself when it holds nothing else. */
  byte[] exactBody() {
    return offset == 0 && length == body.length
        ? body
        : Arrays.copyOfRange(body, offset, offset + length);
  }
}

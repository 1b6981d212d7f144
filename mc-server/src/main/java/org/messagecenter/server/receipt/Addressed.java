package org.messagecenter.server.receipt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.server.account.ReceiptHome;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.NewMail;

/**
 * A mail that is for certain binds of its account: what the body of a mail of kind {@link
 * MailKind#ADDRESSED} says.
 *
 * <pre>
 * octet  0     the kind of the mail inside
 *        1     1 for a system_type, 2 for a bind
 *        2-9   until when it waits for such a bind, epoch milliseconds
 *        10-17 the number of the bind
 *        18    the length of its system_type
 *        19-   the system_type, and behind it the octets of the mail inside
 * </pre>
 *
 * @param to {@link ReceiptHome.To#SYSTEM_TYPE} or {@link ReceiptHome.To#ORIGINATING_BIND}
 * @param until when any bind will do, epoch milliseconds
 * @param bindId the bind that submitted what the mail is about
 * @param systemType the system_type of that bind
 * @param inside the mail as any bind is sent it
 */
public record Addressed(
    ReceiptHome.To to, long until, long bindId, String systemType, Mail inside) {
  private static final int FIXED = 19;
  private static final byte[] EMPTY = {};

  /** Reads a mail of kind {@link MailKind#ADDRESSED}. */
  public static Addressed read(Mail mail) {
    ByteBuffer body = ByteBuffer.wrap(mail.body());
    MailKind kind = MailKind.of(body.get());
    ReceiptHome.To to =
        body.get() == ReceiptHome.To.SYSTEM_TYPE.code()
            ? ReceiptHome.To.SYSTEM_TYPE
            : ReceiptHome.To.ORIGINATING_BIND;
    long until = body.getLong();
    long bindId = body.getLong();
    byte[] type = new byte[body.get()];
    body.get(type);
    byte[] octets = new byte[body.remaining()];
    body.get(octets);
    return new Addressed(
        to,
        until,
        bindId,
        new String(type, StandardCharsets.ISO_8859_1),
        new Mail(
            mail.key(),
            mail.account(),
            kind,
            mail.attempts(),
            mail.queuedAt(),
            mail.expiresAt(),
            octets,
            mail.attachment(),
            mail.possibleDuplicate(),
            mail.about()));
  }

  /** The same without the octets of the mail inside, which the store still has. */
  public Addressed emptied() {
    Mail empty =
        new Mail(
            inside.key(),
            inside.account(),
            inside.kind(),
            inside.attempts(),
            inside.queuedAt(),
            inside.expiresAt(),
            EMPTY,
            null,
            inside.possibleDuplicate(),
            inside.about());
    return new Addressed(to, until, bindId, systemType, empty);
  }

  /**
   * @param origin as {@link Origin} writes it
   */
  static NewMail write(NewMail mail, Octets origin, long now) {
    ByteBuffer from = ByteBuffer.wrap(origin.array(), origin.offset(), origin.length());
    byte to = from.get();
    long wait = from.getLong();
    long bindId = from.getLong();
    byte[] type = new byte[Math.min(from.remaining(), Byte.MAX_VALUE)];
    from.get(type);
    byte[] body =
        ByteBuffer.allocate(FIXED + type.length + mail.length())
            .put((byte) mail.kind().code())
            .put(to)
            .putLong(Math.min(now + wait, mail.expiresAt()))
            .putLong(bindId)
            .put((byte) type.length)
            .put(type)
            .put(mail.body(), mail.offset(), mail.length())
            .array();
    return new NewMail(
            mail.account(), MailKind.ADDRESSED, mail.expiresAt(), body, mail.attachment())
        .about(mail.about());
  }
}

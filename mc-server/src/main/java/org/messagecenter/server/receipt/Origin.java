package org.messagecenter.server.receipt;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.server.account.ReceiptHome;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.NewMail;

/**
 * The bind a message was submitted over, for accounts whose receipts are to find it again.
 *
 * <p>It is kept with the message, so that it is as durable: as one more TLV behind those of the
 * sender, with a tag that the specification reserves (50:4.8.1). The TLV is put there when the
 * message is handed to the store, and never leaves: {@link #removed} takes it off what is sent, and
 * from senders it is not accepted. Mail about the message is of kind {@link MailKind#ADDRESSED}
 * then; {@link Addressed} reads it.
 *
 * <pre>
 * octet  0     1, 2: the system_type, or the bind itself ({@link ReceiptHome.To})
 *        1-8   milliseconds that mail waits for such a bind
 *        9-16  the number of the bind
 *        17-   its system_type
 * </pre>
 */
public final class Origin {
  static final int TAG = 0xFFE0;

  private static final int FIXED = 17;

  private Origin() {}

  /**
   * The message as it is to be kept: with its origin where that matters, and none but ours.
   *
   * @param home over which binds the account's receipts come
   * @param bindId of the bind that submits
   * @param systemType of the same
   */
  public static SubmitSm marked(
      SubmitSm message, ReceiptHome home, long bindId, String systemType) {
    SubmitSm plain = removed(message);
    if (home.to() == ReceiptHome.To.ANY) {
      return plain;
    }
    byte[] type = systemType.getBytes(StandardCharsets.ISO_8859_1);
    byte[] value =
        ByteBuffer.allocate(FIXED + type.length)
            .put((byte) home.to().code())
            .putLong(home.patience().toMillis())
            .putLong(bindId)
            .put(type)
            .array();
    return with(plain, plus(plain.tlvs(), Octets.of(value)));
  }

  /** The message without its origin, as others may see it. */
  public static SubmitSm removed(SubmitSm message) {
    Tlvs tlvs = message.tlvs();
    return tlvs.isEmpty() || tlvs.find(TAG) == null ? message : with(message, tlvs.without(TAG));
  }

  /** The message with the origin of another one, if that has one. */
  public static SubmitSm copied(SubmitSm from, SubmitSm to) {
    Octets origin = of(from.tlvs());
    SubmitSm plain = removed(to);
    return origin == null ? plain : with(plain, plus(plain.tlvs(), origin));
  }

  /** The TLVs with the origin of a message, if that has one. */
  public static Tlvs copied(SubmitSm from, Tlvs to) {
    Octets origin = of(from.tlvs());
    return origin == null ? to : plus(to, origin);
  }

  /**
   * Mail about a message: addressed if the message has an origin.
   *
   * @param now when the mail is made, epoch milliseconds
   */
  public static NewMail addressed(NewMail mail, SubmitSm message, long now) {
    return addressed(mail, message.tlvs(), now);
  }

  /**
   * The same for mail about what is kept of a message.
   *
   * @param kept where its origin is, if it has one
   */
  public static NewMail addressed(NewMail mail, Tlvs kept, long now) {
    Octets origin = of(kept);
    return origin == null ? mail : Addressed.write(mail, origin, now);
  }

  private static @Nullable Octets of(Tlvs tlvs) {
    Octets origin = tlvs.isEmpty() ? null : tlvs.find(TAG);
    // It is ours, but for what was kept of senders before there was any.
    return origin == null
            || origin.length() < FIXED
            || (origin.at(0) != ReceiptHome.To.SYSTEM_TYPE.code()
                && origin.at(0) != ReceiptHome.To.ORIGINATING_BIND.code())
        ? null
        : origin;
  }

  private static Tlvs plus(Tlvs tlvs, Octets origin) {
    Tlvs.Builder more = Tlvs.builder();
    tlvs.forEach(more::put);
    return more.put(TAG, origin).build();
  }

  /** The TLVs without an origin. */
  public static Tlvs removed(Tlvs tlvs) {
    return tlvs.isEmpty() ? tlvs : tlvs.without(TAG);
  }

  private static SubmitSm with(SubmitSm sm, Tlvs tlvs) {
    return new SubmitSm(
        sm.serviceType(),
        sm.sourceAddr(),
        sm.destinationAddr(),
        sm.esmClass(),
        sm.protocolId(),
        sm.priorityFlag(),
        sm.scheduleDeliveryTime(),
        sm.validityPeriod(),
        sm.registeredDelivery(),
        sm.replaceIfPresentFlag(),
        sm.dataCoding(),
        sm.smDefaultMsgId(),
        sm.shortMessage(),
        tlvs);
  }
}

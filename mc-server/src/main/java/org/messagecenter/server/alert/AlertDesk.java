package org.messagecenter.server.alert;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.AlertNotification;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.metric.HotCounter;
import org.messagecenter.server.receipt.Origin;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.WorkSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes alert_notifications into the mailbox of whoever asked for one. One whose time is still to
 * come is kept by the store like a message, so that a restart does not lose it.
 */
public final class AlertDesk implements WorkSink {
  private static final Logger log = LoggerFactory.getLogger(AlertDesk.class);

  private static final int AVAILABLE = 0;
  private static final int REQUESTED = 1;

  private final MessageStore store;
  private final long keptMillis;
  private final LongSupplier wallMillis;
  private final RateLimitedLog troubles;
  private final LongAdder made;

  /**
   * @param keptMillis how long an alert waits for an account that is not bound, in milliseconds
   */
  public AlertDesk(
      MessageStore store,
      long keptMillis,
      LongSupplier wallMillis,
      RateLimitedLog troubles,
      MeterRegistry registry) {
    this.store = store;
    this.keptMillis = keptMillis;
    this.wallMillis = wallMillis;
    this.troubles = troubles;
    this.made = HotCounter.in(registry, "mc.alert.made", "alert_notifications made");
  }

  /**
   * Whether the sender wants to hear when the destination becomes reachable: set_dpf (34:5.3.2.29),
   * or alert_on_message_delivery (34:5.3.2.41).
   */
  public static boolean wanted(SubmitSm message) {
    Tlvs tlvs = message.tlvs();
    return !tlvs.isEmpty()
        && (tlvs.intValue(TlvTag.SET_DPF, 0) == REQUESTED
            || tlvs.has(TlvTag.ALERT_ON_MESSAGE_DELIVERY));
  }

  /** The destination of this message is reachable now. */
  public void now(SubmitSm message, String account) {
    made.increment();
    long now = wallMillis.getAsLong();
    NewMail mail = mail(account, body(message, Tlvs.EMPTY), now);
    store.post(Origin.addressed(mail, message, now), null);
  }

  /** The destination of this message will be reachable at a time, epoch milliseconds. */
  public void later(SubmitSm message, String account, long at) {
    long now = wallMillis.getAsLong();
    store.accept(
        new NewMessage(
            account,
            message.destinationAddr().digits(),
            MessageKind.ALERT,
            now,
            at,
            Long.MAX_VALUE,
            body(message, Origin.copied(message, Tlvs.EMPTY)),
            null),
        new AcceptCallback() {
          @Override
          public void accepted(long key, String messageId, @Nullable Object attachment) {}

          @Override
          public void refused(StoreFailure why, @Nullable Object attachment) {
            troubles.info(log, "an alert for {} is not kept: {}", account, why);
          }
        });
  }

  /** Store thread: the time of an alert has come. */
  @Override
  public void due(DueMessage due) {
    made.increment();
    long now = wallMillis.getAsLong();
    store.finish(due.key(), MessageState.DELIVERED, 0, now, kept(due, now), null);
    store.requestWork(1);
  }

  /** The mail of an alert that was kept; what only we know of it stays behind. */
  private NewMail kept(DueMessage due, long now) {
    try {
      AlertNotification alert =
          (AlertNotification) PduCodec.decodeBody(CommandId.ALERT_NOTIFICATION, due.body());
      Tlvs plain = Origin.removed(alert.tlvs());
      byte[] body = octets(new AlertNotification(alert.sourceAddr(), alert.esmeAddr(), plain));
      return Origin.addressed(mail(due.account(), body, now), alert.tlvs(), now);
    } catch (BadBody e) {
      log.error("alert {} cannot be read from the store, and leaves as it is", due.messageId(), e);
      return mail(due.account(), due.body(), now);
    }
  }

  private NewMail mail(String account, byte[] body, long now) {
    return new NewMail(account, MailKind.ALERT, now + keptMillis, body, 0, body.length, null);
  }

  /**
   * @param more behind those that every alert has
   */
  private static byte[] body(SubmitSm message, Tlvs more) {
    Tlvs.Builder tlvs = Tlvs.builder().put(TlvTag.MS_AVAILABILITY_STATUS, AVAILABLE);
    more.forEach(tlvs::put);
    return octets(
        new AlertNotification(
            /* sourceAddr= */ message.destinationAddr(),
            /* esmeAddr= */ message.sourceAddr(),
            tlvs.build()));
  }

  private static byte[] octets(AlertNotification alert) {
    ByteBuf buffer = Unpooled.buffer(64);
    PduCodec.encodeBody(buffer, alert);
    byte[] octets = new byte[buffer.readableBytes()];
    buffer.readBytes(octets);
    return octets;
  }
}

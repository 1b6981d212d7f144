package org.messagecenter.server.deliver;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.server.dialect.FailureClass;
import org.messagecenter.server.history.History;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has messages tried again whose carrier took them and then gave them up, by the usual plans. */
public final class ReceiptRetries implements Reattempts {
  private static final Logger log = LoggerFactory.getLogger(ReceiptRetries.class);

  private final MessageStore store;
  private final Retries retries;
  private final History history;
  private final LongSupplier wallMillis;

  public ReceiptRetries(
      MessageStore store, Retries retries, History history, LongSupplier wallMillis) {
    this.store = store;
    this.retries = retries;
    this.history = history;
    this.wallMillis = wallMillis;
  }

  @Override
  public boolean again(StoredMessage message, FailureClass failure, int error, DoneCallback done) {
    Retries.Next next = next(message, failure);
    if (next == null) {
      return false;
    }
    long at = wallMillis.getAsLong() + next.waitMillis();
    if (at >= message.expiresAt()) {
      // What the carrier said of it tells its sender more than that it expired.
      return false;
    }
    history.outcome(
        message.key(), Tries.all(message.attempts()), -1, "given up by its receipt", at);
    store.retry(message.key(), next.tries(), at, done);
    return true;
  }

  private Retries.@Nullable Next next(StoredMessage message, FailureClass failure) {
    // The attempt itself was counted when the carrier took it, as one of the general plan.
    int before = Math.max(0, message.attempts() - 1);
    return switch (failure) {
      case TEMPORARY, THROTTLED -> retries.general(before);
      case BILLING -> {
        SubmitSm body = body(message);
        yield body == null ? null : retries.billing(before, message.account(), body);
      }
      default -> null;
    };
  }

  private static @Nullable SubmitSm body(StoredMessage message) {
    try {
      return message.kind() == MessageKind.PART
          ? PartBody.read(message.body()).message()
          : StoredBody.read(message.kind(), message.body());
    } catch (BadBody e) {
      log.error("Message {} cannot be decoded from the store", message.messageId(), e);
      return null;
    }
  }
}

package org.messagecenter.server.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.metric.HotCounter;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.StoreFailure;

/** Takes a mobile-originated message and puts it into the mailbox of the account it is for. */
public final class InboundDesk {
  private final MessageStore store;
  private final Supplier<AccountBook> accounts;
  private final long keptMillis;
  private final LongSupplier wallMillis;
  private final LongAdder accepted;
  private final LongAdder unowned;

  /**
   * @param keptMillis how long a message waits for an account that is not bound, in milliseconds
   */
  public InboundDesk(
      MessageStore store,
      Supplier<AccountBook> accounts,
      long keptMillis,
      LongSupplier wallMillis,
      MeterRegistry registry) {
    this.store = store;
    this.accounts = accounts;
    this.keptMillis = keptMillis;
    this.wallMillis = wallMillis;
    this.accepted =
        HotCounter.in(registry, "mc.inbound.accepted", "mobile-originated messages stored");
    this.unowned =
        HotCounter.in(registry, "mc.inbound.unowned", "messages to a number nobody owns");
  }

  /** What became of a mobile-originated message. */
  public enum Result {
    /** Durable in the owner's mailbox. */
    STORED,
    /** No account owns the destination. */
    NO_OWNER,
    /** The store did not take it; the sender may try again. */
    NOT_STORED
  }

  /**
   * Stores a message for the account that owns its destination.
   *
   * @param done told once, on the store's thread when the message was handed to it
   */
  public void receive(DeliverSm message, Consumer<Result> done) {
    Account owner = accounts.get().ownerOf(message.destinationAddr().digits()).orElse(null);
    if (owner == null) {
      unowned.increment();
      done.accept(Result.NO_OWNER);
      return;
    }
    ByteBuf buffer = Unpooled.buffer(256);
    PduCodec.encodeBody(buffer, message);
    long expiresAt = wallMillis.getAsLong() + keptMillis;
    store.post(
        new NewMail(
            owner.systemId(),
            MailKind.MO,
            expiresAt,
            buffer.array(),
            0,
            buffer.readableBytes(),
            null),
        new DoneCallback() {
          @Override
          public void done(boolean changed) {
            accepted.increment();
            done.accept(Result.STORED);
          }

          @Override
          public void failed(StoreFailure why) {
            done.accept(Result.NOT_STORED);
          }
        });
  }
}

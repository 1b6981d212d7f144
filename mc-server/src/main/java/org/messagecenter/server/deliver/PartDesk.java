package org.messagecenter.server.deliver;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.server.history.History;
import org.messagecenter.server.receipt.DeliveryError;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.server.receipt.Report;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.FindCallback;
import org.messagecenter.store.queue.LookupCallback;
import org.messagecenter.store.queue.MessageIds;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that are too long for one submit_sm of their carrier.
 *
 * <p>The parts become messages of their own, stored in one group, each with its attempts, its
 * carrier id and its receipt. What follows from which:
 *
 * <pre>
 * event                          then
 * ----------------------------   ------------------------------------------------------------
 * the carrier wants parts        store them once (their fingerprint is made of the whole's key)
 * they are stored, or were       the whole is kept here: its carrier id names the parts
 * a part ends, not delivered     the whole's carrier id says how
 * a part ends                    no part pending: the whole ends, with its receipt
 * the whole is due               no part pending: it ends; else it is kept here
 * the store cannot tell          the whole is due in a while
 * </pre>
 *
 * What is kept here is under way for the store, and so due at once after a restart: a whole whose
 * last part ended just before does not wait. A crash between two of these repeats the earlier one,
 * which does no harm: parts are stored once, and ends are idempotent.
 */
public final class PartDesk implements PartEnds {
  private static final Logger log = LoggerFactory.getLogger(PartDesk.class);

  /** Marks the parts among the messages of their account, which asks for its own by tag. */
  private static final int TAG = 0x70617274;

  private static final long SOONEST = 10_000;
  private static final long LATEST = 600_000;
  private static final int KEY_PURPOSE = 2;

  private final MessageStore store;
  private final ReceiptDesk receipts;
  private final History history;
  private final DeliverCounters counters;
  private final LongSupplier wallMillis;
  private @Nullable Long secret;

  public PartDesk(
      MessageStore store,
      ReceiptDesk receipts,
      History history,
      DeliverCounters counters,
      LongSupplier wallMillis) {
    this.store = store;
    this.receipts = receipts;
    this.history = history;
    this.counters = counters;
    this.wallMillis = wallMillis;
  }

  /** Stores the parts of a message; it is the store's again afterwards. */
  void split(Attempt whole, List<SubmitSm> parts) {
    if (parts.size() > MessageStore.MAX_RECIPIENTS) {
      throw new IllegalArgumentException(parts.size() + " parts");
    }
    long now = wallMillis.getAsLong();
    List<NewMessage> kept = new ArrayList<>(parts.size());
    for (SubmitSm part : parts) {
      byte[] body = new PartBody(whole.key(), whole.carrier(), part).write();
      kept.add(
          new NewMessage(
              whole.account(),
              whole.due().destination(),
              MessageKind.PART,
              now,
              now,
              whole.expiresAt(),
              body,
              0,
              body.length,
              TAG,
              MessageIds.isShort(whole.messageId()),
              null));
    }
    counters.split.increment();
    int tries = whole.due().attempts();
    store.acceptAllOnce(
        kept,
        fingerprint(whole.key()),
        whole.acceptedAt(),
        new AcceptCallback() {
          @Override
          public void accepted(long key, String messageId, @Nullable Object attachment) {
            history.note(
                whole.key(), "split into " + parts.size() + " parts, message " + messageId);
            CarrierId id = PartsId.of(messageId, parts.size()).write();
            store.note(whole.key(), id, null);
          }

          @Override
          public void repeated(long key, String messageId, @Nullable Object attachment) {
            accepted(key, messageId, attachment);
            // They were stored before a crash, and may have ended meanwhile: nobody would tell.
            look(whole.key(), messageId);
          }

          @Override
          public void refused(StoreFailure why, @Nullable Object attachment) {
            store.attempted(whole.key(), tries, later(whole.acceptedAt()), null);
          }
        });
  }

  /** No hash that anybody else could make up, and the same for the same message. */
  private long fingerprint(long key) {
    Long own = secret;
    if (own == null) {
      own = java.nio.ByteBuffer.wrap(store.messageIds().derivedKey(KEY_PURPOSE)).getLong();
      secret = own;
    }
    long mixed = (key ^ own) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 32) * 0xD6E8FEB86659FD93L;
    mixed ^= mixed >>> 32;
    return mixed == 0 ? 1 : mixed;
  }

  /**
   * A message that a carrier has was due: if that means its parts, it is looked after here.
   *
   * @param otherwise what is done if it has none, with the carrier's id for the message; on its
   *     lane
   */
  void silent(Attempt whole, Consumer<@Nullable CarrierId> otherwise) {
    store.find(
        whole.key(),
        stored -> {
          PartsId parts = stored == null ? null : PartsId.read(stored.carrierId());
          if (parts == null) {
            CarrierId other = stored == null ? null : stored.carrierId();
            whole.lane().loop().execute(() -> otherwise.accept(other));
          } else {
            look(whole.key(), parts.messageId());
          }
        });
  }

  @Override
  public void end(
      StoredMessage part, MessageState state, int error, long doneAt, DoneCallback done) {
    long whole = PartBody.whole(part.body());
    end(part.key(), part.messageId(), whole, state, error, doneAt, done);
  }

  /** Ends a part, and the whole with the last of them. */
  void end(
      long key,
      String messageId,
      long whole,
      MessageState state,
      int error,
      long doneAt,
      @Nullable DoneCallback done) {
    store.finish(
        key,
        Dispatcher.stored(state),
        error,
        doneAt,
        null,
        new DoneCallback() {
          @Override
          public void done(boolean changed) {
            if (done != null) {
              done.done(changed);
            }
            if (state == MessageState.DELIVERED) {
              look(whole, messageId);
            } else {
              remember(whole, messageId, state, error);
            }
          }

          @Override
          public void failed(StoreFailure why) {
            if (done != null) {
              done.failed(why);
            }
          }
        });
  }

  /** The whole remembers that a part failed: the part itself may be forgotten sooner. */
  private void remember(long whole, String messageId, MessageState state, int error) {
    store.find(
        whole,
        stored -> {
          PartsId parts = stored == null ? null : PartsId.read(stored.carrierId());
          if (stored != null
              && parts != null
              && parts.failed() == null
              && parts.messageId().equals(messageId)) {
            CarrierId ended = parts.with(state, error).write();
            if (stored.inFlight()) {
              store.note(whole, ended, null);
            } else {
              store.attempted(whole, stored.attempts(), later(stored.acceptedAt()), ended);
            }
          }
          look(whole, messageId);
        });
  }

  /**
   * When what the store could not do is tried again, epoch milliseconds: after as long again as the
   * message is old, within limits.
   */
  private long later(long acceptedAt) {
    long now = wallMillis.getAsLong();
    return now + Math.max(SOONEST, Math.min(now - acceptedAt, LATEST));
  }

  /** Ends the whole if no part is pending; else the end of one is going to lead here again. */
  private void look(long whole, String messageId) {
    store.lookup(
        messageId,
        new LookupCallback() {
          @Override
          public void found(List<StoredMessage> waiting, List<EndedMessage> ended) {
            if (waiting.isEmpty()) {
              end(whole, ended);
            }
          }

          @Override
          public void failed(StoreFailure why) {
            lookAgain(whole);
          }
        });
  }

  private void end(long whole, List<EndedMessage> parts) {
    store.find(
        whole,
        new FindCallback() {
          @Override
          public void found(@Nullable StoredMessage stored) {
            if (stored != null) {
              finish(stored, parts);
            }
          }

          @Override
          public void failed(StoreFailure why) {
            lookAgain(whole);
          }
        });
  }

  /** Nobody knows how many are left: the whole is due once more, and looks after them. */
  private void lookAgain(long whole) {
    store.attempted(whole, 1, wallMillis.getAsLong() + SOONEST, null);
  }

  private void finish(StoredMessage whole, List<EndedMessage> parts) {
    MessageState state = MessageState.DELIVERED;
    int error = DeliveryError.NONE;
    PartsId remembered = PartsId.read(whole.carrierId());
    if (remembered != null && remembered.failed() != null) {
      state = remembered.failed();
      error = remembered.error();
    }
    int count = Math.max(remembered == null ? 0 : remembered.count(), parts.size());
    for (EndedMessage part : parts) {
      if (state == MessageState.DELIVERED && part.state().code() != state.value()) {
        state = known(part.state().code());
        error = part.error();
      }
    }
    long now = wallMillis.getAsLong();
    NewMail receipt = null;
    try {
      SubmitSm message = StoredBody.read(whole.kind(), whole.body());
      receipt =
          receipts.finalReceipt(
              message,
              whole.account(),
              whole.messageId(),
              whole.acceptedAt(),
              new Report(state, error, now, Tlvs.EMPTY, count),
              now);
    } catch (BadBody | RuntimeException e) {
      log.error("Message {} ends as {} without a receipt", whole.messageId(), state, e);
    }
    MessageState end = state;
    store.finish(
        whole.key(),
        Dispatcher.stored(end),
        error,
        now,
        receipt,
        changed -> {
          // Parts that end together all look after the whole, and find no other pending.
          if (changed) {
            counters.ended(end);
          }
        });
  }

  private static MessageState known(int value) {
    return Objects.requireNonNull(MessageState.of(value));
  }
}

package org.messagecenter.server.manage;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.CancelSm;
import org.messagecenter.protocol.pdu.CancelSmResp;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.deliver.StoredBody;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.metric.HotCounter;
import org.messagecenter.server.receipt.DeliveryError;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.server.submit.GuardedLookup;
import org.messagecenter.server.submit.SourceTag;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;

/**
 * Serves cancel_sm (34:4.9, 50:4.5.1): one message by its id, or all pending ones with the same
 * addresses. A cancelled message is DELETED, and its receipt says so.
 *
 * <p>The answer is ESME_ROK when all that was pending and meant could be cancelled, and something
 * was. It is ESME_RCANCELFAIL when an attempt was under way, a carrier had the message, it had
 * ended already, or a group had no member; ESME_RINVMSGID for an id that this account cannot have.
 */
public final class CancelDesk {
  /** Messages of a group that are read and cancelled in one go; the rest follows. */
  private static final int AT_ONCE = 256;

  private final MessageStore store;
  private final ReceiptDesk receipts;
  private final LongSupplier wallMillis;
  private final LongAdder cancelled;

  public CancelDesk(
      MessageStore store, ReceiptDesk receipts, LongSupplier wallMillis, MeterRegistry registry) {
    this.store = store;
    this.receipts = receipts;
    this.wallMillis = wallMillis;
    this.cancelled = HotCounter.in(registry, "mc.manage.cancelled", "messages cancelled");
  }

  /** A bound session withdraws. Event loop of the channel. */
  public void cancel(RequestPort channel, Account account, Packet request) {
    Cancelling cancelling = new Cancelling(channel, account, request);
    if (cancelling.wanted.messageId().isEmpty()) {
      cancelling.group();
    } else {
      cancelling.byId();
    }
  }

  /** One cancel_sm; after its start on the store's thread only. */
  private final class Cancelling {
    private final RequestPort channel;
    private final Account account;
    private final Packet request;
    private final CancelSm wanted;
    private int open;
    private int done;
    private long lastSeen;
    private boolean failed;
    private boolean broken;

    Cancelling(RequestPort channel, Account account, Packet request) {
      this.channel = channel;
      this.account = account;
      this.request = request;
      this.wanted = (CancelSm) request.pdu();
    }

    void byId() {
      store.lookup(
          wanted.messageId(),
          GuardedLookup.of(
              channel,
              request,
              (pending, ended) -> {
                Found found = Found.of(account.systemId(), wanted.sourceAddr(), pending, ended);
                if (found.isEmpty()) {
                  answer(CommandStatus.ESME_RINVMSGID);
                  return;
                }
                List<StoredMessage> meant = found.pending().stream().filter(this::isMeant).toList();
                if (meant.isEmpty()) {
                  answer(CommandStatus.ESME_RCANCELFAIL);
                } else {
                  cancelAll(meant, false);
                }
              }));
    }

    void group() {
      store.findByAddress(
          account.systemId(),
          wanted.destinationAddr().digits(),
          SourceTag.of(account.systemId(), wanted.sourceAddr()),
          lastSeen,
          AT_ONCE,
          GuardedLookup.of(
              channel,
              request,
              (pending, ended) -> {
                if (pending.isEmpty()) {
                  answer(verdict());
                  return;
                }
                lastSeen = pending.get(pending.size() - 1).key();
                List<StoredMessage> meant = pending.stream().filter(this::isMeant).toList();
                if (meant.isEmpty()) {
                  // All of another service_type; there may be others behind them.
                  group();
                } else {
                  cancelAll(meant, true);
                }
              }));
    }

    private boolean isMeant(StoredMessage candidate) {
      SubmitSm message = read(candidate);
      if (message == null) {
        return false;
      }
      Address destination = wanted.destinationAddr();
      boolean toOther =
          !destination.equals(Address.EMPTY) && !destination.equals(message.destinationAddr());
      // With an id the service_type says nothing more (34:4.9.1).
      boolean ofOther =
          wanted.messageId().isEmpty()
              && !wanted.serviceType().isEmpty()
              && !wanted.serviceType().equals(message.serviceType());
      return !toOther && !ofOther;
    }

    private void cancelAll(List<StoredMessage> meant, boolean moreMayFollow) {
      open = meant.size();
      boolean again = moreMayFollow;
      long now = wallMillis.getAsLong();
      // What could throw comes before the first change: the answer waits for all of them.
      List<Optional<NewMail>> made =
          meant.stream().map(message -> Optional.ofNullable(receipt(message, now))).toList();
      for (int i = 0; i < made.size(); i++) {
        store.cancel(
            meant.get(i).key(),
            DeliveryError.NONE,
            now,
            made.get(i).orElse(null),
            new DoneCallback() {
              @Override
              public void done(boolean changed) {
                if (changed) {
                  done++;
                } else {
                  failed = true;
                }
                one();
              }

              @Override
              public void failed(StoreFailure why) {
                broken = true;
                one();
              }

              private void one() {
                if (--open > 0) {
                  return;
                }
                if (again && !broken) {
                  group();
                } else {
                  answer(verdict());
                }
              }
            });
      }
    }

    private @Nullable NewMail receipt(StoredMessage message, long now) {
      SubmitSm sm = read(message);
      return sm == null
          ? null
          : receipts.finalReceipt(
              sm,
              message.account(),
              message.messageId(),
              MessageState.DELETED,
              DeliveryError.NONE,
              message.acceptedAt(),
              now);
    }

    private CommandStatus verdict() {
      if (broken) {
        return CommandStatus.ESME_RSYSERR;
      }
      return done > 0 && !failed ? CommandStatus.ESME_ROK : CommandStatus.ESME_RCANCELFAIL;
    }

    private void answer(CommandStatus status) {
      cancelled.add(done);
      channel.respondLater(request, new CancelSmResp(), status);
    }
  }

  /** The message, or null for what is no message of an ESME, such as an alert. */
  private static @Nullable SubmitSm read(StoredMessage message) {
    return switch (message.kind()) {
      case MT, DATA -> {
        try {
          yield StoredBody.read(message.kind(), message.body());
        } catch (BadBody e) {
          throw new IllegalStateException("the store holds a body that was never decoded", e);
        }
      }
      default -> null;
    };
  }
}

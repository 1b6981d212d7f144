package org.messagecenter.server.broadcast;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.CancelBroadcastSm;
import org.messagecenter.protocol.pdu.CancelBroadcastSmResp;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.broadcast.StoredBroadcasts.Kept;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;

/** Serves cancel_broadcast_sm (50:4.6.2). */
final class BroadcastCancels {
  private final MessageStore store;
  private final StoredBroadcasts broadcasts;
  private final LongSupplier wallMillis;
  private final LongAdder cancelled;

  BroadcastCancels(
      MessageStore store,
      StoredBroadcasts broadcasts,
      LongSupplier wallMillis,
      LongAdder cancelled) {
    this.store = store;
    this.broadcasts = broadcasts;
    this.wallMillis = wallMillis;
    this.cancelled = cancelled;
  }

  /** A bound session withdraws broadcasts. Event loop of the channel. */
  void cancel(RequestPort channel, Account account, Packet packet) {
    CancelBroadcastSm request = (CancelBroadcastSm) packet.pdu();
    broadcasts.find(
        channel,
        packet,
        account.systemId(),
        request.sourceAddr(),
        request.messageId(),
        request.tlvs(),
        found -> {
          if (found.isEmpty() && !request.messageId().isEmpty()) {
            channel.respondLater(packet, new CancelBroadcastSmResp(), CommandStatus.ESME_RINVMSGID);
          } else {
            new Cancelling(channel, packet).all(meant(request, found));
          }
        });
  }

  private List<Kept> meant(CancelBroadcastSm request, List<Kept> found) {
    boolean group =
        request.messageId().isEmpty() && !request.tlvs().has(TlvTag.USER_MESSAGE_REFERENCE);
    Octets type = request.tlvs().find(TlvTag.BROADCAST_CONTENT_TYPE);
    long now = wallMillis.getAsLong();
    List<Kept> meant = new ArrayList<>();
    for (Kept kept : found) {
      BroadcastSm other = kept.broadcast().request();
      boolean ofGroup =
          !group
              || request.serviceType().isEmpty()
              || request.serviceType().equals(other.serviceType());
      boolean ofType =
          type == null || Objects.equals(type, other.tlvs().find(TlvTag.BROADCAST_CONTENT_TYPE));
      if (ofGroup && ofType && !kept.broadcast().state(now).isFinal()) {
        meant.add(kept);
      }
    }
    return meant;
  }

  /** One cancel_broadcast_sm; on the store's thread. */
  private final class Cancelling implements DoneCallback {
    private final RequestPort channel;
    private final Packet packet;
    private int open;
    private CommandStatus status = CommandStatus.ESME_ROK;

    Cancelling(RequestPort channel, Packet packet) {
      this.channel = channel;
      this.packet = packet;
    }

    void all(List<Kept> meant) {
      if (meant.isEmpty()) {
        channel.respondLater(
            packet, new CancelBroadcastSmResp(), CommandStatus.ESME_RBCASTCANCELFAIL);
        return;
      }
      open = meant.size();
      long now = wallMillis.getAsLong();
      // What could throw comes before the first change: an answer waits for all of them.
      List<NewMessage> contents = new ArrayList<>();
      for (Kept kept : meant) {
        StoredMessage stored = kept.stored();
        contents.add(
            broadcasts.message(
                stored.account(), stored.tag(), kept.broadcast().cancelled(now), now));
      }
      for (int i = 0; i < contents.size(); i++) {
        store.replace(meant.get(i).stored().key(), contents.get(i), this);
      }
    }

    @Override
    public void done(boolean changed) {
      if (changed) {
        cancelled.increment();
      } else {
        status = CommandStatus.ESME_RBCASTCANCELFAIL;
      }
      one();
    }

    @Override
    public void failed(StoreFailure why) {
      status = CommandStatus.ESME_RSYSERR;
      one();
    }

    private void one() {
      if (--open == 0) {
        channel.respondLater(packet, new CancelBroadcastSmResp(), status);
      }
    }
  }
}

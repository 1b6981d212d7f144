package org.messagecenter.server.broadcast;

import java.util.function.LongSupplier;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.QueryBroadcastSm;
import org.messagecenter.protocol.pdu.QueryBroadcastSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.time.SmppTime;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.broadcast.StoredBroadcasts.Kept;
import org.messagecenter.server.listen.RequestPort;

/** Serves query_broadcast_sm (50:4.6.1). */
final class BroadcastQueries {
  /** broadcast_area_success of an area where nothing was sent yet (50:4.8.4.5). */
  private static final int NOT_AVAILABLE = 255;

  private final StoredBroadcasts stored;
  private final BroadcastSettings settings;
  private final LongSupplier wallMillis;

  BroadcastQueries(StoredBroadcasts stored, BroadcastSettings settings, LongSupplier wallMillis) {
    this.stored = stored;
    this.settings = settings;
    this.wallMillis = wallMillis;
  }

  /** A bound session asks for a broadcast's state. Event loop of the channel. */
  void query(RequestPort channel, Account account, Packet packet) {
    QueryBroadcastSm request = (QueryBroadcastSm) packet.pdu();
    QueryBroadcastSmResp none = new QueryBroadcastSmResp("", Tlvs.EMPTY);
    if (request.messageId().isEmpty() && !request.tlvs().has(TlvTag.USER_MESSAGE_REFERENCE)) {
      channel.respond(packet, none, CommandStatus.ESME_RINVMSGID);
      return;
    }
    stored.find(
        channel,
        packet,
        account.systemId(),
        request.sourceAddr(),
        request.messageId(),
        request.tlvs(),
        found -> {
          if (found.isEmpty()) {
            channel.respondLater(packet, none, CommandStatus.ESME_RINVMSGID);
          } else {
            // Of several with one reference the newest is meant (50:4.6.1).
            Kept newest = found.get(found.size() - 1);
            channel.respondLater(packet, answer(newest), CommandStatus.ESME_ROK);
          }
        });
  }

  private QueryBroadcastSmResp answer(Kept kept) {
    Broadcast broadcast = kept.broadcast();
    long now = wallMillis.getAsLong();
    MessageState state = broadcast.state(now);
    Tlvs.Builder tlvs = Tlvs.builder().put(TlvTag.MESSAGE_STATE, state.value());
    boolean onAir = now >= broadcast.start();
    for (Area area : broadcast.areas()) {
      tlvs.put(TlvTag.BROADCAST_AREA_IDENTIFIER, area.identifier());
      tlvs.put(TlvTag.BROADCAST_AREA_SUCCESS, onAir ? area.success(settings) : NOT_AVAILABLE);
    }
    if (state.isFinal()) {
      tlvs.put(TlvTag.BROADCAST_END_TIME, SmppTime.formatAbsolute(broadcast.end()));
    }
    Integer reference = broadcast.reference();
    if (reference != null) {
      tlvs.put(TlvTag.USER_MESSAGE_REFERENCE, reference);
    }
    return new QueryBroadcastSmResp(kept.stored().messageId(), tlvs.build());
  }
}

package org.messagecenter.server.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.BroadcastSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvTag;

/**
 * A broadcast as the store keeps it, and what the clock makes of it.
 *
 * @param request what was asked
 * @param start of the first repetition, epoch milliseconds
 * @param latestEnd where its validity ends; {@link Long#MAX_VALUE} when it has none
 * @param cancelledAt epoch milliseconds; 0 when it was not cancelled
 */
record Broadcast(BroadcastSm request, long start, long latestEnd, long cancelledAt) {
  private static final int VERSION = 1;
  private static final int HEADER = 25;
  private static final int IMMEDIATE = 1;

  /** Reads what {@link #octets} wrote. */
  static Broadcast read(byte[] octets) {
    ByteBuf in = Unpooled.wrappedBuffer(octets);
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException("the store holds a broadcast of version " + version);
    }
    long start = in.readLong();
    long latestEnd = in.readLong();
    long cancelledAt = in.readLong();
    byte[] body = Arrays.copyOfRange(octets, HEADER, octets.length);
    try {
      BroadcastSm request = (BroadcastSm) PduCodec.decodeBody(CommandId.BROADCAST_SM, body);
      return new Broadcast(request, start, latestEnd, cancelledAt);
    } catch (BadBody e) {
      throw new IllegalStateException("the store holds a broadcast that was never decoded", e);
    }
  }

  /** What the store is to keep. */
  byte[] octets() {
    ByteBuf out = Unpooled.buffer(256);
    out.writeByte(VERSION).writeLong(start).writeLong(latestEnd).writeLong(cancelledAt);
    PduCodec.encodeBody(out, request);
    byte[] octets = new byte[out.readableBytes()];
    out.readBytes(octets);
    return octets;
  }

  Broadcast cancelled(long now) {
    return new Broadcast(request, start, latestEnd, now);
  }

  /**
   * When the last repetition is over, epoch milliseconds; {@link Long#MAX_VALUE} for a broadcast
   * that goes on until it is cancelled (50:4.8.4.13).
   */
  long end() {
    if (cancelledAt > 0) {
      return cancelledAt;
    }
    Octets interval = request.tlvs().find(TlvTag.BROADCAST_FREQUENCY_INTERVAL);
    Rhythm rhythm = interval == null ? null : Rhythm.of(interval);
    int repetitions =
        request.priorityFlag() == IMMEDIATE
            ? 1
            : request.tlvs().intValue(TlvTag.BROADCAST_REP_NUM, 0);
    if (rhythm == null || repetitions == 0) {
      return latestEnd;
    }
    // The longest that can be asked for is beyond what a long holds.
    return rhythm.millis() > (Long.MAX_VALUE - start) / repetitions
        ? latestEnd
        : Math.min(latestEnd, start + repetitions * rhythm.millis());
  }

  /**
   * The state at a moment: scheduled, then under way, then expired; or deleted. A broadcast is
   * never "delivered" (50:4.7.15).
   */
  MessageState state(long now) {
    if (cancelledAt > 0) {
      return MessageState.DELETED;
    }
    if (now < start) {
      return MessageState.SCHEDULED;
    }
    return now < end() ? MessageState.ENROUTE : MessageState.EXPIRED;
  }

  List<Area> areas() {
    return areas(request);
  }

  static List<Area> areas(BroadcastSm request) {
    List<Area> areas = new ArrayList<>();
    request
        .tlvs()
        .forEach(
            (tag, value) -> {
              if (tag == TlvTag.BROADCAST_AREA_IDENTIFIER.tag()) {
                areas.add(new Area(value));
              }
            });
    return areas;
  }

  /** The reference its sender gave it, or null. */
  @Nullable Integer reference() {
    return request.tlvs().has(TlvTag.USER_MESSAGE_REFERENCE)
        ? Integer.valueOf(request.tlvs().intValue(TlvTag.USER_MESSAGE_REFERENCE, -1))
        : null;
  }
}

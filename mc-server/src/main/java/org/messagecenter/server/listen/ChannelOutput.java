package org.messagecenter.server.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.lane.Lane;

/**
 * What leaves a connection. All that is sent while a read burst or a store completion is handled
 * gathers in one buffer and leaves as one write. How much the peer may leave unread, and for how
 * long, is bounded.
 */
final class ChannelOutput implements Lane.Flushable {
  private static final int FIRST_BUFFER = 4096;

  /** How long a peer may take to close its half after we have closed ours. */
  private static final long LINGER_SECONDS = 2;

  private final SmppChannel owner;
  private final Channel channel;
  private final Lane lane;
  private final ListenSettings settings;

  private @Nullable ByteBuf out;
  private boolean dirty;
  private boolean inBurst;

  /** Something was answered in this read burst. */
  private boolean replied;

  private boolean gone;

  /** Since when the peer has left too much unread; 0 when it has not. */
  private long stalledSince;

  ChannelOutput(SmppChannel owner, Channel channel, Lane lane, ListenSettings settings) {
    this.owner = owner;
    this.channel = channel;
    this.lane = lane;
    this.settings = settings;
  }

  /** Where the next PDU goes, which leaves with the next flush. */
  ByteBuf buffer(int room) {
    ByteBuf buffer = out;
    if (buffer == null) {
      buffer = channel.alloc().ioBuffer(Math.max(FIRST_BUFFER, room));
      out = buffer;
    }
    if (!dirty && !inBurst) {
      dirty = true;
      lane.dirty(this);
    }
    return buffer;
  }

  /** The session itself answers or asks. */
  void replied() {
    replied = inBurst;
  }

  /** What Netty read is being handled: nothing leaves before {@link #burstEnds}. */
  void burstBegins() {
    inBurst = true;
  }

  boolean inBurst() {
    return inBurst;
  }

  void burstEnds() {
    inBurst = false;
    if (replied || out == null) {
      if (!dirty) {
        flushPending();
      }
    } else if (!dirty) {
      // Not at once: what the store has for this connection may leave in the same write. But a peer
      // that has closed its half meanwhile still wants its answers, and this is the last chance.
      dirty = true;
      lane.flushSoon(this);
    }
    replied = false;
  }

  /** One write for all that was sent since the last one. */
  @Override
  public void flushPending() {
    dirty = false;
    ByteBuf buffer = out;
    if (buffer == null) {
      return;
    }
    out = null;
    if (gone) {
      buffer.release();
      return;
    }
    channel.writeAndFlush(buffer, channel.voidPromise());
    if (channel.isWritable()) {
      stalledSince = 0;
    } else {
      watchSlowReader(owner.now());
    }
    owner.tickLater();
  }

  /** Whether something waits for the next flush. */
  boolean isPending() {
    return out != null;
  }

  /** Outside a read burst: one write, at once. */
  void settle() {
    if (!inBurst) {
      flushPending();
    }
  }

  // ---- slow readers ---------------------------------------------------------------------------

  void writable() {
    stalledSince = 0;
  }

  void unwritable(long now) {
    stalledSince = now;
  }

  /** When to look again whether the peer reads; Long.MAX_VALUE when it does. */
  long lookAt() {
    return stalledSince == 0
        ? Long.MAX_VALUE
        : stalledSince + settings.stalledAfter().toNanos() + 1;
  }

  /** Time has passed: cuts a peer that reads too slowly. */
  void tick(long now) {
    if (stalledSince != 0) {
      watchSlowReader(now);
    }
  }

  private void watchSlowReader(long now) {
    if (stalledSince == 0) {
      stalledSince = now;
    }
    var queue = channel.unsafe().outboundBuffer();
    long pending = queue == null ? 0 : queue.totalPendingWriteBytes();
    if (pending > settings.maxPendingOutput()
        || now - stalledSince > settings.stalledAfter().toNanos()) {
      owner.stalled();
      channel.close();
    }
  }

  // ---- the end --------------------------------------------------------------------------------

  /**
   * Ends our half of the connection behind what was written, and leaves the rest to the peer, for a
   * moment. Closing at once with something of the peer's unread would reset the connection, and the
   * peer would lose what it has not read yet: above all the response that told it of the end.
   */
  void end() {
    if (channel.isActive()) {
      channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> finish());
      lane.loop().schedule(() -> channel.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    } else {
      channel.close();
    }
  }

  private void finish() {
    SslHandler ssl = channel.pipeline().get(SslHandler.class);
    if (ssl == null) {
      shutdown();
    } else {
      ssl.closeOutbound().addListener(sent -> shutdown());
    }
  }

  private void shutdown() {
    if (channel instanceof DuplexChannel duplex) {
      duplex.shutdownOutput();
    } else {
      channel.close();
    }
  }

  /** There is no connection any more: nothing is written from now on. */
  void gone() {
    gone = true;
  }

  /** Lets go of what was never written. */
  void release() {
    ByteBuf buffer = out;
    if (buffer != null) {
      out = null;
      buffer.release();
    }
  }
}

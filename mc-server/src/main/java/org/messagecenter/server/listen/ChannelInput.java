package org.messagecenter.server.listen;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Inbound;
import org.messagecenter.protocol.session.Session;
import org.messagecenter.server.lane.LoopRest;

/**
 * What arrives on a connection, as Netty tells it: PDUs go to the session, or are held while the
 * peer has as many requests unanswered as it may.
 */
final class ChannelInput extends ChannelInboundHandlerAdapter {
  private final SmppChannel owner;
  private final Session session;
  private final SessionHandler handler;
  private final Channel channel;
  private final ChannelOutput output;

  /** What was read before reading stopped, to be handled when it goes on. */
  private final ArrayDeque<Inbound> held = new ArrayDeque<>(0);

  /** PDUs of the read that is being handled. */
  private int arrived;

  private boolean holding;
  private boolean readingOn;
  private @Nullable Throwable failure;

  ChannelInput(
      SmppChannel owner,
      Session session,
      SessionHandler handler,
      Channel channel,
      ChannelOutput output) {
    this.owner = owner;
    this.session = session;
    this.handler = handler;
    this.channel = channel;
    this.output = output;
  }

  /** What went wrong with the connection first; null for nothing. */
  @Nullable Throwable failure() {
    return failure;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    handler.opened(owner);
    owner.tickLater();
    ctx.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (owner.isClosed()) {
      return;
    }
    if (!output.inBurst()) {
      owner.burstBegins();
    }
    if (holding) {
      held.add((Inbound) message);
      return;
    }
    arrived++;
    session.on((Inbound) message, owner.now(), owner);
    if (session.mustHold()) {
      hold();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    LoopRest.read(arrived);
    arrived = 0;
    owner.burstEnds();
    ctx.fireChannelReadComplete();
  }

  /**
   * Stops reading until our own answers have caught up. They wait for the store, and for the peer
   * no longer than a carrier's receipt waits for its response: so the peer's answers to our
   * requests, which now lie unread behind its requests, are not waited for without end. Those
   * requests of ours are not timed meanwhile.
   */
  private void hold() {
    holding = true;
    session.pauseTimers(owner.now());
    channel.config().setAutoRead(false);
  }

  /** An answer was given: those of the peer's requests that were held for it may follow. */
  void readOnSoon() {
    if (holding && !readingOn && session.mayReadOn()) {
      readingOn = true;
      owner.lane().loop().execute(this::readOn);
    }
  }

  /** Enough is answered: handles what was held, as far as the window allows, then reads on. */
  private void readOn() {
    readingOn = false;
    if (!holding || owner.isClosed()) {
      return;
    }
    owner.burstBegins();
    while (!session.mustHold()) {
      Inbound next = held.poll();
      if (next == null) {
        holding = false;
        session.resumeTimers(owner.now());
        channel.config().setAutoRead(true);
        break;
      }
      session.on(next, owner.now(), owner);
      if (owner.isClosed()) {
        break;
      }
    }
    owner.burstEnds();
  }

  /** The session is over: what is held is forgotten, but the end of what the peer sends is seen. */
  void forgetHeld() {
    if (holding) {
      held.clear();
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (channel.isWritable()) {
      output.writable();
      handler.drained(owner);
    } else {
      output.unwritable(owner.now());
      owner.tickLater();
    }
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
      failure = handshake.cause();
    }
    ctx.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    channel.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    owner.inactive();
    ctx.fireChannelInactive();
  }
}

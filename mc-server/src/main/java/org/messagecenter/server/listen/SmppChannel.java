package org.messagecenter.server.listen;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.ErrorBody;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.pdu.Outbind;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.session.Session;
import org.messagecenter.protocol.session.SessionLimits;
import org.messagecenter.protocol.session.SessionSink;
import org.messagecenter.protocol.session.SessionState;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.lane.Lane;

/**
 * One connection: feeds what Netty reads to the {@link Session}, and writes what the session sends.
 *
 * <p>Everything sent while a read burst or a store completion is handled gathers in one buffer and
 * leaves as one write. Output that the peer does not read is bounded: above the channel's high
 * water mark {@link #congested()} is true, and beyond {@link ListenSettings#maxPendingOutput()} or
 * after {@link ListenSettings#stalledAfter()} without draining the connection is cut.
 *
 * <p>Every method is for the connection's own event loop, except {@link #lane()} and {@link
 * #peer()}.
 */
public final class SmppChannel implements SessionSink, RequestPort {
  private static final int USUAL_PDU = 64;

  private final long id;
  private final long bindId = ThreadLocalRandom.current().nextLong();
  private final Session session;
  private final SessionHandler handler;
  private final Lane lane;
  private final Channel channel;
  private final boolean tls;
  private final LongSupplier nanoTime;
  private final InetSocketAddress remote;
  private final Runnable whenBound;
  private final ResponseForm form;
  private final ChannelOutput output;
  private final ChannelInput input;
  private final TickTimer timer;

  private boolean closed;
  private boolean ended;
  private long now;
  private @Nullable CloseReason closeReason;
  private @Nullable Object owner;
  private String systemType = "";

  /**
   * @param remote the peer's address, which a proxy may have named
   * @param whenBound told of a successful bind
   * @param congestion the load from 0 to 100 that a 5.0 peer is told; null to tell nobody
   */
  SmppChannel(
      long id,
      Session session,
      SessionHandler handler,
      ListenSettings settings,
      Lane lane,
      Channel channel,
      InetSocketAddress remote,
      boolean tls,
      Runnable whenBound,
      LongSupplier nanoTime,
      @Nullable IntSupplier congestion) {
    this.id = id;
    this.session = session;
    this.handler = handler;
    this.lane = lane;
    this.channel = channel;
    this.tls = tls;
    this.nanoTime = nanoTime;
    this.remote = remote;
    this.whenBound = whenBound;
    this.form = new ResponseForm(id, session, congestion);
    this.output = new ChannelOutput(this, channel, lane, settings);
    this.input = new ChannelInput(this, session, handler, channel, output);
    this.timer = new TickTimer(lane, nanoTime, this::tick);
    this.now = nanoTime.getAsLong();
  }

  /** A number that names this connection in the log, unique in this process. */
  public long id() {
    return id;
  }

  @Override
  public Lane lane() {
    return lane;
  }

  public boolean tls() {
    return tls;
  }

  /** The peer's address. */
  public InetSocketAddress remoteAddress() {
    return remote;
  }

  /** The peer's address and port for the log. */
  public String peer() {
    return words(remote);
  }

  static String words(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + ":" + address.getPort();
  }

  public SessionState state() {
    return session.state();
  }

  /** The version both sides agreed on: the lower of the two. */
  @Override
  public int interfaceVersion() {
    return session.peerInterfaceVersion();
  }

  @Override
  public String systemType() {
    return systemType;
  }

  @Override
  public long bindId() {
    return bindId;
  }

  /** Whether the session is over; the socket may linger until the peer has read the end of it. */
  public boolean isClosed() {
    return closed || closeReason != null;
  }

  /** What the business side keeps for this connection, set at a successful bind. */
  public @Nullable Object owner() {
    return owner;
  }

  public void owner(@Nullable Object newOwner) {
    owner = newOwner;
  }

  @Override
  public boolean congested() {
    return !channel.isWritable();
  }

  /** Whether what was sent last waits for a write: what is sent now leaves with it. */
  public boolean isWriting() {
    return output.isPending();
  }

  // ---- what the business side does ------------------------------------------------------------

  @Override
  public void respond(Packet request, Pdu response, CommandStatus status) {
    if (!closed) {
      session.respond(request, response, status.value(), now(), this);
      input.readOnSoon();
    }
  }

  /** The peer's requests that were handed on and have no answer yet. */
  public int unansweredFromPeer() {
    return session.unansweredFromPeer();
  }

  /**
   * From now on errors are answered in this form.
   *
   * @param body what stands behind the header
   * @param throttledStatus takes the place of ESME_RTHROTTLED
   */
  public void errorForm(ErrorBody body, CommandStatus throttledStatus) {
    form.errors(body, throttledStatus);
  }

  /** Whether the response to a good bind names our version; it does unless told otherwise. */
  public void announceVersion(boolean announce) {
    session.announceVersion(announce);
  }

  /**
   * @param limits the windows of the session from now on
   */
  public void acceptBind(Packet bind, String systemId, SessionLimits limits) {
    if (!closed) {
      Bind accepted = (Bind) bind.pdu();
      TapHandler.bound(channel.pipeline(), accepted.systemId());
      systemType = accepted.systemType();
      session.acceptBind(bind, systemId, limits, now(), this);
      if (session.state().isBound()) {
        whenBound.run();
      }
      settle();
      input.readOnSoon();
    }
  }

  /** Asks the peer to bind: the first word on a connection that we have made. */
  void outbind(Outbind request) {
    session.request(request, this, now(), this);
    settle();
  }

  public void refuseBind(Packet bind, CommandStatus status) {
    if (!closed) {
      session.refuseBind(bind, status, now(), this);
      settle();
      input.readOnSoon();
    }
  }

  /**
   * Sends a request whose body is encoded already, within the window.
   *
   * @param context comes back with the answer, or as unanswered
   * @return false when the window is full or the session may not send it
   */
  @Override
  public boolean request(CommandId command, byte[] body, Object context) {
    if (closed) {
      return false;
    }
    int sequence = session.requestSequence(context, command, now());
    if (sequence <= 0) {
      return false;
    }
    ByteBuf buffer = output.buffer(PduCodec.HEADER_LENGTH + body.length);
    PduCodec.encodeRaw(buffer, command, 0, sequence, body, 0, body.length);
    return true;
  }

  /** From now on the handler hears of answers that come too late, too: see {@link Session}. */
  public void rememberUnanswered(int most, long nanos) {
    session.rememberUnanswered(most, nanos);
  }

  /** How many more requests may be sent now: 0 when there is no bind that allows any. */
  public int windowFree() {
    return isClosed() || !session.state().isBound() ? 0 : session.windowFree();
  }

  /**
   * Whether a request was not answered in time and nothing was heard since it was sent; until
   * something is, or the session ends for want of it.
   */
  public boolean doubted() {
    return session.isDoubted();
  }

  /** Requests sent that have no answer yet. */
  public int outstanding() {
    return session.outstanding();
  }

  /** Tells who listens in on the connection whom it belongs to; at a bind of our own. */
  public void named(String name) {
    TapHandler.bound(channel.pipeline(), name);
  }

  /** Ends the session politely: unbind, its answer, then the connection closes. */
  @Override
  public void unbind() {
    if (!closed) {
      session.unbind(now(), this);
      settle();
    }
  }

  /** Cuts the connection after what is already written. */
  @Override
  public void cut(CloseReason reason) {
    close(reason);
    settle();
  }

  // ---- what the session does ------------------------------------------------------------------

  @Override
  public void send(Pdu pdu, int commandStatus, int sequence) {
    ByteBuf buffer = output.buffer(USUAL_PDU);
    output.replied();
    form.append(buffer, pdu, commandStatus, sequence);
  }

  @Override
  public void deliver(Packet request) {
    handler.requested(this, request);
  }

  @Override
  public void answered(Object context, Packet response) {
    handler.answered(this, context, response);
  }

  @Override
  public void unanswered(Object context, CommandId request) {
    handler.unanswered(this, context, request, !closed && closeReason == null);
  }

  @Override
  public void answeredLate(Object context, Packet response) {
    handler.answeredLate(this, context, response);
  }

  @Override
  public void outOfState(Packet request, int statusAnswered) {
    handler.outOfState(this, request, form.told(statusAnswered));
  }

  @Override
  public void malformed(BadPdu bad, int statusAnswered) {
    handler.malformed(this, bad, form.told(statusAnswered));
  }

  @Override
  public void close(CloseReason reason) {
    if (closeReason != null) {
      return;
    }
    closeReason = reason;
    output.flushPending();
    input.forgetHeld();
    // What the session still reports comes first: it runs after this call.
    lane.loop().execute(this::ended);
    output.end();
  }

  /** The session is over, whatever becomes of the socket. Once. */
  private void ended() {
    if (ended) {
      return;
    }
    ended = true;
    timer.cancel();
    session.peerClosed(now(), this);
    CloseReason reason = closeReason == null ? CloseReason.PEER_CLOSED : closeReason;
    handler.closed(this, reason, input.failure());
  }

  /** The peer reads too slowly, and the connection is being closed for it. */
  void stalled() {
    closeReason = CloseReason.SLOW_READER;
  }

  // ---- what Netty does ------------------------------------------------------------------------

  /** What goes into the pipeline for this connection. */
  ChannelInboundHandlerAdapter input() {
    return input;
  }

  /** Netty has something for the session: until {@link #burstEnds} one time is the time of all. */
  void burstBegins() {
    output.burstBegins();
    now = nanoTime.getAsLong();
  }

  void burstEnds() {
    handler.readComplete(this);
    output.burstEnds();
    tickLater();
  }

  /** There is no connection any more. */
  void inactive() {
    closed = true;
    output.gone();
    now = nanoTime.getAsLong();
    ended();
    output.release();
  }

  /** Monotonic nanoseconds. */
  long now() {
    // Inside a read burst the burst's own time serves: one clock read for many PDUs.
    if (!output.inBurst()) {
      now = nanoTime.getAsLong();
    }
    return now;
  }

  /** After an action outside a read burst: write at once and look at the timers again. */
  private void settle() {
    output.settle();
    tickLater();
  }

  /** Has a tick come for whatever has the next deadline. */
  void tickLater() {
    if (!closed && closeReason == null) {
      timer.arm(Math.min(session.nextDeadline(), output.lookAt()));
    }
  }

  private void tick() {
    now = nanoTime.getAsLong();
    session.tick(now, this);
    output.tick(now);
    output.flushPending();
    tickLater();
  }
}

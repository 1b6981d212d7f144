package org.messagecenter.protocol.session;

import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Inbound;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.pdu.BindResp;
import org.messagecenter.protocol.pdu.EnquireLink;
import org.messagecenter.protocol.pdu.EnquireLinkResp;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.Unbind;
import org.messagecenter.protocol.pdu.UnbindResp;
import org.messagecenter.protocol.session.OwnRequests.Own;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/**
 * One SMPP session, for either side of a connection.
 *
 * <p>What leads from one state to the next, and what is done then, stands at {@link SessionState}.
 *
 * <p>A peer that unbinds hears first what became of the requests it had sent (50:2.3.5); they may
 * still wait for the disk.
 *
 * <p>Times are monotonic nanoseconds. Not safe for concurrent use.
 */
public final class Session {
  private final Role role;
  private final BindTerms terms;
  private final SessionTimers timers;
  private final OwnRequests own = new OwnRequests();
  private final PeerRequests peers = new PeerRequests();

  private SessionLimits limits;
  private SessionState state = SessionState.OPEN;
  private SessionState beforeBind = SessionState.OPEN;
  private CloseReason unbindReason = CloseReason.UNBOUND;
  private boolean enquiring;
  private boolean doubted;

  /** A session on a connection that was just made. */
  public Session(Role role, SessionSettings settings, long now) {
    this.role = role;
    this.timers = new SessionTimers(settings, now);
    this.limits = settings.limits();
    this.terms = new BindTerms(settings.interfaceVersion());
  }

  public SessionState state() {
    return state;
  }

  /**
   * The version both sides may use: the lower of the two. Before a bind, and with a peer that names
   * none, 0x33: no TLVs.
   */
  public int peerInterfaceVersion() {
    return terms.version();
  }

  /** How many more requests may be sent now. */
  public int windowFree() {
    return limits.window() - own.ofApplication();
  }

  /** Requests sent that have no answer yet. */
  public int outstanding() {
    return own.ofApplication();
  }

  /**
   * Whether a request was not answered in time, and nothing at all was heard since it was sent: the
   * peer is being asked for a sign of life. Never with a session that asks for none.
   */
  public boolean isDoubted() {
    return doubted;
  }

  /** The peer's requests that were delivered and have no answer yet. */
  public int unansweredFromPeer() {
    return peers.unanswered();
  }

  /**
   * Whether the peer has as many requests unanswered as its window allows and is to be read no
   * further until {@link #mayReadOn()}. What it sent already may still be handed in.
   */
  public boolean mustHold() {
    return limits.holds(peers.unanswered());
  }

  /** Whether enough is answered to go on reading a peer that was held. */
  public boolean mayReadOn() {
    return limits.low(peers.unanswered());
  }

  /** Starts the sequence numbers here rather than at 1; before the first request. */
  void startSequenceAt(int sequence) {
    own.startAt(sequence);
  }

  /**
   * From now on the sink hears of answers that come too late, too.
   *
   * @param most requests that are remembered for it, the last ones
   * @param nanos how long each is, from the moment on at which its time ran out
   */
  public void rememberUnanswered(int most, long nanos) {
    own.remember(new LateAnswers(most, nanos));
  }

  // ---- what arrives ---------------------------------------------------------------------------

  /** The peer sent something. */
  public void on(Inbound in, long now, SessionSink sink) {
    if (state == SessionState.CLOSED) {
      return;
    }
    timers.heard(now);
    doubted = false;
    if (in instanceof Packet packet) {
      if (packet.pdu().commandId().isResponse()) {
        response(packet, now, sink);
      } else {
        request(packet, now, sink);
      }
    } else {
      BadPdu bad = (BadPdu) in;
      Refusals.malformed(bad, sink);
      Packet usable = bad.usable();
      if (bad.fatal()) {
        end(CloseReason.FRAMING_ERROR, sink);
      } else if (usable != null) {
        response(usable, now, sink);
      }
    }
  }

  private void request(Packet packet, long now, SessionSink sink) {
    CommandId command = packet.pdu().commandId();
    if (command == CommandId.ENQUIRE_LINK) {
      sink.send(new EnquireLinkResp(), 0, packet.sequence());
      return;
    }
    timers.transaction(now);
    if (!OperationMatrix.allows(command, role.peer(), state)) {
      Refusals.outOfState(packet, role, sink);
    } else if (command == CommandId.UNBIND) {
      peerUnbinds(packet.sequence(), now, sink);
    } else if (limits.throttles(peers.unanswered())) {
      Refusals.refuse(packet, CommandStatus.ESME_RTHROTTLED, sink);
    } else {
      if (command.hasResponse()) {
        peers.delivered();
      }
      if (packet.pdu() instanceof Bind) {
        state = SessionState.BINDING;
      } else if (command == CommandId.OUTBIND) {
        outbound(now);
      }
      sink.deliver(packet);
    }
  }

  private void peerUnbinds(int sequence, long now, SessionSink sink) {
    if (state.isBound() && peers.unanswered() > 0) {
      state = SessionState.UNBINDING;
      peers.unbind(sequence, timers.unansweredAt(timers.own(now)));
    } else {
      sink.send(new UnbindResp(), 0, sequence);
      end(CloseReason.UNBOUND, sink);
    }
  }

  /** The peer's unbind is answered once its requests are, or will not be in time. */
  private void answerUnbind(SessionSink sink) {
    sink.send(new UnbindResp(), 0, peers.takeUnbind());
    end(CloseReason.UNBOUND, sink);
  }

  /** The time for the bind starts anew (50:2.7). */
  private void outbound(long now) {
    state = SessionState.OUTBOUND;
    beforeBind = SessionState.OUTBOUND;
    timers.opened(now);
  }

  private void response(Packet packet, long now, SessionSink sink) {
    int sequence = packet.sequence();
    CommandId answer = packet.pdu().commandId();
    if (!own.areAnsweredBy(answer, sequence)) {
      Object late = own.answeredLate(answer, sequence, timers.own(now));
      if (late != null) {
        sink.answeredLate(late, packet);
      }
      return;
    }
    CommandId asked = own.command(sequence);
    Object context = own.remove(sequence);
    if (context == Own.ENQUIRE) {
      enquiring = false;
    } else if (context == Own.UNBIND) {
      end(unbindReason, sink);
    } else {
      timers.transaction(now);
      boolean refused = BindTerms.isBind(asked) && !bound(packet);
      sink.answered(context, packet);
      if (refused) {
        end(CloseReason.BIND_REFUSED, sink);
      }
    }
  }

  /** ESME side: whether a bind response opened the session. */
  private boolean bound(Packet packet) {
    if (packet.commandStatus() != 0 || !(packet.pdu() instanceof BindResp response)) {
      return false;
    }
    state = terms.accepted(response);
    return true;
  }

  // ---- what the application does --------------------------------------------------------------

  /** MC side: the delivered bind is right. Answers it and opens the session. */
  public void acceptBind(Packet bind, String mcSystemId, long now, SessionSink sink) {
    acceptBind(bind, mcSystemId, limits, now, sink);
  }

  /**
   * MC side: the delivered bind is right. Answers it and opens the session.
   *
   * @param newLimits windows that hold from here on
   */
  public void acceptBind(
      Packet bind, String mcSystemId, SessionLimits newLimits, long now, SessionSink sink) {
    if (state != SessionState.BINDING) {
      return;
    }
    limits = newLimits;
    peers.answered();
    timers.transaction(now);
    BindResp response = terms.accept((Bind) bind.pdu(), mcSystemId);
    state = BindTerms.state(response.commandId());
    sink.send(response, 0, bind.sequence());
  }

  /**
   * MC side: whether {@link #acceptBind} names our version by sc_interface_version, as it does
   * unless told otherwise. An ESME that is not told has to send no TLVs (34:3.4).
   */
  public void announceVersion(boolean announce) {
    terms.announce(announce);
  }

  /**
   * ESME side: the version to take for that of a message center whose bind response names none;
   * 0x33 unless told otherwise. Before the bind.
   */
  public void assumeVersion(int version) {
    terms.assume(version);
  }

  /**
   * MC side: the delivered bind is wrong. Answers it with the status. The connection stays open, so
   * that the peer is sure to read the answer and may try another bind (3.4 §4.1); the session-init
   * timer runs on.
   */
  public void refuseBind(Packet bind, CommandStatus status, long now, SessionSink sink) {
    if (state != SessionState.BINDING) {
      return;
    }
    timers.transaction(now);
    peers.answered();
    state = beforeBind;
    Refusals.refuse(bind, status, sink);
  }

  /** Answers a delivered request; nothing is sent once the session has ended. */
  public void respond(Packet request, Pdu response, int status, long now, SessionSink sink) {
    if (state == SessionState.CLOSED) {
      return;
    }
    peers.answered();
    timers.transaction(now);
    sink.send(response, status, request.sequence());
    if (peers.onlyUnbind()) {
      answerUnbind(sink);
    }
  }

  /**
   * Sends a request.
   *
   * @param context comes back once, as answered or as unanswered; never with outbind and
   *     alert_notification, which have no response and take no place in the window
   * @return false when the window is full or the state does not allow the request
   */
  public boolean request(Pdu pdu, Object context, long now, SessionSink sink) {
    int sequence = requestSequence(context, pdu.commandId(), now);
    if (sequence == 0) {
      return false;
    }
    sink.send(pdu, 0, sequence);
    return true;
  }

  /**
   * Takes a place in the window for a request that the caller writes itself.
   *
   * @return its sequence number, or 0 when the window is full or the state does not allow it
   */
  public int requestSequence(Object context, CommandId command, long now) {
    boolean answered = command.hasResponse();
    if (!OperationMatrix.allows(command, role, state) || (answered && windowFree() <= 0)) {
      return 0;
    }
    timers.transaction(now);
    if (command == CommandId.OUTBIND) {
      outbound(now);
    } else if (BindTerms.isBind(command)) {
      state = SessionState.BINDING;
    }
    if (!answered) {
      return own.pass();
    }
    return own.add(command, context, timers.own(now));
  }

  /** Ends a bound session politely; one that is not bound is closed. */
  public void unbind(long now, SessionSink sink) {
    unbind(CloseReason.UNBOUND, now, sink);
  }

  private void unbind(CloseReason reason, long now, SessionSink sink) {
    if (state.isBound()) {
      state = SessionState.UNBINDING;
      unbindReason = reason;
      int sequence = own.addOwn(CommandId.UNBIND, Own.UNBIND, timers.own(now));
      sink.send(new Unbind(), 0, sequence);
    } else if (state != SessionState.UNBINDING && state != SessionState.CLOSED) {
      end(reason, sink);
    }
  }

  /** The connection is gone. */
  public void peerClosed(long now, SessionSink sink) {
    timers.heard(now);
    state = SessionState.CLOSED;
    own.drop(sink);
  }

  // ---- time -----------------------------------------------------------------------------------

  /** Reading is paused: until it goes on the peer's silence means nothing. */
  public void pauseTimers(long now) {
    timers.pause(now);
  }

  /** Reading goes on. */
  public void resumeTimers(long now) {
    timers.resume(now);
  }

  /** Time has passed: does whatever is due. */
  public void tick(long now, SessionSink sink) {
    if (state == SessionState.CLOSED) {
      return;
    }
    long time = timers.own(now);
    if (!state.hasBound() && time >= timers.sessionInitAt()) {
      end(CloseReason.SESSION_INIT_TIMEOUT, sink);
      return;
    }
    unanswered(time, sink);
    if (state != SessionState.CLOSED && time >= peers.answerBy()) {
      answerUnbind(sink);
    }
    if (!state.isBound()) {
      return;
    }
    if (time >= timers.inactiveAt()) {
      unbind(CloseReason.INACTIVITY, now, sink);
    } else if (time >= timers.enquireAt()) {
      enquire(time, sink);
    }
  }

  private void enquire(long time, SessionSink sink) {
    if (!enquiring) {
      enquiring = true;
      sink.send(new EnquireLink(), 0, own.addOwn(CommandId.ENQUIRE_LINK, Own.ENQUIRE, time));
    }
  }

  /** When {@link #tick} has something to do next, or Long.MAX_VALUE. */
  public long nextDeadline() {
    if (state == SessionState.CLOSED) {
      return SessionTimers.NEVER;
    }
    int oldest = own.oldest();
    long unanswered = oldest == 0 ? SessionTimers.NEVER : timers.unansweredAt(own.sentAt(oldest));
    return timers.next(state, !enquiring, Math.min(unanswered, peers.answerBy()));
  }

  private void unanswered(long time, SessionSink sink) {
    for (int oldest = own.oldest(); oldest != 0; oldest = own.oldest()) {
      long sentAt = own.sentAt(oldest);
      if (time < timers.unansweredAt(sentAt)) {
        return;
      }
      CommandId command = own.command(oldest);
      Object context = own.expire(oldest, time);
      if (context == Own.ENQUIRE) {
        enquiring = false;
        // Whatever came since is a sign of life as good as the answer (3.4 §4.11).
        if (timers.heardAt() <= sentAt) {
          end(CloseReason.ENQUIRE_LINK_TIMEOUT, sink);
          return;
        }
      } else if (context == Own.UNBIND) {
        end(unbindReason, sink);
        return;
      } else {
        if (state.isBound() && timers.enquires() && timers.heardAt() <= sentAt) {
          // Perhaps nobody is there any more: no need to wait until the silence is long enough.
          doubted = true;
          enquire(time, sink);
        }
        sink.unanswered(context, command);
        if (BindTerms.isBind(command)) {
          end(CloseReason.UNANSWERED, sink);
        }
        if (state == SessionState.CLOSED) {
          return;
        }
      }
    }
  }

  private void end(CloseReason reason, SessionSink sink) {
    state = SessionState.CLOSED;
    sink.close(reason);
    own.drop(sink);
  }
}

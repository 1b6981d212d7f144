package org.messagecenter.protocol.session;

import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Inbound;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.pdu.BindResp;
import org.messagecenter.protocol.pdu.EnquireLink;
import org.messagecenter.protocol.pdu.EnquireLinkResp;
import org.messagecenter.protocol.pdu.GenericNack;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.pdu.Unbind;
import org.messagecenter.protocol.pdu.UnbindResp;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;

/**
 * One SMPP session, for either side of a connection.
 *
 * <pre>
 * state       event                              next        action
 * ---------   --------------------------------   ---------   ----------------------------------
 * OPEN        bind received (MC) or sent (ESME)  BINDING     deliver the bind / send it
 * OPEN        outbind sent (MC) or received      OUTBOUND    send it / deliver the outbind
 * OPEN        session-init timer                 CLOSED      close
 * OUTBOUND    bind received (MC) or sent (ESME)  BINDING     deliver the bind / send it
 * OUTBOUND    session-init timer, anew           CLOSED      close
 * BINDING     acceptBind / good bind response    BOUND_xx    send response / answered
 * BINDING     refuseBind                         as before   send response; another bind may follow
 * BINDING     bad bind response                  CLOSED      answered, close
 * BINDING     session-init timer                 CLOSED      close
 * BOUND_xx    legal request                      -           deliver, or ESME_RTHROTTLED
 * BOUND_xx    alert_notification                 -           deliver; it is never answered
 * BOUND_xx    bind                               -           respond ESME_RALYBND
 * BOUND_xx    enquire-link timer                 -           send enquire_link
 * BOUND_xx    its response timer, still silent   CLOSED      close
 * BOUND_xx    inactivity timer, or unbind()      UNBINDING   send unbind
 * BOUND_xx    unbind received, all answered      CLOSED      respond, close
 * BOUND_xx    unbind received                    UNBINDING   wait for our answers, see below
 * UNBINDING   the last of them, response timer,  CLOSED      respond to the unbind, close
 *             or another unbind
 * UNBINDING   unbind_resp, or response timer     CLOSED      close
 * any         enquire_link                       -           respond
 * any         other request                      -           respond ESME_RINVBNDSTS
 * any         unknown command                    -           generic_nack ESME_RINVCMDID
 * any         malformed request                  -           respond with the field's status
 * any         broken command_length              CLOSED      generic_nack ESME_RINVCMDLEN, close
 * any         response without its request       -           nothing: it is late, or a mistake
 * any         peerClosed()                       CLOSED      outstanding requests are unanswered
 * </pre>
 *
 * <p>A peer that unbinds hears first what became of the requests it had sent (50:2.3.5); they may
 * still wait for the disk.
 *
 * <p>Times are monotonic nanoseconds. Not safe for concurrent use.
 */
public final class Session {
  private static final int V3_3 = 0x33;
  private static final int V3_4 = 0x34;
  private static final int V5_0 = 0x50;

  /** Contexts of the requests the session makes by itself; never seen by the application. */
  private enum Own {
    ENQUIRE,
    UNBIND
  }

  private final Role role;
  private final SessionSettings settings;
  private final SessionTimers timers;
  private final Window window;

  private SessionLimits limits;
  private SessionState state = SessionState.OPEN;
  private SessionState beforeBind = SessionState.OPEN;
  private CloseReason unbindReason = CloseReason.UNBOUND;
  private int version;
  private int applicationOutstanding;
  private int unansweredFromPeer;
  private boolean enquiring;

  /** Whether the peer's unbind waits for answers of ours, which one, and until when. */
  private boolean answering;

  private int unbindSequence;
  private long answerBy;
  private boolean announcing = true;

  /** A session on a connection that was just made. */
  public Session(Role role, SessionSettings settings, long now) {
    this.role = role;
    this.settings = settings;
    this.timers = new SessionTimers(settings, now);
    this.window = new Window();
    this.limits = settings.limits();
    this.version = V3_3;
  }

  public SessionState state() {
    return state;
  }

  /**
   * The version both sides may use: the lower of the two. Before a bind, and with a peer that names
   * none, 0x33: no TLVs.
   */
  public int peerInterfaceVersion() {
    return version;
  }

  /** How many more requests may be sent now. */
  public int windowFree() {
    return limits.window() - applicationOutstanding;
  }

  /** Requests sent that have no answer yet. */
  public int outstanding() {
    return applicationOutstanding;
  }

  /** The peer's requests that were delivered and have no answer yet. */
  public int unansweredFromPeer() {
    return unansweredFromPeer;
  }

  /**
   * Whether the peer has as many requests unanswered as its window allows and is to be read no
   * further until {@link #mayReadOn()}. What it sent already may still be handed in.
   */
  public boolean mustHold() {
    return limits.holds(unansweredFromPeer);
  }

  /** Whether enough is answered to go on reading a peer that was held. */
  public boolean mayReadOn() {
    return limits.low(unansweredFromPeer);
  }

  /** Starts the sequence numbers here rather than at 1; before the first request. */
  void startSequenceAt(int sequence) {
    window.startAt(sequence);
  }

  // ---- what arrives ---------------------------------------------------------------------------

  /** The peer sent something. */
  public void on(Inbound in, long now, SessionSink sink) {
    if (state == SessionState.CLOSED) {
      return;
    }
    timers.heard(now);
    if (in instanceof Packet packet) {
      if (packet.pdu().commandId().isResponse()) {
        response(packet, now, sink);
      } else {
        request(packet, now, sink);
      }
    } else {
      malformed((BadPdu) in, sink);
    }
  }

  private void malformed(BadPdu bad, SessionSink sink) {
    if (bad.fatal()) {
      int status = CommandStatus.ESME_RINVCMDLEN.value();
      sink.send(new GenericNack(), status, bad.sequence());
      sink.malformed(bad, status);
      end(CloseReason.FRAMING_ERROR, sink);
      return;
    }
    if (bad.commandId() < 0) {
      // Bit 31 marks a response: never answered, whatever is wrong with it.
      sink.malformed(bad, 0);
      return;
    }
    CommandId command = CommandId.of(bad.commandId());
    int status = bad.suggested().value();
    if (command == null
        || !command.hasResponse()
        || bad.suggested() == CommandStatus.ESME_RINVCMDID) {
      sink.send(new GenericNack(), status, bad.sequence());
    } else {
      sink.send(PduTable.blank(command.response()), status, bad.sequence());
    }
    sink.malformed(bad, status);
  }

  private void request(Packet packet, long now, SessionSink sink) {
    CommandId command = packet.pdu().commandId();
    if (command == CommandId.ENQUIRE_LINK) {
      sink.send(new EnquireLinkResp(), 0, packet.sequence());
      return;
    }
    timers.transaction(now);
    if (!OperationMatrix.allows(command, role.peer(), state)) {
      refuse(packet, wrongState(packet.pdu()), sink);
    } else if (command == CommandId.UNBIND) {
      peerUnbinds(packet.sequence(), now, sink);
    } else if (limits.throttles(unansweredFromPeer)) {
      refuse(packet, CommandStatus.ESME_RTHROTTLED, sink);
    } else {
      if (command.hasResponse()) {
        unansweredFromPeer++;
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
    if (state.isBound() && unansweredFromPeer > 0) {
      state = SessionState.UNBINDING;
      answering = true;
      unbindSequence = sequence;
      answerBy = timers.unansweredAt(timers.own(now));
    } else {
      sink.send(new UnbindResp(), 0, sequence);
      end(CloseReason.UNBOUND, sink);
    }
  }

  /** The peer's unbind is answered once its requests are, or will not be in time. */
  private void answerUnbind(SessionSink sink) {
    answering = false;
    sink.send(new UnbindResp(), 0, unbindSequence);
    end(CloseReason.UNBOUND, sink);
  }

  /** The time for the bind starts anew (50:2.7). */
  private void outbound(long now) {
    state = SessionState.OUTBOUND;
    beforeBind = SessionState.OUTBOUND;
    timers.opened(now);
  }

  private CommandStatus wrongState(Pdu pdu) {
    boolean again = pdu instanceof Bind && role == Role.MC;
    return again ? CommandStatus.ESME_RALYBND : CommandStatus.ESME_RINVBNDSTS;
  }

  private static void refuse(Packet packet, CommandStatus status, SessionSink sink) {
    CommandId command = packet.pdu().commandId();
    if (command.hasResponse()) {
      sink.send(PduTable.blank(command.response()), status.value(), packet.sequence());
    }
  }

  private void response(Packet packet, long now, SessionSink sink) {
    int sequence = packet.sequence();
    CommandId command = packet.pdu().commandId();
    if (!window.holds(sequence)
        || (command != CommandId.GENERIC_NACK && window.command(sequence).response() != command)) {
      return;
    }
    CommandId asked = window.command(sequence);
    Object context = window.remove(sequence);
    if (context == Own.ENQUIRE) {
      enquiring = false;
    } else if (context == Own.UNBIND) {
      end(unbindReason, sink);
    } else {
      timers.transaction(now);
      applicationOutstanding--;
      boolean refused = isBind(asked) && !bound(packet);
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
    // Without the TLV the message center must be taken for one that knows no TLVs (3.4 §3.4).
    int theirs = response.tlvs().intValue(TlvTag.SC_INTERFACE_VERSION, V3_3);
    version = Math.min(known(theirs), known(settings.interfaceVersion()));
    state = boundState(response.commandId());
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
    unansweredFromPeer--;
    Bind request = (Bind) bind.pdu();
    int theirs = known(request.interfaceVersion());
    int ours = known(settings.interfaceVersion());
    version = Math.min(theirs, ours);
    Tlvs tlvs =
        theirs >= V3_4 && announcing
            ? Tlvs.builder().put(TlvTag.SC_INTERFACE_VERSION, settings.interfaceVersion()).build()
            : Tlvs.EMPTY;
    state = boundState(request.commandId().response());
    timers.transaction(now);
    sink.send(BindResp.to(request, mcSystemId, tlvs), 0, bind.sequence());
  }

  /**
   * MC side: whether {@link #acceptBind} names our version by sc_interface_version, as it does
   * unless told otherwise. An ESME that is not told has to send no TLVs (34:3.4).
   */
  public void announceVersion(boolean announce) {
    announcing = announce;
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
    unansweredFromPeer--;
    state = beforeBind;
    refuse(bind, status, sink);
  }

  /** Answers a delivered request; nothing is sent once the session has ended. */
  public void respond(Packet request, Pdu response, int status, long now, SessionSink sink) {
    if (state == SessionState.CLOSED) {
      return;
    }
    unansweredFromPeer--;
    timers.transaction(now);
    sink.send(response, status, request.sequence());
    if (answering && unansweredFromPeer == 0) {
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
    if (!OperationMatrix.allows(command, role, state)
        || (answered && applicationOutstanding >= limits.window())) {
      return 0;
    }
    timers.transaction(now);
    if (command == CommandId.OUTBIND) {
      outbound(now);
    } else if (isBind(command)) {
      state = SessionState.BINDING;
    }
    if (!answered) {
      return window.pass();
    }
    applicationOutstanding++;
    return window.add(command, context, timers.own(now));
  }

  /** Ends a bound session politely; one that is not bound is closed. */
  public void unbind(long now, SessionSink sink) {
    unbind(CloseReason.UNBOUND, now, sink);
  }

  private void unbind(CloseReason reason, long now, SessionSink sink) {
    if (state.isBound()) {
      state = SessionState.UNBINDING;
      unbindReason = reason;
      int sequence = window.add(CommandId.UNBIND, Own.UNBIND, timers.own(now));
      sink.send(new Unbind(), 0, sequence);
    } else if (state != SessionState.UNBINDING && state != SessionState.CLOSED) {
      end(reason, sink);
    }
  }

  /** The connection is gone. */
  public void peerClosed(long now, SessionSink sink) {
    timers.heard(now);
    state = SessionState.CLOSED;
    dropOutstanding(sink);
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
    if (!hasBound()) {
      if (time >= timers.sessionInitAt()) {
        end(CloseReason.SESSION_INIT_TIMEOUT, sink);
        return;
      }
    }
    unanswered(time, sink);
    if (answering && state != SessionState.CLOSED && time >= answerBy) {
      answerUnbind(sink);
    }
    if (!state.isBound()) {
      return;
    }
    if (time >= timers.inactiveAt()) {
      unbind(CloseReason.INACTIVITY, now, sink);
    } else if (!enquiring && time >= timers.enquireAt()) {
      enquiring = true;
      sink.send(new EnquireLink(), 0, window.add(CommandId.ENQUIRE_LINK, Own.ENQUIRE, time));
    }
  }

  /** When {@link #tick} has something to do next, or Long.MAX_VALUE. */
  public long nextDeadline() {
    if (state == SessionState.CLOSED) {
      return SessionTimers.NEVER;
    }
    long deadline = hasBound() ? SessionTimers.NEVER : timers.sessionInitAt();
    int oldest = window.oldest();
    if (oldest != 0) {
      deadline = Math.min(deadline, timers.unansweredAt(window.sentAt(oldest)));
    }
    if (answering) {
      deadline = Math.min(deadline, answerBy);
    }
    if (state.isBound()) {
      deadline = Math.min(deadline, timers.inactiveAt());
      if (!enquiring) {
        deadline = Math.min(deadline, timers.enquireAt());
      }
    }
    return timers.callers(deadline);
  }

  private boolean hasBound() {
    return state.isBound() || state == SessionState.UNBINDING;
  }

  private void unanswered(long time, SessionSink sink) {
    for (int oldest = window.oldest(); oldest != 0; oldest = window.oldest()) {
      long sentAt = window.sentAt(oldest);
      if (time < timers.unansweredAt(sentAt)) {
        return;
      }
      CommandId command = window.command(oldest);
      Object context = window.remove(oldest);
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
        applicationOutstanding--;
        sink.unanswered(context, command);
        if (isBind(command)) {
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
    dropOutstanding(sink);
  }

  private void dropOutstanding(SessionSink sink) {
    for (int oldest = window.oldest(); oldest != 0; oldest = window.oldest()) {
      CommandId command = window.command(oldest);
      Object context = window.remove(oldest);
      if (!(context instanceof Own)) {
        applicationOutstanding--;
        sink.unanswered(context, command);
      }
    }
  }

  private static boolean isBind(CommandId command) {
    return switch (command) {
      case BIND_TRANSMITTER, BIND_RECEIVER, BIND_TRANSCEIVER -> true;
      default -> false;
    };
  }

  private static SessionState boundState(CommandId response) {
    return switch (response) {
      case BIND_TRANSMITTER_RESP -> SessionState.BOUND_TX;
      case BIND_RECEIVER_RESP -> SessionState.BOUND_RX;
      default -> SessionState.BOUND_TRX;
    };
  }

  /** Reserved versions count as the next lower one (5.0 §4.7.13). */
  private static int known(int interfaceVersion) {
    if (interfaceVersion >= V5_0) {
      return V5_0;
    }
    return interfaceVersion >= V3_4 ? V3_4 : V3_3;
  }
}

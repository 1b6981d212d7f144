package org.messagecenter.server.esme;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.Answers;
import org.messagecenter.server.flight.SessionEvent;
import org.messagecenter.server.listen.SessionHandler;
import org.messagecenter.server.listen.SmppChannel;
import org.messagecenter.server.listen.TurnedAway;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.mailbox.MailDesk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leads what ESME sessions bring to the desk it is for, and writes their story to the log. */
public final class EsmeDesk implements SessionHandler {
  private static final Logger log = LoggerFactory.getLogger(EsmeDesk.class);

  private final BindDesk binds;
  private final Map<CommandId, RequestDesk> desks;
  private final MailDesk mail;
  private final SessionCounters counters;
  private final RateLimitedLog connections;
  private final RateLimitedLog mistakes;
  private final Set<SmppChannel> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger bound = new AtomicInteger();

  /**
   * @param desks who serves each command of a bound session
   */
  public EsmeDesk(
      BindDesk binds,
      Map<CommandId, RequestDesk> desks,
      MailDesk mail,
      SessionCounters counters,
      RateLimitedLog connections,
      RateLimitedLog mistakes) {
    this.binds = binds;
    this.desks = new EnumMap<>(desks);
    this.mail = mail;
    this.counters = counters;
    this.connections = connections;
    this.mistakes = mistakes;
  }

  /** Every open connection, bound or not. */
  public Set<SmppChannel> open() {
    return open;
  }

  @Override
  public void turnedAway(String peer, TurnedAway reason) {
    counters.turnedAway(reason);
    connections.info(log, "a connection from {} was turned away: {}", peer, words(reason));
  }

  @Override
  public void opened(SmppChannel channel) {
    counters.opened.increment();
    open.add(channel);
  }

  /** A desk that throws has not answered, unless it did so before: then that is the answer. */
  @Override
  public void requested(SmppChannel channel, Packet request) {
    int unanswered = channel.unansweredFromPeer();
    try {
      serve(channel, request);
    } catch (RuntimeException e) {
      CommandId command = request.pdu().commandId();
      log.error("#{} a {} could not be served", channel.id(), command.wireName(), e);
      if (request.pdu() instanceof Bind) {
        channel.refuseBind(request, CommandStatus.ESME_RSYSERR);
      } else if (command.hasResponse() && channel.unansweredFromPeer() == unanswered) {
        channel.respond(request, PduTable.blank(command.response()), CommandStatus.ESME_RSYSERR);
      }
    }
  }

  private void serve(SmppChannel channel, Packet request) {
    CommandId command = request.pdu().commandId();
    if (channel.owner() instanceof Owner owner) {
      Answers answers = owner.account().policy().answers();
      RequestDesk desk = desks.get(command);
      if (answers.refuses(command)) {
        RefusedCommands.answer(channel, request, answers.refusedCommandAnswer());
      } else if (desk != null && command.since() <= owner.version()) {
        desk.serve(channel, owner.account(), request);
      } else {
        channel.respond(request, PduTable.blank(command.response()), CommandStatus.ESME_RINVCMDID);
      }
    } else if (request.pdu() instanceof Bind) {
      binds.bind(channel, request, this::accepted);
    } else {
      // The session delivers only what its matrix allows; whatever else gets here is ours to fix.
      log.error("No desk serves {}", command.wireName());
      channel.cut(CloseReason.FRAMING_ERROR);
    }
  }

  private void accepted(SmppChannel channel, Owner owner) {
    boolean called = channel.owner() instanceof Invitation;
    channel.owner(owner);
    bound.incrementAndGet();
    counters.bound.increment();
    Account account = owner.account();
    SessionEvent.record(channel.id(), account.systemId(), owner.session().bindName());
    log.info(
        "#{} {} bound as {} version {} {} {}{}",
        channel.id(),
        account.systemId(),
        owner.session().bindName(),
        String.format(Locale.ROOT, "%x.%x", owner.version() >> 4, owner.version() & 15),
        called ? "after a call to" : "from",
        channel.peer(),
        channel.tls() ? " over TLS" : "");
  }

  @Override
  public void answered(SmppChannel channel, Object context, Packet response) {
    mail.answered(context, response);
  }

  @Override
  public void unanswered(SmppChannel channel, Object context, CommandId request, boolean timedOut) {
    mail.unanswered(context, timedOut);
  }

  @Override
  public void malformed(SmppChannel channel, BadPdu bad, int statusAnswered) {
    counters.malformed(statusAnswered);
    mistakes.info(
        log,
        "#{} {} sent a malformed PDU (command_id 0x{}, command_length {}): {}; answered {}",
        channel.id(),
        name(channel),
        String.format(Locale.ROOT, "%08x", bad.commandId()),
        Integer.toUnsignedString(bad.commandLength()),
        bad.reason(),
        CommandStatus.describe(statusAnswered));
  }

  @Override
  public void outOfState(SmppChannel channel, Packet request, int statusAnswered) {
    counters.malformed(statusAnswered);
    mistakes.info(
        log,
        "#{} {} sent a {} that its session does not allow; answered {}",
        channel.id(),
        name(channel),
        request.pdu().commandId().wireName(),
        CommandStatus.describe(statusAnswered));
  }

  @Override
  public void readComplete(SmppChannel channel) {
    if (channel.owner() instanceof Owner owner) {
      mail.readComplete(owner.session());
    }
  }

  @Override
  public void drained(SmppChannel channel) {
    if (channel.owner() instanceof Owner owner) {
      mail.drained(owner.session());
    }
  }

  @Override
  public void closed(SmppChannel channel, CloseReason reason, @Nullable Throwable cause) {
    open.remove(channel);
    counters.closed(reason);
    SessionEvent.record(channel.id(), name(channel), words(reason));
    if (channel.owner() instanceof Owner owner) {
      bound.decrementAndGet();
      mail.unbound(owner.session());
      log.info("#{} {} closed: {}{}", channel.id(), name(channel), words(reason), why(cause));
    } else {
      connections.info(
          log,
          "#{} {} closed before a bind: {}{}",
          channel.id(),
          channel.peer(),
          words(reason),
          why(cause));
    }
  }

  private static String name(SmppChannel channel) {
    return channel.owner() instanceof Owner owner ? owner.account().systemId() : channel.peer();
  }

  private static String words(Enum<?> reason) {
    return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String why(@Nullable Throwable cause) {
    return cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
  }
}

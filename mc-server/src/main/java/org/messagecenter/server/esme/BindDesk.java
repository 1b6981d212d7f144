package org.messagecenter.server.esme;

import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.session.SessionLimits;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.Authentication;
import org.messagecenter.server.account.Authenticator;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.listen.SmppChannel;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.mailbox.BoundSession;
import org.messagecenter.server.mailbox.BoundSessions;
import org.messagecenter.server.mailbox.MailDesk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges binds: credentials off the event loop, then the account's rules on it. */
public final class BindDesk {
  private static final Logger log = LoggerFactory.getLogger(BindDesk.class);

  private final EsmeSettings settings;
  private final boolean tellReason;
  private final Policy usual;
  private final Authenticator authenticator;
  private final BoundSessions sessions;
  private final MailDesk mail;
  private final SessionLimits limits;
  private final SessionCounters counters;
  private final RateLimitedLog refusals;
  private volatile boolean draining;

  /**
   * @param tellReason whether wrong credentials are answered with ESME_RINVSYSID or ESME_RINVPASWD
   *     rather than with ESME_RBINDFAIL for both
   * @param limits the windows of sessions whose account has none of its own
   * @param usual how a bind is answered as long as its account is not known
   */
  public BindDesk(
      EsmeSettings settings,
      boolean tellReason,
      Policy usual,
      Authenticator authenticator,
      BoundSessions sessions,
      MailDesk mail,
      SessionLimits limits,
      SessionCounters counters,
      RateLimitedLog refusals) {
    this.settings = settings;
    this.tellReason = tellReason;
    this.usual = usual;
    this.authenticator = authenticator;
    this.sessions = sessions;
    this.mail = mail;
    this.limits = limits;
    this.counters = counters;
    this.refusals = refusals;
  }

  /** From now on every bind is refused with ESME_RSYSERR. */
  public void drain() {
    draining = true;
  }

  /** A bind was read; exactly one answer follows, on the channel's event loop. */
  void bind(SmppChannel channel, Packet request, BiConsumer<SmppChannel, Owner> accepted) {
    Bind bind = (Bind) request.pdu();
    answerAs(channel, usual);
    if (draining) {
      refuse(channel, request, CommandStatus.ESME_RSYSERR, "shutting down");
      return;
    }
    authenticator
        .check(bind.systemId(), bind.password(), channel.remoteAddress().getAddress())
        .whenComplete(
            (result, failure) ->
                channel
                    .lane()
                    .loop()
                    .execute(() -> finish(channel, request, result, failure, accepted)));
  }

  /** Whatever goes wrong here, the bind is answered. */
  private void finish(
      SmppChannel channel,
      Packet request,
      @Nullable Authentication result,
      @Nullable Throwable failure,
      BiConsumer<SmppChannel, Owner> accepted) {
    try {
      judged(channel, request, result, failure, accepted);
    } catch (RuntimeException e) {
      log.error("#{} a bind could not be served", channel.id(), e);
      channel.refuseBind(request, CommandStatus.ESME_RSYSERR);
    }
  }

  private void judged(
      SmppChannel channel,
      Packet request,
      @Nullable Authentication result,
      @Nullable Throwable failure,
      BiConsumer<SmppChannel, Owner> accepted) {
    if (channel.isClosed()) {
      return;
    }
    if (result == null) {
      log.error("A bind could not be checked", failure);
      refuse(channel, request, CommandStatus.ESME_RSYSERR, "the check failed");
      return;
    }
    switch (result.verdict()) {
      case OK -> admit(channel, request, Objects.requireNonNull(result.account()), accepted);
      case UNKNOWN_SYSTEM_ID ->
          refuse(channel, request, credentials(CommandStatus.ESME_RINVSYSID), "unknown system_id");
      case WRONG_PASSWORD ->
          refuse(channel, request, credentials(CommandStatus.ESME_RINVPASWD), "wrong password");
      case LOCKED ->
          refuse(channel, request, CommandStatus.ESME_RBINDFAIL, "too many failures, try later");
      case BUSY -> refuse(channel, request, CommandStatus.ESME_RSYSERR, "too many binds at once");
    }
  }

  private CommandStatus credentials(CommandStatus precise) {
    return tellReason ? precise : CommandStatus.ESME_RBINDFAIL;
  }

  private void admit(
      SmppChannel channel,
      Packet request,
      Account account,
      BiConsumer<SmppChannel, Owner> accepted) {
    Policy policy = account.policy();
    answerAs(channel, policy);
    Bind bind = (Bind) request.pdu();
    BindType type =
        switch (bind.commandId()) {
          case BIND_TRANSMITTER -> BindType.TRANSMITTER;
          case BIND_RECEIVER -> BindType.RECEIVER;
          default -> BindType.TRANSCEIVER;
        };
    if (channel.owner() instanceof Invitation invitation
        && !invitation.account().equals(account.systemId())) {
      refuse(
          channel,
          request,
          CommandStatus.ESME_RBINDFAIL,
          "the one that was called is " + invitation.account());
      return;
    }
    if (!account.mayBind(type)) {
      refuse(
          channel,
          request,
          CommandStatus.ESME_RBINDFAIL,
          "the account may not use " + bind.commandId().wireName());
      return;
    }
    BoundSession session =
        new BoundSession(
            channel, account.systemId(), bind, type != BindType.TRANSMITTER, policy.dialects());
    SessionLimits own = account.windows().over(limits);
    if (!sessions.add(session, account.maxBinds(), own.window())) {
      refuse(
          channel,
          request,
          CommandStatus.ESME_RALYBND,
          "the account has its " + account.maxBinds() + " binds");
      return;
    }
    channel.announceVersion(policy.announceVersion());
    channel.acceptBind(inVersion(request, policy), settings.systemId(), own);
    accepted.accept(channel, new Owner(account, session, channel.interfaceVersion()));
    // Asked for only now: the first deliver_sm must find the session bound.
    mail.bound(session, own.window());
  }

  private static void answerAs(SmppChannel channel, Policy policy) {
    channel.errorForm(policy.answers().errorBody(), policy.answers().throttled());
  }

  /** The bind as if it named the version that the account's sessions are to speak. */
  private static Packet inVersion(Packet request, Policy policy) {
    return policy.interfaceVersion() == Policy.AS_BOUND
        ? request
        : new Packet(
            ((Bind) request.pdu()).withInterfaceVersion(policy.interfaceVersion()),
            request.commandStatus(),
            request.sequence(),
            request.body());
  }

  private void refuse(SmppChannel channel, Packet request, CommandStatus status, String reason) {
    counters.refused(status);
    refusals.info(
        log,
        "#{} bind of {} from {} refused with {}: {}",
        channel.id(),
        printable(((Bind) request.pdu()).systemId()),
        channel.peer(),
        status,
        reason);
    channel.refuseBind(request, status);
  }

  /** A system_id comes from anyone: nothing of it may break or forge a log line. */
  private static String printable(String systemId) {
    StringBuilder text = new StringBuilder(systemId.length());
    for (int i = 0; i < systemId.length(); i++) {
      char c = systemId.charAt(i);
      text.append(c > ' ' && c < 127 ? c : '?');
    }
    return text.isEmpty() ? "(empty)" : text.toString();
  }
}

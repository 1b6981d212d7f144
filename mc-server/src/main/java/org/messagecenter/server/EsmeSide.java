package org.messagecenter.server;

import io.micrometer.core.instrument.Gauge;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.account.Authenticator;
import org.messagecenter.server.broadcast.BroadcastDesk;
import org.messagecenter.server.esme.BindDesk;
import org.messagecenter.server.esme.EsmeDesk;
import org.messagecenter.server.esme.SessionCounters;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.listen.SessionPipeline;
import org.messagecenter.server.listen.SmppChannel;
import org.messagecenter.server.listen.SmppDialer;
import org.messagecenter.server.listen.SmppListener;
import org.messagecenter.server.mailbox.BoundSession;
import org.messagecenter.server.mailbox.BoundSessions;
import org.messagecenter.server.mailbox.MailCounters;
import org.messagecenter.server.mailbox.MailDesk;
import org.messagecenter.server.manage.CancelDesk;
import org.messagecenter.server.manage.QueryDesk;
import org.messagecenter.server.manage.ReplaceDesk;
import org.messagecenter.server.metric.Congestion;
import org.messagecenter.server.outbind.Callee;
import org.messagecenter.server.outbind.OutbindDesk;
import org.messagecenter.server.submit.Fingerprints;
import org.messagecenter.server.submit.SubmitCheck;
import org.messagecenter.server.submit.SubmitChecks;
import org.messagecenter.server.submit.SubmitCounters;
import org.messagecenter.server.submit.SubmitDesk;
import org.messagecenter.store.journal.Handles;
import org.messagecenter.store.queue.MailSink;
import org.messagecenter.store.queue.WorkSink;

/**
 * All that serves ESMEs: the listeners and calls to ESMEs, what they may ask, and their mailboxes.
 */
final class EsmeSide {
  private final Common common;
  private final BoundSessions sessions = new BoundSessions();
  private final MailDesk mail;
  private final SubmitDesk submits;
  private final BroadcastDesk broadcasts;
  private final BindDesk binds;
  private final EsmeDesk esmes;
  private final Congestion congestion;
  private final SmppListener listener;
  private final OutbindDesk outbinds;

  /**
   * @param callees the ESMEs that are called by outbind
   * @param tls the context for each new TLS connection; null when there is no TLS listener
   * @param begun takes what is to be closed when something after this fails
   */
  EsmeSide(
      Common common,
      CarrierSide carriers,
      List<Callee> callees,
      @Nullable Supplier<SslContext> tls,
      Handles begun) {
    this.common = common;
    ServerSettings settings = common.settings();
    this.mail =
        new MailDesk(
            common.store(),
            sessions,
            settings.mailbox(),
            new MailCounters(common.registry()),
            common.wallMillis(),
            common.history());
    List<SubmitCheck> checks = SubmitChecks.all(settings.submit(), carriers.routeCheck());
    this.submits =
        new SubmitDesk(
            common.store(),
            checks,
            (account, name) -> account.distributionLists().get(name),
            Fingerprints.of(common.store().messageIds()),
            carriers.room(),
            carriers.direct(),
            settings.submit(),
            new SubmitCounters(common.registry()),
            common.mistakes(),
            common.words(),
            settings.listen().loops(),
            common.wallMillis());
    this.broadcasts =
        new BroadcastDesk(
            common.store(),
            settings.broadcast(),
            SubmitChecks.forBroadcast(settings.submit()),
            common.wallMillis(),
            common.mistakes(),
            common.registry());
    SessionCounters counters = new SessionCounters(common.registry());
    this.binds = bindDesk(counters);
    this.esmes = esmeDesk(checks, counters);
    this.congestion =
        new Congestion(
            submits::waiting,
            settings.congestion().waiting(),
            settings.congestion().commit(),
            common.nanoTime());
    SessionPipeline pipeline =
        common
            .connections()
            .asMessageCenter(
                settings::session, esmes, settings.congestion().tell() ? congestion : null);
    this.listener = new SmppListener(common.threads().loops(), pipeline, tls);
    this.outbinds =
        new OutbindDesk(
            callees,
            settings.outbind(),
            common.store(),
            sessions,
            new SmppDialer(common.threads().loops(), pipeline, settings.outbind().connect()),
            common.nanoTime(),
            common.registry());
    begun.add(outbinds::close);
    Gauge.builder("mc.congestion", congestion, Congestion::getAsInt)
        .description("the load that 5.0 peers are told, 0 to 100")
        .strongReference(true)
        .register(common.registry());
  }

  private BindDesk bindDesk(SessionCounters counters) {
    ServerSettings settings = common.settings();
    Authenticator authenticator =
        new Authenticator(
            settings.accounts().book(),
            settings.accounts().authentication(),
            common.threads().passwords(),
            InstantSource.system(),
            common.nanoTime());
    return new BindDesk(
        settings.esme(),
        settings.accounts().authentication().tellReason(),
        settings.accounts().policy(),
        authenticator,
        sessions,
        mail,
        settings.session().limits(),
        counters,
        common.mistakes());
  }

  private EsmeDesk esmeDesk(List<SubmitCheck> checks, SessionCounters counters) {
    QueryDesk queries = new QueryDesk(common.store(), common.registry());
    CancelDesk cancels =
        new CancelDesk(common.store(), common.receipts(), common.wallMillis(), common.registry());
    ReplaceDesk replaces =
        new ReplaceDesk(
            common.store(), checks, common.wallMillis(), common.mistakes(), common.registry());
    return new EsmeDesk(
        binds,
        Map.of(
            CommandId.SUBMIT_SM, submits::submit,
            CommandId.DATA_SM, submits::submit,
            CommandId.SUBMIT_MULTI, submits::submitMulti,
            CommandId.QUERY_SM, queries::query,
            CommandId.CANCEL_SM, cancels::cancel,
            CommandId.REPLACE_SM, replaces::replace,
            CommandId.BROADCAST_SM, broadcasts::broadcast,
            CommandId.QUERY_BROADCAST_SM, broadcasts::query,
            CommandId.CANCEL_BROADCAST_SM, broadcasts::cancel),
        mail,
        counters,
        common.mistakes(),
        common.mistakes());
  }

  /** Takes the mail that is due. */
  MailSink mail() {
    return mail;
  }

  /** Takes the broadcasts that are due. */
  WorkSink broadcasts() {
    return broadcasts;
  }

  /** What 5.0 peers are told of the load. */
  Congestion congestion() {
    return congestion;
  }

  /** Calls ESMEs; the store has been started. */
  void start() {
    outbinds.start();
  }

  /** Accepts connections from now on. */
  void listen() throws IOException {
    listener.start();
  }

  int port() {
    return listener.port();
  }

  int tlsPort() {
    return listener.tlsPort();
  }

  /** Neither calls nor accepts anybody any more. */
  void stopListening() {
    outbinds.close();
    listener.close();
  }

  /** Refuses what comes from now on, and answers what was read. */
  void drain(Duration limit) {
    binds.drain();
    submits.drain();
    Waits.until(limit, () -> submits.waiting() == 0);
  }

  /** Unbinds all sessions, and cuts those that do not answer. */
  void unbind(Duration limit) {
    for (BoundSession session : sessions.all()) {
      RequestPort channel = session.channel();
      channel.lane().loop().execute(channel::unbind);
    }
    Waits.until(limit, () -> sessions.total() == 0);
    for (SmppChannel channel : esmes.open()) {
      channel.lane().loop().execute(() -> channel.cut(CloseReason.SHUTDOWN));
    }
    Waits.until(Duration.ofSeconds(1), () -> esmes.open().isEmpty());
  }
}

package org.messagecenter.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.correlate.CarrierInbox;
import org.messagecenter.server.correlate.CorrelateCounters;
import org.messagecenter.server.correlate.Means;
import org.messagecenter.server.deliver.DeliverCounters;
import org.messagecenter.server.deliver.Departures;
import org.messagecenter.server.deliver.DirectDesk;
import org.messagecenter.server.deliver.Dispatcher;
import org.messagecenter.server.deliver.PartDesk;
import org.messagecenter.server.deliver.ReceiptRetries;
import org.messagecenter.server.deliver.Retries;
import org.messagecenter.server.inbound.InboundDesk;
import org.messagecenter.server.inbound.PartFingerprints;
import org.messagecenter.server.operate.RelayCommands;
import org.messagecenter.server.queue.AccountRoom;
import org.messagecenter.server.queue.Queues;
import org.messagecenter.server.route.RouteFile;
import org.messagecenter.server.simulate.ScenarioCarrier;
import org.messagecenter.server.submit.RouteCheck;
import org.messagecenter.server.upstream.CarrierBook;
import org.messagecenter.store.journal.Handles;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.WorkSink;

/**
 * All that takes messages from the store to carriers or the simulated network, and brings receipts
 * and mobile-originated messages from there.
 */
final class CarrierSide {
  private final Common common;
  private final AlertDesk alerts;
  private final InboundDesk inbound;
  private final CarrierInbox inbox;
  private final CarrierBook carriers;
  private final Queues queues;
  private final RouteFile routes;
  private final Dispatcher dispatcher;
  private final DirectDesk direct;

  /**
   * @param begun takes what is to be closed when something after this fails
   */
  CarrierSide(Common common, Handles begun) throws IOException {
    this.common = common;
    ServerSettings settings = common.settings();
    this.inbound =
        new InboundDesk(
            common.store(),
            settings.inbound(),
            settings::codingOf,
            common.mailKept(),
            new PartFingerprints(common.store().messageIds()),
            common.words(),
            common.mistakes(),
            common.wallMillis(),
            common.registry(),
            common.history());
    this.alerts =
        new AlertDesk(
            common.store(),
            common.mailKept(),
            common.wallMillis(),
            common.mistakes(),
            common.registry());
    DeliverCounters counters = new DeliverCounters(common.registry());
    PartDesk parts =
        new PartDesk(
            common.store(), common.receipts(), common.history(), counters, common.wallMillis());
    Retries retries =
        new Retries(
            settings.deliver().retry(),
            account -> common.policies().of(account).outbound().billingRetries(),
            () -> ThreadLocalRandom.current().nextDouble());
    this.inbox = new CarrierInbox(inbound, means(parts, retries, counters));
    this.carriers =
        new CarrierBook(
            settings.carriers(),
            common.lanes(),
            common.connections(),
            inbox,
            common.registry(),
            common.nanoTime(),
            common.wallMillis());
    begun.add(carriers::close);
    this.queues =
        new Queues(
            carriers,
            settings::queueOf,
            account -> common.policies().of(account).outbound(),
            common.store(),
            common.history(),
            common.nanoTime(),
            common.registry());
    this.routes = new RouteFile(settings.routes(), carriers, common.registry());
    ScenarioCarrier simulated =
        new ScenarioCarrier(settings.scenario(), inbound, common.lanes().all());
    Departures departures =
        new Departures(routes, simulated, queues, common.history(), common.policies());
    this.dispatcher =
        new Dispatcher(
            common.store(),
            common.lanes(),
            departures,
            common.receipts(),
            parts,
            alerts,
            retries,
            inbox,
            settings.deliver(),
            counters,
            common.wallMillis());
    this.direct =
        new DirectDesk(
            departures,
            alerts,
            settings.deliver().retry().general(),
            settings.submit().direct(),
            common.wallMillis(),
            common.registry());
  }

  private Means means(PartDesk parts, Retries retries, DeliverCounters counters) {
    return new Means(
        common.store(),
        common.receipts(),
        parts,
        new ReceiptRetries(common.store(), retries, common.history(), common.wallMillis()),
        common.history(),
        counters,
        common.settings().correlate(),
        new CorrelateCounters(common.registry()),
        common.mistakes(),
        common.nanoTime(),
        common.wallMillis());
  }

  /** For submissions that no route takes. */
  RouteCheck routeCheck() {
    return new RouteCheck(routes, routes::refuses);
  }

  /** Whether an account may queue more. */
  AccountRoom room() {
    return new AccountRoom(queues.waiting());
  }

  /** For what is not stored. */
  DirectDesk direct() {
    return direct;
  }

  /** Serves the due messages of kinds that nobody else does. */
  WorkSink messages() {
    return dispatcher;
  }

  /** Who serves which kind of due message. */
  Map<MessageKind, WorkSink> kinds() {
    return Map.of(
        MessageKind.MT, dispatcher,
        MessageKind.DATA, dispatcher,
        MessageKind.PART, dispatcher,
        MessageKind.ORPHAN, inbox.orphans(),
        MessageKind.ALERT, alerts,
        MessageKind.MO, inbound.parts());
  }

  List<AdminCommand> commands() {
    List<AdminCommand> commands = new ArrayList<>();
    commands.add(inbound.numbers().command());
    commands.addAll(RelayCommands.all(carriers, queues, inbox.orphans(), routes));
    return commands;
  }

  /** Asks for work and binds to the carriers; the store has been started. */
  void start() {
    dispatcher.start();
    carriers.all().forEach(inbox::serve);
    carriers.start();
    carriers.watchCertificates(common.threads().background());
    routes.start(common.threads().background());
    inbound.numbers().start(common.threads().background());
  }

  /** Sends nothing more; completes when all binds are gone. */
  CompletableFuture<Void> stop() {
    return carriers.stop();
  }

  void close() {
    carriers.close();
  }
}

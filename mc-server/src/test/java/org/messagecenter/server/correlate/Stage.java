package org.messagecenter.server.correlate;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.Windows;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.deliver.DeliverCounters;
import org.messagecenter.server.deliver.Dispatcher;
import org.messagecenter.server.deliver.TestParts;
import org.messagecenter.server.fake.Dispatchers;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.history.History;
import org.messagecenter.server.inbound.InboundDesk;
import org.messagecenter.server.inbound.InboundSettings;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.DueReason;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.StoredMessage;

/** One carrier's inbox before a store that only listens, on a loop whose time the test moves. */
final class Stage {
  static final String CARRIER = "north";
  static final long NOW = Instant.parse("2026-11-21T03:06:30Z").toEpochMilli();
  static final long ACCEPTED = NOW - 60_000;
  static final CorrelateSettings SETTINGS =
      new CorrelateSettings(Duration.ofSeconds(5), 3, 100, 1 << 20, Duration.ofDays(7), 3);

  final RecordingStore store = new RecordingStore();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final TestDialect dialect = new TestDialect();
  final List<String> history = new ArrayList<>();

  /** The parts that were ended, and the callbacks. */
  final List<String> parts = new ArrayList<>();

  /** What was asked to be tried again. */
  final List<String> reattempts = new ArrayList<>();

  /** The callbacks of both. */
  final List<DoneCallback> others = new ArrayList<>();

  /** Whether the retry plan has an attempt left. */
  boolean triesAgain = true;

  /** Whether the retry plan fails in a way nobody expects. */
  boolean breaksReattempts;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private long nanos = 1;
  private final Lanes lanes = new Lanes(channel.eventLoop(), 1, () -> nanos);
  final TestPort port = new TestPort(lanes.all().get(0));
  final TestPort otherPort = new TestPort(lanes.all().get(0));
  final TestCarrier carrier = new TestCarrier(CARRIER, lanes.all().get(0), dialect);
  final CarrierInbox inbox;
  private final Dispatcher dispatcher;
  private String idOfNext = "";

  /** The carrier answers so late that the message was sent again. */
  boolean late;

  Stage() {
    this(SETTINGS);
  }

  Stage(CorrelateSettings settings) {
    channel.freezeTime();
    AccountBook accounts = AccountBook.of(List.of(demo()));
    RateLimitedLog troubles = new RateLimitedLog(100, () -> nanos);
    ReceiptDesk receipts = new ReceiptDesk(new Policies(accounts, Policy.USUAL), 1000, registry);
    DeliverCounters ends = new DeliverCounters(registry);
    Means means =
        new Means(
            store,
            receipts,
            (part, state, error, doneAt, done) -> {
              parts.add(part.key() + " " + state + " " + Integer.toHexString(error));
              others.add(done);
            },
            (message, failure, error, done) -> {
              if (breaksReattempts) {
                throw new IllegalStateException("meant to fail");
              }
              reattempts.add(message.key() + " " + failure + " " + Integer.toHexString(error));
              if (triesAgain) {
                others.add(done);
              }
              return triesAgain;
            },
            new History() {
              @Override
              public void receipt(long key, String from, String id, MessageState state, int error) {
                history.add(key + " " + from + " " + id + " " + state);
              }
            },
            ends,
            settings,
            new CorrelateCounters(registry),
            troubles,
            () -> nanos,
            () -> NOW);
    InboundDesk inbound =
        new InboundDesk(
            store,
            InboundSettings.of(accounts),
            carrier -> null,
            1000,
            octets -> 0,
            new MessageWords(false),
            troubles,
            () -> NOW,
            registry,
            History.NONE);
    inbox = new CarrierInbox(inbound, means);
    inbox.serve(carrier);
    run();
    dispatcher =
        Dispatchers.to(
            attempt -> {
              CarrierId id = new CarrierId(CARRIER, idOfNext);
              if (late) {
                inbox.takenToo(attempt, id);
              } else {
                inbox.taken(attempt, id);
              }
            },
            10,
            store,
            lanes,
            receipts,
            new AlertDesk(store, 1000, () -> NOW, troubles, registry),
            ends,
            () -> NOW);
    store.asked.clear();
  }

  static Account demo() {
    return new Account(
        "demo",
        List.of(),
        List.of("4930"),
        Set.of(BindType.TRANSCEIVER),
        0,
        Windows.USUAL,
        Policy.USUAL,
        Map.of(),
        java.util.Optional.empty());
  }

  /** The carrier answers a submit_sm with this id, in hexadecimal. */
  void taken(String hexId, long key, int registeredDelivery) {
    taken(hexId, key, registeredDelivery, MessageKind.MT);
  }

  void taken(String hexId, long key, int registeredDelivery, MessageKind kind) {
    idOfNext = dialect.idOfResponse(hexId);
    StoredMessage message = stored(key, null, registeredDelivery, kind);
    dispatcher.due(
        new DueMessage(
            key,
            message.messageId(),
            message.account(),
            message.destination(),
            kind,
            0,
            ACCEPTED,
            NOW,
            NOW + 1000,
            message.body(),
            null,
            false,
            DueReason.FIRST,
            0));
    lanes.commit();
    run();
  }

  /** A message as the store would find it. */
  static StoredMessage stored(
      long key, @Nullable String carrierId, int registeredDelivery, MessageKind kind) {
    SubmitSm submit = Pdus.submit(registeredDelivery);
    return new StoredMessage(
        key,
        "our-id-" + key,
        "demo",
        submit.destinationAddr().digits(),
        kind,
        org.messagecenter.store.queue.MessageState.ENROUTE,
        1,
        ACCEPTED,
        NOW + 1000,
        NOW + 1000,
        false,
        carrierId == null ? null : new CarrierId(CARRIER, carrierId),
        0,
        kind == MessageKind.PART ? TestParts.body(1, CARRIER, submit) : Pdus.body(submit));
  }

  /** The carrier sends something over its first bind. */
  void arrives(Packet request) {
    arrives(port, request);
  }

  void arrives(TestPort over, Packet request) {
    inbox.arrived(carrier, "north/1", over, request);
    run();
  }

  /** The store has written what was asked of it last. */
  void durable() {
    store.finishedDone.remove(store.finishedDone.size() - 1).done(true);
    run();
  }

  void pass(Duration time) {
    long left = time.toNanos();
    while (left > 0) {
      long step = Math.min(left, TimeUnit.MILLISECONDS.toNanos(5));
      nanos += step;
      left -= step;
      channel.advanceTimeBy(step, TimeUnit.NANOSECONDS);
      channel.runScheduledPendingTasks();
    }
    run();
  }

  void run() {
    channel.runPendingTasks();
  }

  /** How many receipts had this result. */
  int counted(String result) {
    return (int)
        registry.get("mc.correlate.receipts").tag("result", result).functionCounter().count();
  }

  Map<String, Integer> orphansEnded() {
    Map<String, Integer> counts = new HashMap<>();
    registry
        .get("mc.correlate.orphans-ended")
        .functionCounters()
        .forEach(each -> counts.put(each.getId().getTag("result"), (int) each.count()));
    return counts;
  }
}

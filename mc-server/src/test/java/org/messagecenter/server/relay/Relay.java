package org.messagecenter.server.relay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.Outbound;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.correlate.CarrierInbox;
import org.messagecenter.server.correlate.CorrelateCounters;
import org.messagecenter.server.correlate.CorrelateSettings;
import org.messagecenter.server.correlate.Means;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.deliver.Carriers;
import org.messagecenter.server.deliver.DeliverCounters;
import org.messagecenter.server.deliver.DeliverSettings;
import org.messagecenter.server.deliver.Departures;
import org.messagecenter.server.deliver.Dispatcher;
import org.messagecenter.server.deliver.DueKinds;
import org.messagecenter.server.deliver.InMemory;
import org.messagecenter.server.deliver.PartDesk;
import org.messagecenter.server.deliver.ReceiptRetries;
import org.messagecenter.server.deliver.Retries;
import org.messagecenter.server.history.History;
import org.messagecenter.server.inbound.InboundDesk;
import org.messagecenter.server.inbound.InboundSettings;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.queue.QueueSettings;
import org.messagecenter.server.queue.Queues;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.server.route.CarrierHealth;
import org.messagecenter.server.route.RouteTable;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.CommitInfo;
import org.messagecenter.store.queue.EndedCallback;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.FindCallback;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoreSettings;
import org.messagecenter.store.queue.StoredMessage;
import org.messagecenter.store.queue.UnsyncedStore;

/**
 * One life of a message center's relay: everything between the store and the carriers is the real
 * thing, the store and its thread included; only the loops' time is virtual, and the carriers and
 * accounts are models. It ends with {@link #close}, or as a crash leaves it.
 */
final class Relay implements AutoCloseable {
  static final int LANES = 3;

  private static final Duration KEPT = Duration.ofDays(30);

  /**
   * What differs from test to test.
   *
   * @param ports makes the carriers
   * @param retrySeed for the jitter
   */
  record Setup(
      VirtualClock clock,
      RouteTable routes,
      DeliverSettings deliver,
      CorrelateSettings correlate,
      Function<String, QueueSettings> queues,
      Function<String, Outbound> accounts,
      Function<Relay, List<? extends CarrierPort>> ports,
      long retrySeed) {}

  /** Hears what became of a submission, on the lane that it came over. */
  interface Submitter {
    void accepted(String messageId);
  }

  final Lanes lanes;
  final CarrierInbox inbox;
  final Queues queues;
  final JournalStore store;

  /** What the store pushed for the accounts, for the test to take. */
  final Queue<Mail> mails = new ConcurrentLinkedQueue<>();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final VirtualClock clock;
  private final List<VirtualLoop> loops;
  private final Path directory;
  private final Dispatcher dispatcher;

  /** Of a message that is never due: to find it the store must have read all it began to before. */
  private final long anchor;

  private @Nullable Path crashInto;
  private int commitsToCrash;
  private volatile boolean crashed;
  private volatile @Nullable String failure;

  Relay(Path directory, Setup setup) throws IOException {
    this.directory = directory;
    this.clock = setup.clock();
    this.loops = Stream.generate(() -> new VirtualLoop(clock::nanos)).limit(LANES).toList();
    this.lanes = new Lanes(VirtualLoops.group(loops), LANES, clock::nanos);
    this.store =
        UnsyncedStore.open(
            StoreSettings.defaults(directory)
                .withSegmentBytes(1 << 18)
                .withSpareSegments(0)
                .withCommits(0, 1)
                .withCheckpoints(1 << 21, 1 << 26)
                .withArchive(KEPT.toMillis(), 1L << 30)
                .withClock(clock::millis));
    Policies policies = new Policies(AccountBook.of(List.of()), Policy.USUAL);
    ReceiptDesk receipts = new ReceiptDesk(policies, KEPT.toMillis(), registry);
    RateLimitedLog troubles = new RateLimitedLog(10, clock::nanos);
    DeliverCounters counters = new DeliverCounters(registry);
    AlertDesk alerts = new AlertDesk(store, 1000, clock::millis, troubles, registry);
    PartDesk parts = new PartDesk(store, receipts, History.NONE, counters, clock::millis);
    Random jitter = new Random(setup.retrySeed());
    Retries retries =
        new Retries(
            setup.deliver().retry(),
            account -> setup.accounts().apply(account).billingRetries(),
            () -> {
              synchronized (jitter) {
                return jitter.nextDouble();
              }
            });
    InboundDesk inbound =
        new InboundDesk(
            store,
            InboundSettings.of(AccountBook.of(List.of())),
            carrier -> null,
            1000,
            octets -> 0,
            new MessageWords(false),
            troubles,
            clock::millis,
            registry,
            History.NONE);
    this.inbox =
        new CarrierInbox(
            inbound,
            new Means(
                store,
                receipts,
                parts,
                new ReceiptRetries(store, retries, History.NONE, clock::millis),
                History.NONE,
                counters,
                setup.correlate(),
                new CorrelateCounters(registry),
                troubles,
                clock::nanos,
                clock::millis));
    List<? extends CarrierPort> ports = setup.ports().apply(this);
    Carriers carriers = carriers(ports);
    this.queues =
        new Queues(
            carriers,
            setup.queues(),
            setup.accounts(),
            store,
            History.NONE,
            clock::nanos,
            registry);
    Departures departures =
        new Departures(
            setup
                .routes()
                .with(
                    name -> {
                      CarrierPort port = carriers.find(name);
                      return port == null ? null : new CarrierHealth(port.bound(), 0, 20);
                    }),
            attempt -> {
              throw new AssertionError("nothing is routed to the simulated network");
            },
            queues,
            History.NONE,
            policies);
    this.dispatcher =
        new Dispatcher(
            store,
            lanes,
            departures,
            receipts,
            parts,
            alerts,
            retries,
            inbox,
            setup.deliver(),
            counters,
            clock::millis);
    store.start(
        new DueKinds(
            Map.of(
                MessageKind.MT, dispatcher,
                MessageKind.PART, dispatcher,
                MessageKind.ORPHAN, inbox.orphans()),
            dispatcher),
        mails::add,
        this::committed,
        (cause, what) -> failure = what);
    dispatcher.start();
    ports.forEach(inbox::serve);
    this.anchor = anchor();
  }

  private long anchor() {
    CompletableFuture<Long> accepted = new CompletableFuture<>();
    store.accept(
        new NewMessage(
            "anchor", "", MessageKind.MT, 0, Long.MAX_VALUE, Long.MAX_VALUE, new byte[1], null),
        new AcceptCallback() {
          @Override
          public void accepted(long key, String messageId, @Nullable Object attachment) {
            accepted.complete(key);
          }

          @Override
          public void refused(StoreFailure why, @Nullable Object attachment) {
            accepted.completeExceptionally(new AssertionError(why));
          }
        });
    return accepted.join();
  }

  private static Carriers carriers(List<? extends CarrierPort> ports) {
    return new Carriers() {
      @Override
      public @Nullable CarrierPort find(String name) {
        return ports.stream().filter(port -> port.name().equals(name)).findFirst().orElse(null);
      }

      @Override
      public Collection<? extends CarrierPort> all() {
        return ports;
      }
    };
  }

  private void committed(CommitInfo info) {
    Path into = crashInto;
    if (into != null && !crashed && --commitsToCrash <= 0) {
      // From here on nothing that happens is seen by anybody: the copy does not have it.
      crashed = true;
      copy(into);
    }
    lanes.commit();
  }

  /** After so many commits the process is gone, and its disk is in that directory. */
  void crashAfter(int commits, Path into) {
    store.find(
        Long.MAX_VALUE,
        found -> {
          commitsToCrash = commits;
          crashInto = into;
        });
  }

  /** How many receipts are kept that belong to no message. */
  int orphans() {
    return (int) registry.get("mc.correlate.orphans").gauge().value();
  }

  boolean crashed() {
    return crashed;
  }

  private void copy(Path into) {
    try (Stream<Path> all = Files.list(directory)) {
      Files.createDirectories(into);
      for (Path file : all.toList()) {
        copy(file, into);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path file, Path into) throws IOException {
    try {
      if (Files.isRegularFile(file) && !file.getFileName().toString().equals("lock")) {
        Files.copy(file, into.resolve(file.getFileName()));
      }
    } catch (NoSuchFileException e) {
      // A file of the background threads came and went, as it may at a crash.
      return;
    }
  }

  // ---- what accounts do -----------------------------------------------------------------------

  private record Submission(SubmitSm message, Lane lane, Submitter submitter) implements InMemory {}

  /** Submits a message over a lane, as SubmitDesk does. */
  void submit(String account, SubmitSm message, int lane, long validMillis, Submitter submitter) {
    byte[] body = body(message);
    long now = clock.millis();
    store.accept(
        new NewMessage(
            account,
            message.destinationAddr().digits(),
            MessageKind.MT,
            now,
            now,
            now + validMillis,
            body,
            new Submission(message, lanes.all().get(lane), submitter)),
        new AcceptCallback() {
          @Override
          public void accepted(long key, String messageId, @Nullable Object attachment) {
            if (attachment instanceof Submission its) {
              its.lane().answer(same -> its.submitter().accepted(messageId));
            }
          }

          @Override
          public void refused(StoreFailure why, @Nullable Object attachment) {
            if (why != StoreFailure.CLOSED) {
              failure = "a submission was refused: " + why;
            }
          }
        });
  }

  static SubmitSm message(String source, String destination, String text) {
    return new SubmitSm(
        "",
        new Address(1, 1, source),
        new Address(1, 1, destination),
        0,
        0,
        0,
        "",
        "",
        1,
        0,
        0,
        0,
        Octets.of(text.getBytes(StandardCharsets.US_ASCII)),
        Tlvs.EMPTY);
  }

  static byte[] body(Pdu pdu) {
    ByteBuf buffer = Unpooled.buffer();
    PduCodec.encodeBody(buffer, pdu);
    return ByteBufUtil.getBytes(buffer);
  }

  // ---- time -----------------------------------------------------------------------------------

  /** Runs each lane a little, in an order that chance decides; says how many tasks there were. */
  int runLanes(Random random) {
    int ran = 0;
    int first = random.nextInt(LANES);
    for (int i = 0; i < LANES && !crashed; i++) {
      ran += loops.get((first + i) % LANES).run(1 + random.nextInt(32));
    }
    if (failure != null) {
      throw new AssertionError(failure);
    }
    return ran;
  }

  /** Lets lanes and store go on until neither has anything to do at this moment. */
  void settle(Random random) {
    int idle = 0;
    while (idle < 2 && !crashed) {
      if (runLanes(random) > 0) {
        idle = 0;
      } else {
        meetStore();
        idle++;
      }
    }
  }

  /** Returns when the store has done what it was asked before, and pushed what was due before. */
  void meetStore() {
    CompletableFuture<Boolean> met = new CompletableFuture<>();
    store.find(
        anchor,
        new FindCallback() {
          @Override
          public void found(@Nullable StoredMessage message) {
            met.complete(true);
          }

          @Override
          public void failed(StoreFailure why) {
            met.complete(false);
          }
        });
    // Its archive is searched by a thread of its own, in the order in which that was asked.
    CompletableFuture<Boolean> searched = new CompletableFuture<>();
    store.findEndedByCarrierId(
        "nobody",
        "0",
        new EndedCallback() {
          @Override
          public void found(@Nullable EndedMessage message) {
            searched.complete(true);
          }

          @Override
          public void failed(StoreFailure why) {
            searched.complete(false);
          }
        });
    if (!met.join() || !searched.join()) {
      throw new AssertionError("the store failed");
    }
  }

  /** Lets time pass until the next timer of a lane, no more than the most and no less either. */
  void pass(long leastNanos, long mostNanos) {
    long by = mostNanos;
    for (VirtualLoop loop : loops) {
      long deadline = loop.nextDeadline();
      if (deadline >= 0) {
        by = Math.min(by, deadline - clock.nanos());
      }
    }
    clock.advance(Math.max(leastNanos, by));
    store.wake();
  }

  /** Has a task done by a lane, when its turn comes. */
  void onLane(int lane, Runnable task) {
    loops.get(lane).execute(task);
  }

  /** What the store has at last is on its disk. */
  @Override
  public void close() {
    store.close();
  }
}

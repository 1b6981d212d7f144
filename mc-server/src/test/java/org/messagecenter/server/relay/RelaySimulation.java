package org.messagecenter.server.relay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.Receipt;
import org.messagecenter.protocol.receipt.ReceiptText;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.account.Outbound;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.correlate.CorrelateSettings;
import org.messagecenter.server.deliver.DeliverSettings;
import org.messagecenter.server.deliver.RetryPlan;
import org.messagecenter.server.deliver.RetryPlans;
import org.messagecenter.server.pace.Rate;
import org.messagecenter.server.queue.QueueSettings;
import org.messagecenter.server.queue.QueueStatus;
import org.messagecenter.server.route.RouteSettings;
import org.messagecenter.server.route.RouteTable;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailOutcome;
import org.messagecenter.store.queue.StoreStats;

/**
 * Traffic of some accounts through the relay to carriers of different temper, with stops and
 * crashes in between, and what must hold of it. The seed decides all that the models do; how the
 * store's own thread falls in between is left to the machine.
 */
final class RelaySimulation implements SimCarrier.World, AutoCloseable {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long LONGEST_STEP = 50 * MILLI;
  private static final long LEAST_STEP = 20 * MILLI;
  private static final long LAST_STEP = 500 * MILLI;
  private static final long BURST_EACH = 10 * MILLI;
  private static final int MOST_IN_BURST = 100;
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(25);

  /** What comes twice comes in this time, and what nobody waits for is over. */
  private static final long QUIET = TimeUnit.SECONDS.toNanos(3);

  private static final int MAIL_CREDIT = 200;
  private static final int GENERAL_ATTEMPTS = 5;
  private static final List<String> ACCOUNTS =
      List.of("calm", "busy", "long", "paced", "moved", "calm", "busy");
  private static final Pattern ORPHAN = Pattern.compile(" (\\w+) deliver_sm id:(\\S+) ");

  private record Event(long at, long order, Runnable what) {}

  private final Random random;
  private final int count;
  private final int restarts;
  private final Path home;
  private final VirtualClock clock = new VirtualClock();
  private final List<SimCarrier> carriers =
      List.of(
          new SimCarrier("calm", 0, SimCarrier.Temper.CALM, this),
          new SimCarrier("wild", 1, SimCarrier.Temper.WILD, this),
          new SimCarrier("slow", 2, SimCarrier.Temper.SLOW, this),
          new SimCarrier("away", 1, SimCarrier.Temper.AWAY, this));
  private final Relay.Setup setup;
  private final Map<Integer, SimMessage> messages = new HashMap<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (a, b) -> a.at == b.at ? Long.compare(a.order, b.order) : Long.compare(a.at, b.at));

  /** What lanes were given to do in any case, and have not done. */
  private final Map<Runnable, SimCarrier> given = new LinkedHashMap<>();

  private final Map<String, Integer> orphansOf = new TreeMap<>();
  private long order;
  private int submitted;
  private int unended;
  private int lives;

  /** The lane of the one session of the account whose order is looked at. */
  private int calmLane;

  private Relay relay;
  private Path directory;

  RelaySimulation(long seed, int count, int restarts, Path home) throws IOException {
    this.random = new Random(seed);
    this.count = count;
    this.restarts = restarts;
    this.home = home;
    this.setup =
        new Relay.Setup(
            clock,
            routes(home),
            new DeliverSettings(
                500,
                Duration.ofSeconds(8),
                MessageState.EXPIRED,
                new RetryPlans(
                    new RetryPlan.Doubling(
                        Duration.ofMillis(100), Duration.ofSeconds(1), GENERAL_ATTEMPTS),
                    new RetryPlan.Listed(
                        List.of(Duration.ofMillis(300), Duration.ofMillis(600)), true),
                    0.05,
                    -1),
                Duration.ofMillis(500)),
            new CorrelateSettings(
                Duration.ofMillis(500), 1000, 300, 1 << 20, Duration.ofDays(7), 100_000),
            carrier ->
                carrier.equals("slow")
                    ? new QueueSettings(Rate.of(800), true, 500)
                    : new QueueSettings(Rate.UNLIMITED, false, 500),
            account ->
                account.equals("paced")
                    ? new Outbound(
                        600,
                        0,
                        40,
                        0,
                        Outbound.Count.MESSAGE,
                        Duration.ofHours(1),
                        Outbound.WhenFull.QUEUE_FULL,
                        true)
                    : Outbound.UNLIMITED,
            life -> carriers.stream().map(carrier -> carrier.port(life)).toList(),
            seed);
    this.directory = home.resolve("life0");
    this.relay = live();
  }

  private static RouteTable routes(Path home) throws IOException {
    Path file = home.resolve("routes.conf");
    Files.write(
        file,
        List.of(
            "groups { movable { choose = failover, carriers = [away, wild] } }",
            "rules = [",
            "  { name = calm, when { account = calm }, to = calm }",
            "  { name = paced, when { account = paced }, to = slow }",
            "  { name = moved, when { account = moved }, to = movable }",
            "  { name = rest, to = wild }",
            "]"));
    try {
      Section root =
          ConfigSource.shipped(home)
              .with("routes.file", file.toString())
              .with("routes.networks", home.resolve("networks.conf").toString())
              .load();
      return RouteSettings.from(root.section("routes"), Set.of("calm", "wild", "slow", "away"))
          .table();
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  private Relay live() throws IOException {
    lives++;
    calmLane = random.nextInt(Relay.LANES);
    Relay made = new Relay(directory, setup);
    for (String account : new HashSet<>(ACCOUNTS)) {
      made.store.requestMail(account, MAIL_CREDIT);
    }
    return made;
  }

  // ---- the run --------------------------------------------------------------------------------

  /** Everything from the first submission until all is quiet, and then the last look. */
  void run() throws IOException {
    long nextBurst = clock.nanos();
    int each = count / (restarts + 1);
    int nextRestart = each / 2 + random.nextInt(each);
    long end = Long.MAX_VALUE;
    long quietSince = -1;
    while (quietSince < 0 || clock.nanos() - quietSince < QUIET) {
      if (submitted < count && clock.nanos() >= nextBurst) {
        burst();
        nextBurst += BURST_EACH;
      }
      if (lives <= restarts && submitted >= nextRestart) {
        nextRestart = submitted + each / 2 + random.nextInt(each);
        if (random.nextInt(3) == 0) {
          // Not a crash for the store, but nobody waits for anything that is under way.
          restart(directory);
        } else {
          relay.crashAfter(1 + random.nextInt(30), home.resolve("life" + lives));
        }
      }
      step();
      if (relay.crashed()) {
        restart(home.resolve("life" + lives));
      }
      if (submitted == count && end == Long.MAX_VALUE) {
        end = clock.nanos() + PATIENCE;
      }
      if (!quiet()) {
        quietSince = -1;
      } else if (quietSince < 0) {
        quietSince = clock.nanos();
      }
      if (clock.nanos() > end) {
        break;
      }
    }
    lastLook();
  }

  /** Messages that nobody was told of have their ends too; the anchor of each life stays. */
  private boolean quiet() {
    return submitted == count
        && unended == 0
        && carriers.stream().allMatch(SimCarrier::isAnswered)
        && relay.store.stats().pending() == relay.orphans() + lives;
  }

  private void step() {
    int idle = 0;
    while (idle < 2 && !relay.crashed()) {
      fire();
      boolean busy = relay.runLanes(random) > 0;
      busy |= takeMail();
      if (busy) {
        idle = 0;
      } else {
        relay.meetStore();
        idle++;
      }
    }
    Event next = events.peek();
    if (submitted < count) {
      relay.pass(1, BURST_EACH);
    } else {
      // At the end there is little left but what waits for minutes.
      long most = unended > 50 ? LONGEST_STEP : LAST_STEP;
      long toNext = next == null ? most : Math.min(most, next.at - clock.nanos());
      relay.pass(LEAST_STEP, Math.max(LEAST_STEP, toNext));
    }
  }

  private void fire() {
    while (!events.isEmpty() && events.peek().at <= clock.nanos()) {
      events.remove().what.run();
    }
  }

  private void restart(Path next) throws IOException {
    relay.close();
    Map<Runnable, SimCarrier> undone = new LinkedHashMap<>(given);
    given.clear();
    undone.forEach((what, carrier) -> ever(MILLI, carrier, what));
    carriers.forEach(SimCarrier::detach);
    long lately = clock.nanos() - TimeUnit.SECONDS.toNanos(1);
    carriers.forEach(carrier -> carrier.forgotten(lately));
    for (SimMessage message : messages.values()) {
      if (!message.ended()) {
        message.disturbed = true;
        if (message.id == null) {
          unended--;
        }
      }
    }
    messages.values().removeIf(message -> message.id == null && !message.ended());
    directory = next;
    relay = live();
  }

  // ---- accounts -------------------------------------------------------------------------------

  private void burst() {
    for (int n = random.nextInt(MOST_IN_BURST); n > 0 && submitted < count; n--) {
      submit();
    }
  }

  private void submit() {
    int number = submitted++;
    String account = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
    String destination = "49151" + random.nextInt(50);
    SimMessage message = new SimMessage(number, account, destination, clock.nanos());
    String text = SimMessage.name(number);
    boolean parts = account.equals("long") && random.nextInt(3) == 0;
    for (int i = 0; i < (parts ? 3 : 1); i++) {
      message.units.add(new SimUnit(message));
    }
    messages.put(number, message);
    unended++;
    Relay now = relay;
    now.submit(
        account,
        Relay.message(
            "4930" + random.nextInt(20), destination, parts ? text + "x".repeat(80) : text),
        account.equals("calm") ? calmLane : random.nextInt(Relay.LANES),
        10_000 + random.nextInt(10_000),
        id -> {
          if (!now.crashed()) {
            message.id = id;
          }
        });
  }

  private boolean takeMail() {
    boolean any = false;
    Mail mail;
    while (!relay.crashed() && (mail = relay.mails.poll()) != null) {
      any = true;
      if (random.nextInt(100) == 0) {
        relay.store.mailReleased(mail.key());
      } else {
        receipt(mail);
        relay.store.mailDone(mail.key(), MailOutcome.DELIVERED);
      }
      relay.store.requestMail(mail.account(), 1);
    }
    return any;
  }

  private void receipt(Mail mail) {
    Receipt receipt;
    try {
      DeliverSm pdu = (DeliverSm) PduCodec.decodeBody(CommandId.DELIVER_SM, mail.body());
      receipt = ReceiptText.parse(pdu.shortMessage()).orElseThrow();
    } catch (BadBody e) {
      throw new AssertionError(e);
    }
    String text = Objects.requireNonNull(receipt.text());
    SimMessage message = messages.get(Integer.parseInt(text.substring(1, text.indexOf('.'))));
    if (message == null) {
      // It was never acknowledged, and became durable all the same just before the end.
      return;
    }
    check(message.id == null || message.id.equals(receipt.id()), "another id: " + message);
    if (message.ended()) {
      check(mail.possibleDuplicate() || message.disturbed, "two receipts: " + message);
      check(message.stat.equals(receipt.stat()), "two ends, " + receipt.stat() + ": " + message);
      message.repeatedReceipts++;
    } else {
      unended--;
      message.stat = receipt.stat();
      message.receipts++;
      checkEnd(message);
    }
  }

  private void checkEnd(SimMessage message) {
    if (message.stat.equals("DELIVRD")) {
      check(message.units.stream().allMatch(unit -> unit.delivered), "not delivered: " + message);
    } else if (!message.stat.equals("EXPIRED")) {
      boolean reason =
          message.units.stream()
              .anyMatch(
                  unit ->
                      unit.failed || unit.again > 0 || unit.failures > 0 || unit.message.disturbed);
      check(reason || message.account.equals("moved"), "failed without reason: " + message);
    }
  }

  // ---- the world of the carriers --------------------------------------------------------------

  @Override
  public SimUnit unit(String text) {
    int dot = text.indexOf('.');
    int number = Integer.parseInt(text.substring(1, dot));
    SimMessage message = messages.get(number);
    if (message == null) {
      return new SimUnit(new SimMessage(-1, "", "", 0));
    }
    return message.units.get(dot + 1 == text.length() ? 0 : text.charAt(dot + 1) - '0');
  }

  @Override
  public void after(long nanos, SimCarrier carrier, Relay life, Runnable what) {
    events.add(
        new Event(
            clock.nanos() + nanos,
            order++,
            () -> {
              if (relay == life && !life.crashed()) {
                onLane(carrier, what);
              }
            }));
  }

  @Override
  public void ever(long nanos, SimCarrier carrier, Runnable what) {
    events.add(
        new Event(
            clock.nanos() + nanos,
            order++,
            () -> {
              given.put(what, carrier);
              onLane(
                  carrier,
                  () -> {
                    given.remove(what);
                    what.run();
                  });
            }));
  }

  /** At once, as a task of that lane. */
  private void onLane(SimCarrier carrier, Runnable what) {
    relay.onLane(carrier.laneIndex(), what);
  }

  @Override
  public void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  @Override
  public long now() {
    return clock.nanos();
  }

  @Override
  public Random random() {
    return random;
  }

  // ---- the end --------------------------------------------------------------------------------

  private void lastLook() {
    List<SimMessage> lost =
        messages.values().stream().filter(message -> !message.ended()).limit(10).toList();
    check(lost.isEmpty(), "lost, of " + unended + ": " + lost + " " + state());
    check(
        carriers.stream().allMatch(SimCarrier::isAnswered),
        "receipts were never answered" + unanswered());
    for (SimMessage message : messages.values()) {
      for (SimUnit unit : message.units) {
        check(
            unit.failures + unit.again <= GENERAL_ATTEMPTS + unit.takes || message.disturbed,
            "tried too often: " + message);
      }
    }
    for (QueueStatus queue : queues()) {
      check(queue.parked() == 0 && queue.inMemory() == 0, "left in a queue: " + queue);
    }
    for (String account : ACCOUNTS) {
      long waiting = relay.queues.waiting().of(account);
      check(waiting == 0, waiting + " of " + account + " are counted as waiting");
    }
    int orphans = 0;
    for (SimCarrier carrier : carriers) {
      for (String line : await(relay.inbox.orphans().list(carrier.name, 10_000))) {
        Matcher id = ORPHAN.matcher(line);
        if (id.find()) {
          orphans++;
          orphansOf.merge(carrier.name + " " + id.group(1), 1, Integer::sum);
          check(
              carrier.strange.contains(id.group(2)) || moreThanOnce(carrier, id.group(2)),
              "an orphan: " + line + carrier.takenAs.get(id.group(2)));
        }
      }
    }
    StoreStats stats = relay.store.stats();
    check(
        stats.pending() == orphans + lives, stats.pending() + " pending, " + orphans + " orphans");
    check(stats.inFlight() == 0 && stats.parked() == 0, "under way: " + stats);
  }

  private static boolean moreThanOnce(SimCarrier carrier, String id) {
    SimUnit unit = carrier.takenAs.get(id);
    return unit != null && (unit.takes > 1 || unit.message.stat.equals("EXPIRED"));
  }

  private String unanswered() {
    return carriers.stream()
        .filter(carrier -> !carrier.isAnswered())
        .map(carrier -> "\n" + carrier.unanswered())
        .collect(Collectors.joining());
  }

  private String state() {
    return queues() + " " + relay.store.stats();
  }

  private List<QueueStatus> queues() {
    return await(relay.queues.status());
  }

  private <T> T await(java.util.concurrent.CompletableFuture<T> answer) {
    while (!answer.isDone()) {
      relay.settle(random);
    }
    return answer.join();
  }

  @Override
  public void close() {
    relay.close();
  }

  @Override
  public String toString() {
    return lives
        + " lives, "
        + messages.size()
        + " messages, "
        + TimeUnit.NANOSECONDS.toSeconds(clock.nanos())
        + " s, orphans "
        + orphansOf;
  }
}

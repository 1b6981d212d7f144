package org.messagecenter.server.relay;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.deliver.Outcome;
import org.messagecenter.server.dialect.CarrierDialect;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.store.queue.CarrierId;

/**
 * A carrier as bad as its temper says. It outlives the lives of the message center: what it took it
 * has, and its receipts come again until they are answered.
 */
final class SimCarrier {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int LONGEST_TEXT = 60;
  private static final int FATAL_STATUS = 0x0F;
  private static final CarrierDialect DIALECT = new SimDialect();

  /**
   * What it does, each in thousandths of the messages.
   *
   * @param window messages that it takes without having answered
   * @param latency the longest time to an answer, milliseconds
   * @param lost answers that never come
   * @param poison messages that it always ends the bind at
   * @param never messages without a final receipt
   * @param againReceipts receipts that ask for another attempt
   * @param odd receipts that come early, twice or with intermediate ones before them
   * @param unbind how often a second it goes away, in thousandths
   */
  record Temper(
      int window,
      int latency,
      int throttle,
      int temporary,
      int billing,
      int permanent,
      int lost,
      int poison,
      int never,
      int againReceipts,
      int odd,
      int unbind) {
    static final Temper CALM = new Temper(20, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    static final Temper SLOW = new Temper(30, 40, 0, 0, 0, 0, 0, 0, 0, 0, 100, 0);
    static final Temper WILD = new Temper(60, 25, 15, 30, 20, 20, 10, 0, 3, 20, 200, 0);
    static final Temper AWAY = new Temper(40, 20, 5, 10, 0, 5, 5, 1, 0, 10, 100, 300);

    /** Never a failure: order is kept. */
    boolean isCalm() {
      return throttle + temporary + billing + permanent + lost + poison + odd + unbind == 0;
    }
  }

  /** The rest of the world. */
  interface World {
    SimUnit unit(String text);

    /** Does something in a while, on this carrier's lane, if that life lasts so long. */
    void after(long nanos, SimCarrier carrier, Relay life, Runnable what);

    /** Does it in whatever life there is then, or in a later one. */
    void ever(long nanos, SimCarrier carrier, Runnable what);

    void check(boolean holds, String what);

    Random random();

    /** Virtual nanoseconds. */
    long now();
  }

  private static final class ReceiptOut {
    final String id;
    final String stat;
    final String err;
    int repeats;

    /** How often the message center was given it, and when at last. */
    int deliveries;

    long deliveredAt;

    ReceiptOut(String id, String stat, String err, int repeats) {
      this.id = id;
      this.stat = stat;
      this.err = err;
      this.repeats = repeats;
    }

    @Override
    public String toString() {
      return id + " " + stat + " err " + err + ", delivered " + deliveries + " times";
    }
  }

  private record Flight(Attempt attempt, SimUnit unit, int fate, String id) {}

  /** The real carrier blames a message for the third of its binds that end at it. */
  private static final int FORGIVEN = 3;

  /** So many for each attempt of the plan. */
  private static final int MOST_POISONED = 15;

  private static final int TAKE = 0;
  private static final int THROTTLE = 1;
  private static final int TEMPORARY = 2;
  private static final int BILLING = 3;
  private static final int PERMANENT = 4;
  private static final int LOSE = 5;
  private static final int FATAL = 6;

  final String name;
  private final int laneIndex;
  private final Temper temper;
  private final World world;
  private final Set<Flight> flights = new LinkedHashSet<>();
  private final Map<Integer, ReceiptOut> unanswered = new HashMap<>();
  private final List<ReceiptOut> waiting = new ArrayList<>();

  /** Ids whose receipts may belong to no message that our side knows. */
  final Set<String> strange = new HashSet<>();

  final Map<String, SimUnit> takenAs = new HashMap<>();
  private final Map<String, Long> takenAt = new HashMap<>();
  private final Map<String, Integer> lastOfLine = new HashMap<>();
  private @Nullable Relay life;
  private @Nullable Runnable listener;
  private boolean bound;
  private int ids;
  private int sequence;

  /** Receipts that are not answered yet, wherever they are. */
  private final Set<ReceiptOut> owed = new LinkedHashSet<>();

  SimCarrier(String name, int laneIndex, Temper temper, World world) {
    this.name = name;
    this.laneIndex = laneIndex;
    this.temper = temper;
    this.world = world;
  }

  int laneIndex() {
    return laneIndex;
  }

  /** Whether all its receipts were answered. */
  boolean isAnswered() {
    return owed.isEmpty();
  }

  /** What is known of the receipts that are not answered. */
  String unanswered() {
    StringBuilder all = new StringBuilder(name + (bound ? " is bound" : " is not bound"));
    for (ReceiptOut receipt : owed) {
      all.append("\n  ").append(receipt);
      if (unanswered.containsValue(receipt)) {
        all.append(", waits for an answer since ")
            .append((world.now() - receipt.deliveredAt) / MILLI)
            .append(" ms");
      } else {
        all.append(waiting.contains(receipt) ? ", waits for a bind" : ", is to come");
      }
      Long at = takenAt.get(receipt.id);
      if (at != null) {
        all.append(", taken ").append((world.now() - at) / MILLI).append(" ms ago");
      }
      SimUnit unit = takenAs.get(receipt.id);
      if (unit != null) {
        all.append(": ").append(unit.message);
      }
    }
    return all.toString();
  }

  // ---- binds ----------------------------------------------------------------------------------

  /** A new life of the message center. */
  CarrierPort port(Relay relay) {
    life = relay;
    listener = null;
    world.after(20 * MILLI, this, relay, this::bind);
    return new Port(relay.lanes.all().get(laneIndex));
  }

  private void bind() {
    bound = true;
    for (ReceiptOut receipt : waiting) {
      later(receipt, world.random().nextInt(200));
    }
    waiting.clear();
    room();
    Relay now = life;
    if (temper.unbind > 0 && now != null) {
      world.after(1000 * MILLI, this, now, this::maybeUnbind);
    }
  }

  private void maybeUnbind() {
    Relay now = life;
    if (bound && now != null) {
      if (world.random().nextInt(1000) < temper.unbind) {
        unbind(200 + world.random().nextInt(4000));
      } else {
        world.after(1000 * MILLI, this, now, this::maybeUnbind);
      }
    }
  }

  private void unbind(int millis) {
    bound = false;
    cut();
    for (Flight flight : List.copyOf(flights)) {
      flights.remove(flight);
      flight.unit.failures++;
      loseAnswer(flight);
      flight.attempt.complete(new Outcome.Unknown(0x4));
    }
    Relay now = life;
    if (now != null) {
      world.after(millis * MILLI, this, now, this::bind);
    }
  }

  private void cut() {
    waiting.addAll(unanswered.values());
    unanswered.clear();
  }

  /** The process of the message center ended. */
  void detach() {
    bound = false;
    life = null;
    listener = null;
    cut();
    flights.forEach(this::loseAnswer);
    flights.clear();
  }

  /** Whatever the message center hears, the carrier may have it. */
  private void loseAnswer(Flight flight) {
    if (flight.fate == TAKE || (flight.fate == LOSE && world.random().nextBoolean())) {
      flight.unit.excused++;
      strange.add(flight.id);
    }
  }

  // ---- messages -------------------------------------------------------------------------------

  private final class Port implements CarrierPort {
    private final Lane lane;

    Port(Lane lane) {
      this.lane = lane;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Lane lane() {
      return lane;
    }

    @Override
    public CarrierDialect dialect() {
      return DIALECT;
    }

    @Override
    public boolean bound() {
      return bound;
    }

    @Override
    public int room() {
      return bound ? temper.window - flights.size() : 0;
    }

    @Override
    public void whenRoom(Runnable told) {
      listener = told;
    }

    @Override
    public void send(Attempt attempt) {
      world.check(room() > 0, "sent without room");
      SimCarrier.this.send(attempt);
    }
  }

  private void send(Attempt attempt) {
    Relay now = life;
    if (now == null || now.crashed()) {
      return;
    }
    String text =
        new String(attempt.message().shortMessage().toByteArray(), StandardCharsets.US_ASCII);
    if (text.length() > LONGEST_TEXT) {
      world.check(!attempt.isPart(), "a part that is too long");
      attempt.complete(new Outcome.TooLong(parts(attempt.message(), text)));
      return;
    }
    SimUnit unit = world.unit(text);
    int fate = fate(unit);
    if (fate != THROTTLE && fate != FATAL) {
      inOrder(unit);
      unit.sends++;
    }
    String id = name + "-" + ++ids;
    Flight flight = new Flight(attempt, unit, fate, id);
    attempt.sentOver(name + "/1");
    flights.add(flight);
    long latency = (1 + world.random().nextInt(temper.latency)) * MILLI;
    if (fate == TAKE || (fate == LOSE && world.random().nextBoolean())) {
      take(unit, id, latency);
      if (fate == LOSE) {
        unit.excused++;
        strange.add(id);
      }
    }
    world.after(latency, this, now, () -> answer(flight));
  }

  /** First attempts come in the order in which the messages were accepted, in all lives. */
  private void inOrder(SimUnit unit) {
    if (temper.isCalm() && unit.sends == 0 && unit.message.number >= 0) {
      String line = unit.message.account + " " + unit.message.destination;
      Integer last = lastOfLine.put(line, unit.message.number);
      world.check(
          last == null || last < unit.message.number,
          "m" + unit.message.number + " came after m" + last + " of " + line);
    }
  }

  private static List<SubmitSm> parts(SubmitSm whole, String text) {
    String begin = text.substring(0, text.indexOf('.') + 1);
    List<SubmitSm> parts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      parts.add(
          Relay.message(whole.sourceAddr().digits(), whole.destinationAddr().digits(), begin + i));
    }
    return parts;
  }

  private int fate(SimUnit unit) {
    // None that the model does not know: it would end bind after bind until it expires.
    if (unit.message.number >= 0 && unit.message.number % 1000 < temper.poison) {
      return FATAL;
    }
    int dice = world.random().nextInt(1000);
    int[] shares = {
      temper.throttle, temper.temporary, temper.billing, temper.permanent, temper.lost
    };
    for (int i = 0; i < shares.length; i++) {
      dice -= shares[i];
      if (dice < 0) {
        return i + 1;
      }
    }
    return TAKE;
  }

  private void answer(Flight flight) {
    boolean full = temper.window == flights.size();
    if (!flights.remove(flight)) {
      return;
    }
    Attempt attempt = flight.attempt;
    SimUnit unit = flight.unit;
    switch (flight.fate) {
      case TAKE -> attempt.complete(new Outcome.Taken(new CarrierId(name, flight.id)));
      case THROTTLE -> {
        attempt.answered(0x58);
        attempt.complete(new Outcome.Throttled(world.random().nextBoolean() ? 20 : -1));
      }
      case TEMPORARY -> {
        unit.failures++;
        attempt.complete(new Outcome.Temporary(0x2, -1));
      }
      case BILLING -> attempt.complete(new Outcome.Billing(0x3));
      case PERMANENT -> {
        unit.failed = true;
        attempt.complete(new Outcome.Final(MessageState.UNDELIVERABLE, 0x4A1));
      }
      case FATAL -> {
        unit.poisoned++;
        world.check(
            unit.poisoned <= MOST_POISONED || unit.message.disturbed,
            "ends bind after bind: " + unit.message);
        attempt.answered(FATAL_STATUS);
        attempt.complete(
            unit.poisoned % FORGIVEN == 0 ? new Outcome.Temporary(0x2, -1) : new Outcome.NotSent());
        unbind(50 + world.random().nextInt(200));
        return;
      }
      default -> {
        unit.failures++;
        attempt.complete(new Outcome.Unknown(0x5));
      }
    }
    if (full) {
      room();
    }
  }

  private void room() {
    Runnable told = listener;
    if (told != null && bound) {
      told.run();
    }
  }

  // ---- receipts -------------------------------------------------------------------------------

  private void take(SimUnit unit, String id, long latency) {
    unit.takes++;
    takenAs.put(id, unit);
    takenAt.put(id, world.now());
    world.check(
        unit.takes <= 1 + unit.again + unit.excused + unit.failures || unit.message.disturbed,
        "taken once too often: " + unit.message);
    int dice = world.random().nextInt(1000);
    boolean odd = world.random().nextInt(1000) < temper.odd;
    if (dice < temper.never) {
      unit.silent = true;
      return;
    }
    boolean again = dice < temper.never + temper.againReceipts;
    boolean fails = again || (world.random().nextInt(50) == 0 && !temper.isCalm());
    String err = again ? (dice % 2 == 0 ? SimDialect.AGAIN : SimDialect.BILLING) : "000";
    ReceiptOut end =
        new ReceiptOut(
            id, fails ? "UNDELIV" : "DELIVRD", err, odd && dice % 3 == 0 ? 1 + dice % 2 : 0);
    if (again) {
      unit.again++;
    } else if (fails) {
      unit.failed = true;
    } else {
      unit.delivered = true;
    }
    if (odd && dice % 5 == 0) {
      owe(new ReceiptOut(id, "ENROUTE", "000", 0), (int) (latency / MILLI));
    }
    boolean early = odd && dice % 2 == 0;
    int after = early ? 0 : (int) (latency / MILLI) + world.random().nextInt(500);
    owe(end, after);
    if (odd && dice % 41 == 0) {
      String unknown = name + "-x" + ++ids;
      strange.add(unknown);
      owe(new ReceiptOut(unknown, "DELIVRD", "000", 0), after);
    }
  }

  private void owe(ReceiptOut receipt, int millis) {
    owed.add(receipt);
    later(receipt, millis);
  }

  private void later(ReceiptOut receipt, int millis) {
    world.ever(millis * MILLI, this, () -> deliver(receipt));
  }

  private void deliver(ReceiptOut receipt) {
    Relay now = life;
    if (now == null || !bound || now.crashed()) {
      waiting.add(receipt);
      return;
    }
    int number = ++sequence;
    receipt.deliveries++;
    receipt.deliveredAt = world.now();
    unanswered.put(number, receipt);
    String text =
        "id:"
            + receipt.id
            + " sub:001 dlvrd:001 submit date:2611210305 done date:2611210306 stat:"
            + receipt.stat
            + " err:"
            + receipt.err
            + " text:";
    DeliverSm pdu =
        new DeliverSm(
            "",
            new Address(1, 1, "4917"),
            new Address(1, 1, "4930"),
            0x04,
            0,
            0,
            "",
            "",
            0,
            0,
            0,
            0,
            Octets.of(text.getBytes(StandardCharsets.US_ASCII)),
            Tlvs.EMPTY);
    Lane lane = now.lanes.all().get(laneIndex);
    CarrierPort port = new Port(lane);
    now.inbox.arrived(
        port,
        name + "/1",
        new Bind(lane, now),
        new Packet(pdu, 0, number, Octets.of(Relay.body(pdu))));
  }

  private void answered(int number, CommandStatus status) {
    ReceiptOut receipt = unanswered.remove(number);
    if (receipt == null) {
      return;
    }
    if (status != CommandStatus.ESME_ROK) {
      later(receipt, 200);
    } else if (receipt.repeats-- > 0) {
      later(receipt, world.random().nextInt(1000));
    } else {
      owed.remove(receipt);
    }
  }

  /**
   * What our side may have forgotten at the end of a process: whom it took lately, and what it was
   * told before.
   */
  void forgotten(long since) {
    takenAt.forEach(
        (id, at) -> {
          SimUnit unit = takenAs.get(id);
          if (at >= since || (unit != null && unit.again > 0)) {
            strange.add(id);
          }
          if (at >= since && unit != null) {
            unit.excused++;
          }
        });
  }

  private final class Bind implements RequestPort {
    private final Lane lane;
    private final Relay relay;

    Bind(Lane lane, Relay relay) {
      this.lane = lane;
      this.relay = relay;
    }

    @Override
    public Lane lane() {
      return lane;
    }

    @Override
    public int interfaceVersion() {
      return 0x34;
    }

    @Override
    public boolean congested() {
      return false;
    }

    @Override
    public void respond(Packet request, Pdu response, CommandStatus status) {
      if (!relay.crashed()) {
        answered(request.sequence(), status);
      }
    }

    @Override
    public boolean request(CommandId command, byte[] body, Object context) {
      throw new UnsupportedOperationException("only answers are expected");
    }

    @Override
    public void unbind() {}

    @Override
    public void cut(CloseReason reason) {}
  }
}

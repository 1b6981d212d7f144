package org.messagecenter.testkit;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;

/**
 * A carrier that does what no library would: on raw sockets, each connection by its own {@link
 * CarrierScript}.
 *
 * <pre>{@code
 * try (ScriptedCarrier carrier =
 *     ScriptedCarrier.listen(
 *         CarrierScript.start().acceptBind().take(1).drop(), // the first connection
 *         CarrierScript.start().acceptBind().answer(1))) {   // the second and all others
 *   …
 *   carrier.awaitPlayed(2, Duration.ofSeconds(10));
 *   assertThat(carrier.taken()).hasSize(2);
 * }
 * }</pre>
 */
public final class ScriptedCarrier implements AutoCloseable {

  private final Inbox<CarrierBind> binds = new Inbox<>("bind");
  private final Inbox<CarrierSubmit> submitted = new Inbox<>("submit_sm");
  private final Listed<CarrierSubmit> taken = new Listed<>();
  private final Listed<Seen> seen = new Listed<>();
  private final Listed<String> failures = new Listed<>();
  private final Set<Integer> played = ConcurrentHashMap.newKeySet();
  private final Set<String> gates = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicLong numbers = new AtomicLong();
  private final CarrierListener listener;

  private volatile Plan plan;
  private volatile CarrierIds ids = CarrierIds.hex();
  private volatile boolean down;

  /** How often it was killed. */
  private final AtomicInteger lives = new AtomicInteger();

  /**
   * A PDU that came.
   *
   * @param connection over which connection, counted from 1
   */
  public record Seen(int connection, RawPdu pdu) {}

  /** Scripts for the connections behind the first so many. */
  private record Plan(int before, List<CarrierScript> scripts) {
    CarrierScript of(int connection) {
      if (scripts.isEmpty()) {
        return CarrierScript.start();
      }
      int place = Math.max(1, Math.min(connection - before, scripts.size()));
      return scripts.get(place - 1);
    }
  }

  private ScriptedCarrier(CarrierListener.Safety safety, CarrierScript... scripts)
      throws IOException {
    plan = new Plan(0, List.of(scripts));
    listener = new CarrierListener(safety, this::serve);
  }

  /**
   * Listens on a free port for plain TCP.
   *
   * @param scripts for the first connection, the second …; the last one is for all others too.
   *     Without one the carrier is a good one.
   */
  public static ScriptedCarrier listen(CarrierScript... scripts) throws IOException {
    return new ScriptedCarrier(CarrierListener.Safety.NONE, scripts);
  }

  /** The same over TLS, showing the context's certificate. */
  public static ScriptedCarrier listenTls(SSLContext context, CarrierScript... scripts)
      throws IOException {
    return new ScriptedCarrier(new CarrierListener.Safety(context, false), scripts);
  }

  /** The port it listens on, on the loopback address; the same after {@link #revive()}. */
  public int port() {
    return listener.port();
  }

  /** Has other scripts for the connections that come from now on. */
  public ScriptedCarrier play(CarrierScript... scripts) {
    plan = new Plan(connections.get(), List.of(scripts));
    return this;
  }

  /** Writes the message_ids from now on in this form; plain hexadecimal unless set. */
  public ScriptedCarrier numbering(CarrierIds form) {
    ids = form;
    return this;
  }

  /** Opens a gate that scripts wait at. It stays open. */
  public void open(String gate) {
    gates.add(gate);
  }

  boolean isOpen(String gate) {
    return gates.contains(gate);
  }

  /** How many connections came so far. */
  public int connections() {
    return connections.get();
  }

  /** The binds that came, whatever their answer, each until it is taken out. */
  public Inbox<CarrierBind> binds() {
    return binds;
  }

  /** The submit_sm that came, whatever their answer, each until it is taken out. */
  public Inbox<CarrierSubmit> submitted() {
    return submitted;
  }

  /** Every submit_sm since the start, whatever its answer, in the order they came. */
  public List<CarrierSubmit> taken() {
    return taken.all();
  }

  /** Every PDU since the start, in the order they came. */
  public List<Seen> seen() {
    return seen.all();
  }

  /** Every PDU with this command_id since the start, in the order they came. */
  public List<RawPdu> seen(int commandId) {
    return seen.all().stream().map(Seen::pdu).filter(pdu -> pdu.commandId() == commandId).toList();
  }

  /** What went wrong in scripts: the connection, the step and the reason. */
  public List<String> failures() {
    return failures.all();
  }

  /**
   * Waits until so many connections have played their scripts to the end.
   *
   * @throws AssertionError when a step of any script has failed, or it takes longer than the limit
   */
  public void awaitPlayed(int count, Duration limit) {
    Await.until(
        count + " scripts to be played",
        limit,
        () -> played.size() >= count || !failures.all().isEmpty());
    if (!failures.all().isEmpty()) {
      throw new AssertionError(String.join("\n", failures.all()));
    }
  }

  /** Dies: every connection is reset, new ones are refused. Unfinished scripts do not fail. */
  public void kill() {
    down = true;
    lives.incrementAndGet();
    listener.down();
  }

  /**
   * Listens again on the same port.
   *
   * @throws IOException when another has taken the port
   */
  public void revive() throws IOException {
    down = false;
    listener.up();
  }

  @Override
  public void close() {
    down = true;
    listener.close();
  }

  private void serve(Socket socket) {
    int life = lives.get();
    int number = connections.incrementAndGet();
    CarrierScript script = plan.of(number);
    ScriptedConnection connection = new ScriptedConnection(this, number, socket);
    try {
      connection.play(script, () -> played.add(number));
    } catch (IOException e) {
      // Who was killed may notice only after the revival.
      if (!down && life == lives.get()) {
        failures.add("connection %d, %s: %s".formatted(number, connection.step(), e.getMessage()));
      }
    } finally {
      listener.ended(socket);
    }
  }

  void saw(int connection, RawPdu pdu) {
    seen.add(new Seen(connection, pdu));
  }

  void saw(CarrierBind bind) {
    binds.add(bind);
  }

  CarrierSubmit submitted(RawPdu pdu, CarrierBind bind) {
    long number = numbers.incrementAndGet();
    CarrierSubmit submit =
        new CarrierSubmit(
            ids.response().apply(number),
            ids.receipt().apply(number),
            ReceivedMessage.of(pdu, bind.name()),
            bind);
    taken.add(submit);
    submitted.add(submit);
    return submit;
  }
}

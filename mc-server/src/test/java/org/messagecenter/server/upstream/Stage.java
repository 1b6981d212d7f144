package org.messagecenter.server.upstream;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.pdu.BindResp;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.KeptOutcomes;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.listen.EsmeSocket;
import org.messagecenter.server.listen.SessionHandler;
import org.messagecenter.server.log.RateLimitedLog;

/** A carrier on a clock that only the test moves, with connections that the test plays. */
final class Stage implements AutoCloseable {
  static final long WALL = 1_767_225_600_000L;
  static final long EXPIRES = WALL + Duration.ofHours(2).toMillis();

  private static final long RANDOM = 20_260_101;

  private final EmbeddedChannel clock = new EmbeddedChannel();
  private long now = 1;
  private final Lane lane = new Lanes(clock.eventLoop(), 1, () -> now).all().get(0);
  private final CarrierSettings settings;
  private int connections;

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final KeptOutcomes attempts = new KeptOutcomes(lane);
  final List<Dial> dials = new ArrayList<>();
  final List<EsmeSocket> sockets = new ArrayList<>();
  final List<String> arrived = new ArrayList<>();
  final Carrier carrier;
  CarrierSink sink =
      (from, bind, port, request) ->
          arrived.add(from.name() + " " + bind + " " + request.pdu().commandId().wireName());

  /** A wish for a connection. */
  final class Dial {
    final CarrierHost host;
    final int turn;
    private final SessionHandler handler;
    private final Consumer<@Nullable Throwable> ended;

    private Dial(
        CarrierHost host, int turn, SessionHandler handler, Consumer<@Nullable Throwable> ended) {
      this.host = host;
      this.turn = turn;
      this.handler = handler;
      this.ended = ended;
    }

    /** There is one. */
    EsmeSocket connects() {
      EsmeSocket socket =
          EsmeSocket.open(
              ++connections,
              lane,
              settings.session(),
              settings.login().version(),
              handler,
              () -> now);
      sockets.add(socket);
      socket.closeFuture().addListener(gone -> ended.accept(null));
      run();
      return socket;
    }

    /** There is none. */
    void fails(Throwable cause) {
      ended.accept(cause);
    }

    /** There is one, and the bind is taken by a message center of that version; 0 tells none. */
    EsmeSocket binds(int version) {
      EsmeSocket socket = connects();
      Packet bind = socket.written().get(0);
      Tlvs tlvs =
          version == 0
              ? Tlvs.EMPTY
              : Tlvs.builder().put(TlvTag.SC_INTERFACE_VERSION, version).build();
      answer(socket, bind, BindResp.to((Bind) bind.pdu(), "mc", tlvs), 0);
      return socket;
    }

    EsmeSocket binds() {
      return binds(0x34);
    }
  }

  Stage(CarrierSettings settings) {
    this.settings = settings;
    clock.freezeTime();
    carrier =
        new Carrier(
            settings,
            lane,
            (host, turn, handler, ended) -> dials.add(new Dial(host, turn, handler, ended)),
            (from, bind, port, request) -> sink.arrived(from, bind, port, request),
            registry,
            new RateLimitedLog(1000, () -> now),
            () -> now,
            () -> WALL + TimeUnit.NANOSECONDS.toMillis(now),
            new SplittableRandom(RANDOM));
    carrier.start();
  }

  /** Takes the only wish for a connection. */
  Dial dial() {
    if (dials.size() != 1) {
      throw new AssertionError(dials.size() + " dials");
    }
    return dials.remove(0);
  }

  /** Nothing but what is due now. */
  void run() {
    clock.runPendingTasks();
    sockets.forEach(EmbeddedChannel::runPendingTasks);
    clock.runPendingTasks();
  }

  void pass(Duration time) {
    now += time.toNanos();
    clock.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    clock.runScheduledPendingTasks();
    run();
  }

  void answer(EsmeSocket socket, Packet request, Pdu response, int status) {
    socket.receives(EsmeSocket.wire(response, status, request.sequence()));
    run();
  }

  void answer(EsmeSocket socket, Packet submit, String id) {
    answer(socket, submit, new SubmitSmResp(id, Tlvs.EMPTY), 0);
  }

  void refuse(EsmeSocket socket, Packet submit, int status) {
    answer(socket, submit, new SubmitSmResp("", Tlvs.EMPTY), status);
  }

  Attempt attempt(String name) {
    return attempts.of(name, message("1", 0, Tlvs.EMPTY), EXPIRES);
  }

  Attempt send(String name) {
    return send(attempt(name));
  }

  Attempt send(Attempt attempt) {
    carrier.send(attempt);
    run();
    return attempt;
  }

  static SubmitSm message(String to, int registered, Tlvs tlvs) {
    return new SubmitSm(
        "",
        new Address(1, 1, "4915"),
        new Address(1, 1, to),
        0,
        0,
        0,
        "",
        "",
        registered,
        0,
        0,
        0,
        octets("hello"),
        tlvs);
  }

  static Octets octets(String text) {
    return Octets.of(text.getBytes(StandardCharsets.US_ASCII));
  }

  double count(String name, String... tags) {
    return registry.get("mc.carrier." + name).tags(tags).functionCounter().count();
  }

  /** Moves time on until there is a wish for a connection, and tells how long that took. */
  Duration untilDialled(Duration step, Duration most) {
    Duration waited = Duration.ZERO;
    while (dials.isEmpty() && waited.compareTo(most) < 0) {
      pass(step);
      waited = waited.plus(step);
    }
    return waited;
  }

  @Override
  public void close() {
    sockets.forEach(EmbeddedChannel::finishAndReleaseAll);
    clock.finishAndReleaseAll();
  }
}

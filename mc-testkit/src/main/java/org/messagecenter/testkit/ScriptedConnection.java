package org.messagecenter.testkit;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.testkit.CarrierScript.Afterwards;
import org.messagecenter.testkit.CarrierScript.NamedStep;

/**
 * One connection of a {@link ScriptedCarrier}: one thread reads, another plays the script and
 * writes all that is written, so that nothing is answered between two steps.
 */
final class ScriptedConnection {

  private static final long LOOK_MILLIS = 5;
  private static final int ESME_RINVCMDID = 0x03;
  private static final CarrierBind NOBODY = new CarrierBind(0, 0, "", "", "", 0, "", "");

  /** What came, or how the connection ended. */
  private record Arrival(@Nullable RawPdu pdu, String end) {}

  private record Request(RawPdu pdu, CarrierSubmit submit) {}

  private final ScriptedCarrier carrier;
  private final int number;
  private final Socket socket;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final Deque<Request> waiting = new ArrayDeque<>();
  private final List<Request> taken = new ArrayList<>();
  private final List<CarrierSubmit> answered = new ArrayList<>();
  private final Set<Integer> unanswered = new HashSet<>();
  private final List<String> refusals = new ArrayList<>();
  private final List<RawPdu> unexamined = new ArrayList<>();

  private volatile boolean frozen;
  private String step = "before the first step";
  private @Nullable RawPdu bindRequest;
  private CarrierBind bind = NOBODY;
  private int sequence;
  private boolean splitting;
  private boolean mute;
  private boolean ignoringEnquireLinks;
  private boolean unbindAnswered;
  private boolean unbound;
  private boolean over;

  ScriptedConnection(ScriptedCarrier carrier, int number, Socket socket) {
    this.carrier = carrier;
    this.number = number;
    this.socket = socket;
  }

  /** The step that is played or was the last. */
  String step() {
    return step;
  }

  /**
   * Plays until the connection ends.
   *
   * @param played runs after the last step
   * @throws IOException when a step fails
   */
  void play(CarrierScript script, Runnable played) throws IOException {
    Thread reader = new Thread(this::read, "scripted-carrier-reader-" + number);
    reader.setDaemon(true);
    reader.start();
    int count = 0;
    for (NamedStep next : script.steps()) {
      step = "step " + ++count + ", " + next.name();
      if (unbound) {
        throw new IOException("the peer unbound before");
      }
      next.step().play(this, next.limit());
    }
    goOn(script.afterwards(), played);
  }

  private void goOn(Afterwards afterwards, Runnable played) throws IOException {
    over = true;
    unexamined.clear();
    switch (afterwards) {
      case CLOSED -> {
        socket.close();
        played.run();
        return;
      }
      case SILENT -> mute = true;
      case FROZEN -> {
        mute = true;
        frozen = true;
      }
      case GOOD -> {}
    }
    played.run();
    try {
      while (!unbound) {
        if (afterwards == Afterwards.GOOD) {
          beGood();
        }
        handle(arrivals.take());
      }
    } catch (IOException e) {
      // The script is over: the peer may leave as it likes.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beGood() throws IOException {
    if (bindRequest != null) {
      acceptBind(Duration.ZERO);
    }
    List<Request> first = List.copyOf(waiting);
    waiting.clear();
    for (Request request : first) {
      accept(request);
    }
  }

  private void read() {
    try {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      while (!frozen) {
        arrivals.add(new Arrival(RawPdu.read(in), ""));
      }
    } catch (EOFException e) {
      arrivals.add(new Arrival(null, "the peer closed the connection"));
    } catch (IOException | AssertionError e) {
      arrivals.add(new Arrival(null, "the connection ended: " + e.getMessage()));
    }
  }

  /** Handles what comes until the condition holds. */
  private void until(String what, BooleanSupplier condition, Duration limit) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end >= 0) {
        throw new IOException("waited " + Await.seconds(limit) + " for " + what);
      }
      Arrival next = next();
      if (next != null) {
        handle(next);
      }
      if (unbound && !condition.getAsBoolean()) {
        throw new IOException("the peer unbound instead of " + what);
      }
    }
  }

  private @Nullable Arrival next() throws IOException {
    try {
      return arrivals.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void handle(Arrival arrival) throws IOException {
    RawPdu pdu = arrival.pdu;
    if (pdu == null) {
      throw new IOException(arrival.end);
    }
    carrier.saw(number, pdu);
    if (!over) {
      unexamined.add(pdu);
    }
    if ((pdu.commandId() & RawPdu.RESPONSE) != 0) {
      handleResponse(pdu);
      return;
    }
    switch (pdu.commandId()) {
      case RawPdu.BIND_RECEIVER, RawPdu.BIND_TRANSMITTER, RawPdu.BIND_TRANSCEIVER -> {
        bindRequest = pdu;
        bind = RawFields.bind(number, pdu);
        carrier.saw(bind);
      }
      case RawPdu.SUBMIT_SM -> waiting.add(new Request(pdu, carrier.submitted(pdu, bind)));
      case RawPdu.ENQUIRE_LINK -> {
        if (!ignoringEnquireLinks) {
          reply(RawPdu.response(pdu, 0));
        }
      }
      case RawPdu.UNBIND -> {
        reply(RawPdu.response(pdu, 0));
        unbound = !mute;
      }
      default -> reply(RawPdu.response(pdu, ESME_RINVCMDID));
    }
  }

  private void handleResponse(RawPdu pdu) {
    if (pdu.commandId() == (RawPdu.UNBIND | RawPdu.RESPONSE)) {
      unbindAnswered = true;
    } else if (unanswered.remove(pdu.sequence()) && pdu.status() != 0) {
      refusals.add(pdu.toString());
    }
  }

  private void reply(RawPdu pdu) throws IOException {
    if (!mute) {
      send(pdu.encode());
    }
  }

  void send(byte[] octets) throws IOException {
    OutputStream out = socket.getOutputStream();
    if (!splitting) {
      out.write(octets);
      out.flush();
      return;
    }
    for (byte octet : octets) {
      out.write(octet);
      out.flush();
    }
  }

  RawPdu readBind(Duration limit) throws IOException {
    until("a bind", () -> bindRequest != null, limit);
    RawPdu request = bindRequest;
    bindRequest = null;
    if (request == null) {
      throw new IllegalStateException("no bind");
    }
    return request;
  }

  void acceptBind(Duration limit) throws IOException {
    send(RawPdu.response(readBind(limit), "carrier").encode());
  }

  void refuseBind(int status, Duration limit) throws IOException {
    send(RawPdu.response(readBind(limit), status).encode());
  }

  void take(int count, Duration limit) throws IOException {
    until(count + " submit_sm", () -> waiting.size() >= count, limit);
    for (int n = 0; n < count; n++) {
      taken.add(waiting.remove());
    }
  }

  void answerTaken(boolean backwards) throws IOException {
    List<Request> requests = new ArrayList<>(taken);
    taken.clear();
    if (backwards) {
      Collections.reverse(requests);
    }
    for (Request request : requests) {
      accept(request);
    }
  }

  private void accept(Request request) throws IOException {
    send(RawPdu.response(request.pdu, request.submit.id()).encode());
    answered.add(request.submit);
  }

  void refuseTaken(int status) throws IOException {
    for (Request request : taken) {
      send(RawPdu.response(request.pdu, status).encode());
    }
    taken.clear();
  }

  void forgetTaken() {
    taken.clear();
  }

  void receiptTaken(ReceiptStyle style) throws IOException {
    for (Request request : taken) {
      receipt(request.submit, style);
    }
  }

  void receiptAnswered(ReceiptStyle style) throws IOException {
    for (CarrierSubmit submit : answered) {
      receipt(submit, style);
    }
    answered.clear();
  }

  private void receipt(CarrierSubmit submit, ReceiptStyle style) throws IOException {
    ReceiptStyle.Wire wire = style.of(submit);
    deliver(wire.dataSm(), wire.message(submit));
  }

  void deliver(boolean dataSm, Submission message) throws IOException {
    unanswered.add(++sequence);
    send(RawPdu.delivery(sequence, dataSm, message).encode());
  }

  void awaitAnswers(Duration limit) throws IOException {
    until("answers to " + unanswered, unanswered::isEmpty, limit);
    if (!refusals.isEmpty()) {
      throw new IOException("refused: " + refusals);
    }
  }

  void await(String gate, Duration limit) throws IOException {
    until("the gate " + gate, () -> carrier.isOpen(gate), limit);
  }

  void pause(Duration time) throws IOException {
    long end = System.nanoTime() + time.toNanos();
    until("the time", () -> System.nanoTime() - end >= 0, time.plusMinutes(1));
  }

  void expect(int commandId, Duration limit) throws IOException {
    until("command_id 0x%08x".formatted(commandId), () -> found(commandId), limit);
  }

  private boolean found(int commandId) {
    for (Iterator<RawPdu> pdus = unexamined.iterator(); pdus.hasNext(); ) {
      RawPdu pdu = pdus.next();
      pdus.remove();
      if (pdu.commandId() == commandId) {
        return true;
      }
    }
    return false;
  }

  void unbind(Duration limit) throws IOException {
    send(RawPdu.request(RawPdu.UNBIND, ++sequence).encode());
    until("unbind_resp", () -> unbindAnswered, limit);
  }

  void octetByOctet() {
    splitting = true;
  }

  void ignoreEnquireLinks() {
    ignoringEnquireLinks = true;
  }

  void mute(boolean on) {
    mute = on;
  }

  /** Makes the close a reset. */
  void lingerNot() throws IOException {
    socket.setSoLinger(true, 0);
  }
}

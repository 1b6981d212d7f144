package org.messagecenter.bench.conform;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/**
 * One session of the tool. It answers what the message center asks, keeps what it delivers, and
 * finds the response to each request by its sequence_number.
 */
final class Esme implements Closeable {
  private static final Duration THROTTLED_PAUSE = Duration.ofSeconds(1);
  private static final int THROTTLED_TRIES = 10;

  private final Link link;
  private final Duration responseTime;
  private final Watch watch;
  private final Version version;
  private @Nullable BindMode mode;
  private @Nullable String end;
  private int sequence;

  private final Map<Integer, CommandId> waiting = new HashMap<>();
  private final Map<Integer, WirePdu> responses = new LinkedHashMap<>();
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<WirePdu> requests = new ArrayList<>();
  private ToIntFunction<Delivery> answer = delivery -> 0;

  Esme(Link link, Duration responseTime, Watch watch, Version version) {
    this.link = link;
    this.responseTime = responseTime;
    this.watch = watch;
    this.version = version;
  }

  Version version() {
    return version;
  }

  /** How it is bound, or null while it is not. */
  @Nullable BindMode mode() {
    return mode;
  }

  void boundAs(@Nullable BindMode how) {
    mode = how;
  }

  /** Decides the status of the answer to each delivery from now on. */
  void answerDeliveries(ToIntFunction<Delivery> status) {
    answer = status;
  }

  /** Sends octets as they are. */
  void raw(byte[] octets) throws IOException {
    link.write(octets);
  }

  /** Sends a PDU as it is; a request is expected to be answered under its sequence_number. */
  void send(WirePdu pdu) throws IOException {
    expectAnswer(pdu);
    raw(pdu.encode());
  }

  /** Notes that an answer to this request will come, whoever sends it. */
  void expectAnswer(WirePdu pdu) {
    CommandId id = CommandId.of(pdu.commandId());
    if (id != null && id.hasResponse()) {
      waiting.put(pdu.sequence(), id);
    }
  }

  /** The next sequence_number. */
  int nextSequence() {
    return ++sequence;
  }

  /** Sends a request and does not wait; gives its sequence_number. */
  int post(CommandId id, Body body) throws IOException {
    int number = nextSequence();
    send(WirePdu.request(id, number, body.octets()));
    return number;
  }

  /** Sends a request and waits for its response. */
  WirePdu call(CommandId id, Body body) throws IOException {
    return await(post(id, body), id);
  }

  /** Sends a request and waits; a throttled one is sent again after a pause. */
  WirePdu patientCall(CommandId id, Body body) throws IOException {
    WirePdu response = call(id, body);
    for (int i = 0; i < THROTTLED_TRIES && response.has(CommandStatus.ESME_RTHROTTLED); i++) {
      listen(THROTTLED_PAUSE);
      response = call(id, body);
    }
    return response;
  }

  /** The response to a request: its own or a generic_nack. Anything else ends the check. */
  WirePdu await(int number, CommandId request) throws IOException {
    String expected = "an answer to " + request.wireName() + " with its sequence_number";
    WirePdu response = find(number, responseTime);
    if (response == null) {
      throw Ended.fail(expected, end != null ? end : "none within " + seconds(responseTime));
    }
    if (!response.is(request.response()) && !response.is(CommandId.GENERIC_NACK)) {
      throw Ended.fail(request.response().wireName(), response.toString());
    }
    return response;
  }

  /** Whatever response has this sequence_number, or null when none comes in the time. */
  @Nullable WirePdu find(int number, Duration limit) throws IOException {
    return pumpUntil(limit, () -> responses.containsKey(number)) ? responses.remove(number) : null;
  }

  /** The first response that comes, whatever its number, or null. */
  @Nullable WirePdu anyResponse(Duration limit) throws IOException {
    if (!pumpUntil(limit, () -> !responses.isEmpty())) {
      return null;
    }
    return responses.remove(responses.keySet().iterator().next());
  }

  /** True when the response with this number is here and was not asked for yet. */
  boolean answered(int number) {
    return responses.containsKey(number);
  }

  /** True when the response with this number comes in the time; it stays to be asked for. */
  boolean answeredWithin(int number, Duration limit) throws IOException {
    return pumpUntil(limit, () -> responses.containsKey(number));
  }

  /** Responses that came and were not asked for by anyone yet. */
  List<WirePdu> unclaimed() {
    return List.copyOf(responses.values());
  }

  /** Proves with an enquire_link that the session lives and that all before it was read. */
  void alive() throws IOException {
    WirePdu response = call(CommandId.ENQUIRE_LINK, new Body());
    if (!response.is(CommandId.ENQUIRE_LINK_RESP)) {
      throw Ended.fail("enquire_link_resp", response.toString());
    }
  }

  /** The first delivery that fits, taken out, or null when none comes in the time. */
  @Nullable Delivery delivery(Predicate<Delivery> wanted, Duration limit) throws IOException {
    pumpUntil(limit, () -> deliveries.stream().anyMatch(wanted));
    for (Delivery delivery : deliveries) {
      if (wanted.test(delivery)) {
        deliveries.remove(delivery);
        return delivery;
      }
    }
    return null;
  }

  /** The first request of this kind that comes, taken out, or null. */
  @Nullable WirePdu request(CommandId id, Duration limit) throws IOException {
    pumpUntil(limit, () -> requests.stream().anyMatch(pdu -> pdu.is(id)));
    for (WirePdu pdu : requests) {
      if (pdu.is(id)) {
        requests.remove(pdu);
        return pdu;
      }
    }
    return null;
  }

  /** Takes what comes for a while. */
  void listen(Duration limit) throws IOException {
    pumpUntil(limit, () -> false);
  }

  /** True when the message center ends the connection within the time. */
  boolean closes(Duration limit) throws IOException {
    pumpUntil(limit, () -> end != null);
    return end != null;
  }

  /** Why the connection ended, or null while it stands. */
  @Nullable String end() {
    return end;
  }

  private boolean pumpUntil(Duration limit, Condition condition) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.holds()) {
      long left = deadline - System.nanoTime();
      if (end != null || left <= 0) {
        return false;
      }
      Arrival arrival = link.poll(Duration.ofNanos(left));
      if (arrival != null) {
        take(arrival);
      }
    }
    return true;
  }

  private void take(Arrival arrival) throws IOException {
    WirePdu pdu = arrival.pdu();
    if (pdu == null) {
      end = arrival.end();
      return;
    }
    watch.saw(this, pdu);
    if (pdu.isResponse()) {
      if (waiting.remove(pdu.sequence()) == null && !pdu.is(CommandId.GENERIC_NACK)) {
        watch.unasked(pdu);
      }
      responses.put(pdu.sequence(), pdu);
    } else {
      serve(pdu);
    }
  }

  private void serve(WirePdu pdu) throws IOException {
    if (pdu.is(CommandId.ENQUIRE_LINK)) {
      respond(CommandId.ENQUIRE_LINK_RESP, 0, pdu, Octets.NONE);
    } else if (pdu.is(CommandId.DELIVER_SM) || pdu.is(CommandId.DATA_SM)) {
      Delivery delivery = Delivery.read(pdu);
      watch.delivered(this, delivery);
      deliveries.add(delivery);
      respond(
          pdu.is(CommandId.DATA_SM) ? CommandId.DATA_SM_RESP : CommandId.DELIVER_SM_RESP,
          answer.applyAsInt(delivery),
          pdu,
          Octets.cString(""));
    } else if (pdu.is(CommandId.UNBIND)) {
      respond(CommandId.UNBIND_RESP, 0, pdu, Octets.NONE);
      requests.add(pdu);
    } else {
      requests.add(pdu);
    }
  }

  private void respond(CommandId id, int status, WirePdu request, byte[] body) throws IOException {
    raw(new WirePdu(id.value(), status, request.sequence(), body).encode());
  }

  /** Unbinds if bound, so that the account's place is free again, and closes. */
  @Override
  public void close() throws IOException {
    try {
      if (mode != null && end == null) {
        find(post(CommandId.UNBIND, new Body()), responseTime);
      }
    } catch (IOException e) {
      // The message center closed first; there is nothing left to give back.
      end = "the connection was closed";
    } finally {
      link.close();
    }
  }

  static String seconds(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() / 1000.0 + " s";
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds();
  }
}

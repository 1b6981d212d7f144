package org.messagecenter.server.queue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.account.Outbound;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.deliver.CarrierQueues;
import org.messagecenter.server.deliver.Carriers;
import org.messagecenter.server.history.History;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.store.queue.MessageStore;

/** The queues of all carriers, each on its carrier's lane. */
public final class Queues implements CarrierQueues {
  private final Map<String, CarrierQueue> byCarrier = new LinkedHashMap<>();
  private final LineBook book;
  private final Waiting waiting = new Waiting();

  /**
   * @param settings how each carrier is served
   * @param accounts what holds for an account
   */
  public Queues(
      Carriers carriers,
      Function<String, QueueSettings> settings,
      Function<String, Outbound> accounts,
      MessageStore store,
      History history,
      LongSupplier nanoTime,
      MeterRegistry registry) {
    this.book = new LineBook(accounts);
    Backlog.Parking parking =
        new Backlog.Parking() {
          @Override
          public void park(long key, int line, boolean again) {
            store.park(key, line, again);
          }

          @Override
          public void requestLine(int line, int n) {
            store.requestLine(line, n);
          }
        };
    for (CarrierPort port : carriers.all()) {
      CarrierQueue.Timer timer =
          (nanos, task) -> port.lane().loop().schedule(task, nanos, TimeUnit.NANOSECONDS);
      CarrierQueue queue =
          new CarrierQueue(
              port, settings.apply(port.name()), book, parking, waiting, history, timer, nanoTime);
      byCarrier.put(port.name(), queue);
      port.whenRoom(queue::room);
      Gauge.builder("mc.queue.waiting", queue, q -> q.status().parked() + q.status().inMemory())
          .description("messages that wait for a carrier")
          .tag("carrier", port.name())
          .register(registry);
    }
  }

  /** How many messages of each account wait. */
  public Waiting waiting() {
    return waiting;
  }

  /** What waits for each carrier, at a moment soon. Any thread. */
  public CompletableFuture<List<QueueStatus>> status() {
    List<CompletableFuture<QueueStatus>> each = new ArrayList<>();
    for (CarrierQueue queue : byCarrier.values()) {
      each.add(CompletableFuture.supplyAsync(queue::status, queue.port().lane().loop()));
    }
    return CompletableFuture.allOf(each.toArray(new CompletableFuture<?>[0]))
        .thenApply(all -> each.stream().map(CompletableFuture::join).toList());
  }

  @Override
  public boolean offer(String carrier, Attempt attempt) {
    CarrierQueue queue = byCarrier.get(carrier);
    if (queue == null) {
      return false;
    }
    Lane lane = queue.port().lane();
    if (lane == attempt.lane()) {
      enter(queue, attempt);
    } else {
      attempt.move(lane);
      lane.loop().execute(() -> enter(queue, attempt));
    }
    return true;
  }

  /** Counted as under way until here, so that what is between two lanes is bounded too. */
  private static void enter(CarrierQueue queue, Attempt attempt) {
    attempt.queued();
    queue.offer(attempt);
  }

  @Override
  public void back(Attempt attempt, long pauseMillis) {
    CarrierQueue queue = byCarrier.get(attempt.carrier());
    if (queue != null) {
      queue.back(attempt, pauseMillis);
    }
  }

  @Override
  public void answered(Attempt attempt) {
    CarrierQueue queue = byCarrier.get(attempt.carrier());
    if (queue != null) {
      queue.answered();
    }
  }

  @Override
  public void cut(Attempt attempt) {
    CarrierQueue queue = byCarrier.get(attempt.carrier());
    if (queue != null) {
      queue.cut(attempt);
    }
  }

  @Override
  public @Nullable Lane laneOf(int line) {
    Line found = book.find(line);
    return found == null ? null : found.queue.port().lane();
  }

  @Override
  public void arrived(int line) {
    Line found = book.find(line);
    if (found != null) {
      found.queue.arrived(found);
    }
  }

  @Override
  public void left(int line) {
    Line found = book.find(line);
    if (found != null) {
      found.queue.port().lane().loop().execute(() -> found.queue.left(found));
    }
  }

  @Override
  public void unused(int line, int n) {
    Line found = book.find(line);
    if (found != null) {
      found.queue.port().lane().loop().execute(() -> found.queue.unused(found, n));
    }
  }
}

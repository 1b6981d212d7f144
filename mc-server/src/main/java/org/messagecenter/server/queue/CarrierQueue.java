package org.messagecenter.server.queue;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.deliver.Outcome;
import org.messagecenter.server.history.History;
import org.messagecenter.server.receipt.DeliveryError;

/**
 * What waits for one carrier, and whose turn it is; see the package. Every method is for the
 * carrier's lane. Times are monotonic nanoseconds.
 */
final class CarrierQueue {
  private static final long TICK = TimeUnit.SECONDS.toNanos(1);

  /** Runs something on the lane after a while. */
  @FunctionalInterface
  interface Timer {
    void after(long nanos, Runnable task);
  }

  private final CarrierPort port;
  private final CarrierLines lines;
  private final InMemory memory;
  private final Backlog backlog;
  private final Rerouting rerouting;
  private final History history;
  private final Timer timer;
  private final LongSupplier nanoTime;
  private final JointPace pace;
  private final Pause pause;

  private final Map<String, Turn> turnOf = new HashMap<>();
  private final ArrayDeque<Turn> turns = new ArrayDeque<>();

  private boolean serving;
  private boolean ticking;
  private boolean waking;
  private long wakeAt;

  CarrierQueue(
      CarrierPort port,
      QueueSettings settings,
      LineBook book,
      Backlog.Parking store,
      Waiting waiting,
      History history,
      Timer timer,
      LongSupplier nanoTime) {
    this.port = port;
    this.lines = new CarrierLines(this, book);
    this.memory = new InMemory(waiting);
    this.backlog = new Backlog(store, memory, waiting);
    this.rerouting = new Rerouting(settings.rerouteAfterMillis());
    this.history = history;
    this.timer = timer;
    this.nanoTime = nanoTime;
    this.pace = new JointPace(settings, book, nanoTime.getAsLong());
    this.pause = new Pause(nanoTime);
  }

  CarrierPort port() {
    return port;
  }

  /** What waits now. */
  QueueStatus status() {
    long now = nanoTime.getAsLong();
    return new QueueStatus(
        port.name(),
        backlog.parked(),
        memory.count(),
        lines.size(),
        TimeUnit.NANOSECONDS.toMillis(pause.left(now)));
  }

  // ---- what comes -----------------------------------------------------------------------------

  /** A message is to go to this carrier. */
  void offer(Attempt attempt) {
    if (attempt.direct()) {
      direct(attempt);
      return;
    }
    Line line = lines.lineOf(attempt);
    boolean fromHere = attempt.line() == line.id;
    if (!port.bound()) {
      if (fromHere) {
        line.cameBack++;
      } else {
        history.queued(attempt.key(), port.name(), "not bound");
      }
      park(line, attempt, fromHere);
    } else if (fromHere || (line.parked == 0 && memory.mayEnter(line))) {
      enter(line, attempt);
      pump();
    } else {
      history.queued(attempt.key(), port.name(), "behind others");
      park(line, attempt, false);
      backlog.keepInTurn(line);
      refill();
    }
  }

  /** It is sent at once or not at all. */
  private void direct(Attempt attempt) {
    boolean free = port.bound() && port.room() > 0 && turns.isEmpty() && !pause.isPaused();
    if (free && pace.take(attempt, nanoTime.getAsLong()) == 0) {
      attempt.sendTo(port);
    } else {
      attempt.complete(new Outcome.Temporary(DeliveryError.TEMPORARY_CARRIER_ERROR, -1));
    }
  }

  /** The attempt was not made. */
  void back(Attempt attempt, long pauseMillis) {
    if (pauseMillis != 0) {
      pause.throttled(pauseMillis);
    } else if (port.room() > 0) {
      pause.notSent();
    }
    if (attempt.direct()) {
      attempt.complete(new Outcome.Temporary(DeliveryError.TEMPORARY_CARRIER_ERROR, -1));
      return;
    }
    pace.giveBackToAccount(attempt, nanoTime.getAsLong());
    Line line = lines.lineOf(attempt);
    if (port.bound()) {
      boolean first = line.inMemory() == 0;
      line.giveBack(attempt);
      entered(line, first);
      pump();
    } else {
      park(line, attempt, true);
    }
  }

  /** The carrier has answered something else than that it is asked too much. */
  void answered() {
    pause.answered();
  }

  /** It was counted as sent, and its parts are going to be. */
  void cut(Attempt attempt) {
    pace.giveBackToCarrier(attempt);
  }

  /** A message came out of its line; it is routed, and may come here or elsewhere. */
  void arrived(Line line) {
    if (!port.bound()) {
      line.probes++;
    }
    backlog.arrived(line);
  }

  /** A message left its line otherwise. */
  void left(Line line) {
    backlog.left(line);
  }

  /** The line had less than it was asked for. */
  void unused(Line line, int n) {
    backlog.unused(line, n);
    refill();
  }

  /** There is room in the windows again, or a bind for the first time. */
  void room() {
    rerouting.bound();
    pump();
    tickLater();
  }

  // ---- memory and store -----------------------------------------------------------------------

  private void enter(Line line, Attempt attempt) {
    boolean first = line.inMemory() == 0;
    line.add(attempt);
    entered(line, first);
  }

  private void entered(Line line, boolean first) {
    memory.entered(line);
    if (first) {
      Turn turn = turnOf.computeIfAbsent(line.key.account(), Turn::new);
      turn.add(line);
      list(turn);
    }
    tickLater();
  }

  private void list(Turn turn) {
    if (!turn.listed) {
      turn.listed = true;
      turns.addLast(turn);
    }
  }

  private void park(Line line, Attempt attempt, boolean again) {
    backlog.park(line, attempt.key(), again);
    tickLater();
  }

  private void refill() {
    if (port.bound()) {
      backlog.refill();
    }
  }

  /** The last bind is gone: nothing is kept in memory for a carrier that may be away for long. */
  private void parkAll() {
    Turn turn;
    while ((turn = turns.pollFirst()) != null) {
      turn.listed = false;
      Line line;
      while ((line = turn.pollAny()) != null) {
        Attempt attempt;
        while ((attempt = line.poll()) != null) {
          memory.left(line);
          park(line, attempt, true);
        }
      }
    }
  }

  // ---- whose turn it is -----------------------------------------------------------------------

  /** Sends what may be sent. */
  private void pump() {
    if (!serving) {
      serving = true;
      try {
        serve();
      } finally {
        serving = false;
      }
      refill();
    }
  }

  private void serve() {
    long now = nanoTime.getAsLong();
    long wait = Long.MAX_VALUE;
    int passed = 0;
    while (passed < turns.size() && !pause.isPaused() && port.room() > 0) {
      Turn turn = turns.removeFirst();
      Line line = turn.next(now);
      if (line == null) {
        turns.addLast(turn);
        passed++;
        wait = Math.min(wait, turn.heldFor(now));
        continue;
      }
      Attempt attempt = line.peek();
      long ownWait = attempt == null ? 0 : pace.takeOfCarrier(attempt, now);
      if (ownWait > 0) {
        turn.add(line);
        turns.addFirst(turn);
        wait = ownWait;
        break;
      }
      long accountWait = attempt == null ? 0 : pace.takeOfAccount(attempt, now);
      if (accountWait == 0) {
        line.poll();
        memory.left(line);
        if (line.inMemory() > 0) {
          turn.add(line);
        } else {
          backlog.keepInTurn(line);
        }
        if (turn.isEmpty()) {
          turn.listed = false;
        } else {
          turns.addLast(turn);
        }
        passed = 0;
        if (attempt != null) {
          memory.sent();
          attempt.sendTo(port);
        }
      } else if (accountWait < 0) {
        line.held = true;
        line.notBefore = now - accountWait;
        turn.add(line);
        turns.addFirst(turn);
      } else {
        turn.add(line);
        turns.addLast(turn);
        passed++;
        wait = Math.min(wait, accountWait);
      }
    }
    if (pause.isPaused() && !turns.isEmpty()) {
      wait = Math.max(1, pause.left(now));
    }
    if (wait != Long.MAX_VALUE) {
      wake(now + wait, wait);
    }
  }

  private void wake(long at, long after) {
    if (waking && wakeAt - at <= 0) {
      return;
    }
    waking = true;
    wakeAt = at;
    timer.after(
        after,
        () -> {
          if (waking && wakeAt == at) {
            waking = false;
            pump();
          }
        });
  }

  // ---- once a second --------------------------------------------------------------------------

  private void tickLater() {
    if (!ticking && (memory.count() > 0 || backlog.parked() > 0)) {
      ticking = true;
      timer.after(TICK, this::tick);
    }
  }

  private void tick() {
    ticking = false;
    memory.tick();
    if (port.bound()) {
      rerouting.bound();
      pump();
    } else {
      parkAll();
      int each = rerouting.notBound(nanoTime.getAsLong(), lines.all());
      if (each > 0) {
        backlog.probe(each);
      }
    }
    tickLater();
  }
}

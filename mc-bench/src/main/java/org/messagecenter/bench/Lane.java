package org.messagecenter.bench;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop drives: some of the binds, and their share of the messages.
 *
 * <p>Unless it says otherwise a method runs on the loop, so nothing here is locked. Times are
 * {@link System#nanoTime}.
 */
final class Lane {

  /** Latencies are kept to three digits up to an hour. */
  private static final long LONGEST_NANOS = 3_600_000_000_000L;

  final LoadPlan plan;
  final Totals totals;
  final SubmitTemplate template;
  final @Nullable Ledger ledger;
  final ReceiptView receipt = new ReceiptView();
  final Histogram latency = newHistogram();

  private final EventLoop loop;
  private final int number;
  private final List<LoadBind> binds = new ArrayList<>();

  // Written by the loop only; the thread that waits for the end looks at it.
  private volatile boolean sending;

  private long start;
  private long stopAt;
  private long ownMessages; // open loop: how many of this lane's messages were sent
  private int turn;
  private boolean timerSet;
  private long lastResponse;
  private long lastReceipt;

  /**
   * @param number which of the plan's lanes this is, from 0
   */
  Lane(
      EventLoop loop,
      int number,
      LoadPlan plan,
      SubmitTemplate template,
      Totals totals,
      @Nullable Ledger ledger) {
    this.loop = loop;
    this.number = number;
    this.plan = plan;
    this.template = template;
    this.totals = totals;
    this.ledger = ledger;
  }

  /** A histogram of nanoseconds for one thread. */
  static Histogram newHistogram() {
    return new Histogram(LONGEST_NANOS, 3);
  }

  EventLoop loop() {
    return loop;
  }

  /** A bind that may submit is ready. */
  void add(LoadBind bind) {
    binds.add(bind);
  }

  /** Begins to send. */
  void start(long now) {
    start = now;
    stopAt = now + plan.sendFor().toNanos();
    lastResponse = now;
    lastReceipt = now;
    sending = true;
    if (plan.rate() > 0) {
      sendDue(now);
    } else {
      for (LoadBind bind : binds) {
        refill(bind, now);
        bind.flush();
      }
    }
  }

  /** Sends no more. */
  void stop() {
    sending = false;
  }

  /** Whether more may be sent, as far as this lane knows; for any thread. */
  boolean isSending() {
    return sending;
  }

  long lastResponse() {
    return lastResponse;
  }

  long lastReceipt() {
    return lastReceipt;
  }

  void responded(long now, long due) {
    lastResponse = now;
    latency.recordValue(Math.min(LONGEST_NANOS, Math.max(0, now - due)));
  }

  void receipted(long now) {
    lastReceipt = now;
  }

  /** A read burst of this bind is over: send what there is room for now. */
  void roomMade(LoadBind bind, long now) {
    if (!sending) {
      return;
    }
    if (plan.rate() > 0) {
      sendDue(now);
    } else {
      refill(bind, now);
    }
  }

  private boolean mayGoOn(long now) {
    if (now - stopAt >= 0) {
      sending = false;
    }
    return sending;
  }

  private void refill(LoadBind bind, long now) {
    int room = bind.room();
    if (room == 0 || !mayGoOn(now)) {
      return;
    }
    long first = totals.claim(room);
    for (int n = 0; n < room; n++) {
      if (first + n >= plan.count()) {
        sending = false;
        return;
      }
      bind.submit(first + n, now);
    }
  }

  /** Sends what is due and sets the clock for the next message, unless every window is full. */
  private void sendDue(long now) {
    while (mayGoOn(now)) {
      long mine = ownMessages * plan.lanes() + number;
      long due = start + (long) (mine * 1e9 / plan.rate());
      if (mine >= plan.count()) {
        sending = false;
      } else if (due - now > 0) {
        wakeUpIn(due - now);
        break;
      } else {
        LoadBind bind = nextWithRoom();
        if (bind == null) {
          break;
        }
        bind.submit(mine, due);
        ownMessages++;
      }
    }
    for (LoadBind bind : binds) {
      bind.flush();
    }
  }

  private void wakeUpIn(long nanos) {
    if (!timerSet) {
      timerSet = true;
      loop.schedule(
          () -> {
            timerSet = false;
            sendDue(System.nanoTime());
          },
          nanos,
          TimeUnit.NANOSECONDS);
    }
  }

  private @Nullable LoadBind nextWithRoom() {
    for (int tried = 0; tried < binds.size(); tried++) {
      LoadBind bind = binds.get(turn);
      turn = (turn + 1) % binds.size();
      if (bind.room() > 0) {
        return bind;
      }
    }
    return null;
  }
}

package org.messagecenter.server.outbind;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.esme.Invitation;
import org.messagecenter.server.listen.SmppDialer;
import org.messagecenter.server.log.RateLimitedLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who is called when.
 *
 * <p>An account is called when mail waits for it, none of its sessions takes mail, no call to it
 * goes on, and its last call is long enough ago. After a call without a bind the wait doubles;
 * after one with a bind, or once the account has bound by itself, it begins anew. A call goes on as
 * long as its connection: an ESME that only submits over it is there, and is not called a second
 * time.
 *
 * <p>All methods are for one thread, which the executor stands for.
 */
final class CallPlan {
  private static final Logger log = LoggerFactory.getLogger(CallPlan.class);

  /** A wait is shortened by up to a quarter, so that not all are called at the same moments. */
  private static final int JITTER_PART = 4;

  private final List<Callee> callees;
  private final OutbindSettings settings;
  private final ToIntFunction<String> receivers;
  private final Supplier<Map<String, Integer>> mail;
  private final Telephone telephone;
  private final Executor thread;
  private final OutbindCounters counters;
  private final RateLimitedLog lines;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;

  /**
   * @param receivers how many sessions of an account take mail
   * @param mail how many mails wait, by account; asked only when somebody might be called
   * @param thread where news of the calls is brought to
   */
  CallPlan(
      List<Callee> callees,
      OutbindSettings settings,
      ToIntFunction<String> receivers,
      Supplier<Map<String, Integer>> mail,
      Telephone telephone,
      Executor thread,
      OutbindCounters counters,
      RateLimitedLog lines,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.callees = callees;
    this.settings = settings;
    this.receivers = receivers;
    this.mail = mail;
    this.telephone = telephone;
    this.thread = thread;
    this.counters = counters;
    this.lines = lines;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /** Calls everybody who is to be called now. */
  void look() {
    Map<String, Integer> waiting = null;
    for (Callee callee : callees) {
      if (mayBeCalled(callee)) {
        if (waiting == null) {
          waiting = mail.get();
        }
        int mails = waiting.getOrDefault(callee.account(), 0);
        if (mails > 0) {
          call(callee, mails);
        }
      }
    }
  }

  private boolean mayBeCalled(Callee callee) {
    if (callee.underWay) {
      return false;
    }
    if (receivers.applyAsInt(callee.account()) > 0) {
      callee.failures = 0;
      callee.notBefore = null;
      return false;
    }
    Long notBefore = callee.notBefore;
    return notBefore == null || nanoTime.getAsLong() - notBefore >= 0;
  }

  private void call(Callee callee, int mails) {
    callee.underWay = true;
    counters.calls.increment();
    lines.info(
        log,
        "calling {} at {}: {} mails wait, nobody takes them",
        callee.account(),
        callee.target(),
        mails);
    telephone.call(callee, new News(callee));
  }

  private void ended(Callee callee, boolean bound, @Nullable Throwable cause) {
    callee.underWay = false;
    if (bound) {
      callee.failures = 0;
    } else {
      callee.failures++;
      counters.failed.increment();
    }
    long wait = settings.waitNanos(callee.failures);
    wait -= random.nextLong(wait / JITTER_PART + 1);
    callee.notBefore = nanoTime.getAsLong() + wait;
    if (!bound) {
      lines.info(
          log,
          "the call to {} at {} came to nothing: {}; not called again within {}",
          callee.account(),
          callee.target(),
          cause == null ? "closed without a bind" : cause.toString(),
          Duration.ofNanos(wait).truncatedTo(ChronoUnit.MILLIS));
    }
  }

  /** Brings what becomes of one call to the plan's thread. */
  private final class News implements SmppDialer.Call {
    private final Callee callee;
    private volatile boolean bound;

    News(Callee callee) {
      this.callee = callee;
    }

    @Override
    public Object owner() {
      return new Invitation(callee.account());
    }

    @Override
    public void bound() {
      bound = true;
      counters.bound.increment();
    }

    @Override
    public void ended(@Nullable Throwable cause) {
      try {
        thread.execute(() -> CallPlan.this.ended(callee, bound, cause));
      } catch (RejectedExecutionException e) {
        log.debug("the call to {} ended after the last look", callee.account());
      }
    }
  }
}

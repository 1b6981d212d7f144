package org.messagecenter.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.messagecenter.testkit.JsmppCarrier.ReceiptAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the receipts of a carrier as its plan says.
 *
 * <p>Never on the thread that took the message: the answer to a receipt is read by that one.
 */
final class CarrierPost implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(CarrierPost.class);
  private static final long AGAIN_MILLIS = 50;
  private static final long LEAVE_LIMIT_SECONDS = 60;

  /** Sends one receipt and waits for its answer. */
  interface Sender {
    /**
     * @param left runs when the receipt has left
     * @return the command_status of the answer
     */
    int send(CarrierSubmit submit, ReceiptStyle style, boolean otherBind, Runnable left)
        throws IOException;
  }

  private final Sender sender;
  private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(1);

  /**
   * For receipts before responses: no one may wait for the answer to another, which comes behind
   * the message whose response waits for it.
   */
  private final ExecutorService unordered = Executors.newCachedThreadPool();

  private final Listed<ReceiptAnswer> answers = new Listed<>();
  private final AtomicInteger owed = new AtomicInteger();
  private final List<CarrierSubmit> batch = new ArrayList<>();
  private @Nullable ReceiptPlan plan;

  CarrierPost(Sender sender) {
    this.sender = sender;
  }

  synchronized void follow(ReceiptPlan newPlan) {
    plan = newPlan;
    threads.setCorePoolSize(newPlan.parallel);
  }

  /** The answers to the receipts so far; status -1 where none came. */
  List<ReceiptAnswer> answers() {
    return answers.all();
  }

  /** The receipts that are due or will be, and not done with. */
  int owed() {
    return owed.get();
  }

  /** A message was taken; its response leaves when this returns. */
  void taken(CarrierSubmit submit) {
    CountDownLatch left = new CountDownLatch(1);
    if (!plan(submit, left)) {
      return;
    }
    try {
      if (!left.await(LEAVE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        LOG.debug("the receipt of {} did not leave before the response", submit.id());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the response has to wait for the receipt. */
  private synchronized boolean plan(CarrierSubmit submit, CountDownLatch left) {
    ReceiptPlan now = plan;
    if (now == null || !now.covers(submit)) {
      return false;
    }
    batch.add(submit);
    owed.addAndGet(now.times);
    if (batch.size() < now.batch) {
      return false;
    }
    List<CarrierSubmit> whole = now.order.apply(List.copyOf(batch));
    batch.clear();
    for (CarrierSubmit each : whole) {
      for (int n = 0; n < now.times; n++) {
        later(now, each, left::countDown, now.delay.toMillis());
      }
    }
    return now.beforeResponse;
  }

  private void later(ReceiptPlan now, CarrierSubmit submit, Runnable left, long delayMillis) {
    try {
      Runnable sending = () -> send(now, submit, left);
      threads.schedule(
          now.beforeResponse ? () -> unordered.execute(sending) : sending,
          delayMillis,
          TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("closed with a receipt owed: {}", submit.id());
    }
  }

  private void send(ReceiptPlan now, CarrierSubmit submit, Runnable left) {
    int status;
    try {
      status = sender.send(submit, now.style.apply(submit), now.otherBind, left);
    } catch (IOException e) {
      LOG.debug("receipt not delivered: {}", e.toString());
      status = ReceiptAnswer.NONE;
    } finally {
      left.run();
    }
    answers.add(new ReceiptAnswer(submit, status));
    if (status != 0 && now.untilAccepted) {
      later(now, submit, () -> {}, AGAIN_MILLIS);
    } else {
      owed.decrementAndGet();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    unordered.shutdownNow();
  }
}

package org.messagecenter.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * When a carrier sends the receipts of the messages it took, and how often, and over which bind:
 * once each, at once, after the response and over the bind of the message, unless changed.
 *
 * <p>Receipts leave one after the other, each when the one before was answered. Immutable: each
 * change is a new plan.
 */
public final class ReceiptPlan {

  final Function<CarrierSubmit, ReceiptStyle> style;
  Duration delay = Duration.ZERO;
  int times = 1;
  int parallel = 1;
  int batch = 1;
  UnaryOperator<List<CarrierSubmit>> order = UnaryOperator.identity();
  boolean beforeResponse;
  boolean otherBind;
  boolean untilAccepted;
  boolean onlyIfAsked;

  private ReceiptPlan(Function<CarrierSubmit, ReceiptStyle> style) {
    this.style = style;
  }

  private ReceiptPlan(ReceiptPlan other) {
    style = other.style;
    delay = other.delay;
    times = other.times;
    parallel = other.parallel;
    batch = other.batch;
    order = other.order;
    beforeResponse = other.beforeResponse;
    otherBind = other.otherBind;
    untilAccepted = other.untilAccepted;
    onlyIfAsked = other.onlyIfAsked;
  }

  /** Each receipt in this style. */
  public static ReceiptPlan of(ReceiptStyle style) {
    return each(submit -> style);
  }

  /** Each receipt in the style that its message asks for. */
  public static ReceiptPlan each(Function<CarrierSubmit, ReceiptStyle> style) {
    return new ReceiptPlan(style);
  }

  /** Waits so long after the message came. */
  public ReceiptPlan after(Duration time) {
    ReceiptPlan next = new ReceiptPlan(this);
    next.delay = time;
    return next;
  }

  /** Sends the receipt first, and the response when the receipt has left. */
  public ReceiptPlan beforeResponse() {
    ReceiptPlan next = new ReceiptPlan(this);
    next.beforeResponse = true;
    return next;
  }

  /** Sends each receipt so many times. */
  public ReceiptPlan times(int count) {
    ReceiptPlan next = new ReceiptPlan(this);
    next.times = count;
    return next;
  }

  /** Waits for so many messages and sends their receipts backwards. */
  public ReceiptPlan backwards(int count) {
    return batched(
        count,
        batch -> {
          List<CarrierSubmit> reversed = new ArrayList<>(batch);
          Collections.reverse(reversed);
          return reversed;
        });
  }

  /** Waits for so many messages and sends their receipts in an order drawn from the seed. */
  public ReceiptPlan shuffled(int count, long seed) {
    Random random = new Random(seed);
    return batched(
        count,
        batch -> {
          List<CarrierSubmit> mixed = new ArrayList<>(batch);
          Collections.shuffle(mixed, random);
          return mixed;
        });
  }

  private ReceiptPlan batched(int count, UnaryOperator<List<CarrierSubmit>> newOrder) {
    ReceiptPlan next = new ReceiptPlan(this);
    next.batch = count;
    next.order = newOrder;
    return next;
  }

  /** Sends each receipt over another bind than its message came over. */
  public ReceiptPlan onAnotherBind() {
    ReceiptPlan next = new ReceiptPlan(this);
    next.otherBind = true;
    return next;
  }

  /**
   * Sends a receipt again, over whichever bind there is, until it is answered with ESME_ROK, as a
   * carrier does that must not lose one.
   */
  public ReceiptPlan untilAccepted() {
    ReceiptPlan next = new ReceiptPlan(this);
    next.untilAccepted = true;
    return next;
  }

  /** Sends none for messages whose registered_delivery asks for none. */
  public ReceiptPlan onlyIfAsked() {
    ReceiptPlan next = new ReceiptPlan(this);
    next.onlyIfAsked = true;
    return next;
  }

  /** Lets so many receipts be unanswered at once; their order is then nobody's promise. */
  public ReceiptPlan parallel(int count) {
    ReceiptPlan next = new ReceiptPlan(this);
    next.parallel = count;
    return next;
  }

  boolean covers(CarrierSubmit submit) {
    return !onlyIfAsked || submit.wantsReceipt();
  }
}

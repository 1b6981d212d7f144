package org.messagecenter.server.deliver;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.LaneTask;
import org.messagecenter.server.lane.LaneTimer;
import org.messagecenter.server.receipt.Origin;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.MessageKind;

/**
 * One try to deliver one message. Lives on one lane at a time: on the one it was dispatched to, and
 * from the choice of a carrier on that carrier's, to the outcome.
 */
public final class Attempt extends LaneTimer.Delayed implements LaneTask {
  private final AttemptKeeper keeper;
  private final DueMessage due;
  private final SubmitSm submitted;
  private final boolean part;
  private Lane lane;
  private SubmitSm message;
  private String carrier = "";
  private String bind = "";
  private int status = -1;
  private @Nullable Outcome delayed;
  private boolean complete;

  /** Whether the message is counted among those that the store may have under way. */
  boolean holdsCredit;

  /** Where it is counted as under way; null when it is not, or not any more. */
  @Nullable Passage passage;

  /** Whether the store has a note that it is being sent. */
  boolean noted;

  /**
   * @param part whether the message is a part of one that was cut for its carrier
   */
  Attempt(AttemptKeeper keeper, Lane lane, DueMessage due, SubmitSm message, boolean part) {
    this.keeper = keeper;
    this.lane = lane;
    this.due = due;
    this.submitted = message;
    this.message = Origin.removed(message);
    this.part = part;
  }

  /** The message that is to be sent: as it was submitted, rewritten where its route says so. */
  public SubmitSm message() {
    return message;
  }

  /** The message as it was submitted, with what its receipt must know. */
  public SubmitSm submitted() {
    return submitted;
  }

  /** Whether the message is a part of one that was cut for its carrier. */
  public boolean isPart() {
    return part;
  }

  /** What data_coding means in the message: as its account has it. */
  public Dialect sender() {
    return keeper.sender(this);
  }

  public String account() {
    return due.account();
  }

  /** What names the message in the store; 0 for one that is not stored. */
  public long key() {
    return due.key();
  }

  /** Whether the message is not stored (datagram and transaction mode): it cannot wait. */
  public boolean direct() {
    return due.key() == 0;
  }

  public MessageKind kind() {
    return due.kind();
  }

  /** When the message was accepted, epoch milliseconds. */
  public long acceptedAt() {
    return due.acceptedAt();
  }

  /** When its validity ends, epoch milliseconds. */
  public long expiresAt() {
    return due.expiresAt();
  }

  /** An earlier attempt may have reached its goal unrecorded. */
  public boolean possibleDuplicate() {
    return due.possibleDuplicate();
  }

  /** The line of the store it came from, 0 for none. */
  public int line() {
    return due.line();
  }

  /** A route was found: whom to, and what is sent there. */
  void routed(String carrierName, SubmitSm rewritten) {
    carrier = carrierName;
    message = rewritten;
  }

  /** The carrier it goes to; empty when it goes to none. */
  public String carrier() {
    return carrier;
  }

  /** Hands it to another lane, whose event loop goes on with it. */
  public void move(Lane other) {
    lane = other;
  }

  /** The outlet tells over which of its binds it sends. */
  public void sentOver(String bindName) {
    bind = bindName;
    keeper.goesOver(this);
  }

  /** The bind it went over, empty before that. */
  public String bind() {
    return bind;
  }

  /**
   * The outlet is about to send it, and wants it never to be sent again unless it is known that it
   * did not arrive, even if this process dies.
   *
   * @param then told on its lane whether it may be sent; if not, it is none of the outlet's any
   *     more
   */
  public void announce(Consumer<Boolean> then) {
    keeper.announced(this, then);
  }

  /** The outlet tells the command_status of the carrier's answer, before it gives the outcome. */
  public void answered(int commandStatus) {
    status = commandStatus;
  }

  /** The command_status of the carrier's answer, or -1. */
  public int status() {
    return status;
  }

  /** Our message_id, as the submit_sm_resp gave it. */
  public String messageId() {
    return due.messageId();
  }

  /** Which try this is, from 1. */
  public int number() {
    return Tries.all(due.attempts()) + 1;
  }

  public Lane lane() {
    return lane;
  }

  DueMessage due() {
    return due;
  }

  /** Its turn has come: gives it to an outlet, on its lane. What throws there is a failure. */
  public void sendTo(Outlet outlet) {
    keeper.send(this, outlet);
  }

  /** It waits for its carrier from now on. */
  public void queued() {
    keeper.queued(this);
  }

  /** Gives the outcome; only the first one counts. */
  public void complete(Outcome outcome) {
    if (!complete) {
      complete = true;
      keeper.completed(this, outcome);
    }
  }

  /** Gives the outcome that came too late to be the first. */
  public void completeLate(Outcome outcome) {
    keeper.completedLate(this, outcome);
  }

  /** It was not made after all: it can be sent, and have an outcome, once more. */
  public void again() {
    complete = false;
    status = -1;
    bind = "";
  }

  /** Gives the outcome after a delay on the lane's timer. */
  public void completeLater(Outcome outcome, long delayNanos) {
    delayed = outcome;
    lane.timer().schedule(this, delayNanos);
  }

  @Override
  protected void expired() {
    Outcome outcome = delayed;
    if (outcome != null) {
      complete(outcome);
    }
  }

  @Override
  public void run(Lane current) {
    keeper.begin(this);
  }
}

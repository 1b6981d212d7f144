package org.messagecenter.server.deliver;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.LaneTask;
import org.messagecenter.server.lane.LaneTimer;
import org.messagecenter.server.receipt.Origin;
import org.messagecenter.store.queue.DueMessage;

/** One try to deliver one message. Lives on one lane from dispatch to outcome. */
public final class Attempt extends LaneTimer.Delayed implements LaneTask {
  private final AttemptKeeper keeper;
  private final Lane lane;
  private final DueMessage due;
  private final SubmitSm submitted;
  private final SubmitSm message;
  private String bind = "";
  private int status = -1;
  private @Nullable Outcome delayed;
  private boolean complete;

  Attempt(AttemptKeeper keeper, Lane lane, DueMessage due, SubmitSm message) {
    this.keeper = keeper;
    this.lane = lane;
    this.due = due;
    this.submitted = message;
    this.message = Origin.removed(message);
  }

  /** The message that is to be sent. */
  public SubmitSm message() {
    return message;
  }

  /** The message as it was submitted, with what its receipt must know. */
  public SubmitSm submitted() {
    return submitted;
  }

  public String account() {
    return due.account();
  }

  /** What names the message in the store. */
  public long key() {
    return due.key();
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

  /** The outlet tells over which of its binds it sends. */
  public void sentOver(String bindName) {
    bind = bindName;
  }

  /** The bind it went over, empty before that. */
  public String bind() {
    return bind;
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
    return due.attempts() + 1;
  }

  public Lane lane() {
    return lane;
  }

  DueMessage due() {
    return due;
  }

  /** Gives the outcome; only the first one counts. */
  public void complete(Outcome outcome) {
    if (!complete) {
      complete = true;
      keeper.completed(this, outcome);
    }
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

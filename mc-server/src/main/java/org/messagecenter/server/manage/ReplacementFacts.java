package org.messagecenter.server.manage;

import org.messagecenter.protocol.pdu.ReplaceSm;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.submit.SessionFacts;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.StoredMessage;

/** A message as a replace_sm would leave it, for the checks. */
final class ReplacementFacts extends SessionFacts {
  private final ReplaceSm wanted;
  private final StoredMessage old;
  private long scheduledAt;

  /**
   * @param scheduled whether the message waits for the schedule of its sender, and not for a retry
   */
  ReplacementFacts(
      SubmitSm merged,
      ReplaceSm wanted,
      StoredMessage old,
      Account account,
      RequestPort channel,
      boolean scheduled,
      long now) {
    super(account, channel, merged, now, old.expiresAt());
    this.wanted = wanted;
    this.old = old;
    // One that only waited for its validity gets another chance.
    long due = old.nextDueAt() == Long.MAX_VALUE ? now : old.nextDueAt();
    super.dueAt(due);
    // A retry lies where the message center put it: it says nothing of what the sender wants.
    this.scheduledAt = scheduled ? due : now;
  }

  /**
   * The command that could have brought the whole message: its TLVs are not those of replace_sm.
   */
  @Override
  public CommandId command() {
    return old.kind() == MessageKind.DATA ? CommandId.DATA_SM : CommandId.SUBMIT_SM;
  }

  @Override
  public boolean senderCongested() {
    return false;
  }

  /** A schedule that is not given keeps the old one, whatever its text says by now. */
  @Override
  public void dueAt(long millis) {
    if (!wanted.scheduleDeliveryTime().isEmpty()) {
      super.dueAt(millis);
      scheduledAt = millis;
    }
  }

  @Override
  public long scheduledAt() {
    return scheduledAt;
  }

  /** Whether the message is still to wait for a time its sender named. */
  boolean scheduled() {
    return scheduledAt > receivedAt();
  }

  /**
   * A validity that is not given keeps the old one, unless that ends before the new schedule: a
   * message must get its chance.
   */
  @Override
  public void expiresAt(long millis) {
    boolean keeps = wanted.validityPeriod().isEmpty() && old.expiresAt() > scheduledAt;
    super.expiresAt(keeps ? old.expiresAt() : millis);
  }
}

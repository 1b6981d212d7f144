package org.messagecenter.server.manage;

import org.messagecenter.protocol.pdu.ReplaceSm;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.listen.RequestPort;
import org.messagecenter.server.submit.SubmitFacts;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.StoredMessage;

/** A message as a replace_sm would leave it, for the checks. */
final class ReplacementFacts implements SubmitFacts {
  private final ReplaceSm wanted;
  private final StoredMessage old;
  private final Account account;
  private final RequestPort channel;
  private final long now;
  private SubmitSm message;
  private long dueAt;
  private long scheduledAt;
  private long expiresAt;

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
    this.message = merged;
    this.wanted = wanted;
    this.old = old;
    this.account = account;
    this.channel = channel;
    this.now = now;
    // One that only waited for its validity gets another chance.
    this.dueAt = old.nextDueAt() == Long.MAX_VALUE ? now : old.nextDueAt();
    // A retry lies where the message center put it: it says nothing of what the sender wants.
    this.scheduledAt = scheduled ? dueAt : now;
    this.expiresAt = old.expiresAt();
  }

  @Override
  public Account account() {
    return account;
  }

  @Override
  public SubmitSm message() {
    return message;
  }

  @Override
  public void message(SubmitSm completed) {
    message = completed;
  }

  /**
   * The command that could have brought the whole message: its TLVs are not those of replace_sm.
   */
  @Override
  public CommandId command() {
    return old.kind() == MessageKind.DATA ? CommandId.DATA_SM : CommandId.SUBMIT_SM;
  }

  @Override
  public long receivedAt() {
    return now;
  }

  @Override
  public int interfaceVersion() {
    return channel.interfaceVersion();
  }

  @Override
  public boolean senderCongested() {
    return false;
  }

  @Override
  public long dueAt() {
    return dueAt;
  }

  /** A schedule that is not given keeps the old one, whatever its text says by now. */
  @Override
  public void dueAt(long millis) {
    if (!wanted.scheduleDeliveryTime().isEmpty()) {
      dueAt = millis;
      scheduledAt = millis;
    }
  }

  @Override
  public long scheduledAt() {
    return scheduledAt;
  }

  /** Whether the message is still to wait for a time its sender named. */
  boolean scheduled() {
    return scheduledAt > now;
  }

  @Override
  public long expiresAt() {
    return expiresAt;
  }

  /**
   * A validity that is not given keeps the old one, unless that ends before the new schedule: a
   * message must get its chance.
   */
  @Override
  public void expiresAt(long millis) {
    boolean keeps = wanted.validityPeriod().isEmpty() && old.expiresAt() > scheduledAt;
    expiresAt = keeps ? old.expiresAt() : millis;
  }
}

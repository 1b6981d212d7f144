package org.messagecenter.server.submit;

import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.account.Account;

/** What the rules may know of a submit_sm, and what they find out about it. */
public interface SubmitFacts {
  /** Who submits. */
  Account account();

  /** The message in the form of submit_sm, whatever command brought it. */
  SubmitSm message();

  /**
   * submit_sm, submit_multi, data_sm or broadcast_sm; for a replacement, what brought the old one.
   */
  CommandId command();

  /** Replaces the message by one with gaps filled in, such as a default address. */
  void message(SubmitSm completed);

  /**
   * Whether the PDU holds nothing but its fields; the codec lets a NUL behind the text pass. Costs
   * more than the other facts.
   */
  default boolean wholeBody() {
    return true;
  }

  /** When the submit_sm was read, epoch milliseconds. */
  long receivedAt();

  /** The version the sender's session speaks. */
  int interfaceVersion();

  /** Whether the sender leaves so many answers unread that it must slow down. */
  boolean senderCongested();

  /** When the message may be delivered first, epoch milliseconds; at first when it was read. */
  long dueAt();

  void dueAt(long millis);

  /**
   * What a validity must not end before, epoch milliseconds: when the sender wants the message
   * delivered first. Differs from {@link #dueAt()} where that is only when to try again.
   */
  default long scheduledAt() {
    return dueAt();
  }

  /** When the message expires, epoch milliseconds. */
  long expiresAt();

  void expiresAt(long millis);
}

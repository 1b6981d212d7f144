package org.messagecenter.server.submit;

import org.messagecenter.protocol.pdu.SubmitSm;

/** What the rules may know of a submit_sm, and what they find out about it. */
public interface SubmitFacts {
  SubmitSm message();

  /** When the submit_sm was read, epoch milliseconds. */
  long receivedAt();

  /** The version the sender's session speaks. */
  int interfaceVersion();

  /** Whether the sender leaves so many answers unread that it must slow down. */
  boolean senderCongested();

  /** When the message may be delivered first, epoch milliseconds; at first when it was read. */
  long dueAt();

  void dueAt(long millis);

  /** When the message expires, epoch milliseconds. */
  void expiresAt(long millis);
}

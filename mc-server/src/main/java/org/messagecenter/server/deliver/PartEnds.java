package org.messagecenter.server.deliver;

import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.StoredMessage;

/** Ends messages that are parts of another one, and that one with the last of them. */
@FunctionalInterface
public interface PartEnds {
  /**
   * @param part of kind {@link org.messagecenter.store.queue.MessageKind#PART}
   * @param error the code for the receipt of the whole
   * @param doneAt wall clock, epoch milliseconds
   * @param done told by the store once the part's end is durable
   */
  void end(StoredMessage part, MessageState state, int error, long doneAt, DoneCallback done);
}

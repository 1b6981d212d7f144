package org.messagecenter.server.deliver;

import org.messagecenter.server.dialect.FailureClass;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.StoredMessage;

/** Decides what follows when a carrier gives up a message that it took, but not for good. */
@FunctionalInterface
public interface Reattempts {
  /**
   * Plans another attempt, if the retry plan of the class has one left. On the lane of the carrier.
   *
   * <p>The carrier's id must lead to the message no longer once {@code done} was told: another
   * receipt under it is a repetition.
   *
   * @param failure {@link FailureClass#TEMPORARY}, which {@link FailureClass#THROTTLED} is no more
   *     than here, or {@link FailureClass#BILLING}
   * @param error the carrier's reason, as receipts give it
   * @param done told on the store's thread once the plan is durable, or {@code false} when the
   *     message has ended meanwhile; never when the answer here is false
   * @return whether the message goes on; otherwise it ends as the receipt says
   */
  boolean again(StoredMessage message, FailureClass failure, int error, DoneCallback done);
}

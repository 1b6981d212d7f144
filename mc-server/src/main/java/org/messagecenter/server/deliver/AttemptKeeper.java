package org.messagecenter.server.deliver;

import java.util.function.Consumer;
import org.messagecenter.protocol.text.Dialect;

/** Who answers for an attempt: sends it to its outlet and hears its outcome. On its lane. */
interface AttemptKeeper {
  /** The attempt's turn has come: where to? */
  void begin(Attempt attempt);

  /** What data_coding means in its message. */
  Dialect sender(Attempt attempt);

  /** It goes out. */
  void send(Attempt attempt, Outlet outlet);

  /** The attempt waits for its carrier: it is no longer the keeper's to count. */
  void queued(Attempt attempt);

  /** It goes out over the {@link Attempt#bind}. */
  default void goesOver(Attempt attempt) {}

  /**
   * It is about to go out, and is not to go out again as long as nobody knows that it did not
   * arrive: that has to be durable before.
   *
   * @param then told on its lane whether it may go; if not, the outlet has nothing more to do
   */
  default void announced(Attempt attempt, Consumer<Boolean> then) {
    then.accept(true);
  }

  /** The outlet has said how it ended. */
  void completed(Attempt attempt, Outcome outcome);

  /**
   * The outlet had said that nobody knows how it ended, and now it does know.
   *
   * @param outcome what it would have been in time
   */
  default void completedLate(Attempt attempt, Outcome outcome) {}
}

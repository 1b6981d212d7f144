package org.messagecenter.store.queue;

/** Receives due messages, at most as many as were requested. */
@FunctionalInterface
public interface WorkSink {

  /** Called on the store's thread. The message is the receiver's from here on. */
  void due(DueMessage message);

  /**
   * A message left its line without using the line's credit: it was cancelled, replaced, otherwise
   * ended, or its validity ended. In the last case it is pushed, with reason expired and the line's
   * number, after this call. Called on the store's thread, once for each message.
   */
  default void left(int line) {}

  /**
   * The line had less than was asked for, or has less by now. Called on the store's thread, after
   * the pushes that were asked for before.
   *
   * @param n how many pushes there will not be
   */
  default void unused(int line, int n) {}
}

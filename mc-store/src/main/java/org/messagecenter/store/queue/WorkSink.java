package org.messagecenter.store.queue;

/** Receives due messages, at most as many as were requested. */
@FunctionalInterface
public interface WorkSink {

  /** Called on the store's thread. The message is the receiver's from here on. */
  void due(DueMessage message);

  /**
   * A message left its line without a push: it was cancelled, replaced, or its validity ended.
   * Called on the store's thread.
   */
  default void left(int line) {}

  /**
   * The line had less than was asked for. Called on the store's thread, after the pushes that were
   * asked for before.
   *
   * @param n how many pushes there will not be
   */
  default void unused(int line, int n) {}
}

package org.messagecenter.store.queue;

/** Receives due messages, at most as many as were requested. */
@FunctionalInterface
public interface WorkSink {

  /** Called on the store's thread. The message is the receiver's from here on. */
  void due(DueMessage message);
}

package org.messagecenter.store.queue;

/** Hears the end of a {@link MessageStore#finish} or {@link MessageStore#post}. */
@FunctionalInterface
public interface DoneCallback {

  /**
   * The record is durable, or there was nothing to do.
   *
   * @param changed false when the key was unknown or finished before
   */
  void done(boolean changed);

  /**
   * The mail that was queued with it has this key. Called right before {@link #done}, as durable as
   * that; not called when no mail was queued.
   */
  default void queued(long mailKey) {}

  /** Not done, or not known to be done; to be told to nobody as a success. */
  default void failed(StoreFailure why) {}
}

package org.messagecenter.store.queue;

/**
 * Hears that a write or sync failed. From then on the store refuses everything with {@link
 * StoreFailure#BROKEN}; nothing is retried, for a failed sync may have dropped what it was to keep.
 */
@FunctionalInterface
public interface FatalListener {

  /**
   * Called once, on the store's thread.
   *
   * @param what one sentence that names the file and what was tried
   */
  void fatal(Throwable cause, String what);
}

package org.messagecenter.store.queue;

/** Why the store did not do what it was asked. */
public enum StoreFailure {
  /**
   * Disk or queue is nearly full; messages are refused, states and mail go on. Passes by itself.
   */
  FULL,
  /** The store was closed. */
  CLOSED,
  /** A write or sync failed earlier. */
  BROKEN,
  /** What was asked for cannot be read. Other questions may still be answered. */
  UNREADABLE,
  /**
   * It may or may not have been kept. Not a success, and to be repeated only as a possible double.
   */
  UNKNOWN
}

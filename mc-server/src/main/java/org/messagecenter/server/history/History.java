package org.messagecenter.server.history;

import org.messagecenter.protocol.receipt.MessageState;

/**
 * Where the steps of messages are noted. Every method may be called from any thread, returns at
 * once, never throws, and allocates next to nothing; what is noted is written a little later.
 *
 * <p>Keys are those of the store's messages. Acceptance and end are the store's own knowledge and
 * need not be noted.
 */
public interface History {

  /** Notes nothing. */
  History NONE = new History() {};

  /** Whether anything is kept: who has to look for what to note may spare the work. */
  default boolean isKept() {
    return false;
  }

  /** A rule chose a carrier. */
  default void routed(long key, String rule, String carrier) {}

  /** The message waits in a carrier's queue, for this reason: a word or two. */
  default void queued(long key, String carrier, String why) {}

  /** An attempt goes out. */
  default void sent(long key, int attempt, String carrier, String bind) {}

  /**
   * The attempt's outcome.
   *
   * @param status the carrier's command_status; -1 when there was none
   * @param word the kind of outcome, a word or two
   * @param nextAt when the next attempt is due, epoch milliseconds; 0 when none is
   */
  default void outcome(long key, int attempt, int status, String word, long nextAt) {}

  /** A carrier's receipt. */
  default void receipt(long key, String carrier, String id, MessageState state, int error) {}

  /**
   * Our receipt, or notice, was answered by the ESME.
   *
   * @param status the command_status of the answer; -1 when none came in time
   */
  default void home(long key, String bind, int status) {}

  /**
   * A mobile-originated message came in.
   *
   * @param at when, epoch milliseconds
   * @param carrier who brought it; empty for the simulated network
   * @param bind empty when there is none
   */
  default void received(long key, long at, String carrier, String bind) {}

  /** A mobile-originated message belongs to this account; how that was found, in some words. */
  default void owned(long key, String account, String how) {}

  /** It stands in the account's mailbox until then at the longest, epoch milliseconds. */
  default void kept(long key, long until) {}

  /** Anything else worth telling. */
  default void note(long key, String words) {}
}

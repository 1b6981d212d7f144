package org.messagecenter.protocol.receipt;

import org.jspecify.annotations.Nullable;

/**
 * What the text of a delivery receipt says (3.4 App. B).
 *
 * @param id the message_id, of any length
 * @param submitted the sub field, or -1 when absent
 * @param delivered the dlvrd field, or -1 when absent
 * @param submitDate epoch milliseconds, to the minute or second, or -1 when absent
 * @param doneDate epoch milliseconds, to the minute or second, or -1 when absent
 * @param stat the stat word as written
 * @param err the err field as written, or null when absent
 * @param text the first characters of the message, or null when absent
 */
public record Receipt(
    String id,
    int submitted,
    int delivered,
    long submitDate,
    long doneDate,
    String stat,
    @Nullable String err,
    @Nullable String text) {

  /** The state the stat word means, or null when it is none that is known. */
  public @Nullable MessageState state() {
    return MessageState.ofStat(stat);
  }
}

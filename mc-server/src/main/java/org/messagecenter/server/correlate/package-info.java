/**
 * How carriers' receipts find their messages, in whatever order and over whatever bind they come.
 *
 * <p>All of a carrier is on one lane, so nothing here is locked. A receipt is looked for, in this
 * order,
 *
 * <ol>
 *   <li>among the messages that the carrier took lately, which are in memory, and those whose end
 *       is only just past;
 *   <li>in the store, by the carrier's id;
 *   <li>for a while among the messages that the carrier takes from now on: the receipt may have
 *       overtaken the submit_sm_resp that tells the id. It waits unanswered;
 *   <li>once more in the store, and among the messages that ended.
 * </ol>
 *
 * What belongs to no message is kept as an orphan. A carrier is told ESME_ROK for a receipt when
 * what follows from it is durable, and not before: so a crash repeats a receipt and never loses it.
 *
 * <p>{@code CarrierInbox} takes what carriers send, {@code CarrierDesk} looks for the message,
 * {@code Consequences} is what follows when there is one, {@code AfterEnd} when it has its end
 * already; {@code OrphanBox} keeps what belongs to none.
 */
@NullMarked
package org.messagecenter.server.correlate;

import org.jspecify.annotations.NullMarked;

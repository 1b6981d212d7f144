/**
 * The queues before the carriers: who is next, how fast, and what waits in memory or in a line of
 * the store.
 *
 * <p>A carrier's queue lives on the carrier's lane. Its messages stand in lines, one for each
 * account, priority and, where sources have a rate, source. Within a line they keep their order.
 * The beginning of a line may be in memory, the rest waits in the store ({@code park}), without its
 * octets; what is in memory is bounded by what the carrier takes in a second or two, so that a slow
 * carrier costs nothing but the store's index.
 *
 * <pre>
 * event                             carrier has binds                 carrier has none
 * -------------------------------   -------------------------------   -------------------------
 * a message is offered, nothing of   memory, and sent when its turn    parked
 *   its line is parked               comes
 * a message is offered, others of    parked, behind them               parked
 *   its line are
 * room in memory                     the lines are asked for more      -
 * the carrier throttles              the message goes back to its      -
 *                                    place, the queue pauses
 * the attempt was not sent           as above, a short pause           parked at its place
 * the last bind is lost              -                                 all in memory is parked
 * nothing changes for a while        -                                 some are routed anew
 * </pre>
 *
 * <p>Turns go round the accounts, one message each; within an account the highest priority comes
 * first, but each eighth turn is the lowest one's. An account or a source that has used up its rate
 * is passed over until it may go on; a carrier that has ends the round.
 *
 * <p>{@code CarrierQueue} keeps whose turn it is. Beside it, {@code Backlog} is what waits in the
 * store, {@code InMemory} how many may wait here, {@code JointPace} the rates, {@code Pause} what
 * follows from being throttled, {@code Rerouting} when to try elsewhere.
 */
@NullMarked
package org.messagecenter.server.queue;

import org.jspecify.annotations.NullMarked;

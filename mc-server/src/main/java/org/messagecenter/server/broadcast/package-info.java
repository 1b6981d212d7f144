/**
 * Cell broadcast (50:4.4, 50:4.6) over simulated cells.
 *
 * <p>What becomes of a broadcast follows from the clock alone: its start, rhythm, number of
 * repetitions and validity say at any moment whether it is scheduled, on the air or over. So the
 * store keeps the request as it came, with its start and the time of a cancellation, and nothing is
 * written while it runs:
 *
 * <pre>
 *   offset size
 *    0      1   version of this form, 1
 *    1      8   start, epoch milliseconds
 *    9      8   end at the latest: of the validity period; 2^63-1 when there is none
 *   17      8   cancelled at, epoch milliseconds; 0: not cancelled
 *   25          the body of the broadcast_sm
 * </pre>
 *
 * A broadcast is forgotten some time after its end.
 */
@NullMarked
package org.messagecenter.server.broadcast;

import org.jspecify.annotations.NullMarked;

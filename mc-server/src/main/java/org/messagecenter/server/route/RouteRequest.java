package org.messagecenter.server.route;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.SubmitSm;

/**
 * What a route is asked for.
 *
 * <p>Its draw decides where chance does; the same draw chooses the same. It follows from the
 * account, the addresses and the moment of acceptance, which are known at submission and at every
 * attempt, so that a share of the traffic is the same messages each time. Most rules leave nothing
 * to chance, so it is made when first asked for.
 *
 * @param account who submitted the message
 * @param message the message as it is stored
 * @param acceptedAt when the message was read, epoch milliseconds
 * @param at wall clock, epoch milliseconds
 * @param failures attempts that failed so far; another carrier may be chosen after some
 * @param chosenDraw a draw to go by instead, for who wants to see another one; else null
 */
public record RouteRequest(
    String account,
    SubmitSm message,
    long acceptedAt,
    long at,
    int failures,
    @Nullable Long chosenDraw) {

  /** A request that goes by the draw of the message. */
  public RouteRequest(String account, SubmitSm message, long acceptedAt, long at, int failures) {
    this(account, message, acceptedAt, at, failures, null);
  }

  /** The draw, any value. */
  long draw() {
    return chosenDraw != null
        ? chosenDraw
        : Draw.of(account)
            + 31 * Draw.of(message.destinationAddr().digits())
            + 37 * Draw.of(message.sourceAddr().digits())
            + acceptedAt;
  }
}

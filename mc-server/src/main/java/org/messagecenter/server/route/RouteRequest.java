package org.messagecenter.server.route;

import org.messagecenter.protocol.pdu.SubmitSm;

/**
 * What a route is asked for.
 *
 * @param account who submitted the message
 * @param message the message as it is stored
 * @param at wall clock, epoch milliseconds
 * @param failures attempts that failed so far; another carrier may be chosen after some
 * @param draw decides where chance does, any value; the same draw chooses the same
 */
public record RouteRequest(String account, SubmitSm message, long at, int failures, long draw) {

  /**
   * The draw of a message. It is known at submission and at every attempt, so that a share of the
   * traffic is the same messages each time.
   *
   * @param acceptedAt when the message was read, epoch milliseconds
   */
  public static long drawOf(String account, SubmitSm message, long acceptedAt) {
    return Draw.of(account)
        + 31 * Draw.of(message.destinationAddr().digits())
        + 37 * Draw.of(message.sourceAddr().digits())
        + acceptedAt;
  }
}

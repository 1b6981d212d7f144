package org.messagecenter.server.queue;

import org.messagecenter.server.pace.Rate;

/**
 * How one carrier is served.
 *
 * @param rate what it may be sent a second
 * @param bySegment whether a message counts as the SMS that it takes, rather than as one
 * @param rerouteAfterMillis how long messages wait for a bind before another route is looked for; 0
 *     for ever
 */
public record QueueSettings(Rate rate, boolean bySegment, long rerouteAfterMillis) {}

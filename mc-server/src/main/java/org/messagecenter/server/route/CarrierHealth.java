package org.messagecenter.server.route;

/**
 * How a carrier does at the moment.
 *
 * @param bound whether it could be sent a message now
 * @param errorRate share of the answers of late that were refusals or none came, 0 to 1
 * @param latencyMillis median time of its answers of late, 0 when there were none
 */
public record CarrierHealth(boolean bound, double errorRate, long latencyMillis) {}

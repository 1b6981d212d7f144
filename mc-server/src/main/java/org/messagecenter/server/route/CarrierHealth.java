package org.messagecenter.server.route;

/**
 * How a carrier does at the moment.
 *
 * @param bound whether it could be sent a message now
 * @param errorRate share of what was sent of late that failed for now, ended its bind or had no
 *     answer, 0 to 1; what a message itself was refused for does not count, nor throttling
 * @param latencyMillis median time of its answers of late, 0 when there were none
 */
public record CarrierHealth(boolean bound, double errorRate, long latencyMillis) {}

package org.messagecenter.protocol.session;

import java.time.Duration;

/**
 * Timers (5.0 §2.7) and windows of a session.
 *
 * @param sessionInit from the connection to the bind; then the connection is closed
 * @param enquireLink silence after which the peer is asked for a sign of life; zero never asks
 * @param inactivity time without a transaction after which the session is unbound; zero never
 * @param response from a request to its response; then the request counts as unanswered
 * @param limits the windows of both directions, unless a bind is accepted with others
 * @param interfaceVersion the version this side speaks: 0x34 or 0x50
 */
public record SessionSettings(
    Duration sessionInit,
    Duration enquireLink,
    Duration inactivity,
    Duration response,
    SessionLimits limits,
    int interfaceVersion) {

  /** 10 s for the bind, 30 s for enquire_link and responses, no inactivity limit, window 100. */
  public static SessionSettings defaults() {
    return new SessionSettings(
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ZERO,
        Duration.ofSeconds(30),
        SessionLimits.defaults(),
        0x50);
  }
}

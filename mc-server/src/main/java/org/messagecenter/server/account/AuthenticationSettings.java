package org.messagecenter.server.account;

import java.time.Duration;
import org.messagecenter.server.config.Section;

/**
 * How bind credentials are checked.
 *
 * @param threads how many passwords are hashed at once
 * @param queue how many checks may wait for a thread; more are refused as busy
 * @param failuresPerAccount failures within the window after which an account is locked; 0 for off
 * @param failuresPerAddress failures within the window after which an address is locked; 0 for off
 * @param failureWindow how long failures count, and so the longest lock
 * @param limitLoopback whether the failure limits hold for loopback addresses too
 * @param remembered how many successes, failing accounts and failing addresses are remembered, each
 * @param tellReason whether a bind that fails says why (ESME_RINVSYSID, ESME_RINVPASWD) rather than
 *     ESME_RBINDFAIL for both
 */
public record AuthenticationSettings(
    int threads,
    int queue,
    int failuresPerAccount,
    int failuresPerAddress,
    Duration failureWindow,
    boolean limitLoopback,
    int remembered,
    boolean tellReason) {

  /** Reads the section {@code accounts.authentication}. */
  public static AuthenticationSettings from(Section section) {
    return new AuthenticationSettings(
        section.integer("threads", 1, 64),
        section.integer("queue", 1, 1_000_000),
        section.integer("failures-per-account", 0, 1_000_000),
        section.integer("failures-per-address", 0, 1_000_000),
        section.duration("failure-window", Duration.ofSeconds(1), Duration.ofDays(1)),
        section.bool("limit-loopback"),
        section.integer("remembered", 1, 10_000_000),
        section.bool("tell-reason"));
  }
}

package org.messagecenter.server.account;

import java.time.Duration;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.config.Section;

/**
 * How fast an account's messages leave for carriers, and how many of them may wait for that.
 *
 * @param rate units a second of the account in all; 0 for no limit
 * @param burst units that may leave at once after a pause; 0 for a tenth of a second's
 * @param sourceRate units a second of each source address; 0 for no limit
 * @param sourceBurst as {@code burst}
 * @param count what a unit is
 * @param queue the account may have as many messages waiting as leave in this time
 * @param whenFull what a submission hears beyond that
 * @param billingRetries whether messages whose recipient cannot pay are tried again
 */
public record Outbound(
    double rate,
    int burst,
    double sourceRate,
    int sourceBurst,
    Count count,
    Duration queue,
    WhenFull whenFull,
    boolean billingRetries) {

  /** No limits. */
  public static final Outbound UNLIMITED =
      new Outbound(0, 0, 0, 0, Count.MESSAGE, Duration.ofMinutes(15), WhenFull.QUEUE_FULL, true);

  private static final double FASTEST = 10_000_000;
  private static final int LARGEST_BURST = 10_000_000;

  /** What is counted. */
  public enum Count {
    MESSAGE,
    /** Each SMS that a message takes. */
    SEGMENT
  }

  /** The answer to a submission for which the queue has no room. */
  public enum WhenFull {
    QUEUE_FULL(CommandStatus.ESME_RMSGQFUL),
    THROTTLED(CommandStatus.ESME_RTHROTTLED);

    private final CommandStatus status;

    WhenFull(CommandStatus status) {
      this.status = status;
    }

    public CommandStatus status() {
      return status;
    }
  }

  /** How many messages may wait; {@link Long#MAX_VALUE} without a rate. */
  public long capacity() {
    return rate > 0 ? Math.max(1, (long) (rate * queue.toMillis() / 1000)) : Long.MAX_VALUE;
  }

  /** What the section {@code outbound} says, and this where it says nothing. */
  Outbound with(Section s) {
    return new Outbound(
        s.has("rate") ? s.decimal("rate", 0, FASTEST) : rate,
        s.optionalInteger("burst", 0, LARGEST_BURST).orElse(burst),
        s.has("source-rate") ? s.decimal("source-rate", 0, FASTEST) : sourceRate,
        s.optionalInteger("source-burst", 0, LARGEST_BURST).orElse(sourceBurst),
        s.has("count") ? s.oneOf("count", Count.class) : count,
        s.has("queue") ? s.duration("queue", Duration.ofMillis(1), Duration.ofDays(30)) : queue,
        s.has("when-full") ? s.oneOf("when-full", WhenFull.class) : whenFull,
        s.has("billing-retries") ? s.bool("billing-retries") : billingRetries);
  }
}

package org.messagecenter.server.listen;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in good time that a certificate of ours expires: as a warning at the start and once a day
 * from {@link #SOON} on, as an error once it has. One that takes its place is looked at by itself.
 * Thread-safe.
 */
public final class CertificateWatch {
  private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);

  /** From so long before the end on it is spoken of. */
  public static final Duration SOON = Duration.ofDays(30);

  private static final Duration SAID_AGAIN = Duration.ofDays(1);
  private static final Duration PERIOD = Duration.ofHours(1);
  private static final long DAY_SECONDS = Duration.ofDays(1).toSeconds();

  private final String name;
  private final Source source;
  private final InstantSource clock;
  private volatile @Nullable Instant expiry;
  private State said = State.GOOD;
  private Instant saidAt = Instant.EPOCH;
  private @Nullable Instant saidOf;
  private boolean unreadable;

  /** Tells when the certificate that is used from now on expires; may read files. */
  @FunctionalInterface
  public interface Source {
    Instant expiry() throws IOException;
  }

  private enum State {
    GOOD,
    SOON,
    EXPIRED
  }

  /**
   * @param name what the log calls it: whose it is and its file
   */
  public CertificateWatch(String name, Source source, InstantSource clock) {
    this.name = name;
    this.source = source;
    this.clock = clock;
  }

  /** Looks now and from time to time. Not for event loops. */
  public void start(ScheduledExecutorService background) {
    look();
    background.scheduleWithFixedDelay(
        this::look, PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
  }

  /** Looks now, and says what there is to say. */
  synchronized void look() {
    try {
      Instant end = source.expiry();
      expiry = end;
      unreadable = false;
      say(end, clock.instant());
    } catch (IOException | RuntimeException | Error e) {
      // What is thrown here would end the looks for ever.
      if (!unreadable) {
        unreadable = true;
        log.warn("{}: it cannot be seen when it expires: {}", name, e.toString());
      }
    }
  }

  private void say(Instant end, Instant now) {
    State state = state(end, now);
    boolean news = state != said || !end.equals(saidOf);
    // However the clock was set meanwhile.
    boolean longAgo = Duration.between(saidAt, now).abs().compareTo(SAID_AGAIN) >= 0;
    if (!news && !longAgo) {
      return;
    }
    said = state;
    saidOf = end;
    saidAt = now;
    switch (state) {
      case EXPIRED -> log.error("{} expired at {}: peers refuse it", name, end);
      case SOON ->
          log.warn(
              "{} expires in {}, at {}: put another one in its place", name, words(end, now), end);
      case GOOD -> log.debug("{} is valid until {}", name, end);
    }
  }

  private static State state(Instant end, Instant now) {
    if (!now.isBefore(end)) {
      return State.EXPIRED;
    }
    return now.plus(SOON).isBefore(end) ? State.GOOD : State.SOON;
  }

  /** Whole days, less than 0 after the end. */
  private static long days(Instant end, Instant now) {
    return Math.floorDiv(Duration.between(now, end).toSeconds(), DAY_SECONDS);
  }

  private static String words(Instant end, Instant now) {
    long days = days(end, now);
    return days == 0 ? "less than a day" : days == 1 ? "1 day" : days + " days";
  }

  /**
   * Whole days until it expires, from 0 on the last day; less than 0 when it has expired, not a
   * number before the first look.
   */
  public double daysLeft() {
    Instant end = expiry;
    return end == null ? Double.NaN : days(end, clock.instant());
  }

  /** Whose it is and until when it is valid, for operators. */
  public String describe() {
    Instant end = expiry;
    return end == null ? name : name + ", until " + end + left(end, clock.instant());
  }

  /** What is said behind the end of a certificate: nothing while that is far away. */
  static String left(Instant end, Instant now) {
    return switch (state(end, now)) {
      case GOOD -> "";
      case SOON -> " (in " + words(end, now) + ")";
      case EXPIRED -> " (expired)";
    };
  }
}

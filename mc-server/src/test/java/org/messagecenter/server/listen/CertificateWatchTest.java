package org.messagecenter.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is said of a certificate, hour by hour, on a clock that only the test moves. */
class CertificateWatchTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Logger logger = (Logger) LoggerFactory.getLogger(CertificateWatch.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private Instant now = START;
  private Instant expiry = START.plus(Duration.ofDays(32));
  private @Nullable IOException broken;
  private final CertificateWatch watch =
      new CertificateWatch("our certificate own.crt", this::expiry, () -> now);

  private Instant expiry() throws IOException {
    if (broken != null) {
      throw broken;
    }
    return expiry;
  }

  @BeforeEach
  void listen() {
    channel.freezeTime();
    logger.setLevel(Level.INFO);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
    logger.setLevel(null);
    channel.finishAndReleaseAll();
  }

  /** What was said since the last look. */
  private List<String> said() {
    List<String> said =
        lines.list.stream()
            .map(line -> line.getLevel() + " " + line.getFormattedMessage())
            .toList();
    lines.list.clear();
    return said;
  }

  private List<String> after(Duration time) {
    for (long left = time.toHours(); left > 0; left--) {
      now = now.plus(Duration.ofHours(1));
      channel.advanceTimeBy(1, TimeUnit.HOURS);
      channel.runScheduledPendingTasks();
    }
    return said();
  }

  private static String expires(int days, String at) {
    return expires(days + " days", at);
  }

  private static String expires(String time, String at) {
    return "WARN our certificate own.crt expires in "
        + time
        + ", at "
        + at
        + ": put another one in its place";
  }

  @Test
  void itIsSaidOnceADayFromAMonthBeforeItsEndOn() {
    watch.start(channel.eventLoop());
    assertThat(after(Duration.ofHours(47))).isEmpty();
    assertThat(after(Duration.ofHours(1))).containsExactly(expires(30, "2026-04-02T00:00:00Z"));
    assertThat(after(Duration.ofHours(23))).isEmpty();
    assertThat(after(Duration.ofHours(1))).containsExactly(expires(29, "2026-04-02T00:00:00Z"));
    assertThat(after(Duration.ofDays(28))).hasSize(28);
    assertThat(watch.daysLeft()).isEqualTo(1);
    assertThat(watch.describe())
        .isEqualTo("our certificate own.crt, until 2026-04-02T00:00:00Z (in 1 day)");
  }

  @Test
  void itIsSaidAtTheStart() {
    expiry = START.plus(Duration.ofDays(7)).plusSeconds(1);
    watch.start(channel.eventLoop());
    assertThat(said()).containsExactly(expires(7, "2026-03-08T00:00:01Z"));
    assertThat(watch.daysLeft()).isEqualTo(7);
  }

  @Test
  void itsEndIsAnErrorEachDay() {
    expiry = START.plus(Duration.ofHours(2));
    watch.start(channel.eventLoop());
    String expired =
        "ERROR our certificate own.crt expired at 2026-03-01T02:00:00Z: peers refuse it";
    assertThat(said()).containsExactly(expires("less than a day", "2026-03-01T02:00:00Z"));
    assertThat(after(Duration.ofHours(1))).isEmpty();
    assertThat(watch.daysLeft()).isZero();
    assertThat(after(Duration.ofHours(1))).containsExactly(expired);
    assertThat(after(Duration.ofHours(23))).isEmpty();
    assertThat(after(Duration.ofHours(1))).containsExactly(expired);
    assertThat(watch.daysLeft()).isEqualTo(-1);
    assertThat(watch.describe()).endsWith(" (expired)");
  }

  @Test
  void anotherOneInItsPlaceEndsTheWarnings() {
    expiry = START.plus(Duration.ofDays(3));
    watch.start(channel.eventLoop());
    assertThat(said()).hasSize(1);
    expiry = START.plus(Duration.ofDays(397));
    assertThat(after(Duration.ofDays(5))).isEmpty();
    assertThat(watch.daysLeft()).isEqualTo(392);
    assertThat(watch.describe())
        .isEqualTo("our certificate own.crt, until " + START.plus(Duration.ofDays(397)));
    expiry = START.plus(Duration.ofDays(6));
    assertThat(after(Duration.ofHours(1))).as("one that is no better is news").hasSize(1);
  }

  @Test
  void aFileThatCannotBeReadIsSaidOnceAndLookedAtAgain() {
    watch.start(channel.eventLoop());
    broken = new IOException("own.crt is no PEM file");
    assertThat(after(Duration.ofDays(2)))
        .containsExactly(
            "WARN our certificate own.crt: it cannot be seen when it expires:"
                + " java.io.IOException: own.crt is no PEM file");
    assertThat(watch.daysLeft()).as("of the one before").isEqualTo(30);
    broken = null;
    assertThat(after(Duration.ofHours(1))).containsExactly(expires(29, "2026-04-02T00:00:00Z"));
  }

  @Test
  void beforeTheFirstLookNothingIsKnown() {
    assertThat(watch.daysLeft()).isNaN();
    assertThat(watch.describe()).isEqualTo("our certificate own.crt");
  }
}

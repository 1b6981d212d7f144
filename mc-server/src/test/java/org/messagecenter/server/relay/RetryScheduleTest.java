package org.messagecenter.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.ReceiptText;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.account.Outbound;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.correlate.CorrelateSettings;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.deliver.DeliverSettings;
import org.messagecenter.server.deliver.Outcome;
import org.messagecenter.server.dialect.CarrierDialect;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.pace.Rate;
import org.messagecenter.server.queue.QueueSettings;
import org.messagecenter.server.route.RouteSettings;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailOutcome;

/**
 * The retry plans as shipped, hour by hour through the real dispatcher, queue and store, with a
 * restart in the middle.
 */
class RetryScheduleTest {
  private static final String ACCOUNT = "acme";
  private static final long DAY = Duration.ofDays(1).toMillis();

  @TempDir Path directory;

  private final VirtualClock clock = new VirtualClock();
  private final Random random = new Random(7);

  /** When the carrier was asked, milliseconds after the submission. */
  private final List<Long> attempts = new ArrayList<>();

  private final List<String> receipts = new ArrayList<>();
  private Supplier<Outcome> answer = () -> new Outcome.Temporary(0x2, -1);
  private @Nullable Relay open;
  private long begin;
  private int lives;

  /** Always there, and always of the same opinion. */
  private final class Decided implements CarrierPort {
    private final Lane lane;

    Decided(Relay relay) {
      lane = relay.lanes.all().get(1);
    }

    @Override
    public String name() {
      return "only";
    }

    @Override
    public Lane lane() {
      return lane;
    }

    @Override
    public CarrierDialect dialect() {
      return new SimDialect();
    }

    @Override
    public boolean bound() {
      return true;
    }

    @Override
    public int room() {
      return 10;
    }

    @Override
    public void whenRoom(Runnable listener) {}

    @Override
    public void send(Attempt attempt) {
      attempts.add(clock.millis() - begin);
      attempt.complete(answer.get());
    }
  }

  @BeforeEach
  void start() throws IOException, ConfigException {
    Path routes = directory.resolve("routes.conf");
    Files.write(routes, List.of("rules = [ { name = all, to = only } ]"));
    Section root =
        ConfigSource.shipped(directory)
            .with("routes.file", routes.toString())
            .with("routes.networks", directory.resolve("networks.conf").toString())
            .load();
    open =
        new Relay(
            directory.resolve("data"),
            new Relay.Setup(
                clock,
                RouteSettings.from(root.section("routes"), Set.of("only")).table(),
                DeliverSettings.from(root.section("deliver")),
                CorrelateSettings.from(root.section("receipt-matching")),
                carrier -> new QueueSettings(Rate.UNLIMITED, false, 30_000),
                account -> Outbound.UNLIMITED,
                relay -> List.of(new Decided(relay)),
                7));
    lives++;
    relay().store.requestMail(ACCOUNT, 10);
    relay().settle(random);
  }

  @AfterEach
  void stop() {
    relay().close();
  }

  private Relay relay() {
    return Objects.requireNonNull(open);
  }

  private void restart() throws IOException, ConfigException {
    stop();
    start();
  }

  private void submit(long validMillis) {
    begin = clock.millis();
    relay().submit(ACCOUNT, Relay.message("4930", "49151", "m0."), 0, validMillis, messageId -> {});
    relay().settle(random);
  }

  /** How closely to look, so long after an attempt. */
  private static Duration step(long millis) {
    if (millis < Duration.ofMinutes(5).toMillis()) {
      return Duration.ofSeconds(5);
    }
    return millis < Duration.ofHours(3).toMillis() ? Duration.ofMinutes(1) : Duration.ofMinutes(5);
  }

  private void pass(Duration time) {
    long until = clock.nanos() + time.toNanos();
    while (clock.nanos() < until) {
      long sinceLast = clock.millis() - begin - attempts.get(attempts.size() - 1);
      relay().pass(1, Math.min(step(sinceLast).toNanos(), until - clock.nanos()));
      relay().settle(random);
    }
    Mail mail;
    while ((mail = relay().mails.poll()) != null) {
      receipts.add(stat(mail));
      relay().store.mailDone(mail.key(), MailOutcome.DELIVERED);
    }
  }

  private static String stat(Mail mail) {
    try {
      DeliverSm receipt = (DeliverSm) PduCodec.decodeBody(CommandId.DELIVER_SM, mail.body());
      var read = ReceiptText.parse(receipt.shortMessage()).orElseThrow();
      return read.stat() + " " + read.err();
    } catch (BadBody e) {
      throw new AssertionError(e);
    }
  }

  /** The waits between the attempts, in units, each within the jitter of what was planned. */
  private void assertWaits(TimeUnit unit, long... planned) {
    assertThat(attempts).hasSize(planned.length + 1);
    assertThat(attempts.get(0)).isLessThan(1000);
    for (int i = 0; i < planned.length; i++) {
      long wait = attempts.get(i + 1) - attempts.get(i);
      long plan = unit.toMillis(planned[i]);
      assertThat(wait)
          .as("wait %s of %s", i + 1, attempts)
          // The store's own thread may come a step late, too.
          .isBetween(plan - plan / 20, plan + plan / 20 + 2 * step(plan).toMillis());
    }
  }

  /** But for what each life keeps for itself. */
  private void assertNothingIsLeft() {
    assertThat(relay().store.stats().pending()).isEqualTo(lives);
  }

  @Test
  void theGeneralPlanTakesFourHoursAndEndsAsRejected() throws Exception {
    submit(14 * DAY);
    pass(Duration.ofMinutes(40));
    restart();
    pass(Duration.ofMinutes(230));
    assertWaits(TimeUnit.SECONDS, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680);
    assertThat(receipts).containsExactly("REJECTD 002");
    assertNothingIsLeft();
  }

  @Test
  void validityMayEndTheGeneralPlan() throws Exception {
    submit(Duration.ofHours(1).toMillis());
    pass(Duration.ofMinutes(20));
    restart();
    pass(Duration.ofMinutes(39));
    assertThat(receipts).isEmpty();
    pass(Duration.ofMinutes(2));
    assertWaits(TimeUnit.SECONDS, 30, 60, 120, 240, 480, 960);
    assertThat(receipts).containsExactly("EXPIRED 4A3");
    assertNothingIsLeft();
  }

  @Test
  void theBillingPlanGoesOnForTwoWeeksUntilValidityEnds() throws Exception {
    answer = () -> new Outcome.Billing(0x3);
    submit(14 * DAY);
    pass(Duration.ofDays(6));
    restart();
    pass(Duration.ofDays(7));
    assertThat(receipts).isEmpty();
    pass(Duration.ofDays(1).plusMinutes(1));
    assertWaits(TimeUnit.HOURS, waits(attempts.size() - 1));
    assertThat(attempts.size()).isBetween(14, 16);
    assertThat(receipts).containsExactly("EXPIRED 4A3");
    assertNothingIsLeft();
  }

  /** 6 h, 18 h, and then each day. */
  private static long[] waits(int count) {
    long[] waits = new long[count];
    for (int i = 0; i < count; i++) {
      waits[i] = i == 0 ? 6 : i == 1 ? 18 : 24;
    }
    return waits;
  }

  @Test
  void whatCanBePaidInTheEndIsDelivered() throws Exception {
    answer = () -> new Outcome.Billing(0x3);
    submit(14 * DAY);
    pass(Duration.ofDays(2).plusHours(12));
    restart();
    answer = () -> new Outcome.Final(MessageState.DELIVERED, 0);
    pass(Duration.ofDays(1));
    assertWaits(TimeUnit.HOURS, 6, 18, 24, 24);
    assertThat(receipts).containsExactly("DELIVRD 000");
  }

  @Test
  void thePlansCountEachForThemselves() {
    List<Outcome> answers =
        List.of(
            new Outcome.Temporary(0x2, -1),
            new Outcome.Billing(0x3),
            new Outcome.Temporary(0x2, -1),
            new Outcome.Billing(0x3),
            new Outcome.Temporary(0x2, -1));
    answer =
        () ->
            attempts.size() <= answers.size()
                ? answers.get(attempts.size() - 1)
                : new Outcome.Final(MessageState.DELIVERED, 0);
    submit(14 * DAY);
    pass(Duration.ofDays(2));
    assertWaits(TimeUnit.SECONDS, 30, 6 * 3600, 60, 18 * 3600, 120);
    assertThat(receipts).containsExactly("DELIVRD 000");
  }
}

package org.messagecenter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.bench.LoadPlan.Kind;
import org.messagecenter.bench.TinySmsc.Treatment;
import org.messagecenter.protocol.pdu.BindReceiver;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.BindTransmitter;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.ThrowawayIdentity;

/** Whole runs over loopback sockets. */
class LoadRunTest {

  private static final String HEX = "%032x";

  private static final Duration SEND = Duration.ofSeconds(60);

  /** Long enough to wait for all that comes; a run that has everything ends at once. */
  private static final Duration DRAIN = Duration.ofSeconds(60);

  /** For runs that something never comes in. */
  private static final Duration SHORT_DRAIN = Duration.ofSeconds(3);

  private static LoadResult run(LoadPlan plan) throws IOException, InterruptedException {
    return new LoadRun(plan, null, (at, totals) -> {}).run();
  }

  private static LoadPlan plan(TinySmsc smsc, long count) {
    return plan(smsc, count, DRAIN);
  }

  private static LoadPlan plan(TinySmsc smsc, long count, Duration drain) {
    return plan(smsc, count, Kind.TRANSCEIVER, 3, 0, 1, SEND, drain);
  }

  private static LoadPlan plan(
      TinySmsc smsc, long count, Kind kind, int binds, double rate, int lanes) {
    return plan(smsc, count, kind, binds, rate, lanes, SEND, DRAIN);
  }

  private static LoadPlan plan(
      TinySmsc smsc,
      long count,
      Kind kind,
      int binds,
      double rate,
      int lanes,
      Duration sendFor,
      Duration drain) {
    return new LoadPlan(
        "127.0.0.1",
        smsc.port(),
        "load%d",
        "secret",
        kind,
        0x34,
        binds,
        10,
        count,
        sendFor,
        rate,
        40,
        1,
        "4915",
        "49170",
        drain,
        true,
        lanes);
  }

  @ParameterizedTest
  @EnumSource
  void everyMessageIsAnsweredAndReceiptedOnEachKindOfBind(Kind kind) throws Exception {
    try (TinySmsc smsc = TinySmsc.withHexIds(n -> Treatment.RECEIPT)) {
      LoadResult result = run(plan(smsc, 5_000, kind, 3, 0, 2));

      assertThat(result.isClean()).isTrue();
      assertThat(result.totals().sent.sum()).isEqualTo(5_000);
      assertThat(result.totals().accepted.sum()).isEqualTo(5_000);
      assertThat(result.latency().getTotalCount()).isEqualTo(5_000);
      assertThat(smsc.submits).hasValue(5_000);
      assertThat(smsc.destinations).hasSize(5_000).contains("49170000000", "49170004999");
      // They have left; when they are read is up to the other side.
      Await.until("unbinds", SEND, () -> smsc.unbinds.get() == (kind == Kind.PAIR ? 6 : 3));
      assertThat(smsc.answeredReceipts.get()).isEqualTo((int) result.totals().receipts.sum());
      assertThat(smsc.binds)
          .extracting(bind -> (Object) bind.getClass())
          .containsOnly(
              switch (kind) {
                case TRANSCEIVER -> new Object[] {BindTransceiver.class};
                case TRANSMITTER -> new Object[] {BindTransmitter.class};
                case PAIR -> new Object[] {BindTransmitter.class, BindReceiver.class};
              });
      assertThat(smsc.binds)
          .extracting(bind -> bind.systemId())
          .containsOnly("load0", "load1", "load2");
    }
  }

  @Test
  void theOpenLoopKeepsItsTimetable() throws Exception {
    try (TinySmsc smsc = TinySmsc.withHexIds(n -> Treatment.RECEIPT)) {
      LoadResult result = run(plan(smsc, 300, Kind.TRANSCEIVER, 2, 1_000, 2));

      assertThat(result.isClean()).isTrue();
      assertThat(result.totals().accepted.sum()).isEqualTo(300);
      // Message 299 is due 299 ms after the start, and not before.
      assertThat(result.responseNanos()).isGreaterThan(Duration.ofMillis(299).toNanos());
    }
  }

  @Test
  void theOpenLoopCountsTheWaitForAWindow() throws Exception {
    // Ten held messages fill the only window. The other ninety are due 10 to 99 ms after the start
    // and cannot be sent before the first is let go.
    try (TinySmsc smsc = TinySmsc.withHexIds(n -> n <= 10 ? Treatment.HOLD : Treatment.RECEIPT)) {
      LoadResult result = run(plan(smsc, 100, Kind.TRANSCEIVER, 1, 1_000, 1));

      assertThat(result.isClean()).isTrue();
      assertThat(Duration.ofNanos(result.latency().getMinValue()))
          .isGreaterThan(TinySmsc.HELD.minusMillis(100));
    }
  }

  @Test
  void theOpenLoopSendsNothingWhileEveryWindowIsFull() throws Exception {
    try (TinySmsc smsc = TinySmsc.withHexIds(n -> n <= 10 ? Treatment.IGNORE : Treatment.RECEIPT)) {
      LoadResult result =
          run(
              plan(
                  smsc,
                  100,
                  Kind.TRANSCEIVER,
                  1,
                  10_000,
                  1,
                  Duration.ofSeconds(2),
                  Duration.ofMillis(100)));

      assertThat(result.totals().sent.sum()).isEqualTo(10);
      assertThat(result.json()).contains("\"unanswered\":10");
      assertThat(result.isClean()).isFalse();
    }
  }

  @Test
  void refusalsAreCountedByStatusAndAreNoFault() throws Exception {
    try (TinySmsc smsc =
        TinySmsc.withHexIds(n -> n % 4 == 0 ? Treatment.REFUSE : Treatment.RECEIPT)) {
      LoadResult result = run(plan(smsc, 400));

      assertThat(result.totals().accepted.sum()).isEqualTo(300);
      assertThat(result.totals().rejections())
          .isEqualTo(Map.of(CommandStatus.ESME_RTHROTTLED.value(), 100L));
      assertThat(result.isClean()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {HEX, "id-%d"})
  void everyFaultIsFound(String idPattern) throws Exception {
    try (TinySmsc smsc =
        new TinySmsc(
            null,
            idPattern,
            n ->
                switch (n) {
                  case 10 -> Treatment.LOSE;
                  case 20, 21 -> Treatment.REPEAT;
                  case 30, 31, 32 -> Treatment.MISNAME;
                  case 40 -> Treatment.SAME_ID;
                  case 50 -> Treatment.HURRY;
                  default -> Treatment.RECEIPT;
                })) {
      LoadResult result = run(plan(smsc, 100, SHORT_DRAIN));
      Ledger.Result found = verified(result);

      assertThat(found.uniqueIds()).isEqualTo(99);
      assertThat(found.duplicateIds()).isEqualTo(1);
      assertThat(found.lostReceipts()).isEqualTo(4);
      assertThat(found.duplicateReceipts()).isEqualTo(2);
      assertThat(found.orphanReceipts()).isEqualTo(3);
      assertThat(found.earlyReceipts()).isEqualTo(1);
      assertThat(result.isClean()).isFalse();
    }
  }

  @Test
  void anUnansweredMessageIsAFault() throws Exception {
    try (TinySmsc smsc = TinySmsc.withHexIds(n -> n == 5 ? Treatment.IGNORE : Treatment.RECEIPT)) {
      LoadResult result = run(plan(smsc, 100, SHORT_DRAIN));

      assertThat(result.totals().accepted.sum()).isEqualTo(99);
      assertThat(result.json()).contains("\"unanswered\":1");
      assertThat(result.isClean()).isFalse();
    }
  }

  @Test
  void aLostConnectionIsAFaultAndTheOthersGoOn() throws Exception {
    try (TinySmsc smsc =
        TinySmsc.withHexIds(n -> n == 50 ? Treatment.HANG_UP : Treatment.RECEIPT)) {
      LoadResult result = run(plan(smsc, 1_000, Duration.ofMillis(100)));
      assertThat(result.totals().disconnects.sum()).isEqualTo(1);
      assertThat(result.totals().abandoned.sum()).isBetween(1L, 10L);
      assertThat(result.totals().sent.sum()).isEqualTo(1_000);
      assertThat(result.isClean()).isFalse();
    }
  }

  @Test
  void theRunEndsWhenEveryConnectionIsLost() throws Exception {
    try (TinySmsc smsc = TinySmsc.withHexIds(n -> Treatment.HANG_UP)) {
      LoadResult result = run(plan(smsc, 1_000));

      assertThat(result.totals().disconnects.sum()).isEqualTo(3);
      assertThat(result.json()).contains("\"first_failure\":\"the server closed the connection\"");
      assertThat(result.totals().accepted.sum()).isZero();
    }
  }

  @Test
  void overTls() throws Exception {
    SslContext client =
        SslContextBuilder.forClient()
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm("")
            .build();
    try (TinySmsc smsc = new TinySmsc(selfSigned(), HEX, n -> Treatment.RECEIPT)) {
      LoadResult result = new LoadRun(plan(smsc, 1_000), client, (at, totals) -> {}).run();

      assertThat(result.isClean()).isTrue();
      assertThat(result.totals().receipts.sum()).isEqualTo(1_000);
      assertThat(result.json()).contains("\"tls\":true");
    }
  }

  @Test
  void aCertificateNobodyVouchesForEndsIt() throws Exception {
    SslContext client = SslContextBuilder.forClient().build();
    try (TinySmsc smsc = new TinySmsc(selfSigned(), HEX, n -> Treatment.RECEIPT)) {
      assertThatThrownBy(() -> new LoadRun(plan(smsc, 10), client, (at, totals) -> {}).run())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("certif");
      assertThat(smsc.binds).isEmpty();
    }
  }

  private static Ledger.Result verified(LoadResult result) {
    Ledger.@Nullable Result found = result.verified();
    if (found == null) {
      throw new AssertionError("the run was not verified");
    }
    return found;
  }

  private static SslContext selfSigned() throws IOException {
    ThrowawayIdentity identity = ThrowawayIdentity.create();
    return SslContextBuilder.forServer(identity.privateKey(), identity.certificate()).build();
  }
}

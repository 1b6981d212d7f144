package org.messagecenter.server.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.fake.NoCarriers;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.DueReason;
import org.messagecenter.store.queue.MessageKind;

/** Attempts past the store: one each, so many at once, and an alert where one is promised. */
class DirectDeskTest {
  private static final long NOW = 1_000_000;
  private static final int LIMIT = 2;

  private final RecordingStore store = new RecordingStore();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Lane lane = new Lanes(group, 1, () -> 0).all().get(0);
  private final List<Attempt> sent = new ArrayList<>();
  private final List<String> ended = new ArrayList<>();
  private final DirectDesk desk =
      new DirectDesk(
          NoCarriers.to(sent::add),
          new AlertDesk(store, 1000, () -> NOW, new RateLimitedLog(1, () -> 0), registry),
          new RetryPlan.Doubling(Duration.ofSeconds(30), Duration.ofSeconds(100), 3),
          LIMIT,
          () -> NOW,
          registry);

  @AfterEach
  void stop() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static SubmitSm message(Tlvs tlvs) {
    return new SubmitSm(
        "",
        new Address(1, 1, "4915"),
        new Address(1, 1, "996"),
        1,
        0,
        0,
        "",
        "",
        1,
        0,
        0,
        0,
        Octets.EMPTY,
        tlvs);
  }

  private boolean send(Tlvs tlvs) {
    return desk.send(
        lane, message(tlvs), "demo", "id", (outcome, alert) -> ended.add(outcome + " " + alert));
  }

  @Test
  void noMoreThanTheLimitAreUnderWay() {
    assertThat(send(Tlvs.EMPTY)).isTrue();
    assertThat(send(Tlvs.EMPTY)).isTrue();
    assertThat(send(Tlvs.EMPTY)).isFalse();
    assertThat(sent).hasSize(2);
    sent.get(0).complete(new Outcome.Final(MessageState.DELIVERED, 0));
    // Only the first outcome counts, here too.
    sent.get(0).complete(new Outcome.Final(MessageState.REJECTED, 0));

    assertThat(ended).hasSize(1);
    assertThat(send(Tlvs.EMPTY)).isTrue();
    assertThat(send(Tlvs.EMPTY)).isFalse();
    assertThat(registry.get("mc.direct.under-way").gauge().value()).isEqualTo(LIMIT);
  }

  @Test
  void nothingIsStoredOrTriedAgain() {
    send(Tlvs.EMPTY);
    sent.get(0).complete(new Outcome.Temporary(0x4A0, 50));
    send(Tlvs.EMPTY);
    sent.get(1).complete(new Outcome.Final(MessageState.UNDELIVERABLE, 0x4A1));
    send(Tlvs.EMPTY);
    sent.get(2).complete(new Outcome.Taken(new CarrierId("c", "1")));

    assertThat(sent).hasSize(3).allMatch(attempt -> attempt.number() == 1);
    assertThat(ended).allMatch(words -> words.endsWith("false"));
    assertThat(store.take()).isEmpty();
  }

  @Test
  void anOutletThatThrowsIsATemporaryFailure() {
    DirectDesk broken =
        new DirectDesk(
            NoCarriers.to(
                attempt -> {
                  throw new IllegalStateException("meant to fail");
                }),
            new AlertDesk(store, 1000, () -> NOW, new RateLimitedLog(1, () -> 0), registry),
            new RetryPlan.Doubling(Duration.ofSeconds(30), Duration.ofSeconds(100), 3),
            LIMIT,
            () -> NOW,
            new SimpleMeterRegistry());
    for (int i = 0; i < 2 * LIMIT; i++) {
      assertThat(
              broken.send(
                  lane, message(Tlvs.EMPTY), "demo", "id", (outcome, alert) -> note(outcome)))
          .isTrue();
    }
    assertThat(ended).hasSize(2 * LIMIT).containsOnly("Temporary[error=8, retryAfterMillis=-1]");
  }

  @Test
  void whoCannotBeToldTakesNoRoom() {
    for (int i = 0; i < 2 * LIMIT; i++) {
      assertThat(
              desk.send(
                  lane,
                  message(Tlvs.EMPTY),
                  "demo",
                  "id",
                  (outcome, alert) -> {
                    throw new IllegalStateException("meant to fail");
                  }))
          .isTrue();
      sent.get(i).complete(new Outcome.Final(MessageState.DELIVERED, 0));
    }
    assertThat(sent).hasSize(2 * LIMIT);
  }

  private void note(Outcome outcome) {
    ended.add(outcome.toString());
  }

  @Test
  void anAlertFollowsAFailureForNow() {
    Tlvs dpf = Tlvs.builder().put(TlvTag.SET_DPF, 1).build();
    send(dpf);
    sent.get(0).complete(new Outcome.Temporary(0x4A0, 50));
    send(dpf);
    sent.get(1).complete(new Outcome.Temporary(0x4A0, -1));
    assertThat(ended).allMatch(words -> words.endsWith("true"));
    assertThat(store.accepted)
        .extracting(one -> one.get(0).dueAt())
        .containsExactly(NOW + 50, NOW + 30_000);

    send(dpf);
    sent.get(2).complete(new Outcome.Final(MessageState.UNDELIVERABLE, 0));
    send(dpf);
    sent.get(3).complete(new Outcome.NoAnswer(0));
    assertThat(ended.subList(2, 4)).allMatch(words -> words.endsWith("false"));
    assertThat(store.accepted).hasSize(2);
  }

  @Test
  void eachKindHasItsDesk() {
    List<String> seen = new ArrayList<>();
    DueKinds kinds =
        new DueKinds(
            Map.of(
                MessageKind.MT, due -> seen.add("message " + due.key()),
                MessageKind.ALERT, due -> seen.add("alert " + due.key())),
            due -> {});
    kinds.due(due(1, MessageKind.ALERT));
    kinds.due(due(2, MessageKind.MT));

    assertThat(seen).containsExactly("alert 1", "message 2");
    assertThatThrownBy(() -> kinds.due(due(3, MessageKind.BROADCAST)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("BROADCAST");
  }

  private static DueMessage due(long key, MessageKind kind) {
    return new DueMessage(
        key,
        "id" + key,
        "demo",
        "996",
        kind,
        0,
        NOW,
        NOW,
        Long.MAX_VALUE,
        new byte[0],
        null,
        false,
        DueReason.FIRST,
        0);
  }
}

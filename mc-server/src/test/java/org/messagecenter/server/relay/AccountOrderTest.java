package org.messagecenter.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.alert.AlertDesk;
import org.messagecenter.server.deliver.DeliverCounters;
import org.messagecenter.server.deliver.DeliverSettings;
import org.messagecenter.server.deliver.Dispatcher;
import org.messagecenter.server.deliver.InMemory;
import org.messagecenter.server.deliver.Outcome;
import org.messagecenter.server.deliver.PartDesk;
import org.messagecenter.server.deliver.Retries;
import org.messagecenter.server.deliver.RetryPlan;
import org.messagecenter.server.deliver.RetryPlans;
import org.messagecenter.server.fake.NoCarriers;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.history.History;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.DueReason;
import org.messagecenter.store.queue.MessageKind;

/**
 * What the store pushes of one account and destination, over lanes of which the test says when each
 * goes on: it reaches the outlet in order.
 */
class AccountOrderTest {
  private static final String TO = "491511";
  private static final int LANES = 3;
  private static final int IN_FLIGHT = 10;

  private final VirtualClock clock = new VirtualClock();
  private final List<VirtualLoop> loops =
      Stream.generate(() -> new VirtualLoop(clock::nanos)).limit(LANES).toList();
  private final Lanes lanes = new Lanes(VirtualLoops.group(loops), LANES, clock::nanos);
  private final RecordingStore store = new RecordingStore();
  private final List<Long> sent = new ArrayList<>();
  private final Dispatcher dispatcher = dispatcher();

  /** The lane of what was read back when no session of the account is known. */
  private final int old = lanes.forKey(31L * "a".hashCode() + TO.hashCode()).index();

  private final int first = (old + 1) % LANES;
  private final int second = (old + 2) % LANES;
  private long keys;

  private record Submission(SubmitSm message, Lane lane) implements InMemory {}

  private Dispatcher dispatcher() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    DeliverSettings settings =
        new DeliverSettings(
            IN_FLIGHT,
            Duration.ofHours(1),
            MessageState.EXPIRED,
            new RetryPlans(
                new RetryPlan.Doubling(Duration.ofSeconds(1), Duration.ofSeconds(1), 3),
                new RetryPlan.Listed(List.of(Duration.ofSeconds(1)), true),
                0,
                -1),
            Duration.ZERO);
    ReceiptDesk receipts =
        new ReceiptDesk(new Policies(AccountBook.of(List.of()), Policy.USUAL), 1000, registry);
    DeliverCounters counters = new DeliverCounters(registry);
    return new Dispatcher(
        store,
        lanes,
        NoCarriers.to(
            attempt -> {
              sent.add(attempt.key());
              attempt.complete(new Outcome.Final(MessageState.DELIVERED, 0));
            }),
        receipts,
        new PartDesk(store, receipts, History.NONE, counters, clock::millis),
        new AlertDesk(store, 10, clock::millis, new RateLimitedLog(1, clock::nanos), registry),
        new Retries(settings.retry(), account -> true, () -> 0.5),
        (attempt, id) -> {},
        settings,
        counters,
        clock::millis);
  }

  /** The store pushes one that it has read back; returns its key. */
  private long readBack(int attempts, DueReason reason) {
    return push(attempts, reason, Relay.body(Relay.message("4930", TO, "x")), null);
  }

  private long readBack() {
    return readBack(0, DueReason.FIRST);
  }

  /** The store pushes one that has not left memory, of a session on that lane. */
  private long inMemory(int lane) {
    SubmitSm message = Relay.message("4930", TO, "x");
    Submission submission = new Submission(message, lanes.all().get(lane));
    return push(0, DueReason.FIRST, new byte[0], submission);
  }

  private long push(int attempts, DueReason reason, byte[] body, @Nullable Object attachment) {
    long key = ++keys;
    long now = clock.millis();
    dispatcher.due(
        new DueMessage(
            key,
            "id" + key,
            "a",
            TO,
            MessageKind.MT,
            attempts,
            now,
            now,
            now + 10_000,
            body,
            attachment,
            false,
            reason,
            0));
    lanes.commit();
    return key;
  }

  /** These lanes do all that they have to do, again and again, and the others nothing. */
  private void run(int... each) {
    boolean busy = true;
    while (busy) {
      busy = false;
      for (int lane : each) {
        busy |= loops.get(lane).run(100) > 0;
        lanes.commit();
      }
    }
  }

  private void runAll() {
    run(first, second, old);
  }

  private void inOrder() {
    assertThat(sent).hasSize((int) keys).isSorted();
  }

  @Test
  void afterARestartNewOnesDoNotOvertakeTheBacklog() {
    readBack();
    readBack(0, DueReason.RETRY);
    inMemory(first);
    inMemory(first);
    run(first);
    assertThat(sent).isEmpty();
    runAll();
    inOrder();
  }

  @Test
  void whatIsReadBackDoesNotOvertakeThoseThatWaitForTheBacklog() {
    readBack();
    inMemory(first);
    readBack();
    run(first);
    inMemory(second);
    run(second);
    readBack();
    runAll();
    inOrder();
  }

  @Test
  void aSessionOnAnotherLaneDoesNotOvertakeWhatWasReadBack() {
    inMemory(first);
    readBack();
    inMemory(second);
    inMemory(second);
    run(second);
    assertThat(sent).isEmpty();
    runAll();
    inOrder();
  }

  @Test
  void whatIsReadBackOvertakesNobodyOnAnyLane() {
    inMemory(first);
    inMemory(second);
    readBack();
    run(second);
    run(old);
    runAll();
    assertThat(sent).hasSize(3).endsWith(3L);
  }

  @Test
  void nobodyIsHeldOnceTheEarlierOnesHavePassed() {
    readBack();
    runAll();
    inMemory(first);
    run(first);
    assertThat(sent).hasSize(2);
    readBack();
    run(first);
    assertThat(sent).hasSize(3);
    inMemory(second);
    run(second);
    inOrder();
  }

  @Test
  void retriesHoldNobody() {
    long retried = readBack(1, DueReason.RETRY);
    long silent = readBack(1, DueReason.SILENT);
    inMemory(first);
    run(first);
    assertThat(sent).containsExactly(silent + 1);
    run(old);
    assertThat(sent).contains(retried);
  }

  @Test
  void whatCannotBeDecodedHoldsNobody() {
    push(0, DueReason.FIRST, new byte[] {1}, null);
    inMemory(first);
    run(first);
    assertThat(sent).isEmpty();
    runAll();
    assertThat(sent).containsExactly(2L);
  }
}

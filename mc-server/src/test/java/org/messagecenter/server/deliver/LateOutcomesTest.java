package org.messagecenter.server.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.history.History;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.StoredMessage;

/** Answers that came too late, and a store that only listens. */
class LateOutcomesTest {
  private static final long NOW = 1_000_000;
  private static final CarrierId ID = new CarrierId("acme", "x");

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Lanes lanes = new Lanes(channel.eventLoop(), 1, () -> 1);
  private final RecordingStore store = new RecordingStore();
  private final List<String> told = new ArrayList<>();
  private final LateOutcomes late =
      new LateOutcomes(
          store,
          new History() {
            @Override
            public void outcome(long key, int attempt, int status, String word, long nextAt) {
              told.add(key + " attempt " + attempt + ": " + word);
            }
          },
          new TakenListener() {
            @Override
            public void taken(Attempt attempt, CarrierId id) {
              told.add("taken as " + id.id());
            }

            @Override
            public void takenToo(Attempt attempt, CarrierId id) {
              told.add("taken too as " + id.id());
            }
          },
          Duration.ofMillis(500),
          () -> NOW);

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private static SubmitSm message() {
    Address address = new Address(1, 1, "49");
    return new SubmitSm(
        "", address, address, 0, 0, 0, "", "", 0, 0, 0, 0, Octets.EMPTY, Tlvs.EMPTY);
  }

  private List<String> comes(Outcome outcome, boolean inTime) {
    Attempt attempt = new KeptOutcomes(lanes.all().get(0)).of("m", message(), Long.MAX_VALUE);
    late.told(attempt, outcome);
    store.changes.forEach(each -> each.done(inTime));
    store.changes.clear();
    channel.runPendingTasks();
    return told;
  }

  private void holds(int attempts) {
    holds(attempts, 0, null);
  }

  private void holds(int attempts, long acceptedAt, @Nullable CarrierId carrierId) {
    store.pending =
        List.of(
            new StoredMessage(
                1,
                "m",
                "demo",
                "49",
                MessageKind.MT,
                org.messagecenter.store.queue.MessageState.ENROUTE,
                attempts,
                acceptedAt,
                NOW,
                NOW,
                true,
                carrierId,
                0,
                new byte[0]));
  }

  @Test
  void whatWaitedForAnotherAttemptWaitsForItsReceipt() {
    assertThat(comes(new Outcome.Taken(ID), true))
        .containsExactly("1 attempt 1: taken late", "taken as x");
    assertThat(store.take()).containsExactly("takenLate 1 1 1000500 acme x");
  }

  @Test
  void whatWasSentAgainHasTwoIds() {
    holds(1);
    assertThat(comes(new Outcome.Taken(ID), false))
        .containsExactly("1 attempt 1: taken late, sent again before", "taken too as x");
  }

  @Test
  void aReceiptForWhatHasEndedIsNoOrphan() {
    assertThat(comes(new Outcome.Taken(ID), false))
        .containsExactly("1 attempt 1: taken late, ended before", "taken too as x");
  }

  @Test
  void whatWasReplacedIsNotWhatTheCarrierTook() {
    holds(0);
    assertThat(comes(new Outcome.Taken(ID), false))
        .containsExactly("1 attempt 1: taken late, replaced before");
  }

  @Test
  void whatWasReplacedAndSentSinceIsNotWhatTheCarrierTookEither() {
    holds(1, 1, null);
    assertThat(comes(new Outcome.Taken(ID), false))
        .containsExactly("1 attempt 1: taken late, replaced before");
  }

  /** To keep it besides would hide the message's own, and its end. */
  @Test
  void theSameIdForBothIsTheMessagesOwn() {
    holds(2, 0, ID);
    assertThat(comes(new Outcome.Taken(ID), false))
        .containsExactly("1 attempt 1: taken late, sent again before");
    holds(2, 0, new CarrierId("acme", "y"));
    assertThat(comes(new Outcome.Taken(ID), false)).endsWith("taken too as x");
  }

  /** With its end: who finds it after a crash ends it so, too. */
  @Test
  void whatIsTakenForGoodIsDueAtOnceWithItsEndIfItWasNotSentAgain() {
    Outcome accepted = new Outcome.Final(MessageState.ACCEPTED, 0);
    assertThat(comes(accepted, true)).containsExactly("1 attempt 1: taken late");
    assertThat(store.take()).containsExactly("takenLate 1 1 1000000 =sent 1:6:0");
    told.clear();
    holds(1);
    assertThat(comes(accepted, false))
        .containsExactly("1 attempt 1: taken late, sent again before");
  }

  @Test
  void whatAStatusSaysIsDeliveredIsNotSentAgain() {
    assertThat(comes(new Outcome.Final(MessageState.DELIVERED, 0x401), true))
        .containsExactly("1 attempt 1: taken late");
    assertThat(store.take()).containsExactly("takenLate 1 1 1000000 =sent 1:2:1025");
  }

  @Test
  void aRefusalChangesNothing() {
    assertThat(comes(new Outcome.Final(MessageState.REJECTED, 1), true))
        .containsExactly("1 attempt 1: refused late");
    told.clear();
    assertThat(comes(new Outcome.Temporary(1, -1), true))
        .containsExactly("1 attempt 1: refused late");
    assertThat(store.take()).isEmpty();
  }
}

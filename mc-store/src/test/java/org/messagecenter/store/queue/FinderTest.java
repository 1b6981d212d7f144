package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.Handles;
import org.messagecenter.store.journal.MemoryDisk;

/** Look-ups by address right after opening, when the index of addresses is still being made. */
class FinderTest {
  private static final int COUNT = 10_000;
  private static final int SAME = 3;

  private final MemoryDisk disk = new MemoryDisk();
  private final TestClock clock = new TestClock();
  private final StoreSettings settings =
      StoreSettings.defaults(Path.of("memory")).withSegmentBytes(64 << 10).withClock(clock);
  private final Ended ended = new Ended(disk, settings.archive());
  private final ReadBatch batch = new ReadBatch();
  private final List<StoreFailure> failures = new ArrayList<>();
  private int answers;
  private Opening opening;
  private Finder finder;
  private RecordWriter writer;

  private final LookupCallback callback =
      new LookupCallback() {
        @Override
        public void found(List<StoredMessage> pending, List<EndedMessage> over) {
          answers++;
        }

        @Override
        public void failed(StoreFailure why) {
          failures.add(why);
        }
      };

  private final Handles opened = new Handles();

  @BeforeEach
  void openWithMessages() throws IOException {
    StoreProbe probe = new StoreProbe(JournalStore.open(settings, disk), clock);
    for (int i = 0; i < COUNT; i++) {
      probe.acceptLater(
          new NewMessage(
              "acme",
              i < SAME ? "same" : "other" + i,
              MessageKind.MT,
              clock.getAsLong(),
              clock.getAsLong() + 1_000_000,
              Long.MAX_VALUE,
              new byte[10],
              null));
    }
    probe.store.close();
    opening = Opening.of(settings, disk, ended, 4096, opened);
    MessageIds ids = ended.load(false);
    opening.complete();
    writer = new RecordWriter(opening.journal.id());
    finder =
        new Finder(
            opening.journal, opening.messages, new MessageNames(ids), ended, new Inbox(1 << 20));
  }

  @AfterEach
  void close() throws IOException {
    opened.close();
  }

  private void ask(String destination) {
    finder.lookup(new Question.ByAddress("acme", destination, 0, 0, 10), callback);
    finder.fill(batch, writer);
  }

  /** A round of the store: a bite of the index, and what can be answered. */
  private void round() {
    opening.messages.indexSome(COUNT / 4, finder::addressRecovered);
    finder.indexed();
    finder.fill(batch, writer);
  }

  @Test
  void whoAsksEarlyWaitsForTheIndexAndNobodyWaitsForThem() {
    ask("same");
    ask("nobody");
    assertThat(opening.messages.hasUnindexed()).as("left to be done in bites").isTrue();
    for (int i = 0; i < 3; i++) {
      round();
      assertThat(finder.isEmpty()).as("nothing to force a commit for").isTrue();
      assertThat(batch.count).isZero();
      assertThat(answers).isZero();
    }
    round();
    assertThat(batch.count).as("all with the address are read").isEqualTo(SAME);
    assertThat(answers).as("who finds nothing is answered").isEqualTo(1);

    ask("other500");
    assertThat(batch.count).as("at once from now on").isEqualTo(SAME + 1);
  }

  @Test
  void theStoreGoesOnIndexingByItselfAndAnswersThen() throws IOException {
    CompletableFuture<Integer> found = new CompletableFuture<>();
    try (JournalStore store = JournalStore.open(settings, disk.copy())) {
      store.findByAddress(
          "acme", "same", 0, 0, 10, (pending, over) -> found.complete(pending.size()));
      assertThat(found.orTimeout(60, TimeUnit.SECONDS).join()).isEqualTo(SAME);
    }
  }

  @Test
  void anIdIsFoundMeanwhile() {
    ask("same");
    long key = opening.messages.table.keys()[0];
    finder.find(key, null, found -> {});
    finder.fill(batch, writer);
    assertThat(batch.count).isEqualTo(1);
  }

  @Test
  void whoWaitsIsToldOfTheEnd() {
    ask("same");
    finder.abandon(batch, StoreFailure.CLOSED);
    assertThat(failures).containsExactly(StoreFailure.CLOSED);
  }
}

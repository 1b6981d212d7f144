package org.messagecenter.server.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.history.History;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.receipt.Policies;
import org.messagecenter.server.receipt.ReceiptDesk;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.LookupCallback;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoreSettings;
import org.messagecenter.store.queue.StoredMessage;

/** The history of a message that was split leads to those of its parts. */
@Timeout(300)
class SplitHistoryTest {
  private static final long SOON = 60;

  @TempDir Path directory;

  private final BlockingQueue<String> noted = new LinkedBlockingQueue<>();
  private final History history =
      new History() {
        @Override
        public void note(long key, String words) {
          noted.add(words);
        }
      };

  @Test
  void theNoteNamesTheIdOfTheParts() throws Exception {
    EmbeddedChannel clock = new EmbeddedChannel();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Policies policies = new Policies(AccountBook.of(List.of()), Policy.USUAL);
    try (JournalStore store =
        JournalStore.open(StoreSettings.defaults(directory).withSpareSegments(0))) {
      store.start(due -> {}, mail -> {}, info -> {}, (cause, what) -> {});
      Lane lane = new Lanes(clock.eventLoop(), 1, () -> 0).all().get(0);
      PartDesk desk =
          new PartDesk(
              store,
              new ReceiptDesk(policies, 1000, registry),
              history,
              new DeliverCounters(registry),
              System::currentTimeMillis);
      SubmitSm part = QueueAttempts.message("1", 0, Tlvs.EMPTY);

      desk.split(new KeptOutcomes(lane).of("whole", part, Long.MAX_VALUE), List.of(part, part));

      String note = Objects.requireNonNull(noted.poll(SOON, TimeUnit.SECONDS));
      assertThat(note).startsWith("split into 2 parts, message ");
      assertThat(pending(store, note.substring(note.lastIndexOf(' ') + 1))).isEqualTo(2);
    } finally {
      clock.finishAndReleaseAll();
    }
  }

  private static int pending(JournalStore store, String id) throws Exception {
    CompletableFuture<Integer> count = new CompletableFuture<>();
    store.lookup(
        id,
        new LookupCallback() {
          @Override
          public void found(List<StoredMessage> pending, List<EndedMessage> ended) {
            count.complete(pending.size());
          }

          @Override
          public void failed(StoreFailure why) {
            count.completeExceptionally(new AssertionError(why));
          }
        });
    return count.get(SOON, TimeUnit.SECONDS);
  }
}

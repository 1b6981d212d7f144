package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.queue.StoreProbe.Accepted;

/**
 * The journal's store passes the test kit, with small segments on a disk that loses the unsynced.
 */
class JournalStoreTest extends MessageStoreTck {

  private MemoryDisk disk = new MemoryDisk();

  private StoreSettings settings() {
    return StoreSettings.defaults(Path.of("memory"))
        .withSegmentBytes(64 << 10)
        .withSpareSegments(0)
        .withMailbox(MAILBOX_COUNT, 1 << 20, MAIL_EXPIRY.toMillis())
        .withClock(clock);
  }

  /** Both are in one segment, which the pending one keeps. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatEndedIsRememberedAsLongAsItsRecordIsThere(boolean shortId) throws IOException {
    store().accept("acme", "pending");
    Accepted accepted = store().accept(store().tagged("49", "ended", 77, shortId));
    store().cancel(accepted.key(), null);

    reopenAfterCrash();

    assertThat(store().lookup(accepted.id()).ended())
        .containsExactly(
            new EndedMessage(
                accepted.key(), accepted.id(), MessageState.DELETED, 0, TestClock.START, 77));
    assertThat(store().lookup(accepted.id()).pending()).isEmpty();
  }

  @Override
  protected MessageStore open() throws IOException {
    return JournalStore.open(settings(), disk);
  }

  @Override
  protected void wake(MessageStore store) {
    ((JournalStore) store).wake();
  }

  @Override
  protected void crash(MessageStore store) {
    MemoryDisk old = disk;
    disk = old.crash(new Random(7));
    store.close();
  }
}

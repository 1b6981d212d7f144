package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.JournalSettings;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.journal.Shortcut;

/** What a thread dies of is told, also when it dies of telling. */
class HelperTest {

  private final CountDownLatch dead = new CountDownLatch(1);

  private void awaitDeath() throws InterruptedException {
    assertThat(dead.await(60, TimeUnit.SECONDS)).isTrue();
  }

  private static void fail() {
    throw new OutOfMemoryError("as if");
  }

  @Test
  void oneThatEndsInOrderIsNotDead() throws IOException {
    Helper helper = new Helper("works", () -> {}, dead::countDown);
    helper.start();
    helper.join();
    helper.checkAlive();
    assertThat(dead.getCount()).isEqualTo(1);
  }

  @Test
  void joiningKeepsAnInterruptForLater() throws IOException {
    Helper helper = new Helper("works", () -> {}, dead::countDown);
    helper.start();
    Thread.currentThread().interrupt();
    helper.join();
    assertThat(Thread.interrupted()).isTrue();
    helper.checkAlive();
  }

  @Test
  void aReaderThatCannotGiveItsBatchBackIsFoundDead() throws Exception {
    BodyReader reader = new BodyReader(1, batch -> fail(), dead::countDown);
    reader.start();
    reader.checkAlive();
    reader.read(new ReadBatch());
    awaitDeath();
    assertThatThrownBy(reader::checkAlive)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the thread store-reader died")
        .hasMessageContaining("as if");
    reader.close();
  }

  @Test
  void aCleanerThatCannotWakeTheStoreIsFoundDead() throws Exception {
    Journal journal =
        Journal.open(
            new MemoryDisk(),
            new JournalSettings(4096, 0, System::currentTimeMillis),
            (position, payload, writtenAt) -> {},
            Shortcut.NONE);
    try (journal) {
      CleaningReader reader = new CleaningReader(HelperTest::fail, dead::countDown);
      reader.checkAlive();
      reader.read(CleaningChunk.first(journal.segment(1), journal.reader(1)));
      awaitDeath();
      assertThatThrownBy(reader::checkAlive)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the thread store-cleaner died");
      reader.close();
    }
  }

  @Test
  void theStoreIsWokenWithoutARow() throws InterruptedException {
    Inbox inbox = new Inbox(1000);
    Thread store =
        new Thread(
            () -> {
              inbox.await(Long.MAX_VALUE, true);
              assertThat(inbox.swap().count).isZero();
              dead.countDown();
            });
    inbox.owner(store);
    store.start();
    // A wake-up without reason may have ended it already.
    while (store.isAlive() && store.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    inbox.nudge();
    awaitDeath();
    store.join();
  }
}

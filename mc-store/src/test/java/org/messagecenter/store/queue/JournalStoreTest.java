package org.messagecenter.store.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.messagecenter.store.journal.MemoryDisk;

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

package org.messagecenter.store.queue;

import java.io.IOException;
import java.security.SecureRandom;
import org.messagecenter.store.journal.Disk;

/** The secret behind the message ids, in a file that only the owner may read. */
final class StoreKey {

  private StoreKey() {}

  static TextFile file(Disk disk) {
    return new TextFile(disk, "store.key", "message store key 1");
  }

  /**
   * Reads the key, or makes one.
   *
   * @param fresh whether the journal is empty; only then a missing key may be made, for without it
   *     the ids given earlier would mean nothing
   */
  static byte[] load(Disk disk, boolean fresh) throws IOException {
    TextFile file = file(disk);
    byte[] key = file.read();
    if (key == null) {
      if (!fresh) {
        throw file.missing("there are messages whose ids depend on it");
      }
      key = new byte[MessageIds.KEY_BYTES];
      new SecureRandom().nextBytes(key);
      file.write(key);
    }
    return key;
  }
}

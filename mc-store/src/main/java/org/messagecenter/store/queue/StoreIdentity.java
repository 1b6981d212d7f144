package org.messagecenter.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.messagecenter.store.journal.Disk;

/**
 * What makes a store's message ids its own: the key and the mark of the short ids, read from their
 * files without opening the store.
 */
public final class StoreIdentity {

  private final byte[] key;
  private final int shortIdMark;
  private final MessageIds ids;

  private StoreIdentity(byte[] key, int shortIdMark) {
    this.key = key;
    this.shortIdMark = shortIdMark;
    this.ids = new MessageIds(key);
  }

  /**
   * Reads {@code store.key} and {@code store.ids}.
   *
   * @throws IOException naming the file that is missing or damaged
   */
  public static StoreIdentity read(Disk disk) throws IOException {
    byte[] key = StoreKey.file(disk).read();
    if (key == null) {
      throw StoreKey.file(disk).missing("no message id can be read without it");
    }
    byte[] mark = ShortIds.file(disk).read();
    if (mark == null) {
      throw ShortIds.file(disk).missing("it says which short ids were given");
    }
    if (key.length != MessageIds.KEY_BYTES || mark.length != Integer.BYTES) {
      throw new IOException(disk.describe("store.key") + " or store.ids has a wrong length");
    }
    return new StoreIdentity(key, ByteBuffer.wrap(mark).getInt());
  }

  /** A new one, for a store whose own is lost: ids that it gave before mean nothing any more. */
  public static StoreIdentity create() {
    byte[] key = new byte[MessageIds.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new StoreIdentity(key, 0);
  }

  /**
   * Writes both files; durable when this returns.
   *
   * @param shortIdsAhead how far the mark is moved, for those that are given elsewhere meanwhile
   */
  public void write(Disk disk, int shortIdsAhead) throws IOException {
    int mark = shortIdMark + shortIdsAhead;
    ShortIds.file(disk).write(ByteBuffer.allocate(Integer.BYTES).putInt(mark).array());
    StoreKey.file(disk).write(key);
  }

  /** The message id that a MESSAGE record's submission has. */
  public String messageId(RecordView message) {
    return message.alias() != 0
        ? ShortIds.text(message.alias())
        : ids.encode(message.shard(), message.key() & ~(long) RecordLayout.ORDINAL_BITS);
  }

  /** The key that a long id stands for; -1 for a short one, and for what this store never gave. */
  public long key(String messageId) {
    return ids.decode(messageId);
  }

  /** The id that an alias stands for. */
  public static String shortId(int alias) {
    return ShortIds.text(alias);
  }
}

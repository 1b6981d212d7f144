package org.messagecenter.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;

/** The secret behind the message ids, in a file that only the owner may read. */
final class StoreKey {

  private static final String NAME = "store.key";
  private static final String TEMPORARY = "store.key.new";
  private static final String TITLE = "message store key 1";

  private StoreKey() {}

  /**
   * Reads the key, or makes one.
   *
   * @param fresh whether the journal is empty; only then a missing key may be made, for without it
   *     the ids given earlier would mean nothing
   */
  static byte[] load(Disk disk, boolean fresh) throws IOException {
    if (disk.list().contains(NAME)) {
      return read(disk);
    }
    if (!fresh) {
      throw new IOException(
          disk.describe(NAME) + " is missing, but there are messages whose ids depend on it");
    }
    byte[] key = new byte[MessageIds.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    write(disk, key);
    return key;
  }

  private static void write(Disk disk, byte[] key) throws IOException {
    if (disk.list().contains(TEMPORARY)) {
      disk.delete(TEMPORARY);
    }
    String digits = HexFormat.of().formatHex(key);
    String text = TITLE + "\n" + digits + "\n" + crc(digits) + "\n";
    try (DiskFile file = disk.create(TEMPORARY)) {
      DiskFile.writeFully(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
      file.force();
    }
    disk.rename(TEMPORARY, NAME);
    disk.sync();
  }

  private static byte[] read(Disk disk) throws IOException {
    String text;
    try (DiskFile file = disk.open(NAME)) {
      ByteBuffer content = ByteBuffer.allocate(256);
      DiskFile.readFully(file, content, 0);
      text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
    }
    String[] lines = text.split("\n", -1);
    if (lines.length != 4 || !lines[0].equals(TITLE) || !lines[2].equals(crc(lines[1]))) {
      throw new IOException(disk.describe(NAME) + " is no store key, or damaged");
    }
    return HexFormat.of().parseHex(lines[1]);
  }

  private static String crc(String digits) {
    CRC32C crc = new CRC32C();
    crc.update(digits.getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}

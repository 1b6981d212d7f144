package org.messagecenter.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;

/** A small file beside the journal: a title, a value as hex digits, and the CRC of the digits. */
final class TextFile {

  private final Disk disk;
  private final String name;
  private final String title;

  TextFile(Disk disk, String name, String title) {
    this.disk = disk;
    this.name = name;
    this.title = title;
  }

  /** Replaces the file; durable when this returns. */
  void write(byte[] value) throws IOException {
    String temporary = name + ".new";
    if (disk.list().contains(temporary)) {
      disk.delete(temporary);
    }
    String digits = HexFormat.of().formatHex(value);
    String text = title + "\n" + digits + "\n" + crc(digits) + "\n";
    try (DiskFile file = disk.create(temporary)) {
      DiskFile.writeFully(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
      file.force();
    }
    disk.rename(temporary, name);
    disk.sync();
  }

  /**
   * The value; null when there is no such file.
   *
   * @throws IOException when it is damaged, or another file
   */
  byte @Nullable [] read() throws IOException {
    if (!disk.list().contains(name)) {
      return null;
    }
    String text;
    try (DiskFile file = disk.open(name)) {
      ByteBuffer content = ByteBuffer.allocate(256);
      DiskFile.readFully(file, content, 0);
      text = new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
    }
    String[] lines = text.split("\n", -1);
    if (lines.length != 4 || !lines[0].equals(title) || !lines[2].equals(crc(lines[1]))) {
      throw new IOException(disk.describe(name) + " is no " + title + ", or damaged");
    }
    return HexFormat.of().parseHex(lines[1]);
  }

  /** The file is missing, although the journal is not empty. */
  IOException missing(String why) {
    return new IOException(disk.describe(name) + " is missing, but " + why);
  }

  private static String crc(String digits) {
    CRC32C crc = new CRC32C();
    crc.update(digits.getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}

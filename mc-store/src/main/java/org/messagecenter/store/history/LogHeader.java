package org.messagecenter.store.history;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32C;

/** The beginning of a log, drawn in the package's description; and the names of the files. */
final class LogHeader {

  static final int BYTES = 32;
  static final int VERSION = 1;

  private static final long MAGIC = 0x4D43484953540D0AL;
  private static final int CRC_AT = 28;

  private static final String LOG = ".log";
  private static final String INDEX = ".idx";
  private static final int DIGITS = 10;

  private LogHeader() {}

  static ByteBuffer encode(int number, long begunMicros) {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putLong(MAGIC).putInt(VERSION).putInt(number).putLong(begunMicros).putInt(0);
    return out.putInt(crc(out)).flip();
  }

  /** Whether this is the whole header of a version that is not ours. */
  static boolean isOfAnotherVersion(ByteBuffer header) {
    return header.limit() >= BYTES
        && header.getLong(0) == MAGIC
        && header.getInt(CRC_AT) == crc(header)
        && header.getInt(8) != VERSION;
  }

  private static int crc(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().limit(CRC_AT).position(0));
    return (int) crc.getValue();
  }

  static String log(int number) {
    return String.format(Locale.ROOT, "%010d%s", number, LOG);
  }

  static String index(int number) {
    return String.format(Locale.ROOT, "%010d%s", number, INDEX);
  }

  /** The number of a log by its name; 0 for any other file. */
  static int number(String name) {
    if (name.length() != DIGITS + LOG.length() || !name.endsWith(LOG)) {
      return 0;
    }
    try {
      int number = Integer.parseInt(name.substring(0, DIGITS));
      return number > 0 && name.equals(log(number)) ? number : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Whether a file is an index, or one that was not finished. */
  static boolean belongsToAnIndex(String name) {
    return name.endsWith(INDEX) || name.endsWith(".new");
  }
}

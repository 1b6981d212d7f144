package org.messagecenter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of a segment's file when the next segment is there. */
final class Succession {

  private static final Logger log = LoggerFactory.getLogger(Succession.class);

  private Succession() {}

  /**
   * Says in the last segment's file that there is another behind it, now that this one's name is
   * durable. Nothing hangs on that being synced: whoever deletes the newest file of a running or
   * stopped server finds the mark in the other one, and after a power failure it may be missing.
   *
   * @param mark a group header, see {@link GroupFrame#continued}
   * @param length how long the file is, and stays; 0 for it to be cut behind the mark
   */
  static void leave(Segment last, ByteBuffer mark, int length) {
    int end = last.end() + Journal.MARK;
    try {
      DiskFile.writeFully(last.file(), mark, last.end());
      if (length == 0) {
        last.file().truncate(end);
      }
    } catch (IOException e) {
      // What counts is in the file already; a disk that is full need not end the work.
      log.warn("{} could not be marked as continued", last.path(), e);
    }
    last.fileBytes(length == 0 ? end : length);
  }
}

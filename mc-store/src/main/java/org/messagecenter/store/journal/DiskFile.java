package org.messagecenter.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Reads may come from any thread, everything else from one. */
public interface DiskFile extends Closeable {

  /** Writes at least one octet of what remains; returns how many. */
  int write(ByteBuffer from, long position) throws IOException;

  /** Makes what was written durable, with the file's length. */
  void force() throws IOException;

  /** Reads at most what {@code into} has room for; -1 at or behind the end. */
  int read(ByteBuffer into, long position) throws IOException;

  long size() throws IOException;

  /** Cuts the file, if it is longer. */
  void truncate(long size) throws IOException;

  @Override
  void close() throws IOException;

  /** Writes all that remains. */
  static void writeFully(DiskFile file, ByteBuffer from, long position) throws IOException {
    long at = position;
    while (from.hasRemaining()) {
      at += file.write(from, at);
    }
  }

  /** Reads until {@code into} is full or the file ends; returns how many octets were read. */
  static int readFully(DiskFile file, ByteBuffer into, long position) throws IOException {
    int total = 0;
    while (into.hasRemaining()) {
      int count = file.read(into, position + total);
      if (count < 0) {
        break;
      }
      total += count;
    }
    return total;
  }
}

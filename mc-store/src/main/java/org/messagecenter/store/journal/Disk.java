package org.messagecenter.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One directory, as far as the store uses it. Exists so that tests can put a disk in its place that
 * fails, writes short, or loses what was not synced.
 */
public interface Disk {

  /** The names of all files. */
  List<String> list() throws IOException;

  /** Opens a file to read and write. */
  DiskFile open(String name) throws IOException;

  /** Makes an empty file that only its owner may read; fails if there is one of that name. */
  DiskFile create(String name) throws IOException;

  /** Gives a file another name, replacing what has that name. */
  void rename(String from, String to) throws IOException;

  void delete(String name) throws IOException;

  /** Makes all creations, renames and deletions durable. */
  void sync() throws IOException;

  /** Octets that can still be written. */
  long usableBytes() throws IOException;

  /** The size of the whole disk in octets; {@link Long#MAX_VALUE} when that has no meaning. */
  default long totalBytes() throws IOException {
    return Long.MAX_VALUE;
  }

  /** The name by which people find the file. */
  String describe(String name);

  /**
   * Keeps others out until the result is closed.
   *
   * @throws IOException when another store has the directory
   */
  Closeable lock() throws IOException;
}

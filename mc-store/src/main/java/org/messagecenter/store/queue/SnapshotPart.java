package org.messagecenter.store.queue;

import java.nio.ByteBuffer;

/**
 * A part of the index as a section of a checkpoint. Everything is called on the store's thread, or
 * while the store is opened.
 *
 * <p>What is written may be of different moments, all of them between commits and behind the
 * position at which the checkpoint begins: the records from there on are read over it. So it must
 * be that whatever had no record since is written as it was then, and that a record makes the same
 * of whatever was written, whether that had seen it or not.
 */
interface SnapshotPart {

  /** The section's name, 1 to 8 ASCII letters; not {@code end}. */
  String section();

  /** Whether a checkpoint may begin now; if not, it is asked again after the next commit. */
  default boolean mayBegin() {
    return true;
  }

  /**
   * A checkpoint begins.
   *
   * @param position the journal is going to be read from there
   */
  void begin(long position);

  /**
   * Writes what comes next, as far as there is room and it is quick.
   *
   * @return how many entries were written; may be 0 though there are more
   */
  int write(ByteBuffer out);

  /**
   * Whether it cannot go on before something has happened elsewhere; whoever makes that happen
   * wakes the store.
   */
  default boolean isWaiting() {
    return false;
  }

  /** Whether everything was written. */
  boolean isWritten();

  /** Takes up what {@link #write} wrote, into an empty index. */
  void read(ByteBuffer in, int entries);

  /** All blocks of the section were read, and the other sections are there. */
  default void readAll() {}

  /** Whether what was read fits what else is on the disk; asked after {@link #readAll}. */
  default boolean isUsable() {
    return true;
  }
}

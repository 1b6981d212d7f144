package org.messagecenter.store.queue;

import java.nio.ByteBuffer;
import org.messagecenter.store.archive.Archive;

/**
 * Says how far the archive has come. There is no checkpoint before the archive has all ends that
 * the journal is not going to be asked for any more.
 */
final class ArchivePart implements SnapshotPart {

  private final Archive archive;
  private long begin;
  private boolean written;
  private long needed;

  ArchivePart(Archive archive) {
    this.archive = archive;
  }

  @Override
  public String section() {
    return "archive";
  }

  /** The table that is closed must push no other out; and all before it are to be written first. */
  @Override
  public boolean mayBegin() {
    return archive.nothingWaits();
  }

  @Override
  public void begin(long position) {
    begin = position;
    written = false;
    archive.closeTable(position);
  }

  @Override
  public boolean isWaiting() {
    return archive.oldestWaiting() < begin;
  }

  @Override
  public int write(ByteBuffer out) {
    out.putLong(archive.writtenBefore());
    written = true;
    return 1;
  }

  @Override
  public boolean isWritten() {
    return written;
  }

  @Override
  public void read(ByteBuffer in, int entries) {
    needed = in.getLong();
  }

  @Override
  public boolean isUsable() {
    // Some runs may have been found damaged since: what of their ends is in the journal is better
    // than nothing.
    return archive.archivedBefore() >= needed;
  }
}

package org.messagecenter.store.archive;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;

/** A run of the archive, read by itself and from end to end: for tools. For one thread. */
public final class RunFile implements Closeable {

  private final BlockReader reader = new BlockReader();
  private final Run run;

  /**
   * Opens a run and reads its header.
   *
   * @throws IOException naming file and offset when it is damaged
   */
  public RunFile(Disk disk, String name) throws IOException {
    run = Run.open(disk, name, reader);
  }

  /** Whether a file of that name is a whole run, as far as the name tells. */
  public static boolean isName(String name) {
    int number = Run.number(name);
    return number > 0 && name.equals(Run.name(number));
  }

  /** The journal's id. */
  public long journalId() {
    return run.header().journalId();
  }

  /** FINISH records before this position are in this run or an older one. */
  public long position() {
    return run.header().position();
  }

  /** The greatest key of all its entries. */
  public long greatestKey() {
    return run.header().greatestKey();
  }

  /** How many ends it has. */
  public int entries() {
    return run.header().entries();
  }

  /** Octets of the file. */
  public long bytes() {
    return run.header().bytes();
  }

  /**
   * Reads every block.
   *
   * @throws IOException naming file and offset when one is damaged
   */
  public void check() throws IOException {
    for (int block = 0; block < bytes() / RunHeader.BLOCK; block++) {
      reader.read(run, block);
    }
  }

  /** Writes the whole run to another file, each block checked; the caller syncs. */
  public void copyTo(DiskFile target) throws IOException {
    for (int block = 0; block < bytes() / RunHeader.BLOCK; block++) {
      ByteBuffer octets = reader.read(run, block).duplicate();
      DiskFile.writeFully(
          target, octets.position(0).limit(RunHeader.BLOCK), (long) block * RunHeader.BLOCK);
    }
  }

  /**
   * Shows all entries in the order of their keys.
   *
   * @param visitor is shown the same row again and again
   */
  public void forEach(Consumer<End> visitor) throws IOException {
    run.forEach(reader, visitor);
  }

  @Override
  public void close() throws IOException {
    run.close();
  }
}

package org.messagecenter.store.tool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;

/** A store's directory that nothing can be written to. */
public final class ReadOnlyDisk implements Disk {

  private static final String LOCK_NAME = "lock";

  private final Path directory;

  /**
   * Uses {@code directory}.
   *
   * @throws NotDirectoryException when there is no directory of that name
   */
  public ReadOnlyDisk(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    this.directory = directory;
  }

  @Override
  public List<String> list() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Override
  public DiskFile open(String name) throws IOException {
    return new ReadOnlyFile(FileChannel.open(directory.resolve(name), StandardOpenOption.READ));
  }

  @Override
  public String describe(String name) {
    return directory.resolve(name).toString();
  }

  /**
   * Shares the lock with other readers, and keeps a server out. A directory without a lock file was
   * never opened where it is now, so nobody can hold it.
   */
  @Override
  public Closeable lock() throws IOException {
    Path file = directory.resolve(LOCK_NAME);
    if (!Files.exists(file)) {
      return () -> {};
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    FileLock lock = null;
    try {
      lock = channel.tryLock(0, Long.MAX_VALUE, true);
    } catch (OverlappingFileLockException e) {
      // Held by this very process; reported below like any other holder.
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      throw new IOException(
          "the store in " + directory + " is in use by another process (its lock file is held)");
    }
    return channel;
  }

  @Override
  public DiskFile create(String name) {
    throw readOnly();
  }

  @Override
  public void rename(String from, String to) {
    throw readOnly();
  }

  @Override
  public void delete(String name) {
    throw readOnly();
  }

  @Override
  public void sync() {
    throw readOnly();
  }

  @Override
  public long usableBytes() {
    return 0;
  }

  private static UnsupportedOperationException readOnly() {
    return new UnsupportedOperationException("the directory is read only");
  }

  private record ReadOnlyFile(FileChannel channel) implements DiskFile {

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return channel.read(into, position);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int write(ByteBuffer from, long position) {
      throw readOnly();
    }

    @Override
    public void force() {
      throw readOnly();
    }

    @Override
    public void truncate(long size) {
      throw readOnly();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}

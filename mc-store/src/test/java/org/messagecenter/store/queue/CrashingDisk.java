package org.messagecenter.store.queue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;
import org.messagecenter.store.journal.MemoryDisk;

/** A disk in memory that says so before and after whatever is done with a checkpoint's files. */
final class CrashingDisk implements Disk {

  private final MemoryDisk disk;
  private final Runnable moment;

  CrashingDisk(MemoryDisk disk, Runnable moment) {
    this.disk = disk;
    this.moment = moment;
  }

  private void moment(String name) {
    if (name.startsWith("checkpoint")) {
      moment.run();
    }
  }

  private DiskFile watched(String name, DiskFile file) {
    return name.startsWith("checkpoint") ? new Watched(file) : file;
  }

  @Override
  public List<String> list() {
    return disk.list();
  }

  @Override
  public DiskFile open(String name) {
    return disk.open(name);
  }

  @Override
  public DiskFile create(String name) throws IOException {
    moment(name);
    DiskFile file = watched(name, disk.create(name));
    moment(name);
    return file;
  }

  @Override
  public void rename(String from, String to) throws IOException {
    moment(from);
    disk.rename(from, to);
    moment(from);
  }

  @Override
  public void delete(String name) {
    moment(name);
    disk.delete(name);
  }

  @Override
  public void sync() {
    disk.sync();
  }

  @Override
  public long usableBytes() {
    return disk.usableBytes();
  }

  @Override
  public String describe(String name) {
    return disk.describe(name);
  }

  @Override
  public Closeable lock() throws IOException {
    return disk.lock();
  }

  private final class Watched implements DiskFile {
    private final DiskFile file;

    Watched(DiskFile file) {
      this.file = file;
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      moment.run();
      return file.write(from, position);
    }

    @Override
    public void force() throws IOException {
      moment.run();
      file.force();
      moment.run();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      return file.read(into, position);
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void truncate(long size) throws IOException {
      file.truncate(size);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}

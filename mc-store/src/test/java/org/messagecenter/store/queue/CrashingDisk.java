package org.messagecenter.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.messagecenter.store.journal.DiskFile;
import org.messagecenter.store.journal.MemoryDisk;
import org.messagecenter.store.journal.WrappedDisk;

/** A disk in memory that says so before and after whatever is done with a checkpoint's files. */
final class CrashingDisk extends WrappedDisk {

  private final Runnable moment;

  CrashingDisk(MemoryDisk disk, Runnable moment) {
    super(disk);
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
  public void delete(String name) throws IOException {
    moment(name);
    disk.delete(name);
  }

  private final class Watched extends WrappedFile {
    Watched(DiskFile file) {
      super(file);
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
  }
}

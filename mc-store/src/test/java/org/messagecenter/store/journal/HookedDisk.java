package org.messagecenter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A disk in memory that asks a test before it does anything. */
public final class HookedDisk extends WrappedDisk {

  /** What is about to be done. */
  public enum Operation {
    OPEN,
    CREATE,
    RENAME,
    DELETE,
    SYNC,
    WRITE,
    FORCE,
    READ
  }

  /** Lets an operation pass or throws what it is to fail with; called by the thread that asks. */
  @FunctionalInterface
  public interface Hook {
    /**
     * Called before the operation.
     *
     * @param name of the file, the old one when it is renamed; empty for the directory
     */
    void before(Operation operation, String name) throws IOException;
  }

  private volatile Hook hook = (operation, name) -> {};

  public HookedDisk(MemoryDisk disk) {
    super(disk);
  }

  /** From now on that is asked, in place of the one before. */
  public void hook(Hook asked) {
    hook = asked;
  }

  @Override
  public DiskFile open(String name) throws IOException {
    hook.before(Operation.OPEN, name);
    return new Hooked(name, disk.open(name));
  }

  @Override
  public DiskFile create(String name) throws IOException {
    hook.before(Operation.CREATE, name);
    return new Hooked(name, disk.create(name));
  }

  @Override
  public void rename(String from, String to) throws IOException {
    hook.before(Operation.RENAME, from);
    disk.rename(from, to);
  }

  @Override
  public void delete(String name) throws IOException {
    hook.before(Operation.DELETE, name);
    disk.delete(name);
  }

  @Override
  public void sync() throws IOException {
    hook.before(Operation.SYNC, "");
    disk.sync();
  }

  private final class Hooked extends WrappedFile {
    private final String name;

    Hooked(String name, DiskFile file) {
      super(file);
      this.name = name;
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      hook.before(Operation.WRITE, name);
      return file.write(from, position);
    }

    @Override
    public void force() throws IOException {
      hook.before(Operation.FORCE, name);
      file.force();
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      hook.before(Operation.READ, name);
      return file.read(into, position);
    }
  }
}

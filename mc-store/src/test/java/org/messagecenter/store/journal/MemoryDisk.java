package org.messagecenter.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that knows what was synced: a crash leaves that, and of the rest what chance
 * leaves. It can also fail on command, and write short.
 */
public final class MemoryDisk implements Disk {

  private static final int SECTOR = 512;

  private Map<String, Content> names = new HashMap<>();
  private Map<String, Content> syncedNames = new HashMap<>();
  private boolean locked;
  private long usable = Long.MAX_VALUE;
  private long capacity = Long.MAX_VALUE;
  private long quota = Long.MAX_VALUE;
  private boolean failWrites;
  private boolean failForces;
  private int shortWrites;
  private @Nullable String failCreations;
  private int forces;
  private volatile Runnable beforeReads = () -> {};

  private static final class Content {
    byte[] bytes = new byte[0];
    byte[] synced = new byte[0];
    final List<int[]> dirty = new ArrayList<>();

    /** Which octets were written; the others are holes, and take no room. */
    BitSet written = new BitSet();

    void written(int from, int to) {
      written.set(from, to);
    }
  }

  /** From now on every write fails. */
  public synchronized void failWrites() {
    failWrites = true;
  }

  /** From now on every force fails. */
  public synchronized void failForces() {
    failForces = true;
  }

  /** From now on no file can be made whose name begins like that. */
  public synchronized void failCreations(String prefix) {
    failCreations = prefix;
  }

  /** From now on each read does this first, on the thread that reads. */
  public void beforeReads(Runnable action) {
    beforeReads = action;
  }

  /** From now on a write takes at most that many octets. */
  public synchronized void shortWrites(int most) {
    shortWrites = most;
  }

  public synchronized void usable(long bytes) {
    usable = bytes;
  }

  /** The disk has room for so many octets of files; a file that finds none fails. */
  public synchronized void capacity(long octets) {
    capacity = octets;
  }

  /** The same, but the disk does not say so: there seems to be room. */
  public synchronized void quota(long octets) {
    quota = octets;
  }

  /** Octets of all files. */
  public synchronized long used() {
    return used("");
  }

  /** Octets of the files whose names contain that. */
  public synchronized long used(String part) {
    long sum = 0;
    for (var entry : names.entrySet()) {
      if (entry.getKey().contains(part)) {
        sum += entry.getValue().written.cardinality();
      }
    }
    return sum;
  }

  /** How often a file was forced. */
  public synchronized int forces() {
    return forces;
  }

  /**
   * The disk as a power failure at this moment leaves it; sectors not synced are kept by chance.
   */
  public synchronized MemoryDisk crash(Random chance) {
    MemoryDisk left = new MemoryDisk();
    Map<String, Content> kept = chance.nextBoolean() ? names : syncedNames;
    for (var entry : kept.entrySet()) {
      Content now = entry.getValue();
      Content then = new Content();
      then.bytes = now.synced.clone();
      for (int[] range : now.dirty) {
        for (int from = range[0]; from < range[1]; from = (from / SECTOR + 1) * SECTOR) {
          int to = Math.min(range[1], (from / SECTOR + 1) * SECTOR);
          if (chance.nextInt(3) > 0 && to <= now.bytes.length) {
            then.bytes = Arrays.copyOf(then.bytes, Math.max(to, then.bytes.length));
            System.arraycopy(now.bytes, from, then.bytes, from, to - from);
          }
        }
      }
      then.synced = then.bytes.clone();
      then.written.or(now.written);
      then.written.clear(then.bytes.length, Integer.MAX_VALUE);
      left.names.put(entry.getKey(), then);
    }
    left.syncedNames = new HashMap<>(left.names);
    return left;
  }

  /** The disk as a crash of the process alone leaves it: everything written is there. */
  public synchronized MemoryDisk copy() {
    MemoryDisk left = new MemoryDisk();
    for (var entry : names.entrySet()) {
      left.put(entry.getKey(), entry.getValue().bytes);
      left.content(entry.getKey()).written = (BitSet) entry.getValue().written.clone();
    }
    return left;
  }

  /** The content of a file. */
  public synchronized byte[] bytes(String name) {
    return content(name).bytes.clone();
  }

  /** Replaces or makes a file. */
  public synchronized void put(String name, byte[] bytes) {
    Content content = new Content();
    content.bytes = bytes.clone();
    content.synced = bytes.clone();
    content.written(0, bytes.length);
    names.put(name, content);
    syncedNames.put(name, content);
  }

  /** Changes a file behind the back of whoever has it open. */
  public synchronized void overwrite(String name, byte[] bytes) {
    content(name).bytes = bytes.clone();
  }

  private Content content(String name) {
    Content content = names.get(name);
    if (content == null) {
      throw new IllegalArgumentException("no file " + name);
    }
    return content;
  }

  @Override
  public synchronized List<String> list() {
    return names.keySet().stream().sorted().toList();
  }

  @Override
  public synchronized DiskFile open(String name) {
    return new OpenFile(content(name));
  }

  @Override
  public synchronized DiskFile create(String name) throws IOException {
    if (names.containsKey(name)) {
      throw new IOException(name + " is there already");
    }
    if (failCreations != null && name.startsWith(failCreations)) {
      throw new IOException("No space left on device");
    }
    failMaybe();
    names.put(name, new Content());
    return open(name);
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    failMaybe();
    Content content = content(from);
    names.remove(from);
    names.put(to, content);
  }

  @Override
  public synchronized void delete(String name) {
    names.remove(name);
  }

  @Override
  public synchronized void sync() {
    syncedNames = new HashMap<>(names);
  }

  @Override
  public synchronized long usableBytes() {
    return Math.min(usable, Math.max(0, capacity - used()));
  }

  @Override
  public String describe(String name) {
    return "memory/" + name;
  }

  @Override
  public synchronized Closeable lock() throws IOException {
    if (locked) {
      throw new IOException("the store in memory is in use by another process");
    }
    locked = true;
    return () -> {
      synchronized (this) {
        locked = false;
      }
    };
  }

  private void failMaybe() throws IOException {
    if (failWrites) {
      throw new IOException("Input/output error");
    }
  }

  private final class OpenFile implements DiskFile {
    private final Content content;

    OpenFile(Content content) {
      this.content = content;
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      synchronized (MemoryDisk.this) {
        failMaybe();
        int length = from.remaining();
        if (shortWrites > 0) {
          length = Math.min(length, shortWrites);
        }
        int at = (int) position;
        if (Math.min(capacity, quota) < Long.MAX_VALUE) {
          // What the file has already, and what is left of the disk.
          length = fitting(at, length);
          if (length <= 0) {
            throw new IOException(
                quota < capacity ? "Disk quota exceeded" : "No space left on device");
          }
        }
        if (at + length > content.bytes.length) {
          content.bytes = Arrays.copyOf(content.bytes, at + length);
        }
        from.get(content.bytes, at, length);
        content.dirty.add(new int[] {at, at + length});
        content.written(at, at + length);
        return length;
      }
    }

    private int fitting(int at, int length) {
      long room = Math.min(usableBytes(), quota - used());
      int to = at;
      while (to < at + length && (content.written.get(to) || room-- > 0)) {
        to++;
      }
      return to - at;
    }

    @Override
    public void force() throws IOException {
      synchronized (MemoryDisk.this) {
        if (failForces) {
          throw new IOException("Input/output error");
        }
        forces++;
        content.synced = Arrays.copyOf(content.synced, content.bytes.length);
        for (int[] range : content.dirty) {
          int to = Math.min(range[1], content.bytes.length);
          if (to > range[0]) {
            System.arraycopy(content.bytes, range[0], content.synced, range[0], to - range[0]);
          }
        }
        content.dirty.clear();
      }
    }

    @Override
    public int read(ByteBuffer into, long position) {
      beforeReads.run();
      synchronized (MemoryDisk.this) {
        int left = (int) (content.bytes.length - position);
        if (left <= 0) {
          return -1;
        }
        int length = Math.min(left, into.remaining());
        into.put(content.bytes, (int) position, length);
        return length;
      }
    }

    @Override
    public long size() {
      synchronized (MemoryDisk.this) {
        return content.bytes.length;
      }
    }

    @Override
    public void truncate(long size) {
      synchronized (MemoryDisk.this) {
        if (size < content.bytes.length) {
          content.bytes = Arrays.copyOf(content.bytes, (int) size);
          content.written.clear((int) size, Integer.MAX_VALUE);
        }
      }
    }

    @Override
    public void close() {}
  }
}

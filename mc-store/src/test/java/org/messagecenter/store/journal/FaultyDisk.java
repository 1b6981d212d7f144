package org.messagecenter.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory with the vices of real ones, all by a seed. It counts its operations; one of
 * them, given by its number, fails or is the moment of a power failure. What was not synced when
 * the power fails is kept or lost in any combination: sectors of any file in any order, some of
 * them torn or written twice, file lengths without their octets, and any subset of the directory's
 * changes. A sync that fails leaves what it should have written to chance, once and for all: a
 * later one that succeeds has nothing to say about it, as with Linux.
 */
public final class FaultyDisk implements Disk {

  /** How the operation of the number given to {@link #failAt} fails. */
  public enum Failure {
    /** This one only. */
    ONCE,
    /** It and all after it. */
    FOR_EVER,
    /** A write puts down a part first; everything else is like {@link #ONCE}. */
    HALF_DONE,
    /** From then on there is no space: whatever needs more of it fails. */
    NO_SPACE
  }

  private static final int[] SECTORS = {64, 512, 4096};

  /** A change of the directory that is not synced yet. */
  private record Change(@Nullable String gone, @Nullable String made, Content content) {}

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Write(int at, byte[] bytes) {}

  private static final class Content {
    byte[] bytes = new byte[0];
    byte[] synced = new byte[0];
    final List<Write> unsynced = new ArrayList<>();

    /** Which octets were written; the others are holes, and take no room. */
    final BitSet written = new BitSet();
  }

  private final Random chance;
  private final Map<String, Content> names = new HashMap<>();
  private final Map<String, Content> syncedNames = new HashMap<>();
  private final List<Change> changes = new ArrayList<>();
  private boolean locked;
  private int openFiles;
  private boolean shortWrites;
  private long operations;
  private long crashAt = -1;
  private Runnable crashing = () -> {};
  private @Nullable FaultyDisk crashed;
  private long failAt = -1;
  private Failure failure = Failure.ONCE;
  private boolean failed;
  private long capacity = Long.MAX_VALUE;

  public FaultyDisk(Random chance) {
    this.chance = chance;
  }

  /** How many operations there were. */
  public synchronized long operations() {
    return operations;
  }

  /** How many files are open. */
  public synchronized int openFiles() {
    return openFiles;
  }

  /** Whether somebody has the lock. */
  public synchronized boolean locked() {
    return locked;
  }

  /** From now on writes and reads take only some of the octets, as often as not. */
  public synchronized void shortWrites() {
    shortWrites = true;
  }

  /** Octets that fit on the disk. */
  public synchronized void capacity(long octets) {
    capacity = octets;
  }

  /** The power fails before that operation; {@code action} is run just before. */
  public synchronized void crashAt(long operation, Runnable action) {
    crashAt = operation;
    crashing = action;
  }

  /** What the crash left; null when it has not come yet. */
  public synchronized @Nullable FaultyDisk crashed() {
    return crashed;
  }

  public synchronized void failAt(long operation, Failure how) {
    failAt = operation;
    failure = how;
  }

  /** Whether an operation has failed. */
  public synchronized boolean failed() {
    return failed;
  }

  /** What a power failure at this moment leaves. */
  public synchronized FaultyDisk crash() {
    FaultyDisk left = new FaultyDisk(chance);
    left.shortWrites = shortWrites;
    Map<String, Content> kept = new HashMap<>(syncedNames);
    int keep = chance.nextInt(4);
    int prefix = chance.nextInt(changes.size() + 1);
    for (int i = 0; i < changes.size(); i++) {
      if (keep == 1 || (keep == 2 && i < prefix) || (keep == 3 && chance.nextBoolean())) {
        change(kept, changes.get(i));
      }
    }
    int data = chance.nextInt(4);
    int sector = SECTORS[chance.nextInt(SECTORS.length)];
    kept.forEach(
        (name, content) -> {
          byte[] bytes =
              switch (data) {
                case 0 -> content.synced.clone();
                case 1 -> content.bytes.clone();
                default -> mixed(content, sector);
              };
          left.put(name, bytes, content.written);
        });
    return left;
  }

  /** What the death of the process alone leaves: all that was written. */
  public synchronized FaultyDisk copy() {
    FaultyDisk left = new FaultyDisk(chance);
    left.shortWrites = shortWrites;
    names.forEach((name, content) -> left.put(name, content.bytes.clone(), content.written));
    return left;
  }

  private synchronized void put(String name, byte[] bytes, BitSet written) {
    Content content = new Content();
    content.bytes = bytes;
    content.synced = bytes.clone();
    content.written.or(written);
    content.written.clear(bytes.length, Integer.MAX_VALUE);
    names.put(name, content);
    syncedNames.put(name, content);
  }

  private byte[] mixed(Content content, int sector) {
    byte[] bytes = content.synced.clone();
    List<Write> writes = new ArrayList<>(content.unsynced);
    if (chance.nextInt(4) == 0) {
      Collections.shuffle(writes, chance);
    }
    for (Write write : writes) {
      bytes = keepSome(bytes, write, sector);
    }
    boolean fullLength = chance.nextBoolean();
    return fullLength || bytes.length > content.bytes.length
        ? Arrays.copyOf(bytes, content.bytes.length)
        : bytes;
  }

  private byte[] keepSome(byte[] bytes, Write write, int sector) {
    byte[] result = bytes;
    int end = write.at + write.bytes.length;
    for (int from = write.at; from < end; from = (from / sector + 1) * sector) {
      int to = Math.min(end, (from / sector + 1) * sector);
      if (chance.nextBoolean()) {
        result = Arrays.copyOf(result, Math.max(to, result.length));
        System.arraycopy(write.bytes, from - write.at, result, from, to - from);
      }
    }
    return result;
  }

  private static void change(Map<String, Content> directory, Change change) {
    if (change.gone != null && directory.get(change.gone) == change.content) {
      directory.remove(change.gone);
    }
    if (change.made != null) {
      directory.put(change.made, change.content);
    }
  }

  /** Counts an operation; true when it is to fail half done. */
  private boolean count(boolean needsSpace) throws IOException {
    long now = operations++;
    if (now == crashAt) {
      crashing.run();
      crashed = crash();
    }
    if (failAt < 0 || now < failAt) {
      return false;
    }
    boolean fails =
        switch (failure) {
          case ONCE, HALF_DONE -> now == failAt;
          case FOR_EVER -> true;
          case NO_SPACE -> needsSpace;
        };
    if (!fails) {
      return false;
    }
    failed = true;
    if (failure == Failure.HALF_DONE && needsSpace) {
      return true;
    }
    throw new IOException(
        failure == Failure.NO_SPACE ? "No space left on device" : "Input/output error");
  }

  private Content content(String name) throws IOException {
    Content content = names.get(name);
    if (content == null) {
      throw new IOException("no file " + name);
    }
    return content;
  }

  @Override
  public synchronized List<String> list() throws IOException {
    count(false);
    return names.keySet().stream().sorted().toList();
  }

  @Override
  public synchronized DiskFile open(String name) throws IOException {
    count(false);
    return new OpenFile(content(name));
  }

  @Override
  public synchronized DiskFile create(String name) throws IOException {
    if (count(true)) {
      throw new IOException("Input/output error");
    }
    if (names.containsKey(name)) {
      throw new IOException(name + " is there already");
    }
    Content content = new Content();
    names.put(name, content);
    changes.add(new Change(null, name, content));
    return new OpenFile(content);
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    count(false);
    Content content = content(from);
    names.remove(from);
    names.put(to, content);
    changes.add(new Change(from, to, content));
  }

  @Override
  public synchronized void delete(String name) throws IOException {
    count(false);
    Content content = names.remove(name);
    if (content != null) {
      changes.add(new Change(name, null, content));
    }
  }

  @Override
  public synchronized void sync() throws IOException {
    try {
      count(false);
    } catch (IOException e) {
      for (Change change : changes) {
        if (chance.nextBoolean()) {
          change(syncedNames, change);
        }
      }
      changes.clear();
      throw e;
    }
    changes.forEach(change -> change(syncedNames, change));
    changes.clear();
  }

  @Override
  public synchronized long usableBytes() throws IOException {
    count(false);
    return capacity == Long.MAX_VALUE ? capacity : Math.max(0, capacity - used());
  }

  private long used() {
    long used = 0;
    for (Content content : names.values()) {
      used += content.written.cardinality();
    }
    return used;
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

  private final class OpenFile implements DiskFile {
    private final Content content;
    private boolean closed;

    OpenFile(Content content) {
      this.content = content;
      openFiles++;
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      synchronized (FaultyDisk.this) {
        boolean half = count(true);
        int length = from.remaining();
        if (half) {
          length /= 2;
        } else if (shortWrites && chance.nextBoolean()) {
          length = 1 + chance.nextInt(length);
        }
        int at = (int) position;
        int more = length - content.written.get(at, at + length).cardinality();
        if (capacity != Long.MAX_VALUE && used() + more > capacity) {
          failed = true;
          throw new IOException("No space left on device");
        }
        byte[] bytes = new byte[length];
        from.get(bytes);
        if (at + length > content.bytes.length) {
          content.bytes = Arrays.copyOf(content.bytes, at + length);
        }
        System.arraycopy(bytes, 0, content.bytes, at, length);
        content.unsynced.add(new Write(at, bytes));
        content.written.set(at, at + length);
        if (half) {
          throw new IOException("Input/output error");
        }
        return length;
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (FaultyDisk.this) {
        try {
          count(false);
        } catch (IOException e) {
          content.synced = mixed(content, SECTORS[chance.nextInt(SECTORS.length)]);
          content.unsynced.clear();
          throw e;
        }
        content.synced = Arrays.copyOf(content.synced, content.bytes.length);
        for (Write write : content.unsynced) {
          // A cut may have come after the write.
          int length = Math.min(write.bytes.length, content.bytes.length - write.at);
          if (length > 0) {
            System.arraycopy(write.bytes, 0, content.synced, write.at, length);
          }
        }
        content.unsynced.clear();
      }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
      synchronized (FaultyDisk.this) {
        count(false);
        int left = (int) (content.bytes.length - position);
        if (left <= 0) {
          return -1;
        }
        int length = Math.min(left, into.remaining());
        if (shortWrites && length > 0 && chance.nextBoolean()) {
          length = 1 + chance.nextInt(length);
        }
        into.put(content.bytes, (int) position, length);
        return length;
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (FaultyDisk.this) {
        count(false);
        return content.bytes.length;
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FaultyDisk.this) {
        count(false);
        if (size < content.bytes.length) {
          content.bytes = Arrays.copyOf(content.bytes, (int) size);
          content.written.clear((int) size, Integer.MAX_VALUE);
        }
      }
    }

    /** It is closed also when that fails. */
    @Override
    public void close() throws IOException {
      synchronized (FaultyDisk.this) {
        if (!closed) {
          closed = true;
          openFiles--;
          count(false);
        }
      }
    }
  }
}

package org.messagecenter.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Disk;

/**
 * Gives short message ids: 32 bits as 8 hex digits, for peers that take no longer ones.
 *
 * <p>A counter makes them, which no restart sets back: {@code store.ids} holds a mark below which
 * all may have been given. The mark is moved ahead in steps, by another thread, long before the
 * counter gets there. A permutation of the 32-bit numbers, keyed by the store's key, hides the
 * counter: four rounds of a Feistel network. It keeps ids distinct and scattered; it is no cipher,
 * and a short id is no secret. After all of them were given the counter begins again, and passes
 * over those of pending messages. An archived one is gone by then, unless its message was pending
 * for nearly as long: then the younger is meant.
 */
final class ShortIds {

  static final int STEP = 1 << 16;

  /** So many ids later a mark that could not be moved is moved again. */
  private static final int RETRY = STEP / 16;

  /** Hex digits of an id. */
  static final int DIGITS = 8;

  private static final int ROUNDS = 4;

  /** No block of a long id ends like that, so that no id tells the round keys. */
  private static final byte ROUND_KEYS_BLOCK = (byte) 0xFF;

  private final TextFile file;
  private final Aliases used;
  private final int[] roundKeys = new int[ROUNDS];
  private int next;
  private int limit;
  private @Nullable FutureTask<Integer> extension;

  /**
   * @param fresh whether the journal is empty; only then the file may be missing
   */
  ShortIds(Disk disk, boolean fresh, MessageIds ids, Aliases used) throws IOException {
    this.used = used;
    file = file(disk);
    ByteBuffer keys = ByteBuffer.wrap(ids.encryptedBlock(ROUND_KEYS_BLOCK));
    for (int round = 0; round < ROUNDS; round++) {
      roundKeys[round] = keys.getInt();
    }
    byte[] mark = file.read();
    if (mark == null && !fresh) {
      throw file.missing("short ids may have been given that must not be given again");
    }
    next = mark == null ? 0 : ByteBuffer.wrap(mark).getInt();
    limit = extend(next);
  }

  static TextFile file(Disk disk) {
    return new TextFile(disk, "store.ids", "message store short ids 1");
  }

  /** Moves the mark one step ahead of {@code from}; returns where it is. */
  private int extend(int from) throws IOException {
    int mark = from + STEP;
    file.write(ByteBuffer.allocate(4).putInt(mark).array());
    return mark;
  }

  /** An alias that nobody bears, never 0. */
  int take() throws IOException {
    int alias;
    do {
      int left = limit - next;
      if (left == 0) {
        limit = moved();
      } else if (left <= STEP / 2 && left % RETRY == 0) {
        extension();
      }
      alias = permute(next++);
    } while (alias == 0 || used.key(alias) >= 0);
    return alias;
  }

  /**
   * The mark, moved ahead; what fails in the background is tried once more, also when it fails no
   * sooner than it is waited for.
   */
  private int moved() throws IOException {
    FutureTask<Integer> begun = extension;
    if (begun != null && hasFailed(begun)) {
      extension = null;
    }
    try {
      return await(extension());
    } finally {
      extension = null;
    }
  }

  /**
   * The mark's way ahead, begun if it was not, and again if that failed: the disk was full then.
   */
  private FutureTask<Integer> extension() {
    FutureTask<Integer> task = extension;
    if (task == null || (task.isDone() && hasFailed(task))) {
      int from = limit;
      task = new FutureTask<>(() -> extend(from));
      extension = task;
      Thread thread = new Thread(task, "store-short-ids");
      thread.setDaemon(true);
      thread.start();
    }
    return task;
  }

  /** Waits until nothing is being written any more. */
  void close() throws IOException {
    if (extension != null) {
      await(extension);
    }
  }

  /** Waits for its end, if need be. */
  private static boolean hasFailed(FutureTask<Integer> task) {
    try {
      await(task);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static int await(FutureTask<Integer> task) throws IOException {
    while (true) {
      try {
        return task.get();
      } catch (ExecutionException e) {
        throw new IOException("the mark of the short ids cannot be moved", e.getCause());
      } catch (InterruptedException e) {
        // Nobody of ours interrupts; an interrupt would close the journal's files anyway.
      }
    }
  }

  private int permute(int number) {
    int left = number >>> 16;
    int right = number & 0xFFFF;
    for (int key : roundKeys) {
      int mixed = (right ^ key) * 0x9E3779B1;
      mixed = (mixed ^ mixed >>> 15) * 0x85EBCA6B;
      int swapped = left ^ (mixed >>> 16);
      left = right;
      right = swapped;
    }
    return left << 16 | right;
  }

  /** The id of an alias. */
  static String text(int alias) {
    return HexFormat.of().toHexDigits(alias);
  }

  /** The alias of an id; 0 when it is none. */
  static int parse(CharSequence id) {
    if (id.length() != DIGITS) {
      return 0;
    }
    int alias = 0;
    for (int i = 0; i < DIGITS; i++) {
      int digit = MessageIds.digit(id.charAt(i));
      if (digit < 0) {
        return 0;
      }
      alias = alias << 4 | digit;
    }
    return alias;
  }
}

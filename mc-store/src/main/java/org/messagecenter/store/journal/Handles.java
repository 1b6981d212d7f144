package org.messagecenter.store.journal;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Closes many things as one: the last that was added first, and each of them whatever becomes of
 * the others. As the resource of a {@code try} it gives back what a failed beginning has opened.
 */
public final class Handles implements Closeable {

  private final ArrayDeque<Closeable> open = new ArrayDeque<>();

  /** Has it closed with the others; returns it. */
  public <T extends Closeable> T add(T one) {
    open.push(one);
    return one;
  }

  /** Somebody else closes all of them from now on. */
  public void release() {
    open.clear();
  }

  /**
   * Closes what was added and not released.
   *
   * @throws IOException the first failure; the later ones are suppressed by it
   */
  @Override
  public void close() throws IOException {
    Throwable first = null;
    for (Closeable one; (one = open.poll()) != null; ) {
      try {
        one.close();
      } catch (IOException | RuntimeException | Error e) {
        first = first(first, e);
      }
    }
    if (first instanceof IOException e) {
      throw e;
    } else if (first instanceof RuntimeException e) {
      throw e;
    } else if (first instanceof Error e) {
      throw e;
    }
  }

  private static Throwable first(@Nullable Throwable before, Throwable now) {
    if (before == null) {
      return now;
    }
    if (before != now) {
      before.addSuppressed(now);
    }
    return before;
  }
}

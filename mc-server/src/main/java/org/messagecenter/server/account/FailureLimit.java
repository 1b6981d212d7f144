package org.messagecenter.server.account;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts failures by key within a window and says who has had too many. Thread-safe.
 *
 * <p>A window starts with the first failure and ends after a fixed time, so a lock ends by itself.
 * At most a given number of keys is kept; the one that failed longest ago is forgotten first.
 *
 * @param <K> what is limited: an address or a system_id
 */
final class FailureLimit<K> {

  private final int limit;
  private final long windowNanos;
  private final Map<K, Window> windows;

  private static final class Window {
    private final long start;
    private int failures;

    private Window(long start) {
      this.start = start;
    }
  }

  /**
   * Makes an empty limit.
   *
   * @param limit failures after which a key is locked; 0 for never
   */
  FailureLimit(int limit, Duration window, int keys) {
    this.limit = limit;
    this.windowNanos = window.toNanos();
    this.windows = Bounded.map(keys);
  }

  /** Whether the key has had too many failures. {@code now} is in monotonic nanoseconds. */
  synchronized boolean locked(K key, long now) {
    Window window = current(key, now);
    return limit > 0 && window != null && window.failures >= limit;
  }

  synchronized void failed(K key, long now) {
    if (limit == 0) {
      return;
    }
    Window window = current(key, now);
    if (window == null) {
      window = new Window(now);
      windows.put(key, window);
    }
    window.failures++;
  }

  synchronized int size() {
    return windows.size();
  }

  private @Nullable Window current(K key, long now) {
    Window window = windows.get(key);
    if (window != null && now - window.start >= windowNanos) {
      windows.remove(key);
      return null;
    }
    return window;
  }

  /** Maps and sets that forget the entry used longest ago. Not thread-safe. */
  static final class Bounded {
    private Bounded() {}

    static <K, V> Map<K, V> map(int capacity) {
      return new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
          return size() > capacity;
        }
      };
    }
  }
}

package org.messagecenter.testkit;

import java.util.ArrayList;
import java.util.List;

/** What a peer has seen since its start; nothing is ever taken out. Safe for use by any thread. */
final class Listed<T> {

  private final List<T> items = new ArrayList<>();

  synchronized void add(T item) {
    items.add(item);
  }

  synchronized List<T> all() {
    return List.copyOf(items);
  }
}

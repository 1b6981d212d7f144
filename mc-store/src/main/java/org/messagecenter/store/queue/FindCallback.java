package org.messagecenter.store.queue;

import org.jspecify.annotations.Nullable;

/** Hears the result of a look-up. */
@FunctionalInterface
public interface FindCallback {
  void found(@Nullable StoredMessage message);
}

package org.messagecenter.store.queue;

import org.jspecify.annotations.Nullable;

/** Hears the result of a look-up. */
@FunctionalInterface
public interface FindCallback {
  void found(@Nullable StoredMessage message);

  /** It is not known whether there is one. Who does not care hears that there is none. */
  default void failed(StoreFailure why) {
    found(null);
  }
}

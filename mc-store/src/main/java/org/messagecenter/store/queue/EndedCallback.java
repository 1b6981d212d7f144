package org.messagecenter.store.queue;

import org.jspecify.annotations.Nullable;

/** Hears the result of {@link MessageStore#findEndedByCarrierId}. */
public interface EndedCallback {
  /** Null when nothing is remembered. */
  void found(@Nullable EndedMessage message);

  /** It is not known whether there is one. */
  void failed(StoreFailure why);
}

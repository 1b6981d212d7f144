package org.messagecenter.store.queue;

import java.util.List;

/** Hears what a {@link MessageStore#lookup} or {@link MessageStore#findByAddress} found. */
@FunctionalInterface
public interface LookupCallback {
  /** Either list may be empty; neither is to be changed. */
  void found(List<StoredMessage> pending, List<EndedMessage> ended);

  /** It is not known what there is. Who does not care hears that there is nothing. */
  default void failed(StoreFailure why) {
    found(List.of(), List.of());
  }
}

package org.messagecenter.store.queue;

import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.Search;

/** A look-up that waits for its turn, or for the search of the archive. */
sealed interface Question {

  /** One message, by its key or, when that is given, by its carrier's id. */
  record One(long key, @Nullable CarrierId carrierId, FindCallback callback) implements Question {}

  /**
   * @param searched what the archive's runs have for a {@link ById}, once they were searched
   */
  record Several(Wanted what, LookupCallback callback, @Nullable Search searched)
      implements Question {}

  /** A message that has ended. */
  record Late(CarrierId carrierId, EndedCallback callback, @Nullable Search searched)
      implements Question {}

  /** What several messages have in common. */
  sealed interface Wanted {}

  /** A message id; as a key when it is a long one, as an alias when it is short. */
  record ById(String id, long key, int alias) implements Wanted {}

  /** An address, and which and how many of its messages are wanted. */
  record ByAddress(String account, String destination, int tag, long after, int most)
      implements Wanted {
    boolean matches(StoredMessage found) {
      return found.account().equals(account)
          && found.destination().equals(destination)
          && found.tag() == tag;
    }
  }
}

package org.messagecenter.store.queue;

/** Hears the end of each round, when all its callbacks ran and all its pushes were made. */
@FunctionalInterface
public interface CommitListener {

  /** The moment to hand over what was gathered during the round. On the store's thread. */
  void committed(CommitInfo info);
}

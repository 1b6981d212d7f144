package org.messagecenter.store.queue;

import java.io.IOException;

/** Whoever owns the group that is being gathered. */
interface Room {

  /** Makes room for records of that length together, committing the group if it has none. */
  void ensure(int length) throws IOException;

  /** Commits what is in the group. */
  void flush() throws IOException;
}

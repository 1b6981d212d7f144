package org.messagecenter.store.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Knows what a journal says up to some place, so that it need not be read from its beginning. */
@FunctionalInterface
public interface Shortcut {

  /** The journal is read from its beginning. */
  Shortcut NONE = (journalId, oldest, bytes) -> null;

  /**
   * Asked once, when the headers of all segments have been read and no group has been shown.
   *
   * @param journalId of the journal that is being opened
   * @param oldest its oldest segment
   * @param bytes about what reading all of it would mean
   * @return null when all groups are wanted
   */
  @Nullable Start start(long journalId, int oldest, long bytes) throws IOException;

  /**
   * Where reading begins.
   *
   * @param position the end of a synced group, or of a segment's header
   * @param commit the number of the commit that comes next there
   * @param head the oldest segment that was needed there; no earlier than {@code oldest}
   * @param synced a journal that ends before this position is damaged
   */
  record Start(long position, long commit, int head, long synced) {}
}

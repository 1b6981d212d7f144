package org.messagecenter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Is shown groups in the order of their commits. */
@FunctionalInterface
public interface GroupVisitor {

  /**
   * One group. It is durable, and so are those before it.
   *
   * @param position where the payload begins
   * @param payload from its position to its limit; valid during the call only
   * @param writtenAt wall clock at the commit, epoch milliseconds
   */
  void group(long position, ByteBuffer payload, long writtenAt) throws IOException;
}

package org.messagecenter.protocol.text;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the arrival of a part led to.
 *
 * @param <K> whom the caller took it from
 * @param <H> what the caller calls each part by
 * @param message the whole message, when this was its last missing part, otherwise null
 * @param released messages no longer waited for, in the order in which they began
 */
public record Arrival<K, H>(
    Outcome outcome, @Nullable Joined<H> message, List<Incomplete<K, H>> released) {

  /** What became of the part. */
  public enum Outcome {
    /** It is kept until the others come. */
    WAITING,
    /** It was the last one. */
    COMPLETE,
    /** It is here already, octet for octet; the new one is not kept and comes back nowhere else. */
    DUPLICATE,
    /** A limit is so low that it is among the released ones itself. */
    NO_ROOM
  }

  /** Takes a copy of the list. */
  public Arrival {
    released = List.copyOf(released);
  }
}

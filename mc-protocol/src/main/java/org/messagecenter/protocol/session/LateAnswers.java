package org.messagecenter.protocol.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;

/**
 * Our requests that had no answer in time, for the case that it comes after all: the last ones, for
 * a while. Few sessions ever have any.
 */
final class LateAnswers {
  private final int most;
  private final long nanos;
  private final Map<Integer, Overdue> overdue = new LinkedHashMap<>();

  private record Overdue(CommandId command, Object context, long since) {}

  /**
   * @param most beyond so many the oldest is forgotten
   * @param nanos how long each is remembered
   */
  LateAnswers(int most, long nanos) {
    this.most = most;
    this.nanos = nanos;
  }

  /** The response timer of a request ran out. */
  void add(int sequence, CommandId command, Object context, long now) {
    forgetOld(now);
    overdue.put(sequence, new Overdue(command, context, now));
    if (overdue.size() > most) {
      Iterator<Overdue> oldest = overdue.values().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** The context of the request that a response answers too late; null for none. Once. */
  @Nullable Object take(CommandId response, int sequence, long now) {
    if (overdue.isEmpty()) {
      return null;
    }
    forgetOld(now);
    Overdue found = overdue.get(sequence);
    if (found == null
        || (response != CommandId.GENERIC_NACK && found.command.response() != response)) {
      return null;
    }
    overdue.remove(sequence);
    return found.context;
  }

  private void forgetOld(long now) {
    Iterator<Overdue> oldest = overdue.values().iterator();
    while (oldest.hasNext() && now - oldest.next().since >= nanos) {
      oldest.remove();
    }
  }
}

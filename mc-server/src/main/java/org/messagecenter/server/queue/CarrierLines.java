package org.messagecenter.server.queue;

import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.deliver.Attempt;

/** The lines before one carrier: in which does a message stand? */
final class CarrierLines {
  private static final int MANY_LINES = 1000;

  private final CarrierQueue queue;
  private final LineBook book;
  private final Map<Line.Key, Line> lines = new HashMap<>();
  private @Nullable Line lastLine;

  /** So many lines make it worthwhile to look for empty ones. */
  private int looksAt = MANY_LINES;

  CarrierLines(CarrierQueue queue, LineBook book) {
    this.queue = queue;
    this.book = book;
  }

  /** The line of a message, a new one where there was none. */
  Line lineOf(Attempt attempt) {
    int priority = Math.min(attempt.submitted().priorityFlag(), Turn.PRIORITIES - 1);
    String source = book.bySource(attempt.account()) ? Line.source(attempt) : "";
    Line last = lastLine;
    if (last != null
        && last.key.priority() == priority
        && last.key.account().equals(attempt.account())
        && last.key.source().equals(source)) {
      return last;
    }
    if (lines.size() >= looksAt) {
      forgetEmpty();
      // Not at each one that comes, when all are in use.
      looksAt = Math.max(MANY_LINES, 2 * lines.size());
    }
    Line line =
        lines.computeIfAbsent(
            new Line.Key(attempt.account(), priority, source), key -> book.newLine(key, queue));
    lastLine = line;
    return line;
  }

  private void forgetEmpty() {
    lastLine = null;
    for (Iterator<Line> all = lines.values().iterator(); all.hasNext(); ) {
      Line line = all.next();
      if (line.isEmpty() && !line.listed) {
        all.remove();
        book.forget(line);
      }
    }
  }

  /** How many there are, empty ones included. */
  int size() {
    return lines.size();
  }

  Collection<Line> all() {
    return lines.values();
  }
}

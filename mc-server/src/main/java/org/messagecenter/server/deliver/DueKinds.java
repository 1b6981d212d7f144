package org.messagecenter.server.deliver;

import java.util.EnumMap;
import java.util.Map;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.WorkSink;

/** Gives each due message to the desk of its kind. */
public final class DueKinds implements WorkSink {
  private final Map<MessageKind, WorkSink> desks;
  private final WorkSink lines;

  /**
   * @param desks one for every kind that is ever stored
   * @param lines hears of the store's lines
   */
  public DueKinds(Map<MessageKind, WorkSink> desks, WorkSink lines) {
    this.lines = lines;
    this.desks = new EnumMap<>(desks);
  }

  @Override
  public void due(DueMessage due) {
    WorkSink desk = desks.get(due.kind());
    if (desk == null) {
      throw new IllegalStateException("no desk delivers " + due.kind());
    }
    desk.due(due);
  }

  @Override
  public void left(int line) {
    lines.left(line);
  }

  @Override
  public void unused(int line, int n) {
    lines.unused(line, n);
  }
}

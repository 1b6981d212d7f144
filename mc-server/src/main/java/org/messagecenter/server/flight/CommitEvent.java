package org.messagecenter.server.flight;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** One round of the store. */
@Name("org.messagecenter.Commit")
@Label("Store Commit")
@Category("Message Center")
@Description("One group of records, written and synced together")
@StackTrace(false)
public final class CommitEvent extends Event {
  @Label("Records")
  int records;

  @Label("Bytes")
  @DataAmount
  int bytes;

  @Label("Write and Sync Time")
  @Timespan
  long sync;

  @Label("Pushes")
  @Description("Due messages and mail handed out in the round")
  int pushes;

  /** Records one round, if anyone listens. */
  public static void record(int records, int bytes, long syncNanos, int pushes) {
    CommitEvent event = new CommitEvent();
    if (event.isEnabled()) {
      event.records = records;
      event.bytes = bytes;
      event.sync = syncNanos;
      event.pushes = pushes;
      event.commit();
    }
  }
}

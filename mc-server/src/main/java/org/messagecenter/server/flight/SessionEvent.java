package org.messagecenter.server.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A session was bound, refused or closed. */
@Name("org.messagecenter.Session")
@Label("SMPP Session")
@Category("Message Center")
@Description("A step in the life of a connection")
@StackTrace(false)
public final class SessionEvent extends Event {
  @Label("Connection")
  long connection;

  @Label("Account")
  String account = "";

  @Label("Step")
  String step = "";

  /** Records one step, if anyone listens. */
  public static void record(long connection, String account, String step) {
    SessionEvent event = new SessionEvent();
    if (event.isEnabled()) {
      event.connection = connection;
      event.account = account;
      event.step = step;
      event.commit();
    }
  }
}

package org.messagecenter.server.relay;

/** What the model knows of something that a carrier gets: a message or a part of one. */
final class SimUnit {
  final SimMessage message;
  int sends;
  int takes;
  int failures;

  /** Binds that ended at it. */
  int poisoned;

  /** Receipts that asked for another attempt. */
  int again;

  /** Takes of which our side cannot know, or may have forgotten. */
  int excused;

  /** The carrier has said so, or would have. */
  boolean delivered;

  boolean failed;

  /** A final receipt never comes for some take. */
  boolean silent;

  SimUnit(SimMessage message) {
    this.message = message;
  }

  @Override
  public String toString() {
    return "sends "
        + sends
        + " takes "
        + takes
        + " failures "
        + failures
        + " again "
        + again
        + " excused "
        + excused
        + (delivered ? " delivered" : "")
        + (failed ? " failed" : "")
        + (silent ? " silent" : "")
        + (message.disturbed ? " disturbed" : "");
  }
}

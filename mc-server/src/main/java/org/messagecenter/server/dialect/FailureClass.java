package org.messagecenter.server.dialect;

/** What a carrier's refusal of a message means for the message, and for the carrier's queue. */
public enum FailureClass {
  /** The message will never be taken: it ends as rejected or undeliverable. */
  PERMANENT,
  /** A later attempt may succeed: the general retry plan. */
  TEMPORARY,
  /** The carrier asks for less: its queue pauses, the message keeps its place. No attempt. */
  THROTTLED,
  /** The recipient cannot pay for now: the billing retry plan. */
  BILLING,
  /** The bind is of no use any more; the message was not taken and keeps its place. */
  FATAL
}

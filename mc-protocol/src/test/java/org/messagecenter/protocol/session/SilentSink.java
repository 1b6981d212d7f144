package org.messagecenter.protocol.session;

import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.spec.CommandId;

/** A sink that wants nothing; tests override what they look at. */
class SilentSink implements SessionSink {
  @Override
  public void send(Pdu pdu, int commandStatus, int sequence) {}

  @Override
  public void deliver(Packet request) {}

  @Override
  public void answered(Object context, Packet response) {}

  @Override
  public void unanswered(Object context, CommandId request) {}

  @Override
  public void malformed(BadPdu bad, int statusAnswered) {}

  @Override
  public void close(CloseReason reason) {}
}

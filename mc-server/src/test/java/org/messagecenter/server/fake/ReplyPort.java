package org.messagecenter.server.fake;

import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.listen.RequestPort;

/** A connection that is never congested, and over which only answers may be sent. */
public abstract class ReplyPort implements RequestPort {
  /** The interface_version of the session. */
  public int version = 0x34;

  @Override
  public final int interfaceVersion() {
    return version;
  }

  @Override
  public final boolean congested() {
    return false;
  }

  @Override
  public final boolean request(CommandId command, byte[] body, Object context) {
    throw new UnsupportedOperationException("only answers are expected");
  }

  @Override
  public final void unbind() {}

  @Override
  public final void cut(CloseReason reason) {}
}

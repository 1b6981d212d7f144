package org.messagecenter.server.listen;

import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.lane.Lane;

/** A bound connection as those see it who send requests over it. Event loop only, but lane(). */
public interface RequestPort {
  Lane lane();

  /** The version both sides agreed on. */
  int interfaceVersion();

  /** Whether the peer leaves so much unread that nothing new should be sent to it. */
  boolean congested();

  /** Sends a request within the window; false when it cannot be sent. */
  boolean request(CommandId command, byte[] body, Object context);

  /** Ends the session with unbind. */
  void unbind();

  /** Cuts the connection. */
  void cut(CloseReason reason);
}

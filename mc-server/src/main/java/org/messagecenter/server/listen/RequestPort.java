package org.messagecenter.server.listen;

import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.session.CloseReason;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.lane.Lane;

/**
 * A bound connection as those see it who send requests over it. Event loop only, but lane() and
 * respondLater().
 */
public interface RequestPort {
  Lane lane();

  /** The version both sides agreed on. */
  int interfaceVersion();

  /** The system_type of the bind. */
  default String systemType() {
    return "";
  }

  /** A number that no other bind has, of this process or another one; 0 if nobody asks for it. */
  default long bindId() {
    return 0;
  }

  /** Whether the peer leaves so much unread that new work for it should be refused. */
  boolean congested();

  /** Answers a request that the connection delivered. */
  void respond(Packet request, Pdu response, CommandStatus status);

  /** The same from the store's thread: the connection's event loop answers after the commit. */
  default void respondLater(Packet request, Pdu response, CommandStatus status) {
    lane().answer(lane -> respond(request, response, status));
  }

  /** Sends a request within the window; false when it cannot be sent. */
  boolean request(CommandId command, byte[] body, Object context);

  /** Ends the session with unbind. */
  void unbind();

  /** Cuts the connection. */
  void cut(CloseReason reason);
}

package org.messagecenter.server.esme;

import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.listen.RequestPort;

/** Serves one command of bound sessions. */
@FunctionalInterface
public interface RequestDesk {
  /**
   * Takes a request that the session's state and version allow; it is answered once through {@link
   * RequestPort#respond}. Event loop of the channel.
   */
  void serve(RequestPort channel, Account account, Packet request);
}

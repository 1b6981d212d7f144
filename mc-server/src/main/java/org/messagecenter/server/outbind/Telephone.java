package org.messagecenter.server.outbind;

import org.messagecenter.server.listen.SmppDialer;

/** Makes calls. */
@FunctionalInterface
interface Telephone {
  /**
   * Connects and sends outbind; what becomes of it is told to the call, on any thread. May wait for
   * the host's name to be resolved.
   */
  void call(Callee callee, SmppDialer.Call call);
}

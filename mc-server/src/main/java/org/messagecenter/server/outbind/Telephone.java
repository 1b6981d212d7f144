package org.messagecenter.server.outbind;

import org.messagecenter.server.listen.SmppDialer;

/** Makes calls. */
@FunctionalInterface
interface Telephone {
  /**
   * Connects and sends outbind, and returns at once; what becomes of it is told to the call, on any
   * thread.
   */
  void call(Callee callee, SmppDialer.Call call);
}

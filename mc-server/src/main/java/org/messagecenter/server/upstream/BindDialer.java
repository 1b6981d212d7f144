package org.messagecenter.server.upstream;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.listen.SessionHandler;

/** Makes the connections of one carrier's binds. */
@FunctionalInterface
interface BindDialer {
  /**
   * Connects. Returns at once. Everything is told on the carrier's lane: the handler hears of the
   * connection as soon as it is there.
   *
   * @param turn of several addresses of the host the one that it falls on is taken
   * @param ended told once, when the connection is gone or there never was one, then with the cause
   */
  void dial(
      CarrierHost host, int turn, SessionHandler handler, Consumer<@Nullable Throwable> ended);
}

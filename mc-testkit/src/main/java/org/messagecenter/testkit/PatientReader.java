package org.messagecenter.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jsmpp.InvalidCommandLengthException;
import org.jsmpp.SynchronizedPDUReader;
import org.jsmpp.bean.Command;

/**
 * Gives jSMPP time for what it has read before it learns that the connection has ended.
 *
 * <p>jSMPP reads on one thread and works on another, and closes its session at once when the
 * connection ends. A response that came just before, such as the refusal of a bind, then finds the
 * session closed and is dropped, and the caller waits for nothing.
 */
final class PatientReader extends SynchronizedPDUReader {

  private static final Duration PATIENCE = Duration.ofMillis(100);

  @Override
  public Command readPDUHeader(DataInputStream in)
      throws InvalidCommandLengthException, IOException {
    try {
      return super.readPDUHeader(in);
    } catch (SocketTimeoutException e) {
      // Not the end: jSMPP's clock for enquire_link.
      throw e;
    } catch (IOException e) {
      LockSupport.parkNanos(PATIENCE.toNanos());
      throw e;
    }
  }
}

package org.messagecenter.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jsmpp.InvalidCommandLengthException;
import org.jsmpp.SynchronizedPDUReader;
import org.jsmpp.bean.Command;

/**
 * Gives jSMPP time for what it has read before it learns that the connection has ended.
 *
 * <p>jSMPP reads on one thread and works on another, and closes its session at once when the
 * connection ends. A response that came just before, such as the refusal of a bind, then finds the
 * session closed and is dropped, and the caller waits for nothing. So the end is told when each
 * response that was read has been taken by its caller: the session says when it {@link #asked} and
 * when that is {@link #done}. Requests that came just before have a moment.
 */
final class PatientReader extends SynchronizedPDUReader {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration MOMENT = Duration.ofMillis(100);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition taken = lock.newCondition();
  private int waiting;
  private int responses;
  private int done;

  /** The session is about to send a request, whose response it waits for. */
  void asked() {
    lock.lock();
    try {
      waiting++;
    } finally {
      lock.unlock();
    }
  }

  /** It waits no longer, whatever came of it. */
  void done() {
    lock.lock();
    try {
      waiting--;
      done++;
      taken.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Command readPDUHeader(DataInputStream in)
      throws InvalidCommandLengthException, IOException {
    try {
      return super.readPDUHeader(in);
    } catch (SocketTimeoutException e) {
      // Not the end: jSMPP's clock for enquire_link.
      throw e;
    } catch (IOException e) {
      awaitTaken();
      LockSupport.parkNanos(MOMENT.toNanos());
      throw e;
    }
  }

  @Override
  public byte[] readPDU(DataInputStream in, Command header) throws IOException {
    try {
      byte[] pdu = super.readPDU(in, header);
      if ((header.getCommandId() & RawPdu.RESPONSE) != 0) {
        read();
      }
      return pdu;
    } catch (IOException e) {
      awaitTaken();
      throw e;
    }
  }

  private void read() {
    lock.lock();
    try {
      responses++;
    } finally {
      lock.unlock();
    }
  }

  private void awaitTaken() {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      while (waiting > 0 && done < responses && left > 0) {
        left = taken.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}

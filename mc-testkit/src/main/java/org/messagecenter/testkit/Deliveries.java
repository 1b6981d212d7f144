package org.messagecenter.testkit;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.extra.NegativeResponseException;
import org.jsmpp.extra.ResponseTimeoutException;
import org.jsmpp.extra.SessionState;
import org.jsmpp.session.SMPPServerSession;
import org.jspecify.annotations.Nullable;

/** Sends deliver_sm and data_sm over jSMPP, and waits for their answers. */
final class Deliveries implements AutoCloseable {

  private static final long LOOK_MILLIS = 20;

  private final ExecutorService waiting = Executors.newCachedThreadPool();

  private interface Sending {
    void send() throws IOException;
  }

  /**
   * Sends a message and waits for the answer, no longer than the connection lasts.
   *
   * @param dataSm whether in a data_sm; the text must stand in message_payload then
   * @param first runs before, on the thread that sends
   * @throws NegativeAnswer when the answer carries another status than ESME_ROK
   * @throws IOException when the connection ends, or no answer comes in time
   */
  void deliver(SMPPServerSession session, boolean dataSm, Submission message, Runnable first)
      throws IOException {
    whileOpen(
        session,
        () -> {
          first.run();
          send(session, dataSm, message);
        });
  }

  /** jSMPP itself waits for an answer on after the connection has ended. */
  private void whileOpen(SMPPServerSession session, Sending sending) throws IOException {
    Future<@Nullable Void> answered =
        waiting.submit(
            () -> {
              sending.send();
              return null;
            });
    try {
      while (true) {
        try {
          answered.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          return;
        } catch (TimeoutException e) {
          if (session.getSessionState() == SessionState.CLOSED && !answered.isDone()) {
            throw new IOException("the connection ended before the answer", e);
          }
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void send(SMPPServerSession session, boolean dataSm, Submission message)
      throws IOException {
    TypeOfNumber sourceTon = TypeOfNumber.valueOf((byte) message.source.ton());
    NumberingPlanIndicator sourceNpi = NumberingPlanIndicator.valueOf((byte) message.source.npi());
    TypeOfNumber ton = TypeOfNumber.valueOf((byte) message.destination.ton());
    NumberingPlanIndicator npi = NumberingPlanIndicator.valueOf((byte) message.destination.npi());
    ESMClass esmClass = new ESMClass(message.esmClass);
    RegisteredDelivery registered = new RegisteredDelivery((byte) message.registeredDelivery);
    RawDataCoding coding = new RawDataCoding((byte) message.dataCoding);
    OptionalParameter[] parameters = message.parameters();
    String source = message.source.digits();
    String destination = message.destination.digits();
    try {
      if (dataSm) {
        session.dataShortMessage(
            message.serviceType,
            sourceTon,
            sourceNpi,
            source,
            ton,
            npi,
            destination,
            esmClass,
            registered,
            coding,
            parameters);
      } else {
        session.deliverShortMessage(
            message.serviceType,
            sourceTon,
            sourceNpi,
            source,
            ton,
            npi,
            destination,
            esmClass,
            (byte) 0,
            (byte) 0,
            registered,
            coding,
            message.shortMessage,
            parameters);
      }
    } catch (NegativeResponseException e) {
      throw new NegativeAnswer(e.getCommandStatus(), e);
    } catch (PDUException e) {
      throw new IllegalArgumentException("jSMPP does not send this: " + e.getMessage(), e);
    } catch (ResponseTimeoutException | InvalidResponseException e) {
      throw new IOException("no good answer: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    waiting.shutdownNow();
  }
}

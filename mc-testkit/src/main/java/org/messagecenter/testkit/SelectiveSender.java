package org.messagecenter.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.PDUStringException;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.bean.DataCoding;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.TypeOfNumber;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out chosen responses, and tells when a response was sent.
 *
 * <p>jSMPP answers every request its listener returns from, so silence is made here, just before
 * the socket. And only here is it known that an answer has left: a test that sees a message and
 * closes at once must not overtake it.
 */
final class SelectiveSender extends SynchronizedPDUSender {

  private static final int DELIVER_SM_RESP = 0x80000005;
  private static final int SUBMIT_SM_RESP = 0x80000004;
  private static final int DATA_SM_RESP = 0x80000103;

  private record Plan(boolean silence, Runnable then) {}

  private final Map<Integer, Plan> plans = new ConcurrentHashMap<>();

  /** What to do when the request that a thread is about to send has left. */
  private final Map<Thread, Runnable> leavings = new ConcurrentHashMap<>();

  SelectiveSender() {
    super(new DefaultPDUSender());
  }

  /**
   * Says what to do when jSMPP answers this request.
   *
   * @param silence whether the answer is to be left out
   * @param then runs when the answer was sent, or left out
   */
  void whenAnswered(int sequence, boolean silence, Runnable then) {
    plans.put(sequence, new Plan(silence, then));
  }

  /** Runs this when the next deliver_sm or data_sm of the calling thread has left. */
  void whenNextLeft(Runnable then) {
    leavings.put(Thread.currentThread(), then);
  }

  private void left() {
    Runnable then = leavings.remove(Thread.currentThread());
    if (then != null) {
      then.run();
    }
  }

  private boolean isSilenced(@Nullable Plan plan) {
    return plan != null && plan.silence;
  }

  private void finish(@Nullable Plan plan) {
    if (plan != null) {
      plan.then.run();
    }
  }

  @Override
  public byte[] sendDeliverSmResp(
      OutputStream out, int commandStatus, int sequence, String messageId) throws IOException {
    Plan plan = plans.remove(sequence);
    try {
      return isSilenced(plan)
          ? new byte[0]
          : super.sendDeliverSmResp(out, commandStatus, sequence, messageId);
    } finally {
      finish(plan);
    }
  }

  @Override
  public byte[] sendSubmitSmResp(
      OutputStream out, int sequence, String messageId, OptionalParameter... parameters)
      throws PDUStringException, IOException {
    Plan plan = plans.remove(sequence);
    try {
      return isSilenced(plan)
          ? new byte[0]
          : super.sendSubmitSmResp(out, sequence, messageId, parameters);
    } finally {
      finish(plan);
    }
  }

  @Override
  public byte[] sendDataSmResp(
      OutputStream out,
      int commandStatus,
      int sequence,
      String messageId,
      OptionalParameter... parameters)
      throws PDUStringException, IOException {
    Plan plan = plans.remove(sequence);
    try {
      return isSilenced(plan)
          ? new byte[0]
          : super.sendDataSmResp(out, commandStatus, sequence, messageId, parameters);
    } finally {
      finish(plan);
    }
  }

  @Override
  public byte[] sendDeliverSm(
      OutputStream out,
      int sequence,
      String serviceType,
      TypeOfNumber sourceTon,
      NumberingPlanIndicator sourceNpi,
      String source,
      TypeOfNumber destinationTon,
      NumberingPlanIndicator destinationNpi,
      String destination,
      ESMClass esmClass,
      byte protocolId,
      byte priority,
      RegisteredDelivery registeredDelivery,
      DataCoding dataCoding,
      byte[] shortMessage,
      OptionalParameter... parameters)
      throws PDUStringException, IOException {
    try {
      return super.sendDeliverSm(
          out,
          sequence,
          serviceType,
          sourceTon,
          sourceNpi,
          source,
          destinationTon,
          destinationNpi,
          destination,
          esmClass,
          protocolId,
          priority,
          registeredDelivery,
          dataCoding,
          shortMessage,
          parameters);
    } finally {
      left();
    }
  }

  @Override
  public byte[] sendDataSm(
      OutputStream out,
      int sequence,
      String serviceType,
      TypeOfNumber sourceTon,
      NumberingPlanIndicator sourceNpi,
      String source,
      TypeOfNumber destinationTon,
      NumberingPlanIndicator destinationNpi,
      String destination,
      ESMClass esmClass,
      RegisteredDelivery registeredDelivery,
      DataCoding dataCoding,
      OptionalParameter... parameters)
      throws PDUStringException, IOException {
    try {
      return super.sendDataSm(
          out,
          sequence,
          serviceType,
          sourceTon,
          sourceNpi,
          source,
          destinationTon,
          destinationNpi,
          destination,
          esmClass,
          registeredDelivery,
          dataCoding,
          parameters);
    } finally {
      left();
    }
  }

  /** Negative responses, among others, are sent as a bare header. */
  @Override
  public byte[] sendHeader(OutputStream out, int commandId, int commandStatus, int sequence)
      throws IOException {
    boolean answer =
        commandId == DELIVER_SM_RESP || commandId == SUBMIT_SM_RESP || commandId == DATA_SM_RESP;
    Plan plan = answer ? plans.remove(sequence) : null;
    try {
      return super.sendHeader(out, commandId, commandStatus, sequence);
    } finally {
      finish(plan);
    }
  }
}

package org.messagecenter.protocol.session;

import java.util.ArrayList;
import java.util.List;
import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Writes down what a session wants done, in words. */
final class Recorder implements SessionSink {
  final List<String> actions = new ArrayList<>();
  final List<Packet> delivered = new ArrayList<>();

  /** What was done since the last look. */
  List<String> take() {
    List<String> taken = List.copyOf(actions);
    actions.clear();
    return taken;
  }

  @Override
  public void send(Pdu pdu, int commandStatus, int sequence) {
    CommandStatus status = CommandStatus.of(commandStatus);
    actions.add(
        "send "
            + pdu.commandId().wireName()
            + " "
            + sequence
            + (commandStatus == 0 || status == null ? "" : " " + status.name()));
  }

  @Override
  public void deliver(Packet request) {
    delivered.add(request);
    actions.add("deliver " + request.pdu().commandId().wireName() + " " + request.sequence());
  }

  @Override
  public void answered(Object context, Packet response) {
    actions.add("answered " + context + " " + response.pdu().commandId().wireName());
  }

  @Override
  public void unanswered(Object context, CommandId request) {
    actions.add("unanswered " + context + " " + request.wireName());
  }

  @Override
  public void answeredLate(Object context, Packet response) {
    actions.add("late " + context + " " + response.pdu().commandId().wireName());
  }

  @Override
  public void malformed(BadPdu bad, int statusAnswered) {
    actions.add("malformed " + statusAnswered);
  }

  @Override
  public void close(CloseReason reason) {
    actions.add("close " + reason);
  }
}

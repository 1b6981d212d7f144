package org.messagecenter.protocol.session;

import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.pdu.GenericNack;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Which PDU answers what the session does not take. */
final class Refusals {
  private Refusals() {}

  /** Answers a request with that status, if it has a response. */
  static void refuse(Packet packet, CommandStatus status, SessionSink sink) {
    CommandId command = packet.pdu().commandId();
    if (command.hasResponse()) {
      sink.send(PduTable.blank(command.response()), status.value(), packet.sequence());
    }
  }

  /** Answers a request that is not legal in the session's state, and reports it. */
  static void outOfState(Packet packet, Role ours, SessionSink sink) {
    boolean again = packet.pdu() instanceof Bind && ours == Role.MC;
    CommandStatus status = again ? CommandStatus.ESME_RALYBND : CommandStatus.ESME_RINVBNDSTS;
    refuse(packet, status, sink);
    sink.outOfState(packet, packet.pdu().commandId().hasResponse() ? status.value() : 0);
  }

  /** Answers octets that are no good PDU, and reports them. */
  static void malformed(BadPdu bad, SessionSink sink) {
    if (bad.fatal()) {
      int status = CommandStatus.ESME_RINVCMDLEN.value();
      sink.send(new GenericNack(), status, bad.sequence());
      sink.malformed(bad, status);
      return;
    }
    if (bad.commandId() < 0) {
      // Bit 31 marks a response: never answered, whatever is wrong with it.
      sink.malformed(bad, 0);
      return;
    }
    CommandId command = CommandId.of(bad.commandId());
    int status = bad.suggested().value();
    if (command == null
        || !command.hasResponse()
        || bad.suggested() == CommandStatus.ESME_RINVCMDID) {
      sink.send(new GenericNack(), status, bad.sequence());
    } else {
      sink.send(PduTable.blank(command.response()), status, bad.sequence());
    }
    sink.malformed(bad, status);
  }
}

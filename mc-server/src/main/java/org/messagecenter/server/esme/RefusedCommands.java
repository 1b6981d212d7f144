package org.messagecenter.server.esme;

import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.GenericNack;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.RefusedCommandAnswer;
import org.messagecenter.server.listen.SmppChannel;

/** Answers the commands that an account may not use. */
final class RefusedCommands {
  private RefusedCommands() {}

  static void answer(SmppChannel channel, Packet request, RefusedCommandAnswer answer) {
    Pdu own = PduTable.blank(request.pdu().commandId().response());
    switch (answer) {
      case GENERIC_NACK ->
          channel.respond(request, new GenericNack(), CommandStatus.ESME_RINVCMDID);
      case INVALID_COMMAND_ID -> channel.respond(request, own, CommandStatus.ESME_RINVCMDID);
      case PROHIBITED -> channel.respond(request, own, CommandStatus.ESME_RPROHIBITED);
    }
  }
}

package org.messagecenter.server.correlate;

import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.DataSmResp;
import org.messagecenter.protocol.pdu.DeliverSmResp;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.listen.RequestPort;

/** A request of a carrier, to be answered once: only the first answer counts. */
final class Arrival {
  private static final Pdu DELIVERED = new DeliverSmResp("", Tlvs.EMPTY);
  private static final Pdu DATA = new DataSmResp("", Tlvs.EMPTY);

  private final RequestPort port;
  private final Packet request;
  private final String bind;
  private boolean answered;

  Arrival(RequestPort port, Packet request, String bind) {
    this.port = port;
    this.request = request;
    this.bind = bind;
  }

  /** What the log calls the bind that it came over. */
  String bind() {
    return bind;
  }

  Packet request() {
    return request;
  }

  /** Answers, on the lane of the bind. */
  void answer(CommandStatus status) {
    if (!answered) {
      answered = true;
      port.respond(request, response(), status);
    }
  }

  /** The same from a callback that mostly is called on the store's thread. */
  void answerLater(CommandStatus status) {
    Lane lane = port.lane();
    if (lane.loop().inEventLoop()) {
      answer(status);
    } else {
      lane.answer(sameLane -> answer(status));
    }
  }

  private Pdu response() {
    return request.pdu().commandId() == CommandId.DATA_SM ? DATA : DELIVERED;
  }
}

package org.messagecenter.server.deliver;

import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.store.queue.MessageKind;

/** The octets that the store keeps of a message from an ESME, as a message again. */
public final class StoredBody {
  private StoredBody() {}

  /**
   * Reads a body.
   *
   * @param kind {@link MessageKind#MT}, a body of submit_sm, or {@link MessageKind#DATA}, one of
   *     data_sm
   * @throws BadBody if the octets are no such body
   */
  public static SubmitSm read(MessageKind kind, byte[] body) throws BadBody {
    return kind == MessageKind.DATA
        ? ((DataSm) PduCodec.decodeBody(CommandId.DATA_SM, body)).asSubmitSm()
        : (SubmitSm) PduCodec.decodeBody(CommandId.SUBMIT_SM, body);
  }
}

package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.CStringType.cString;
import static org.messagecenter.protocol.spec.Field.field;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Layout;

/**
 * Answers deliver_sm (34:4.6.2, 50:4.3.1.2).
 *
 * @param messageId unused and normally empty; peers that fill it in, or leave out the whole body,
 *     are tolerated
 */
public record DeliverSmResp(String messageId, Tlvs tlvs) implements Pdu {
  /** The wire form. */
  public static final Layout<DeliverSmResp> LAYOUT =
      Layout.of(
          CommandId.DELIVER_SM_RESP,
          DeliverSmResp.class,
          field(
              cString("message_id", 65, CommandStatus.ESME_RINVMSGID).absentAtEnd(),
              DeliverSmResp::messageId),
          field(new TlvsType(), DeliverSmResp::tlvs));

  /** The response that has nothing to say, as nearly all of them; null for any other body. */
  static @Nullable DeliverSmResp of(byte[] body) {
    return body.length == 1 && body[0] == 0 ? LAYOUT.blank() : null;
  }

  @Override
  public CommandId commandId() {
    return CommandId.DELIVER_SM_RESP;
  }
}

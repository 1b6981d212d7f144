package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.CStringType.cString;
import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Layout;

/**
 * Answers submit_sm (34:4.4.2, 50:4.2.1.2).
 *
 * @param messageId opaque, up to 64 characters; what receipts and queries refer to
 */
public record SubmitSmResp(String messageId, Tlvs tlvs) implements Pdu {
  /** The wire form. */
  public static final Layout<SubmitSmResp> LAYOUT =
      Layout.of(
          CommandId.SUBMIT_SM_RESP,
          SubmitSmResp.class,
          field(
              cString("message_id", 65, CommandStatus.ESME_RINVMSGID).notEmpty(),
              SubmitSmResp::messageId),
          field(new TlvsType(), SubmitSmResp::tlvs));

  @Override
  public CommandId commandId() {
    return CommandId.SUBMIT_SM_RESP;
  }

  @Override
  public boolean hasBodyOnError() {
    return !tlvs.isEmpty();
  }
}

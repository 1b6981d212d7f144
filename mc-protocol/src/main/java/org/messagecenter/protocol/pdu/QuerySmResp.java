package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.CStringType.fixed;
import static org.messagecenter.protocol.spec.Field.field;
import static org.messagecenter.protocol.spec.IntType.uint8;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Layout;

/**
 * Answers query_sm (34:4.8.2, 50:4.5.2.2).
 *
 * @param finalDate when the state became final, SMPP time format; empty before
 * @param messageState 0-9 (50:4.7.15)
 * @param errorCode network specific, 0 for none
 */
public record QuerySmResp(String messageId, String finalDate, int messageState, int errorCode)
    implements Pdu {
  /** The wire form. */
  public static final Layout<QuerySmResp> LAYOUT =
      Layout.of(
          CommandId.QUERY_SM_RESP,
          QuerySmResp.class,
          field(CommonTypes.MESSAGE_ID, QuerySmResp::messageId),
          field(fixed("final_date", 17, CommandStatus.ESME_RINVMSGID), QuerySmResp::finalDate),
          field(
              uint8("message_state", CommandStatus.ESME_RINVMSGID).range(0, 9),
              QuerySmResp::messageState),
          field(uint8("error_code", CommandStatus.ESME_RINVMSGID), QuerySmResp::errorCode));

  @Override
  public CommandId commandId() {
    return CommandId.QUERY_SM_RESP;
  }
}

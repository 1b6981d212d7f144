package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/**
 * Answers data_sm (34:4.7.2, 50:4.2.2.2).
 *
 * @param messageId empty when an ESME answers the message center
 * @param tlvs the reason of a failed delivery in transaction mode
 */
public record DataSmResp(String messageId, Tlvs tlvs) implements Pdu {
  /** The wire form. */
  public static final Layout<DataSmResp> LAYOUT =
      Layout.of(
          CommandId.DATA_SM_RESP,
          DataSmResp.class,
          field(CommonTypes.MESSAGE_ID.absentAtEnd(), DataSmResp::messageId),
          field(new TlvsType(), DataSmResp::tlvs));

  @Override
  public CommandId commandId() {
    return CommandId.DATA_SM_RESP;
  }

  @Override
  public boolean hasBodyOnError() {
    return !tlvs.isEmpty();
  }
}

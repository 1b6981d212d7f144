package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import java.util.List;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/**
 * Answers submit_multi (34:4.5.2, 50:4.2.3.2).
 *
 * @param messageId one id for the whole submission
 * @param unsuccessSme the destinations that were refused, empty when all were accepted
 */
public record SubmitMultiResp(String messageId, List<UnsuccessSme> unsuccessSme, Tlvs tlvs)
    implements Pdu {
  /** The wire form. */
  public static final Layout<SubmitMultiResp> LAYOUT =
      Layout.of(
          CommandId.SUBMIT_MULTI_RESP,
          SubmitMultiResp.class,
          field(CommonTypes.MESSAGE_ID, SubmitMultiResp::messageId),
          field(new UnsuccessType(), SubmitMultiResp::unsuccessSme),
          field(new TlvsType(), SubmitMultiResp::tlvs));

  @Override
  public CommandId commandId() {
    return CommandId.SUBMIT_MULTI_RESP;
  }

  @Override
  public boolean hasBodyOnError() {
    return !tlvs.isEmpty();
  }
}

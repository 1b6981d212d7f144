package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/**
 * Withdraws one message, or all of a group (34:4.9.1, 50:4.5.1).
 *
 * @param serviceType narrows a group; empty for any
 * @param messageId empty to withdraw every pending message with these addresses
 * @param sourceAddr must be that of the submission
 * @param destinationAddr may be empty when an id is given
 */
public record CancelSm(
    String serviceType, String messageId, Address sourceAddr, Address destinationAddr)
    implements Pdu {
  /** The wire form. */
  public static final Layout<CancelSm> LAYOUT =
      Layout.of(
          CommandId.CANCEL_SM,
          CancelSm.class,
          field(CommonTypes.SERVICE_TYPE, CancelSm::serviceType),
          field(CommonTypes.MESSAGE_ID, CancelSm::messageId),
          field(CommonTypes.source(CommonTypes.SHORT_ADDRESS), CancelSm::sourceAddr),
          field(CommonTypes.destination(CommonTypes.SHORT_ADDRESS), CancelSm::destinationAddr));

  @Override
  public CommandId commandId() {
    return CommandId.CANCEL_SM;
  }
}

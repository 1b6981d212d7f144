package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/**
 * Asks for the state of a message (34:4.8.1, 50:4.5.2).
 *
 * @param sourceAddr must be that of the submission, empty if it was empty there
 */
public record QuerySm(String messageId, Address sourceAddr) implements Pdu {
  /** The wire form. */
  public static final Layout<QuerySm> LAYOUT =
      Layout.of(
          CommandId.QUERY_SM,
          QuerySm.class,
          field(CommonTypes.MESSAGE_ID, QuerySm::messageId),
          field(CommonTypes.source(CommonTypes.SHORT_ADDRESS), QuerySm::sourceAddr));

  @Override
  public CommandId commandId() {
    return CommandId.QUERY_SM;
  }
}

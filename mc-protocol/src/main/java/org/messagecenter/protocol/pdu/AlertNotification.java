package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Layout;

/**
 * A mobile station is available again (34:4.12.1, 50:4.1.3). It has no response.
 *
 * @param sourceAddr the mobile station
 * @param esmeAddr who asked to be told
 */
public record AlertNotification(Address sourceAddr, Address esmeAddr, Tlvs tlvs) implements Pdu {
  /** The wire form. */
  public static final Layout<AlertNotification> LAYOUT =
      Layout.of(
          CommandId.ALERT_NOTIFICATION,
          AlertNotification.class,
          field(CommonTypes.source(CommonTypes.LONG_ADDRESS), AlertNotification::sourceAddr),
          field(
              new AddressType(
                  "esme_addr",
                  CommonTypes.LONG_ADDRESS,
                  "esme_addr",
                  CommandStatus.ESME_RINVCMDLEN,
                  CommandStatus.ESME_RINVCMDLEN,
                  CommandStatus.ESME_RINVCMDLEN),
              AlertNotification::esmeAddr),
          field(new TlvsType(), AlertNotification::tlvs));

  @Override
  public CommandId commandId() {
    return CommandId.ALERT_NOTIFICATION;
  }
}

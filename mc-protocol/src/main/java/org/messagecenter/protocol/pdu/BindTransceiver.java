package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Opens a session that sends and receives (34:4.1.5, 50:4.1.1.5). */
public record BindTransceiver(
    String systemId,
    String password,
    String systemType,
    int interfaceVersion,
    int addrTon,
    int addrNpi,
    String addressRange)
    implements Bind {
  /** The wire form, shared with the other binds. */
  public static final Layout<BindTransceiver> LAYOUT =
      Layout.of(CommandId.BIND_TRANSCEIVER, BindTransceiver.class, BindFields.REQUEST);

  @Override
  public CommandId commandId() {
    return CommandId.BIND_TRANSCEIVER;
  }

  @Override
  public BindTransceiver withInterfaceVersion(int version) {
    return new BindTransceiver(
        systemId, password, systemType, version, addrTon, addrNpi, addressRange);
  }

  @Override
  public String toString() {
    return Masked.bind(this);
  }
}

package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Opens a session that sends messages to the message center (34:4.1.1, 50:4.1.1.1). */
public record BindTransmitter(
    String systemId,
    String password,
    String systemType,
    int interfaceVersion,
    int addrTon,
    int addrNpi,
    String addressRange)
    implements Bind {
  /** The wire form, shared with the other binds. */
  public static final Layout<BindTransmitter> LAYOUT =
      Layout.of(CommandId.BIND_TRANSMITTER, BindTransmitter.class, BindFields.REQUEST);

  @Override
  public CommandId commandId() {
    return CommandId.BIND_TRANSMITTER;
  }

  @Override
  public BindTransmitter withInterfaceVersion(int version) {
    return new BindTransmitter(
        systemId, password, systemType, version, addrTon, addrNpi, addressRange);
  }

  @Override
  public String toString() {
    return Masked.bind(this);
  }
}

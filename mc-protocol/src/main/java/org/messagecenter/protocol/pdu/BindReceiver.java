package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Opens a session that receives messages (34:4.1.3, 50:4.1.1.3). */
public record BindReceiver(
    String systemId,
    String password,
    String systemType,
    int interfaceVersion,
    int addrTon,
    int addrNpi,
    String addressRange)
    implements Bind {
  /** The wire form, shared with the other binds. */
  public static final Layout<BindReceiver> LAYOUT =
      Layout.of(CommandId.BIND_RECEIVER, BindReceiver.class, BindFields.REQUEST);

  @Override
  public CommandId commandId() {
    return CommandId.BIND_RECEIVER;
  }

  @Override
  public BindReceiver withInterfaceVersion(int version) {
    return new BindReceiver(
        systemId, password, systemType, version, addrTon, addrNpi, addressRange);
  }

  @Override
  public String toString() {
    return Masked.bind(this);
  }
}

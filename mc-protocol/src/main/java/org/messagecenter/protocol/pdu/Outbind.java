package org.messagecenter.protocol.pdu;

import static org.messagecenter.protocol.spec.CStringType.cString;
import static org.messagecenter.protocol.spec.Field.field;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Layout;

/**
 * The message center calls an ESME and asks it to bind (34:4.1.7, 50:4.1.1.7). It has no response.
 *
 * @param password up to 8 characters; never shown
 */
public record Outbind(String systemId, String password) implements Pdu {
  /** The wire form. */
  public static final Layout<Outbind> LAYOUT =
      Layout.of(
          CommandId.OUTBIND,
          Outbind.class,
          field(cString("system_id", 16, CommandStatus.ESME_RINVCMDLEN), Outbind::systemId),
          field(cString("password", 9, CommandStatus.ESME_RINVCMDLEN), Outbind::password));

  @Override
  public CommandId commandId() {
    return CommandId.OUTBIND;
  }

  @Override
  public String toString() {
    return "Outbind[systemId=" + systemId + ", password=…]";
  }
}

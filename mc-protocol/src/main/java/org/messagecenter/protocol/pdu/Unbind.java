package org.messagecenter.protocol.pdu;

import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** Ends a session in good order; either side may send it (34:4.2.1, 50:4.1.1.8). */
public record Unbind() implements Pdu {
  /** Only a header. */
  public static final Layout<Unbind> LAYOUT = Layout.of(CommandId.UNBIND, Unbind.class);

  @Override
  public CommandId commandId() {
    return CommandId.UNBIND;
  }
}

package org.messagecenter.protocol.pdu;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;

/** The commands this program can read and write, by number. */
public final class PduTable {
  private static final List<Layout<?>> ALL =
      List.of(
          GenericNack.LAYOUT,
          BindReceiver.LAYOUT,
          BindReceiverResp.LAYOUT,
          BindTransmitter.LAYOUT,
          BindTransmitterResp.LAYOUT,
          SubmitSm.LAYOUT,
          SubmitSmResp.LAYOUT,
          DeliverSm.LAYOUT,
          DeliverSmResp.LAYOUT,
          Unbind.LAYOUT,
          UnbindResp.LAYOUT,
          BindTransceiver.LAYOUT,
          BindTransceiverResp.LAYOUT,
          EnquireLink.LAYOUT,
          EnquireLinkResp.LAYOUT);

  private static final Map<CommandId, Layout<?>> BY_COMMAND = new EnumMap<>(CommandId.class);

  static {
    for (Layout<?> layout : ALL) {
      BY_COMMAND.put(layout.commandId(), layout);
    }
  }

  private PduTable() {}

  /** Every layout, in the order of the commands. */
  public static List<Layout<?>> all() {
    return ALL;
  }

  /** The layout of a command, or null for one we know by name only. */
  public static @Nullable Layout<?> layout(CommandId id) {
    return BY_COMMAND.get(id);
  }

  /**
   * A PDU of this command with empty fields, as for the body of an error response that has none.
   *
   * @throws IllegalArgumentException if the command has no layout
   */
  public static Pdu blank(CommandId id) {
    Layout<?> layout = layout(id);
    if (layout == null) {
      throw new IllegalArgumentException(id.wireName() + " has no layout");
    }
    return (Pdu) layout.blank();
  }
}

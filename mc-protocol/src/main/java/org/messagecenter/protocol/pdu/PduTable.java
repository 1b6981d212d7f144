package org.messagecenter.protocol.pdu;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
          QuerySm.LAYOUT,
          QuerySmResp.LAYOUT,
          SubmitSm.LAYOUT,
          SubmitSmResp.LAYOUT,
          DeliverSm.LAYOUT,
          DeliverSmResp.LAYOUT,
          Unbind.LAYOUT,
          UnbindResp.LAYOUT,
          ReplaceSm.LAYOUT,
          ReplaceSmResp.LAYOUT,
          CancelSm.LAYOUT,
          CancelSmResp.LAYOUT,
          BindTransceiver.LAYOUT,
          BindTransceiverResp.LAYOUT,
          Outbind.LAYOUT,
          EnquireLink.LAYOUT,
          EnquireLinkResp.LAYOUT,
          SubmitMulti.LAYOUT,
          SubmitMultiResp.LAYOUT,
          AlertNotification.LAYOUT,
          DataSm.LAYOUT,
          DataSmResp.LAYOUT,
          BroadcastSm.LAYOUT,
          BroadcastSmResp.LAYOUT,
          QueryBroadcastSm.LAYOUT,
          QueryBroadcastSmResp.LAYOUT,
          CancelBroadcastSm.LAYOUT,
          CancelBroadcastSmResp.LAYOUT);

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

  /** The layout of a command. */
  public static Layout<?> layout(CommandId id) {
    return Objects.requireNonNull(BY_COMMAND.get(id), "every command has a layout");
  }

  /** A PDU of this command with empty fields, as for the body of an error response. */
  public static Pdu blank(CommandId id) {
    return (Pdu) layout(id).blank();
  }
}

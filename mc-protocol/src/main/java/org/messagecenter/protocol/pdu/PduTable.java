package org.messagecenter.protocol.pdu;

import io.netty.buffer.ByteBuf;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.WireReader;

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

  /**
   * Reads one body, TLVs and all.
   *
   * @throws BadBody at the first field that cannot be read
   */
  public static Pdu read(Layout<?> layout, byte[] body) throws BadBody {
    Pdu usual =
        switch (layout.commandId()) {
          case SUBMIT_SM -> SubmitSm.of(body);
          case DELIVER_SM -> DeliverSm.of(body);
          case DELIVER_SM_RESP -> DeliverSmResp.of(body);
          default -> null;
        };
    if (usual != null) {
      return usual;
    }
    WireReader in = new WireReader(body);
    Pdu pdu = (Pdu) layout.read(in);
    // A body whose record keeps no TLVs may still carry some: they must be whole, and are dropped.
    Tlvs.read(in);
    return pdu;
  }

  /**
   * Appends one body.
   *
   * @throws IllegalArgumentException if a value has no form on the wire; part of the body may have
   *     been written by then
   */
  public static void write(ByteBuf out, Pdu pdu) {
    if (!(pdu instanceof MessagePdu message && message.writeAsItCame(out))) {
      writeFields(out, pdu);
    }
  }

  @SuppressWarnings("unchecked") // the table entry of a PDU is the layout of its own class
  private static <P> void writeFields(ByteBuf out, Pdu pdu) {
    ((Layout<P>) layout(pdu.commandId())).write(out, (P) pdu);
  }

  /** A PDU of this command with empty fields, as for the body of an error response. */
  public static Pdu blank(CommandId id) {
    return (Pdu) layout(id).blank();
  }
}

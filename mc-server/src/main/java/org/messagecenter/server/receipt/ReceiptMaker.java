package org.messagecenter.server.receipt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.ReceiptText;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.NewMail;

/**
 * Writes the deliver_sm that tells a sender of its message's state (3.4 §4.6.1, App. B): source and
 * destination swapped, the state in the text and in TLVs.
 */
final class ReceiptMaker {
  /** esm_class of a delivery receipt and of an intermediate notification (5.0 §4.7.12). */
  static final int RECEIPT = 0x04;

  static final int INTERMEDIATE = 0x20;

  /** network_error_code of the message center itself (5.0 §4.8.4.42). */
  private static final byte MC_SPECIFIC = 8;

  private static final int USUAL_SIZE = 320;

  private ReceiptMaker() {}

  /**
   * @param esmClass {@link #RECEIPT} or {@link #INTERMEDIATE}
   * @param expiresAt how long the mail is kept, epoch milliseconds
   */
  static NewMail mail(
      SubmitSm message,
      String account,
      String messageId,
      MessageState state,
      int error,
      long acceptedAt,
      long at,
      int esmClass,
      long expiresAt) {
    byte[] text =
        ReceiptText.print(messageId, acceptedAt, at, state, error, ReceiptWords.of(message));
    DeliverSm receipt =
        new DeliverSm(
            message.serviceType(),
            /* sourceAddr= */ message.destinationAddr().forDeliverSm(),
            /* destinationAddr= */ message.sourceAddr().forDeliverSm(),
            esmClass,
            0,
            0,
            "",
            "",
            0,
            0,
            0,
            0,
            Octets.of(text),
            tlvs(message, messageId, state, error));
    ByteBuf buffer = Unpooled.buffer(USUAL_SIZE);
    PduCodec.encodeBody(buffer, receipt);
    return new NewMail(
        account,
        esmClass == RECEIPT ? MailKind.RECEIPT : MailKind.INTERMEDIATE,
        expiresAt,
        buffer.array(),
        0,
        buffer.readableBytes(),
        null);
  }

  private static Tlvs tlvs(SubmitSm message, String messageId, MessageState state, int error) {
    Tlvs.Builder tlvs =
        Tlvs.builder()
            .put(TlvTag.RECEIPTED_MESSAGE_ID, messageId)
            .put(TlvTag.MESSAGE_STATE, state.value())
            .put(
                TlvTag.NETWORK_ERROR_CODE,
                new byte[] {MC_SPECIFIC, (byte) (error >> 8), (byte) error});
    Octets reference =
        message.tlvs().isEmpty() ? null : message.tlvs().find(TlvTag.USER_MESSAGE_REFERENCE);
    if (reference != null) {
      tlvs.put(TlvTag.USER_MESSAGE_REFERENCE, reference);
    }
    return tlvs.build();
  }
}

package org.messagecenter.server.receipt;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.ReceiptText;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Unencodable;
import org.messagecenter.server.account.Dialects;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.ReceiptFormat;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MessageIds;
import org.messagecenter.store.queue.NewMail;

/**
 * Writes the deliver_sm, or data_sm, that tells a sender of its message's state (3.4 §4.6.1, App.
 * B): source and destination swapped, the state in the text and in TLVs.
 */
final class ReceiptMaker {
  /** network_error_code of the message center itself (5.0 §4.8.4.42). */
  private static final byte MC_SPECIFIC = 8;

  private static final int USUAL_SIZE = 320;

  private ReceiptMaker() {}

  /**
   * @param policy what the sender's account wants it to look like
   * @param kind {@link MailKind#RECEIPT} or {@link MailKind#INTERMEDIATE}
   * @param expiresAt how long the mail is kept, epoch milliseconds
   */
  static NewMail mail(
      SubmitSm message,
      String account,
      Policy policy,
      String messageId,
      long acceptedAt,
      Report told,
      MailKind kind,
      long expiresAt) {
    Report report = told.withParts(policy.receipts().partsTag());
    MessageState state = report.state();
    int error = report.error();
    ReceiptFormat format = policy.receipts();
    String id = format.id().write(messageId);
    // A message has a short id when its session was of 3.3, and then data_coding is that of GSM.
    Dialects dialects = policy.dialects();
    Dialect dialect = MessageIds.isShort(messageId) ? dialects.old() : dialects.usual();
    boolean silent = format.text() == ReceiptFormat.Place.NONE;
    Octets words = silent ? Octets.EMPTY : ReceiptWords.of(message, dialect);
    int esmClass = kind == MailKind.RECEIPT ? ReceiptFormat.RECEIPT : format.intermediate();
    boolean data = format.command() == ReceiptFormat.Command.DATA_SM;
    boolean inPayload = data || format.text() == ReceiptFormat.Place.MESSAGE_PAYLOAD;
    Octets reference = reference(message);
    boolean extra = !format.extraTlvs().isEmpty() && !report.tlvs().isEmpty();
    boolean packed = dialect.zero() == Alphabet.GSM7_PACKED;
    int length = silent ? 0 : ReceiptText.length(format.style(), id, error, words);
    if (!inPayload && !extra && !packed && ReceiptBody.fits(id, length, reference)) {
      ReceiptBody body = ReceiptBody.begin(message, esmClass, length, id, reference);
      if (!silent) {
        body.print(format.style(), id, acceptedAt, report.at(), state, error, words);
      }
      byte[] whole = body.end(id, state, MC_SPECIFIC, error, reference);
      return new NewMail(account, kind, expiresAt, whole, null);
    }
    Octets text =
        silent
            ? Octets.EMPTY
            : inDefault(
                dialect,
                ReceiptText.print(
                    format.style(), id, acceptedAt, report.at(), state, error, words));
    Tlvs.Builder tlvs = tlvs(reference, id, state, error);
    if (extra) {
      takeOver(report.tlvs(), format.extraTlvs(), tlvs);
    }
    if (inPayload && !text.isEmpty()) {
      tlvs.put(TlvTag.MESSAGE_PAYLOAD, text);
    }
    Pdu receipt =
        data
            ? dataSm(message, esmClass, tlvs.build())
            : deliverSm(message, esmClass, inPayload ? Octets.EMPTY : text, tlvs.build());
    ByteBuf buffer = Unpooled.buffer(USUAL_SIZE);
    PduCodec.encodeBody(buffer, receipt);
    return new NewMail(
        account,
        data ? MailKind.DATA : kind,
        expiresAt,
        buffer.array(),
        0,
        buffer.readableBytes(),
        null);
  }

  private static Octets inDefault(Dialect dialect, byte[] printed) {
    Octets text = Octets.of(printed);
    return dialect.zero() == Alphabet.GSM7_PACKED
        ? Octets.of(
            MessageText.encode(
                Alphabet.GSM7_PACKED,
                MessageText.decode(Alphabet.GSM7, text),
                Unencodable.QUESTION_MARK))
        : text;
  }

  private static DeliverSm deliverSm(SubmitSm message, int esmClass, Octets text, Tlvs tlvs) {
    return new DeliverSm(
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
        text,
        tlvs);
  }

  private static DataSm dataSm(SubmitSm message, int esmClass, Tlvs tlvs) {
    return new DataSm(
        message.serviceType(),
        /* sourceAddr= */ message.destinationAddr(),
        /* destinationAddr= */ message.sourceAddr(),
        esmClass,
        0,
        0,
        tlvs);
  }

  private static Tlvs.Builder tlvs(
      @Nullable Octets reference, String messageId, MessageState state, int error) {
    Tlvs.Builder tlvs =
        Tlvs.builder()
            .put(TlvTag.RECEIPTED_MESSAGE_ID, messageId)
            .put(TlvTag.MESSAGE_STATE, state.value())
            .put(
                TlvTag.NETWORK_ERROR_CODE,
                new byte[] {MC_SPECIFIC, (byte) (error >> 8), (byte) error});
    if (reference != null) {
      tlvs.put(TlvTag.USER_MESSAGE_REFERENCE, reference);
    }
    return tlvs;
  }

  private static void takeOver(Tlvs from, List<Integer> tags, Tlvs.Builder to) {
    for (int tag : tags) {
      Octets value = from.find(tag);
      if (value != null) {
        to.put(tag, value);
      }
    }
  }

  private static @Nullable Octets reference(SubmitSm message) {
    return message.tlvs().isEmpty() ? null : message.tlvs().find(TlvTag.USER_MESSAGE_REFERENCE);
  }
}

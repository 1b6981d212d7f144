package org.messagecenter.server.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;

/**
 * Reads receipts: esm_class says whether it is one, text and TLVs say the rest. Stateless.
 *
 * <p>A message of type 0x04 or 0x20 is a receipt even when nothing can be read from it, since
 * nobody wants it as a message. One of another type is a receipt only if it has all that makes one:
 * a handset can send any text.
 */
final class ReceiptReader {
  /** The bits of esm_class that say what a message is; the others are mode and features. */
  private static final int TYPE = 0x3C;

  private static final int RECEIPT = 0x04;
  private static final int NOTIFICATION = 0x20;
  private static final int UDHI = 0x40;

  private final IdForms ids;
  private final ReceiptRules rules;
  private final ErrorCodes errors;
  private final Dialect coding;

  ReceiptReader(IdForms ids, ReceiptRules rules, ErrorCodes errors, Dialect coding) {
    this.ids = ids;
    this.rules = rules;
    this.errors = errors;
    this.coding = coding;
  }

  Optional<CarrierReceipt> read(Pdu arrived) {
    if (arrived instanceof DeliverSm deliver) {
      return rules.takes(deliver.esmClass() & TYPE)
          ? read(deliver.esmClass(), deliver.dataCoding(), deliver.text(), deliver.tlvs())
          : Optional.empty();
    }
    if (arrived instanceof DataSm data && rules.takes(data.esmClass() & TYPE)) {
      Octets payload = data.tlvs().find(TlvTag.MESSAGE_PAYLOAD);
      Octets text = payload == null ? Octets.EMPTY : payload;
      return read(data.esmClass(), data.dataCoding(), text, data.tlvs());
    }
    return Optional.empty();
  }

  private Optional<CarrierReceipt> read(int esmClass, int dataCoding, Octets octets, Tlvs tlvs) {
    ReceiptLine line = new ReceiptLine(plain(octets, esmClass, dataCoding));
    String tlvId = tlvs.isEmpty() ? null : tlvs.text(TlvTag.RECEIPTED_MESSAGE_ID);
    int tlvNumber = tlvs.isEmpty() ? -1 : tlvs.intValue(TlvTag.MESSAGE_STATE, -1);
    MessageState tlvState = MessageState.of(tlvNumber);
    Meaning stat = stat(line);
    int type = esmClass & TYPE;
    boolean marked = type == RECEIPT || type == NOTIFICATION;
    if (!marked && (tlvId == null || tlvState == null) && (stat == null || !line.isWhole())) {
      return Optional.empty();
    }
    MessageState byText = stat == null ? null : stat.state();
    MessageState first = rules.tlvStateFirst() ? tlvState : byText;
    MessageState second = rules.tlvStateFirst() ? byText : tlvState;
    MessageState told = first != null ? first : second;
    return Optional.of(
        receipt(
            id(line, tlvId),
            told != null ? told : rules.otherWords(),
            stat,
            line,
            type == NOTIFICATION,
            tlvs));
  }

  private CarrierReceipt receipt(
      String id,
      MessageState told,
      @Nullable Meaning stat,
      ReceiptLine line,
      boolean notification,
      Tlvs tlvs) {
    long doneAt = line.date(ReceiptLine.DONE_DATE, rules.zone());
    Tlvs usual = rules.usual(tlvs);
    if (told == MessageState.DELIVERED) {
      return new CarrierReceipt(id, told, FailureClass.PERMANENT, 0, doneAt, usual);
    }
    String err = line.word(ReceiptLine.ERR);
    long number = err == null && !tlvs.isEmpty() ? networkError(tlvs) : errors.number(err);
    Meaning code = errors.find(err, number);
    MessageState state = code != null && code.state() != null ? code.state() : told;
    FailureClass failure = code == null ? null : code.failure();
    int error = code == null ? Meaning.NONE : code.error();
    if (stat != null) {
      failure = failure == null ? stat.failure() : failure;
      error = error == Meaning.NONE ? stat.error() : error;
    }
    MessageState counts = rules.state(state, notification);
    return new CarrierReceipt(
        id,
        counts,
        Objects.requireNonNullElse(failure, FailureClass.PERMANENT),
        error == Meaning.NONE ? errors.otherwise(number, counts) : error,
        doneAt,
        usual);
  }

  private String id(ReceiptLine line, @Nullable String tlvId) {
    String inTlv = tlvId == null || tlvId.isEmpty() ? null : ids.ofTlv(tlvId);
    if (inTlv != null && rules.tlvIdFirst()) {
      return inTlv;
    }
    String inText = line.word(ReceiptLine.ID);
    return inText != null ? ids.ofReceipt(inText) : Objects.requireNonNullElse(inTlv, "");
  }

  /** Some leave the label out, and the word stands behind the dates. */
  private @Nullable Meaning stat(ReceiptLine line) {
    if (line.has(ReceiptLine.STAT)) {
      return rules.words().find(line.word(ReceiptLine.STAT));
    }
    if (!line.has(ReceiptLine.ID)) {
      return null;
    }
    for (String word : line.beforeText().split("[\\s,;]+")) {
      Meaning found = rules.words().find(word);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** A code of network_error_code is written in octets, so it has neither base nor offset. */
  private static long networkError(Tlvs tlvs) {
    Octets value = tlvs.find(TlvTag.NETWORK_ERROR_CODE);
    return value == null || value.length() != 3 ? -1 : value.at(1) << 8 | value.at(2);
  }

  /** The text with one octet for each character. GSM 7-bit has its letters where ASCII has them. */
  private Octets plain(Octets octets, int esmClass, int dataCoding) {
    Octets body = MessageText.withoutHeader(octets, (esmClass & UDHI) != 0);
    Alphabet alphabet = DataCoding.alphabet(dataCoding, coding);
    return switch (alphabet) {
      case UCS2, UCS2_LE, GSM7_PACKED ->
          Octets.of(MessageText.decode(alphabet, body).getBytes(StandardCharsets.ISO_8859_1));
      default -> body;
    };
  }
}

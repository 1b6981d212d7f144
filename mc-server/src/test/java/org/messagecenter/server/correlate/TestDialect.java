package org.messagecenter.server.correlate;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.Receipt;
import org.messagecenter.protocol.receipt.ReceiptText;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.dialect.CarrierDialect;
import org.messagecenter.server.dialect.CarrierReceipt;
import org.messagecenter.server.dialect.FailureClass;
import org.messagecenter.server.dialect.StatusMeaning;

/**
 * Ids in hexadecimal in responses and in decimal in receipts. An err of two digits says what
 * follows: 71 another attempt, 72 one by the billing plan, 73 less of them, 74 no more over this
 * bind.
 */
final class TestDialect implements CarrierDialect {
  /** Receipts in words of its own cannot be read. */
  boolean understandsReceipts = true;

  /** Something is wrong with the dialect itself. */
  boolean broken;

  @Override
  public StatusMeaning meaning(int commandStatus) {
    return new StatusMeaning(FailureClass.PERMANENT, MessageState.REJECTED, 0x4B2);
  }

  @Override
  public String idOfResponse(String messageId) {
    return new BigInteger(messageId, 16).toString();
  }

  @Override
  public Optional<CarrierReceipt> receipt(Pdu arrived) {
    if (broken) {
      throw new IllegalStateException("meant to fail");
    }
    int esmClass =
        arrived instanceof DeliverSm deliver ? deliver.esmClass() : ((DataSm) arrived).esmClass();
    if (esmClass == 0) {
      return Optional.empty();
    }
    if (!understandsReceipts) {
      return Optional.of(
          new CarrierReceipt("", MessageState.UNKNOWN, FailureClass.PERMANENT, 0, -1, Tlvs.EMPTY));
    }
    Tlvs tlvs = arrived instanceof DeliverSm deliver ? deliver.tlvs() : ((DataSm) arrived).tlvs();
    Octets payload = tlvs.find(TlvTag.MESSAGE_PAYLOAD);
    Octets text =
        payload != null || !(arrived instanceof DeliverSm deliver)
            ? payload
            : deliver.shortMessage();
    return text == null ? Optional.empty() : ReceiptText.parse(text).map(r -> read(r, tlvs));
  }

  private static CarrierReceipt read(Receipt receipt, Tlvs tlvs) {
    MessageState state = receipt.state();
    String err = receipt.err() == null ? "0" : receipt.err();
    FailureClass failure =
        switch (err) {
          case "71" -> FailureClass.TEMPORARY;
          case "72" -> FailureClass.BILLING;
          case "73" -> FailureClass.THROTTLED;
          case "74" -> FailureClass.FATAL;
          default -> FailureClass.PERMANENT;
        };
    return new CarrierReceipt(
        receipt.id(),
        state == null ? MessageState.UNKNOWN : state,
        failure,
        Integer.parseInt(err, 16),
        receipt.doneDate(),
        tlvs);
  }

  @Override
  public Dialect coding() {
    return Dialect.STANDARD;
  }

  @Override
  public List<SubmitSm> parts(SubmitSm message, Dialect sender, int reference) {
    return List.of(message);
  }

  @Override
  public SubmitSm dressed(SubmitSm part, Dialect sender) {
    return part;
  }
}

package org.messagecenter.server.relay;

import java.util.List;
import java.util.Optional;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.ReceiptText;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.dialect.CarrierDialect;
import org.messagecenter.server.dialect.CarrierReceipt;
import org.messagecenter.server.dialect.FailureClass;
import org.messagecenter.server.dialect.StatusMeaning;

/**
 * Receipts as text. An err of 071 asks for another attempt, 072 for one by the billing plan; all
 * else is for good.
 */
final class SimDialect implements CarrierDialect {
  static final String AGAIN = "071";
  static final String BILLING = "072";

  @Override
  public Dialect coding() {
    return Dialect.STANDARD;
  }

  @Override
  public StatusMeaning meaning(int commandStatus) {
    throw new UnsupportedOperationException("the model gives outcomes");
  }

  @Override
  public String idOfResponse(String messageId) {
    return messageId;
  }

  @Override
  public Optional<CarrierReceipt> receipt(Pdu arrived) {
    DeliverSm deliver = (DeliverSm) arrived;
    return ReceiptText.parse(deliver.shortMessage())
        .map(
            receipt -> {
              MessageState state = receipt.state();
              String err = receipt.err() == null ? "000" : receipt.err();
              return new CarrierReceipt(
                  receipt.id(),
                  state == null ? MessageState.UNKNOWN : state,
                  err.equals(AGAIN)
                      ? FailureClass.TEMPORARY
                      : err.equals(BILLING) ? FailureClass.BILLING : FailureClass.PERMANENT,
                  Integer.parseInt(err, 16),
                  -1,
                  deliver.tlvs());
            });
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

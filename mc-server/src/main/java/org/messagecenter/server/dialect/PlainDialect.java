package org.messagecenter.server.dialect;

import java.util.List;
import java.util.Optional;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.ReceiptText;

/** The dialect of the book, as far as it goes. */
final class PlainDialect implements CarrierDialect {
  @Override
  public StatusMeaning meaning(int commandStatus) {
    return switch (commandStatus) {
      case 0x58, 0x14 -> new StatusMeaning(FailureClass.THROTTLED, MessageState.REJECTED, 0x4B1);
      case 0x08, 0x45 -> new StatusMeaning(FailureClass.TEMPORARY, MessageState.REJECTED, 0x4B1);
      default -> new StatusMeaning(FailureClass.PERMANENT, MessageState.REJECTED, 0x4B2);
    };
  }

  @Override
  public String idOfResponse(String messageId) {
    return messageId;
  }

  @Override
  public Optional<CarrierReceipt> receipt(Pdu arrived) {
    if (!(arrived instanceof DeliverSm deliver) || (deliver.esmClass() & 0x3C) == 0) {
      return Optional.empty();
    }
    return ReceiptText.parse(deliver.shortMessage())
        .map(
            r -> {
              MessageState state = r.state();
              return new CarrierReceipt(
                  r.id(),
                  state == null ? MessageState.UNKNOWN : state,
                  FailureClass.PERMANENT,
                  0,
                  r.doneDate(),
                  deliver.tlvs());
            });
  }

  @Override
  public List<SubmitSm> outgoing(SubmitSm message, int reference) {
    return List.of(message);
  }
}

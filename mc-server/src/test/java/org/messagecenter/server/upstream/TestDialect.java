package org.messagecenter.server.upstream;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.dialect.CarrierDialect;
import org.messagecenter.server.dialect.CarrierReceipt;
import org.messagecenter.server.dialect.FailureClass;
import org.messagecenter.server.dialect.StatusMeaning;

/** Ids in upper case; a status for each class of failure; messages to 2 in two parts. */
final class TestDialect implements CarrierDialect {
  static final int PERMANENT = 0x0B;
  static final int TEMPORARY = 0x08;
  static final int THROTTLED = 0x58;
  static final int BILLING = 0x40B;
  static final int FATAL = 0x04;
  static final int DELIVERED = 0x410;
  static final int ERROR = 0x4B2;

  /** An id that the dialect fails at. */
  static final String BROKEN = "broken";

  @Override
  public StatusMeaning meaning(int commandStatus) {
    if (commandStatus == DELIVERED) {
      return new StatusMeaning(FailureClass.PERMANENT, MessageState.DELIVERED, 0);
    }
    FailureClass failure =
        switch (commandStatus) {
          case TEMPORARY -> FailureClass.TEMPORARY;
          case THROTTLED -> FailureClass.THROTTLED;
          case BILLING -> FailureClass.BILLING;
          case FATAL -> FailureClass.FATAL;
          default -> FailureClass.PERMANENT;
        };
    return new StatusMeaning(failure, MessageState.REJECTED, ERROR);
  }

  @Override
  public String idOfResponse(String messageId) {
    if (messageId.equals(BROKEN)) {
      throw new IllegalStateException("meant to fail");
    }
    return messageId.toUpperCase(Locale.ROOT);
  }

  @Override
  public Optional<CarrierReceipt> receipt(Pdu arrived) {
    return Optional.empty();
  }

  @Override
  public Dialect coding() {
    return Dialect.STANDARD;
  }

  @Override
  public List<SubmitSm> parts(SubmitSm message, Dialect sender, int reference) {
    return message.destinationAddr().digits().equals("2")
        ? List.of(message, message)
        : List.of(message);
  }

  @Override
  public SubmitSm dressed(SubmitSm part, Dialect sender) {
    return part;
  }
}

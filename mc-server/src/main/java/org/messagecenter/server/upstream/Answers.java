package org.messagecenter.server.upstream;

import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.deliver.Outcome;
import org.messagecenter.server.dialect.CarrierDialect;
import org.messagecenter.server.dialect.StatusMeaning;
import org.messagecenter.server.receipt.DeliveryError;
import org.messagecenter.store.queue.CarrierId;

/**
 * What a carrier's answer to a submit_sm means for the message.
 *
 * <p>A carrier that takes a message of whose end it will not tell, since no receipt was asked for
 * or since it gave the message no id that a receipt could name, has said its last word: the message
 * ends as ACCEPTED. DELIVERED would claim what nobody knows, and to wait for a receipt would make
 * it EXPIRED in the end.
 */
final class Answers {
  private final String carrier;
  private final CarrierDialect dialect;

  Answers(String carrier, CarrierDialect dialect) {
    this.carrier = carrier;
    this.dialect = dialect;
  }

  /** What an answer amounts to, for the counters. */
  enum Kind {
    TAKEN,
    /** Taken, and nothing more will be heard. */
    ACCEPTED,
    PERMANENT,
    TEMPORARY,
    THROTTLED,
    BILLING,
    /** The bind is of no use any more. */
    FATAL
  }

  /** An answer understood. */
  record Meaning(Kind kind, Outcome outcome) {
    /** Whether it speaks of a carrier that is not well, rather than of the message. */
    boolean isError() {
      return kind == Kind.TEMPORARY || kind == Kind.FATAL;
    }
  }

  /**
   * @param answer submit_sm_resp or generic_nack
   */
  Meaning of(Packet answer, boolean receiptAsked) {
    int status = answer.commandStatus();
    if (status != 0) {
      return refused(dialect.meaning(status));
    }
    if (!(answer.pdu() instanceof SubmitSmResp taken)) {
      return new Meaning(Kind.TEMPORARY, new Outcome.Temporary(DeliveryError.SYSTEM_ERROR, -1));
    }
    String id = taken.messageId().isEmpty() ? "" : dialect.idOfResponse(taken.messageId());
    if (id.isEmpty() || !receiptAsked) {
      return new Meaning(
          Kind.ACCEPTED, new Outcome.Final(MessageState.ACCEPTED, DeliveryError.NONE));
    }
    return new Meaning(Kind.TAKEN, new Outcome.Taken(new CarrierId(carrier, id)));
  }

  /** What an answer that speaks of the bind is for a message that got it over many. */
  Outcome blamed(int status) {
    return new Outcome.Temporary(dialect.meaning(status).error(), -1);
  }

  private static Meaning refused(StatusMeaning meaning) {
    return switch (meaning.failure()) {
      case PERMANENT ->
          new Meaning(
              meaning.state() == MessageState.DELIVERED ? Kind.ACCEPTED : Kind.PERMANENT,
              new Outcome.Final(meaning.state(), meaning.error()));
      case TEMPORARY -> new Meaning(Kind.TEMPORARY, new Outcome.Temporary(meaning.error(), -1));
      case BILLING -> new Meaning(Kind.BILLING, new Outcome.Billing(meaning.error()));
      case THROTTLED -> new Meaning(Kind.THROTTLED, new Outcome.Throttled(-1));
      case FATAL -> new Meaning(Kind.FATAL, new Outcome.NotSent());
    };
  }
}

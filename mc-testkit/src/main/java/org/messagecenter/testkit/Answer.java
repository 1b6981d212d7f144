package org.messagecenter.testkit;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a scripted peer answers a request.
 *
 * @param kind whether it answers at all
 * @param status the command_status, 0 when the request is accepted
 * @param id the message_id in a carrier's response; null for the carrier's next one
 * @param receiptId the message_id in the carrier's receipts; null for the carrier's next one
 */
public record Answer(Kind kind, int status, @Nullable String id, @Nullable String receiptId) {

  /** Whether a response is sent. */
  public enum Kind {
    /** With a response. */
    RESPONSE,
    /** Not at all: the request stays outstanding on the other side. */
    SILENCE
  }

  /** ESME_ROK. */
  public static final Answer OK = new Answer(Kind.RESPONSE, 0, null, null);

  /** No response. */
  public static final Answer SILENCE = new Answer(Kind.SILENCE, 0, null, null);

  /**
   * A response with this command_status.
   *
   * @param status not 0
   */
  public static Answer refuse(int status) {
    return new Answer(Kind.RESPONSE, status, null, null);
  }

  /** ESME_ROK with this message_id, which receipts repeat. */
  public static Answer accept(String id) {
    return accept(id, id);
  }

  /** ESME_ROK with this message_id, of which receipts write the second form. */
  public static Answer accept(String id, String receiptId) {
    return new Answer(Kind.RESPONSE, 0, id, receiptId);
  }

  /** Answers the first so many requests with one answer and all later ones with ESME_ROK. */
  public static Function<ReceivedMessage, Answer> first(int count, Answer answer) {
    return new Function<>() {
      private int seen;

      @Override
      public synchronized Answer apply(ReceivedMessage message) {
        return seen++ < count ? answer : OK;
      }
    };
  }
}

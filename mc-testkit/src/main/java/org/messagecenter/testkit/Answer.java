package org.messagecenter.testkit;

import java.util.function.Function;

/**
 * How a scripted peer answers a request.
 *
 * @param kind whether it answers at all
 * @param status the command_status, 0 when the request is accepted
 */
public record Answer(Kind kind, int status) {

  /** Whether a response is sent. */
  public enum Kind {
    /** With a response. */
    RESPONSE,
    /** Not at all: the request stays outstanding on the other side. */
    SILENCE
  }

  /** ESME_ROK. */
  public static final Answer OK = new Answer(Kind.RESPONSE, 0);

  /** No response. */
  public static final Answer SILENCE = new Answer(Kind.SILENCE, 0);

  /**
   * A response with this command_status.
   *
   * @param status not 0
   */
  public static Answer refuse(int status) {
    return new Answer(Kind.RESPONSE, status);
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

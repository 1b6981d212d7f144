package org.messagecenter.protocol.session;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.CommandId;

/**
 * Our requests that wait for the peer's answers. Those that the session makes by itself have their
 * place in the {@link Window} of sequence numbers, but take none of the window that was agreed on.
 */
final class OwnRequests {
  /** Contexts of the requests the session makes by itself; never seen by the application. */
  enum Own {
    ENQUIRE,
    UNBIND
  }

  private final Window window = new Window();
  private int ofApplication;
  private @Nullable LateAnswers late;

  /** Starts the sequence numbers here; before the first request. */
  void startAt(int sequence) {
    window.startAt(sequence);
  }

  /** How many of the application's wait. */
  int ofApplication() {
    return ofApplication;
  }

  /** Takes a number for a request of the application. */
  int add(CommandId command, Object context, long time) {
    ofApplication++;
    return window.add(command, context, time);
  }

  /** Takes a number for a request of the session's own. */
  int addOwn(CommandId command, Own context, long time) {
    return window.add(command, context, time);
  }

  /** Takes a number for a request that has no answer. */
  int pass() {
    return window.pass();
  }

  /** Whether a response with that number answers one of them. */
  boolean areAnsweredBy(CommandId response, int sequence) {
    return window.holds(sequence)
        && (response == CommandId.GENERIC_NACK || window.command(sequence).response() == response);
  }

  CommandId command(int sequence) {
    return window.command(sequence);
  }

  long sentAt(int sequence) {
    return window.sentAt(sequence);
  }

  /** The number of the one that waits longest, or 0 when none does. */
  int oldest() {
    return window.oldest();
  }

  /** Ends the wait for that one, and gives its context. */
  Object remove(int sequence) {
    Object context = window.remove(sequence);
    if (!(context instanceof Own)) {
      ofApplication--;
    }
    return context;
  }

  /** Those whose time runs out are remembered from now on. */
  void remember(LateAnswers answers) {
    late = answers;
  }

  /** Ends the wait for that one, whose time ran out, and gives its context. */
  Object expire(int sequence, long time) {
    LateAnswers remembered = late;
    CommandId command = command(sequence);
    Object context = remove(sequence);
    if (remembered != null && !(context instanceof Own)) {
      remembered.add(sequence, command, context, time);
    }
    return context;
  }

  /** The context of the one that a response answers too late; null for none. */
  @Nullable Object answeredLate(CommandId response, int sequence, long time) {
    LateAnswers remembered = late;
    return remembered == null ? null : remembered.take(response, sequence, time);
  }

  /** Nothing is going to be answered any more. */
  void drop(SessionSink sink) {
    for (int oldest = oldest(); oldest != 0; oldest = oldest()) {
      CommandId command = command(oldest);
      Object context = remove(oldest);
      if (!(context instanceof Own)) {
        sink.unanswered(context, command);
      }
    }
    late = null;
  }
}

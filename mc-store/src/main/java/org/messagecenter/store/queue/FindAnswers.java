package org.messagecenter.store.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells callers what was found, and counts it. A callback that throws harms nobody else. */
final class FindAnswers {

  private static final Logger log = LoggerFactory.getLogger(FindAnswers.class);

  private int answers;

  /** A question of our own, whose answer does not count. */
  interface Own extends FindCallback {}

  void found(FindCallback callback, @Nullable StoredMessage message) {
    count(callback);
    try {
      callback.found(message);
    } catch (RuntimeException e) {
      log.error("a find callback failed", e);
    }
  }

  void found(LookupCallback callback, List<StoredMessage> pending, List<EndedMessage> ends) {
    answers++;
    try {
      callback.found(pending, ends);
    } catch (RuntimeException e) {
      log.error("a look-up callback failed", e);
    }
  }

  void found(EndedCallback callback, @Nullable EndedMessage message) {
    answers++;
    try {
      callback.found(message);
    } catch (RuntimeException e) {
      log.error("a find callback failed", e);
    }
  }

  /** Whatever a callback throws: there are others to be told. */
  void fail(Question question, StoreFailure why) {
    if (question instanceof Question.One one) {
      fail(one.callback(), why);
      return;
    }
    answers++;
    try {
      if (question instanceof Question.Several several) {
        several.callback().failed(why);
      } else {
        ((Question.Late) question).callback().failed(why);
      }
    } catch (RuntimeException | Error e) {
      log.error("a look-up callback failed", e);
    }
  }

  void fail(FindCallback callback, StoreFailure why) {
    count(callback);
    try {
      callback.failed(why);
    } catch (RuntimeException | Error e) {
      log.error("a find callback failed", e);
    }
  }

  private void count(FindCallback callback) {
    if (!(callback instanceof Own)) {
      answers++;
    }
  }

  /** How many answers there were since the last call. */
  int take() {
    int count = answers;
    answers = 0;
    return count;
  }
}

package org.messagecenter.server.dialect;

import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.config.Section;

/**
 * What a dialect file says that a status, a stat word or an err code means: up to three words in
 * any order, such as {@code permanent undeliverable 4A1}.
 *
 * @param failure null when it names none
 * @param state null when it names none
 * @param error the err code, {@value #NONE} when it names none
 */
record Meaning(@Nullable FailureClass failure, @Nullable MessageState state, int error) {
  static final int NONE = -1;

  private static final Pattern ANY = Pattern.compile("(?s).*");
  private static final Pattern ERROR = Pattern.compile("[0-9A-Fa-f]{1,4}");

  /** What a class, state or code alone says. */
  static Meaning of(FailureClass failure, int error) {
    return new Meaning(failure, null, error);
  }

  static Meaning of(MessageState state) {
    return new Meaning(null, state, NONE);
  }

  /** Null for words that say nothing, or the same thing twice. */
  static @Nullable Meaning of(String words) {
    FailureClass failure = null;
    MessageState state = null;
    int error = NONE;
    for (String word : words.strip().toLowerCase(Locale.ROOT).split("\\s+")) {
      FailureClass asClass = constant(FailureClass.values(), word);
      MessageState asState = constant(MessageState.values(), word);
      if (asClass != null && failure == null) {
        failure = asClass;
      } else if (asState != null && state == null) {
        state = asState;
      } else if (ERROR.matcher(word).matches() && error == NONE) {
        error = Integer.parseInt(word, 16);
      } else {
        return null;
      }
    }
    return new Meaning(failure, state, error);
  }

  private static <E extends Enum<E>> @Nullable E constant(E[] constants, String word) {
    for (E constant : constants) {
      if (Section.spelling(constant).equals(word)) {
        return constant;
      }
    }
    return null;
  }

  /** Whether its class, if any, can be that of a receipt, which says nothing about the bind. */
  boolean ofReceipt() {
    return failure != FailureClass.THROTTLED && failure != FailureClass.FATAL;
  }

  /**
   * Reads a section of name to words.
   *
   * @param legal what else is asked of a meaning
   * @param rule that in words, to follow "must be"
   */
  static void read(
      Section section, Predicate<Meaning> legal, String rule, BiConsumer<String, Meaning> target) {
    for (Map.Entry<String, String> entry : section.texts(ANY, rule).entrySet()) {
      Meaning meaning = of(entry.getValue());
      if (meaning == null || !legal.test(meaning)) {
        section.problem(entry.getKey(), "must be " + rule);
      } else {
        target.accept(entry.getKey(), meaning);
      }
    }
  }
}

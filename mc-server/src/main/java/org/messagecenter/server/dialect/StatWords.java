package org.messagecenter.server.dialect;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.config.Section;

/** The words that stand behind {@code stat:}, in upper case, and what each means. Immutable. */
final class StatWords {
  static final StatWords BOOK = new StatWords(standard());

  private static final String RULE =
      "a state such as undeliverable, and a class and an err code"
          + " where the word asks for them";

  private final Map<String, Meaning> words;

  private StatWords(Map<String, Meaning> words) {
    this.words = words;
  }

  /** Those of 34:App. B and 50:4.7.15, and spellings that are common. */
  private static Map<String, Meaning> standard() {
    Map<String, Meaning> words = new HashMap<>();
    for (MessageState state : MessageState.values()) {
      words.put(state.stat(), Meaning.of(state));
      words.put(state.name(), Meaning.of(state));
    }
    for (String word : new String[] {"BUFFRED", "BUFFERD", "BUFFERED", "ACKED", "EN_ROUTE"}) {
      words.put(word, Meaning.of(MessageState.ENROUTE));
    }
    for (String word : new String[] {"UNDELIVERED", "UNDELIVRD", "UNDELIVD", "FAILED"}) {
      words.put(word, Meaning.of(MessageState.UNDELIVERABLE));
    }
    words.put("DELIVERD", Meaning.of(MessageState.DELIVERED));
    words.put("REJECT", Meaning.of(MessageState.REJECTED));
    return words;
  }

  /** What the section says, and these where it says nothing. */
  StatWords with(Section section) {
    Map<String, Meaning> all = new HashMap<>(words);
    Meaning.read(
        section,
        meaning -> meaning.state() != null && meaning.ofReceipt(),
        RULE,
        (word, meaning) -> all.put(word.toUpperCase(Locale.ROOT), meaning));
    return new StatWords(all);
  }

  /** Null for a word that nobody knows. */
  @Nullable Meaning find(@Nullable String word) {
    if (word == null) {
      return null;
    }
    Meaning asWritten = words.get(word);
    return asWritten != null ? asWritten : words.get(word.toUpperCase(Locale.ROOT));
  }
}

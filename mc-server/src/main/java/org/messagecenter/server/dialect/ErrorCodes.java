package org.messagecenter.server.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.receipt.DeliveryError;

/**
 * How a carrier writes the err of a receipt, and what its codes mean. Immutable.
 *
 * @param base of the number that is written
 * @param offset what is added to it: the carrier's documents have numbers that much higher
 * @param same whether a code without a meaning is handed on as it is
 * @param codes meanings by number
 * @param words meanings of codes that are no number, in upper case
 */
record ErrorCodes(
    Base base, int offset, boolean same, CodeTable codes, Map<String, Meaning> words) {
  static final ErrorCodes BOOK = new ErrorCodes(Base.DECIMAL, 0, false, CodeTable.EMPTY, Map.of());

  private static final int UNKNOWN = 0x0FF;

  /** The most that three hexadecimal digits of a receipt can say. */
  private static final int HIGHEST = 0xFFF;

  private static final String RULE =
      "one of permanent, temporary, billing, a state, an err code, or several of these";

  enum Base {
    DECIMAL(10),
    HEX(16);

    private final int number;

    Base(int number) {
      this.number = number;
    }
  }

  private enum Otherwise {
    BY_STATE,
    SAME
  }

  /** What the section {@code errors} says, and this where it says nothing. */
  ErrorCodes with(Section s) {
    Base ownBase = s.has("base") ? s.oneOf("base", Base.class) : base;
    List<CodeTable.Entry> more = new ArrayList<>();
    Map<String, Meaning> ownWords = new HashMap<>(words);
    s.optionalSection("codes")
        .ifPresent(
            section ->
                Meaning.read(
                    section,
                    Meaning::ofReceipt,
                    RULE,
                    (key, meaning) -> {
                      CodeTable.Entry entry = CodeTable.entry(key, ownBase.number, meaning);
                      if (entry != null) {
                        more.add(entry);
                      } else {
                        ownWords.put(key.toUpperCase(Locale.ROOT), meaning);
                      }
                    }));
    return new ErrorCodes(
        ownBase,
        s.optionalInteger("offset", -0xFFFF, 0xFFFF).orElse(offset),
        s.has("otherwise") ? s.oneOf("otherwise", Otherwise.class) == Otherwise.SAME : same,
        codes.with(more),
        Map.copyOf(ownWords));
  }

  /** The number of a code as written in a receipt's text; -1 when it is none. */
  long number(@Nullable String written) {
    if (written == null) {
      return -1;
    }
    long number = CodeTable.number(written, base.number);
    return number < 0 ? -1 : number + offset;
  }

  /** What a code means by the tables; null when they do not have it. */
  @Nullable Meaning find(@Nullable String written, long number) {
    Meaning byNumber = number < 0 ? null : codes.find(number);
    if (byNumber != null || written == null || words.isEmpty()) {
      return byNumber;
    }
    return words.get(written.toUpperCase(Locale.ROOT));
  }

  /** Our code for one that the tables do not have. */
  int otherwise(long number, MessageState state) {
    if (same && number > 0 && number <= HIGHEST) {
      return (int) number;
    }
    return switch (state) {
      case EXPIRED -> DeliveryError.EXPIRED;
      case UNKNOWN -> UNKNOWN;
      case UNDELIVERABLE, REJECTED, DELETED, SKIPPED -> DeliveryError.CARRIER_REJECTED;
      case SCHEDULED, ENROUTE, ACCEPTED, DELIVERED -> 0;
    };
  }
}

package org.messagecenter.server.dialect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Unencodable;
import org.messagecenter.server.account.Dialects;
import org.messagecenter.server.config.Section;

/**
 * The alphabets of a carrier.
 *
 * @param coding what it means by data_coding
 * @param accepts what it takes, the best liked first; empty for all that it has a data_coding for
 * @param unencodable what becomes of characters that none of these has
 * @param values data_codings that it wants in the place of others
 */
record TextRules(
    Dialect coding, List<Alphabet> accepts, Unencodable unencodable, Map<Integer, Integer> values) {

  static final TextRules BOOK =
      new TextRules(Dialect.STANDARD, List.of(), Unencodable.LOOKALIKE, Map.of());

  /** The values below this name an alphabet and nothing else. */
  private static final int FIRST_GROUP = 0x10;

  private static final Pattern OCTET = Pattern.compile("0x[0-9A-Fa-f]{1,2}");
  private static final String OCTET_RULE = "an octet such as 0x08";

  private enum Scheme {
    SMPP,
    GSM
  }

  private enum Otherwise {
    LOOKALIKE(Unencodable.LOOKALIKE),
    QUESTION_MARK(Unencodable.QUESTION_MARK),
    REFUSE(Unencodable.REPORT);

    private final Unencodable meaning;

    Otherwise(Unencodable meaning) {
      this.meaning = meaning;
    }
  }

  /** What the section {@code text} says, and this where it says nothing. */
  TextRules with(Section s) {
    Dialect own = Dialects.of(coding).with(s).usual();
    boolean gsm = s.has("coding") ? s.oneOf("coding", Scheme.class) == Scheme.GSM : coding.gsm();
    return new TextRules(
        new Dialect(own.zero(), own.one(), own.three(), own.eight(), gsm),
        s.has("accepts") ? s.manyOf("accepts", Alphabet.class) : accepts,
        s.has("unencodable") ? s.oneOf("unencodable", Otherwise.class).meaning : unencodable,
        s.optionalSection("data-codings").map(this::values).orElse(values));
  }

  private Map<Integer, Integer> values(Section section) {
    Map<Integer, Integer> all = new HashMap<>(values);
    section
        .texts(OCTET, OCTET_RULE)
        .forEach(
            (key, value) -> {
              if (OCTET.matcher(key).matches()) {
                all.put(TlvNumber.of(key), TlvNumber.of(value));
              } else {
                section.problem(key, "must stand under " + OCTET_RULE);
              }
            });
    return Map.copyOf(all);
  }

  /** Whether messages of this peer need no look at their alphabet. */
  boolean agreesWith(Dialect sender) {
    return accepts.isEmpty() && coding.equals(sender);
  }

  boolean accepts(Alphabet alphabet) {
    return accepts.isEmpty() || accepts.contains(alphabet);
  }

  /** The alphabets that a text may be written in anew, the best liked first. */
  List<Alphabet> targets() {
    LinkedHashSet<Alphabet> all = new LinkedHashSet<>();
    if (accepts.isEmpty()) {
      all.add(coding.zero());
      all.add(Alphabet.GSM7);
      all.add(coding.eight());
    } else {
      all.addAll(accepts);
    }
    List<Alphabet> texts = new ArrayList<>(all);
    texts.removeIf(a -> a == Alphabet.BINARY || a == Alphabet.OTHER || plainValue(a, coding) < 0);
    return texts;
  }

  /** The first alphabet that has all of a text, or null. */
  @Nullable Alphabet firstFor(String text) {
    for (Alphabet alphabet : targets()) {
      if (MessageText.canEncode(alphabet, text)) {
        return alphabet;
      }
    }
    return null;
  }

  /**
   * The data_coding for an alphabet; -1 when there is none.
   *
   * @param like the one it takes the place of, whose class is kept
   */
  static int value(Alphabet alphabet, DataCoding like, Dialect peer) {
    if (like.messageClass() != null) {
      OptionalInt withClass = DataCoding.valueOf(alphabet, like.messageClass());
      if (withClass.isPresent() && DataCoding.alphabet(withClass.getAsInt(), peer) == alphabet) {
        return withClass.getAsInt();
      }
    }
    return plainValue(alphabet, peer);
  }

  private static int plainValue(Alphabet alphabet, Dialect peer) {
    int value = DataCoding.valueOf(alphabet, peer).orElse(-1);
    // The value of a group has a class, which a message without one must not get.
    return value < FIRST_GROUP ? value : -1;
  }

  /** The octet that goes. */
  int sent(int dataCoding) {
    return values.isEmpty() ? dataCoding : values.getOrDefault(dataCoding, dataCoding);
  }
}

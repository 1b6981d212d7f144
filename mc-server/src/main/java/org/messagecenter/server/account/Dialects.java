package org.messagecenter.server.account;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.server.config.Section;

/**
 * What an account means by data_coding.
 *
 * @param usual on sessions of 3.4 and 5.0 (34:5.2.19, 50:4.7.7)
 * @param old on sessions of 3.3, where every value is a GSM data coding scheme
 */
public record Dialects(Dialect usual, Dialect old) {
  /** As the specifications have it, and GSM 7-bit for 0. */
  public static final Dialects USUAL = of(Dialect.STANDARD);

  private static final int V3_4 = 0x34;

  /**
   * The alphabets in which Latin letters, digits and the colon of a receipt are one octet each, the
   * same as in ASCII; packing comes after that.
   */
  private static final Set<Alphabet> ONE_OCTET =
      EnumSet.of(
          Alphabet.GSM7,
          Alphabet.GSM7_PACKED,
          Alphabet.ASCII,
          Alphabet.LATIN1,
          Alphabet.LATIN9,
          Alphabet.WINDOWS_1252,
          Alphabet.UTF8);

  private static final Set<Alphabet> TWO_OCTETS = EnumSet.of(Alphabet.UCS2, Alphabet.UCS2_LE);

  /** The dialect, and the one that differs from it by being of 3.3. */
  public static Dialects of(Dialect usual) {
    return new Dialects(usual, usual.asGsm());
  }

  /** What holds on a session of this version. */
  public Dialect in(int interfaceVersion) {
    return interfaceVersion < V3_4 ? old : usual;
  }

  /** What 0 means, in every version: the alphabet that receipts are written in. */
  public Alphabet zero() {
    return usual.zero();
  }

  /** What the section says, and these where it says nothing. */
  public Dialects with(Section section) {
    return of(
        new Dialect(
            alphabet(section, "data-coding-0", ONE_OCTET, usual.zero()),
            alphabet(section, "data-coding-1", ONE_OCTET, usual.one()),
            alphabet(section, "data-coding-3", ONE_OCTET, usual.three()),
            alphabet(section, "data-coding-8", TWO_OCTETS, usual.eight()),
            usual.gsm()));
  }

  private static Alphabet alphabet(
      Section section, String key, Set<Alphabet> choice, Alphabet otherwise) {
    if (!section.has(key)) {
      return otherwise;
    }
    Map<String, Alphabet> bySpelling =
        choice.stream().collect(Collectors.toMap(Section::spelling, Function.identity()));
    String spellings = choice.stream().map(Section::spelling).collect(Collectors.joining("|"));
    String name =
        section.string(key, Pattern.compile(spellings), "one of " + spellings.replace("|", ", "));
    return bySpelling.getOrDefault(name, otherwise);
  }
}

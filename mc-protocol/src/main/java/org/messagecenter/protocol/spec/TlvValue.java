package org.messagecenter.protocol.spec;

import java.util.function.IntPredicate;

/** Which values of a TLV mean something, apart from their length. */
final class TlvValue {
  /** What a value is. */
  enum Verdict {
    /** It has a meaning. */
    LEGAL,
    /** It has none yet: the default takes its place, or the TLV is ignored (34:3.3, 50:2.11.1). */
    RESERVED,
    /** It can have none. */
    INVALID
  }

  /** Judges a number. */
  @FunctionalInterface
  interface NumberTest {
    Verdict test(int value, int version);
  }

  /** Judges octets, of which there are as many as the tag demands. */
  @FunctionalInterface
  interface OctetsTest {
    Verdict test(byte[] octets, int start, int length, int version);
  }

  private final String words;
  private final OctetsTest test;

  private TlvValue(String words, OctetsTest test) {
    this.words = words;
    this.test = test;
  }

  /** Every value is legal. */
  static TlvValue any(String words) {
    return new TlvValue(words, (octets, start, length, version) -> Verdict.LEGAL);
  }

  /** Numbers from 0 to {@code last} are legal, higher ones reserved. */
  static TlvValue upTo(int last) {
    return someOf("0-" + last, value -> value >= 0 && value <= last);
  }

  /** Some numbers are legal, the others reserved. */
  static TlvValue someOf(String words, IntPredicate legal) {
    return number(words, (v, version) -> legal.test(v) ? Verdict.LEGAL : Verdict.RESERVED);
  }

  /** Some numbers are legal, the others invalid. */
  static TlvValue only(String words, IntPredicate legal) {
    return number(words, (v, version) -> legal.test(v) ? Verdict.LEGAL : Verdict.INVALID);
  }

  /** Numbers, judged by {@code test}. An empty value is the default of its TLV. */
  static TlvValue number(String words, NumberTest test) {
    return new TlvValue(
        words,
        (octets, start, length, version) ->
            length == 0
                ? Verdict.LEGAL
                : test.test(TlvRule.number(octets, start, length), version));
  }

  /** Octets with an inner structure. */
  static TlvValue octets(String words, OctetsTest test) {
    return new TlvValue(words, test);
  }

  /** As many decimal digits as there are octets. */
  static TlvValue digits(String words) {
    return octets(
        words,
        (octets, start, length, version) ->
            areDigits(octets, start, length) ? Verdict.LEGAL : Verdict.INVALID);
  }

  static boolean areDigits(byte[] octets, int start, int length) {
    for (int i = start; i < start + length; i++) {
      if (octets[i] < '0' || octets[i] > '9') {
        return false;
      }
    }
    return true;
  }

  Verdict judge(byte[] octets, int start, int length, int version) {
    return test.test(octets, start, length, version);
  }

  /** The legal values, for documentation and for the reason of a refusal. */
  String words() {
    return words;
  }
}

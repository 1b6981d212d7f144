package org.messagecenter.protocol.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.messagecenter.protocol.pdu.Octets;

/**
 * The characters of one GSM 7-bit message: an alphabet and the table behind its escape, either of
 * which the user data header can replace with a national one (3GPP TS 23.038 §6.2.1.2).
 *
 * <p>Texts are read and written unpacked, one septet in each octet; {@link Gsm7#pack} does the
 * rest.
 */
public final class Gsm7Set {
  private static final int LANGUAGES = NationalLanguage.values().length;
  private static final List<Gsm7Set> ALL = all();

  /** The default alphabet with its extension. */
  public static final Gsm7Set DEFAULT = of(NationalLanguage.NONE, NationalLanguage.NONE);

  private final NationalLanguage locking;
  private final NationalLanguage single;

  private Gsm7Set(NationalLanguage locking, NationalLanguage single) {
    this.locking = locking;
    this.single = single;
  }

  private static List<Gsm7Set> all() {
    List<Gsm7Set> sets = new ArrayList<>(LANGUAGES * LANGUAGES);
    for (NationalLanguage locking : NationalLanguage.values()) {
      for (NationalLanguage single : NationalLanguage.values()) {
        sets.add(new Gsm7Set(locking.hasLockingShift() ? locking : NationalLanguage.NONE, single));
      }
    }
    return List.copyOf(sets);
  }

  /**
   * The set of two tables.
   *
   * @param locking in place of the default alphabet; Spanish has no such table and changes nothing
   * @param single in place of the extension
   */
  public static Gsm7Set of(NationalLanguage locking, NationalLanguage single) {
    NationalLanguage table = locking.hasLockingShift() ? locking : NationalLanguage.NONE;
    return ALL.get(table.identifier() * LANGUAGES + single.identifier());
  }

  /** The language of the alphabet. */
  public NationalLanguage locking() {
    return locking;
  }

  /** The language of the table behind the escape. */
  public NationalLanguage single() {
    return single;
  }

  /**
   * The text of unpacked octets. An unknown escape sequence shows the alphabet's own character at
   * that code, a lone or doubled escape a space; the top bit of an octet is ignored.
   */
  public String decode(Octets octets) {
    Gsm7Table alphabet = Gsm7Table.locking(locking);
    Gsm7Table extension = Gsm7Table.single(single);
    int length = octets.length();
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      int code = octets.at(i) & 0x7F;
      int character = alphabet.character(code);
      if (code == Gsm7.ESCAPE) {
        character = ++i == length ? ' ' : escaped(alphabet, extension, octets.at(i) & 0x7F);
      }
      text.append((char) character);
    }
    return text.toString();
  }

  private static int escaped(Gsm7Table alphabet, Gsm7Table extension, int code) {
    int character = extension.character(code);
    if (character == Gsm7Table.NONE) {
      // Both reserved codes of the extension: a further escape and a control character.
      boolean blank = code == Gsm7.ESCAPE || code == '\r';
      return blank ? ' ' : alphabet.character(code);
    }
    return character;
  }

  /** The septets a character takes: 1 or 2, or 0 when the set does not have it. */
  public int septets(char c) {
    if (Gsm7Table.locking(locking).code(c) >= 0) {
      return 1;
    }
    return Gsm7Table.single(single).code(c) >= 0 ? 2 : 0;
  }

  /** The septets a text takes, or empty when the set lacks one of its characters. */
  public OptionalInt septets(String text) {
    int sum = 0;
    for (int i = 0; i < text.length(); i++) {
      int septets = septets(text.charAt(i));
      if (septets == 0) {
        return OptionalInt.empty();
      }
      sum += septets;
    }
    return OptionalInt.of(sum);
  }

  /** Whether every character of a text is in the set. */
  public boolean canEncode(String text) {
    return septets(text).isPresent();
  }

  /** The unpacked octets of a text; what the set does not have becomes a question mark. */
  public byte[] encode(String text) {
    return encode(text, 0, text.length());
  }

  /** As {@link #encode(String)}, for the characters from {@code from} to {@code to}. */
  byte[] encode(String text, int from, int to) {
    Gsm7Table alphabet = Gsm7Table.locking(locking);
    Gsm7Table extension = Gsm7Table.single(single);
    int size = 0;
    for (int i = from; i < to; i++) {
      size += Math.max(1, septets(text.charAt(i)));
    }
    byte[] octets = new byte[size];
    int at = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      // A national alphabet wins over the table behind the escape: one septet instead of two.
      int code = alphabet.code(c);
      if (code < 0) {
        code = extension.code(c);
        if (code < 0) {
          code = '?';
        } else {
          octets[at++] = Gsm7.ESCAPE;
        }
      }
      octets[at++] = (byte) code;
    }
    return octets;
  }

  /** Both languages. */
  @Override
  public String toString() {
    return "GSM 7-bit, locking shift " + locking + ", single shift " + single;
  }
}

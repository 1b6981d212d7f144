package org.messagecenter.protocol.text;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.messagecenter.protocol.pdu.Octets;

/** A message that can be taken in pieces. Positions are characters, septets or octets. */
abstract class Cuttable {
  private static final int OCTET = 8;
  private static final int SEPTET = 7;

  /** The position behind the last one. */
  abstract int end();

  /**
   * How far a piece can go; {@code from} itself when there is no room for one character.
   *
   * @param room octets on the way to the handset, where septets are packed
   * @param headerOctets what stands before them there
   */
  abstract int fit(int from, int room, int headerOctets);

  /**
   * A piece in the octets it is sent in.
   *
   * @param headerOctets what will stand before it, for the fill bits of packed text
   */
  abstract Octets take(int from, int to, int headerOctets);

  /** A text whose every character the alphabet has, or replaces by its own substitute. */
  static Cuttable text(String text, Alphabet alphabet, Gsm7Set set) {
    return switch (alphabet) {
      case GSM7, GSM7_PACKED ->
          // Every character is of one unit here, so septets may be cut like any others.
          new Septets(set.encode(text), alphabet == Alphabet.GSM7_PACKED);
      default -> new Characters(text, alphabet);
    };
  }

  /**
   * Octets as they came.
   *
   * @param headerOctets what stood before them, for the fill bits of packed text
   */
  static Cuttable octets(Octets body, Alphabet alphabet, int headerOctets) {
    return switch (alphabet) {
      case GSM7 -> new Septets(body.toByteArray(), false);
      case GSM7_PACKED ->
          new Septets(Gsm7.unpackUncounted(body, Gsm7.fillBits(headerOctets)), true);
      case UCS2 -> new Bytes(body, at -> !splitsUnit(body, at, 0));
      case UCS2_LE -> new Bytes(body, at -> !splitsUnit(body, at, 1));
      case UTF8 -> new Bytes(body, at -> (body.at(at) & 0xC0) != 0x80);
      case JIS, KANJI, KOREAN -> new Bytes(body, new LeadOctets(body, alphabet));
      case ISO_2022_JP -> new Characters(TextCoder.decode(alphabet, body), alphabet);
      default -> new Bytes(body, at -> true);
    };
  }

  /**
   * Octets as they came, of which a piece takes the room it takes here, unpacked septets included.
   *
   * @param headerOctets what stood before them, for the fill bits of packed text
   */
  static Cuttable asWritten(Octets body, Alphabet alphabet, int headerOctets) {
    return alphabet == Alphabet.GSM7
        ? new Bytes(body, at -> !splitsEscape(body, at))
        : octets(body, alphabet, headerOctets);
  }

  private static boolean splitsEscape(Octets body, int at) {
    int escapes = 0;
    while (escapes < at && (body.at(at - 1 - escapes) & 0x7F) == Gsm7.ESCAPE) {
      escapes++;
    }
    return escapes % 2 != 0;
  }

  /** Whether a cut would go through a UTF-16 unit or between the halves of a pair. */
  private static boolean splitsUnit(Octets body, int at, int high) {
    if (at % 2 != 0) {
      return true;
    }
    return at + 1 < body.length()
        && (body.at(at + high) & 0xFC) == 0xDC
        && (body.at(at - 2 + high) & 0xFC) == 0xD8;
  }

  /** GSM 7-bit, unpacked. */
  private static final class Septets extends Cuttable {
    private final byte[] septets;
    private final boolean packed;

    Septets(byte[] septets, boolean packed) {
      this.septets = septets;
      this.packed = packed;
    }

    @Override
    int end() {
      return septets.length;
    }

    @Override
    int fit(int from, int room, int headerOctets) {
      int fill = Gsm7.fillBits(headerOctets);
      int to = Math.min(septets.length, from + Math.max(0, room * OCTET - fill) / SEPTET);
      if (packed && to > from && take(from, to, headerOctets).length() > room) {
        // A carriage return at the very end would need another one behind it.
        to--;
      }
      if (to == septets.length) {
        return to;
      }
      // An odd number of escapes before the cut leaves the last of them without its character.
      int escapes = 0;
      while (to - escapes > from && (septets[to - 1 - escapes] & 0x7F) == Gsm7.ESCAPE) {
        escapes++;
      }
      return to - escapes % 2;
    }

    @Override
    Octets take(int from, int to, int headerOctets) {
      byte[] piece = Arrays.copyOfRange(septets, from, to);
      return Octets.of(packed ? Gsm7.packUncounted(piece, Gsm7.fillBits(headerOctets)) : piece);
    }
  }

  /** A text in any other alphabet. */
  private static final class Characters extends Cuttable {
    private final String text;
    private final Alphabet alphabet;

    Characters(String text, Alphabet alphabet) {
      this.text = text;
      this.alphabet = alphabet;
    }

    @Override
    int end() {
      return text.length();
    }

    @Override
    int fit(int from, int room, int headerOctets) {
      // No character takes less than an octet; how much more the last ones take is tried out.
      int low = from;
      int high = Math.min(text.length(), from + room);
      while (low < high) {
        int middle = (low + high + 1) >>> 1;
        if (octets(from, middle).length <= room) {
          low = middle;
        } else {
          high = middle - 1;
        }
      }
      return TextBreak.before(text, from, low);
    }

    private byte[] octets(int from, int to) {
      return TextCoder.encode(alphabet, text.substring(from, to));
    }

    @Override
    Octets take(int from, int to, int headerOctets) {
      return Octets.of(octets(from, to));
    }
  }

  /** Octets with a rule where they may be cut. */
  private static final class Bytes extends Cuttable {
    private final Octets body;
    private final IntPredicate boundary;

    /**
     * @param boundary whether a character begins at a position inside
     */
    Bytes(Octets body, IntPredicate boundary) {
      this.body = body;
      this.boundary = boundary;
    }

    @Override
    int end() {
      return body.length();
    }

    @Override
    int fit(int from, int room, int headerOctets) {
      int furthest = Math.min(body.length(), from + room);
      if (furthest == body.length()) {
        return furthest;
      }
      int to = furthest;
      // Octets that keep no rule at all are cut where the room ends.
      while (to > from && furthest - to < 4 && !boundary.test(to)) {
        to--;
      }
      return to > from && boundary.test(to) ? to : furthest;
    }

    @Override
    Octets take(int from, int to, int headerOctets) {
      return body.slice(from, to - from);
    }
  }

  /** Where the characters of an alphabet of one or two octets begin. */
  private static final class LeadOctets implements IntPredicate {
    private final boolean[] begins;

    LeadOctets(Octets body, Alphabet alphabet) {
      begins = new boolean[body.length()];
      int at = 0;
      while (at < begins.length) {
        begins[at] = true;
        at += leads(body.at(at), alphabet) ? 2 : 1;
      }
    }

    private static boolean leads(int octet, Alphabet alphabet) {
      return switch (alphabet) {
        case JIS -> (octet >= 0x81 && octet <= 0x9F) || (octet >= 0xE0 && octet <= 0xFC);
        case KOREAN -> octet >= 0xA1;
        default -> true;
      };
    }

    @Override
    public boolean test(int at) {
      return begins[at];
    }
  }
}

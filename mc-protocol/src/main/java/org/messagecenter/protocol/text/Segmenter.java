package org.messagecenter.protocol.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;

/**
 * Cuts texts into the parts that a handset puts together again (3GPP TS 23.040 §9.2.3.24.1,
 * 34:5.3.2.22-24).
 *
 * <p>A part is never cut inside an escape sequence, a surrogate pair, or what a reader sees as one
 * character. Pure and immutable: one serves any number of threads.
 */
public final class Segmenter {
  /** Longest value of message_payload. */
  private static final int MAX_PAYLOAD = 65_535;

  private static final int MAX_PARTS = 255;

  /** A longer header could not take a concatenation and two national tables as well. */
  private static final int MAX_HEADER = 243;

  /** UDHL, identifier, length, and a reference of one or two octets, total and number. */
  private static final Concatenation ANY_8 = new Concatenation(Concatenation.Kind.UDH8, 0, 1, 1);

  private static final Concatenation ANY_16 = new Concatenation(Concatenation.Kind.UDH16, 0, 1, 1);

  private final SegmentRules rules;

  public Segmenter(SegmentRules rules) {
    this.rules = rules;
  }

  /**
   * Cuts a text. Without a given alphabet it is GSM 7-bit if that has every character, otherwise
   * GSM 7-bit with a national table the rules allow, or UCS-2, whichever makes fewer parts.
   *
   * @param header elements that every part is to carry. National tables it names are used for GSM
   *     7-bit; a header may name a part of a longer message only as long as the text need not be
   *     cut
   * @param reference the caller's running number; its low 8 or 16 bits are used
   */
  public Segmentation text(String text, Udh header, int reference) {
    if (header.length() > MAX_HEADER) {
      return noRoom(header);
    }
    Alphabet alphabet = rules.alphabet();
    if (alphabet != null) {
      return written(text, alphabet, header.gsm7(), header, reference);
    }
    Gsm7Set set = header.gsm7();
    if (set.canEncode(text)) {
      return written(text, Alphabet.GSM7, set, header, reference);
    }
    Segmentation best = null;
    for (Gsm7Set national : rules.nationalSets()) {
      if (national.canEncode(text)) {
        Segmentation found =
            written(text, Alphabet.GSM7, national, header.with(national), reference);
        best = better(best, found);
      }
    }
    // Tables that the header brought say nothing about UCS-2.
    Udh plain = header.with(Gsm7Set.DEFAULT);
    return better(best, written(text, Alphabet.UCS2, Gsm7Set.DEFAULT, plain, reference));
  }

  /** The one of fewer parts; the first where they are equal. */
  private static Segmentation better(@Nullable Segmentation first, Segmentation second) {
    if (first instanceof Segmentation.Parts a) {
      return second instanceof Segmentation.Parts b && b.parts().size() < a.parts().size()
          ? second
          : first;
    }
    return second;
  }

  private Segmentation written(
      String text, Alphabet alphabet, Gsm7Set set, Udh header, int reference) {
    if (alphabet == Alphabet.BINARY) {
      return new Segmentation.Refused(Segmentation.Reason.UNENCODABLE, "binary is no text");
    }
    OptionalInt missing = MessageText.firstUnencodable(alphabet, set, text);
    if (missing.isPresent() && rules.unencodable() == Unencodable.REPORT) {
      return new Segmentation.Refused(
          Segmentation.Reason.UNENCODABLE,
          alphabet + " lacks the character at " + missing.getAsInt());
    }
    String encodable =
        missing.isEmpty()
            ? text
            : MessageText.substituted(alphabet, set, text, rules.unencodable());
    return cut(Cuttable.text(encodable, alphabet, set), alphabet, header, reference);
  }

  /**
   * Cuts octets that are in an alphabet already, or binary ones, and changes nothing about them.
   * ISO-2022-JP is the exception: it is read and written anew, since each part must begin without a
   * shift.
   *
   * @param body the octets behind the header
   * @param header elements that every part is to carry, as for {@link #text}
   * @param reference the caller's running number; its low 8 or 16 bits are used
   */
  public Segmentation octets(Octets body, Alphabet alphabet, Udh header, int reference) {
    return header.length() > MAX_HEADER
        ? noRoom(header)
        : cut(Cuttable.octets(body, alphabet, header.length()), alphabet, header, reference);
  }

  private Segmentation cut(Cuttable whole, Alphabet alphabet, Udh header, int reference) {
    int end = whole.end();
    if (rules.method() == SegmentMethod.PAYLOAD) {
      Octets only = whole.take(0, end, header.length());
      return only.length() + header.length() > MAX_PAYLOAD
          ? tooLong("message_payload holds " + MAX_PAYLOAD + " octets")
          : parts(alphabet, List.of(new Part(header, only, null, true)));
    }
    if (fits(whole, 0, header) == end) {
      Octets only = whole.take(0, end, header.length());
      return parts(alphabet, List.of(new Part(header, only, null, false)));
    }
    if (end == 0) {
      // Nothing to cut: it is the header that does not fit.
      return noRoom(header);
    }
    if (header.concatenation() != null) {
      return new Segmentation.Refused(
          Segmentation.Reason.ALREADY_A_PART, "a part of a longer message does not fit");
    }
    boolean sar = rules.method() == SegmentMethod.SAR;
    if (sar && !header.isEmpty()) {
      return new Segmentation.Refused(
          Segmentation.Reason.HEADER_WITH_SAR, "sar TLVs do not go with a user data header");
    }
    return cutUp(whole, alphabet, header, kind(), reference);
  }

  private Concatenation.Kind kind() {
    return switch (rules.method()) {
      case UDH8 -> Concatenation.Kind.UDH8;
      case UDH16 -> Concatenation.Kind.UDH16;
      case SAR, PAYLOAD -> Concatenation.Kind.SAR;
    };
  }

  private Segmentation cutUp(
      Cuttable whole, Alphabet alphabet, Udh header, Concatenation.Kind kind, int reference) {
    int number = reference & kind.maxReference();
    Udh longest = onTheWay(header, kind, number);
    List<Integer> cuts = new ArrayList<>();
    int from = 0;
    while (from < whole.end()) {
      int to = fits(whole, from, longest);
      if (to <= from) {
        return noRoom(longest);
      }
      if (cuts.size() == MAX_PARTS) {
        return tooLong("more than " + MAX_PARTS + " parts");
      }
      cuts.add(to);
      from = to;
    }
    List<Part> parts = new ArrayList<>(cuts.size());
    from = 0;
    for (int to : cuts) {
      Concatenation which = new Concatenation(kind, number, cuts.size(), parts.size() + 1);
      boolean sar = kind == Concatenation.Kind.SAR;
      Udh own = sar ? header : header.with(which);
      parts.add(new Part(own, whole.take(from, to, own.length()), sar ? which : null, false));
      from = to;
    }
    return parts(alphabet, parts);
  }

  /** How far a part with this header goes, or -1 when not even the header fits. */
  private int fits(Cuttable whole, int from, Udh header) {
    int room = rules.octets() - header.length();
    return room < 0 ? -1 : whole.fit(from, room, header.length());
  }

  /**
   * The longest header a part has. The message center turns sar TLVs into one on the way to the
   * handset, and a reference above 255 needs the longer form there.
   */
  private static Udh onTheWay(Udh header, Concatenation.Kind kind, int number) {
    return switch (kind) {
      case UDH8 -> header.with(ANY_8);
      case UDH16 -> header.with(ANY_16);
      case SAR -> header.with(number > Concatenation.Kind.UDH8.maxReference() ? ANY_16 : ANY_8);
    };
  }

  private static Segmentation noRoom(Udh header) {
    return new Segmentation.Refused(
        Segmentation.Reason.NO_ROOM, "no character beside a header of " + header.length());
  }

  private static Segmentation tooLong(String detail) {
    return new Segmentation.Refused(Segmentation.Reason.TOO_LONG, detail);
  }

  private static Segmentation parts(Alphabet alphabet, List<Part> parts) {
    return new Segmentation.Parts(alphabet, parts.get(0).header().gsm7(), parts);
  }
}

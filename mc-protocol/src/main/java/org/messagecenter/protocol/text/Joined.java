package org.messagecenter.protocol.text;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.messagecenter.protocol.pdu.Octets;

/**
 * A long message put together again.
 *
 * @param <H> what the caller calls each part by
 * @param pieces all of them, in order
 */
public record Joined<H>(List<Piece<H>> pieces) {

  /** Takes a copy of the list. */
  public Joined {
    pieces = List.copyOf(pieces);
  }

  /** The caller's handles, in the order of the parts. */
  public List<H> handles() {
    return pieces.stream().map(Piece::handle).toList();
  }

  /** The header of the first part without its concatenation: ports and the like. */
  public Udh header() {
    return pieces.get(0).data().header().withoutConcatenation();
  }

  /**
   * The octets of all parts, without headers. Of packed GSM 7-bit, where each part begins and ends
   * with bits of its own, ask for the {@link #text} instead.
   */
  public Octets octets() {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(pieces.size() * 140);
    for (Piece<H> piece : pieces) {
      append(octets, piece.data().body());
    }
    return Octets.of(octets.toByteArray());
  }

  /**
   * The whole text. It is read from the joined octets, since some senders cut through an escape
   * sequence or a surrogate pair.
   */
  public String text(Alphabet alphabet) {
    Gsm7Set set = pieces.get(0).data().header().gsm7();
    return alphabet == Alphabet.GSM7_PACKED
        ? set.decode(septets())
        : MessageText.decode(alphabet, set, 0, octets());
  }

  private Octets septets() {
    ByteArrayOutputStream septets = new ByteArrayOutputStream(pieces.size() * 160);
    for (Piece<H> piece : pieces) {
      UserData.Whole data = piece.data();
      int fill = Gsm7.fillBits(data.headerOctets());
      append(septets, Octets.of(Gsm7.unpackUncounted(data.body(), fill)));
    }
    return Octets.of(septets.toByteArray());
  }

  private static void append(ByteArrayOutputStream out, Octets octets) {
    out.write(octets.array(), octets.offset(), octets.length());
  }
}

package org.messagecenter.protocol.text;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;

/**
 * Which part of which long message a message is (3GPP TS 23.040 §9.2.3.24.1 and .8; 34:5.3.2.22-24,
 * 50:4.8.4.48-50).
 *
 * @param kind how it is told; parts of different kinds never belong together
 * @param reference the same for all parts, 0-255 for {@link Kind#UDH8}, otherwise 0-65,535
 * @param total how many parts there are, 1-255
 * @param number which one this is, 1 to {@code total}
 */
public record Concatenation(Kind kind, int reference, int total, int number) {
  private static final int MAX_PARTS = 255;

  /** Where the three numbers stand. */
  public enum Kind {
    /** User data header element 0x00, with a reference of one octet. */
    UDH8(0x00, 0xFF),
    /** User data header element 0x08, with a reference of two octets. */
    UDH16(0x08, 0xFFFF),
    /** The TLVs sar_msg_ref_num, sar_total_segments and sar_segment_seqnum. */
    SAR(-1, 0xFFFF);

    private final int element;
    private final int maxReference;

    Kind(int element, int maxReference) {
      this.element = element;
      this.maxReference = maxReference;
    }

    /** The highest reference number; more bits than that are never sent. */
    public int maxReference() {
      return maxReference;
    }

    /** The identifier of the element in a user data header; -1 for {@link #SAR}. */
    int element() {
      return element;
    }
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is outside its range
   */
  public Concatenation {
    if (!legal(kind, reference, total, number)) {
      throw new IllegalArgumentException(
          kind + " reference " + reference + ", part " + number + " of " + total);
    }
  }

  /**
   * What a message says about itself, or null when it stands alone. The header decides when both it
   * and the TLVs speak, which the specifications forbid (34:5.2.12); an incomplete set of TLVs, or
   * numbers that make no sense, say nothing.
   */
  public static @Nullable Concatenation of(Udh header, Tlvs tlvs) {
    Concatenation inHeader = header.concatenation();
    return inHeader != null ? inHeader : of(tlvs);
  }

  private static @Nullable Concatenation of(Tlvs tlvs) {
    if (tlvs.isEmpty()) {
      return null;
    }
    return ofNumbers(
        Kind.SAR,
        tlvs.intValue(TlvTag.SAR_MSG_REF_NUM, -1),
        tlvs.intValue(TlvTag.SAR_TOTAL_SEGMENTS, -1),
        tlvs.intValue(TlvTag.SAR_SEGMENT_SEQNUM, -1));
  }

  /** Null where the numbers make no sense. */
  static @Nullable Concatenation ofNumbers(Kind kind, int reference, int total, int number) {
    return legal(kind, reference, total, number)
        ? new Concatenation(kind, reference, total, number)
        : null;
  }

  private static boolean legal(Kind kind, int reference, int total, int number) {
    return reference >= 0
        && reference <= kind.maxReference()
        && total >= 1
        && total <= MAX_PARTS
        && number >= 1
        && number <= total;
  }

  /** The value of the element in a user data header. */
  Octets value() {
    return Octets.of(
        kind == Kind.UDH8
            ? new byte[] {(byte) reference, (byte) total, (byte) number}
            : new byte[] {(byte) (reference >> 8), (byte) reference, (byte) total, (byte) number});
  }
}

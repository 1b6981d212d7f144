package org.messagecenter.protocol.pdu;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Strictness;
import org.messagecenter.protocol.spec.TlvRule;
import org.messagecenter.protocol.spec.TlvRules;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.spec.WireField;
import org.messagecenter.protocol.spec.WireReader;

/**
 * The TLVs of a PDU as they stand on the wire, in their order, unknown ones included (34:3.2.4).
 *
 * <p>Nothing is unpacked until asked for, and a message that is passed on keeps every TLV byte for
 * byte. When a tag occurs more than once, the look-ups for one value answer with its first
 * occurrence. Values with a length the tag does not allow are kept too; {@code Layout.check}
 * reports them.
 */
public final class Tlvs {
  /** No TLVs. */
  public static final Tlvs EMPTY = new Tlvs(new byte[0], 0, 0);

  /** Octets of a tag and its length. */
  private static final int HEADER = 4;

  private static final WireField REST =
      new WireField("tlvs", "TLVs", 0, 0xFFFF, CommandStatus.ESME_RINVTLVSTREAM);

  private final byte[] array;
  private final int offset;
  private final int end;

  /** The octets must be a whole number of TLVs. */
  private Tlvs(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.end = offset + length;
  }

  /** Receives the TLVs one by one. */
  @FunctionalInterface
  public interface Visitor {
    /** Called with the tag, 0-0xFFFF, and its value. */
    void tlv(int tag, Octets value);
  }

  /**
   * Takes all that is left of a body.
   *
   * <p>Senders that end short_message with a NUL they do not count leave one zero octet before the
   * TLVs or in their place; it is skipped when the rest makes no sense otherwise.
   *
   * @throws BadBody if the rest is not a whole number of TLVs (50:4.7.6, ESME_RINVTLVSTREAM)
   */
  public static Tlvs read(WireReader in) throws BadBody {
    int length = in.remaining();
    if (length == 0) {
      return EMPTY;
    }
    byte[] octets = in.octets();
    int start = in.take(length, REST);
    int end = start + length;
    if (wellFormed(octets, start, end)) {
      return new Tlvs(octets, start, length);
    }
    if (octets[start] == 0 && wellFormed(octets, start + 1, end)) {
      return length == 1 ? EMPTY : new Tlvs(octets, start + 1, length - 1);
    }
    throw new BadBody(
        REST.name(), REST.status(), length + " octets are not a whole number of TLVs");
  }

  /** The octets of {@code body} from {@code start} on, which must be {@link #wellFormed}. */
  static Tlvs from(byte[] body, int start) {
    return start == body.length ? EMPTY : new Tlvs(body, start, body.length - start);
  }

  /** Whether the octets are a whole number of TLVs; none is one. */
  static boolean wellFormed(byte[] octets, int start, int end) {
    int at = start;
    while (end - at >= HEADER) {
      at += HEADER + TlvRule.number(octets, at + 2, 2);
    }
    return at == end;
  }

  /** Starts an empty list. */
  public static Builder builder() {
    return new Builder();
  }

  /** True when there are none. */
  public boolean isEmpty() {
    return offset == end;
  }

  /** True when the TLV occurs, even without a value. */
  public boolean has(TlvTag tag) {
    return indexOf(tag.tag()) >= 0;
  }

  /** The value of the first TLV with this tag, or null. */
  public @Nullable Octets find(TlvTag tag) {
    return find(tag.tag());
  }

  /** The value of the first TLV with this tag, or null. */
  public @Nullable Octets find(int tag) {
    int at = indexOf(tag);
    if (at < 0) {
      return null;
    }
    int length = lengthAt(at);
    return length == 0 ? Octets.EMPTY : new Octets(array, at + HEADER, length);
  }

  /** The values of all TLVs with this tag, in wire order. */
  public List<Octets> findAll(TlvTag tag) {
    List<Octets> values = new ArrayList<>();
    forEach(
        (found, value) -> {
          if (found == tag.tag()) {
            values.add(value);
          }
        });
    return List.copyOf(values);
  }

  /** How many TLVs have this tag. */
  public int count(TlvTag tag) {
    int count = 0;
    for (int at = offset; at < end; at = next(at)) {
      count += tagAt(at) == tag.tag() ? 1 : 0;
    }
    return count;
  }

  /**
   * The value as a big-endian number. Peers send integers wider or narrower than the tag says, so
   * any width of 1-4 octets will do.
   *
   * @param absent returned when the TLV does not occur, or its value has another width or is a
   *     number that does not fit the octets the tag has
   * @return for tags of up to two octets a number that is not negative; for the two tags of four
   *     octets the 32 bits as they stand
   */
  public int intValue(TlvTag tag, int absent) {
    int at = indexOf(tag.tag());
    if (at < 0) {
      return absent;
    }
    int length = lengthAt(at);
    return TlvRule.integerFits(tag, array, at + HEADER, length)
        ? TlvRule.number(array, at + HEADER, length)
        : absent;
  }

  /**
   * The value as Latin-1 text up to its first NUL, or null when the TLV does not occur. Senders
   * often leave the NUL out or add more of them.
   */
  public @Nullable String text(TlvTag tag) {
    int at = indexOf(tag.tag());
    if (at < 0) {
      return null;
    }
    int start = at + HEADER;
    int last = start + lengthAt(at);
    int stop = start;
    while (stop < last && array[stop] != 0) {
      stop++;
    }
    return new String(array, start, stop - start, StandardCharsets.ISO_8859_1);
  }

  /** All TLVs as they stand on the wire. */
  public Octets raw() {
    return isEmpty() ? Octets.EMPTY : new Octets(array, offset, end - offset);
  }

  /** Calls {@code visitor} for each TLV in wire order. */
  public void forEach(Visitor visitor) {
    for (int at = offset; at < end; at = next(at)) {
      visitor.tlv(tagAt(at), new Octets(array, at + HEADER, lengthAt(at)));
    }
  }

  /** The same list without any TLV of this tag. */
  public Tlvs without(TlvTag tag) {
    return without(tag.tag());
  }

  /** The same list without any TLV of this tag, registered or not. */
  public Tlvs without(int tag) {
    if (indexOf(tag) < 0) {
      return this;
    }
    Builder rest = builder();
    forEach(
        (t, value) -> {
          if (t != tag) {
            rest.put(t, value);
          }
        });
    return rest.build();
  }

  /** The same list with one more TLV at its end. */
  public Tlvs with(TlvTag tag, Octets value) {
    Builder more = builder();
    forEach(more::put);
    return more.put(tag, value).build();
  }

  /** Appends all TLVs to {@code out}. */
  void writeTo(ByteBuf out) {
    out.writeBytes(array, offset, end - offset);
  }

  /** The first registered TLV whose value has an illegal length, or null. */
  @Nullable TlvTag firstOfWrongLength() {
    for (int at = offset; at < end; at = next(at)) {
      TlvTag tag = TlvTag.of(tagAt(at));
      if (tag != null
          && !TlvRules.of(tag)
              .lengthFits(
                  array, valueAt(at), lengthAt(at), TlvRules.VERSION_5_0, Strictness.TOLERANT)) {
        return tag;
      }
    }
    return null;
  }

  private int indexOf(int tag) {
    for (int at = offset; at < end; at = next(at)) {
      if (tagAt(at) == tag) {
        return at;
      }
    }
    return -1;
  }

  /** The array of all indexes below; only to be read. */
  byte[] octets() {
    return array;
  }

  /** The index of the first TLV; {@link #end} when there is none. */
  int first() {
    return offset;
  }

  /** The index behind the last TLV. */
  int end() {
    return end;
  }

  /** The index of the TLV after the one at {@code at}. */
  int next(int at) {
    return at + HEADER + lengthAt(at);
  }

  int tagAt(int at) {
    return TlvRule.number(array, at, 2);
  }

  int valueAt(int at) {
    return at + HEADER;
  }

  int lengthAt(int at) {
    return TlvRule.number(array, at + 2, 2);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tlvs that && raw().equals(that.raw());
  }

  @Override
  public int hashCode() {
    return raw().hashCode();
  }

  /** Names and lengths; values may be texts or numbers of people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    forEach(
        (tag, value) -> {
          TlvTag known = TlvTag.of(tag);
          text.append(text.length() == 1 ? "" : ", ")
              .append(known == null ? "0x" + Integer.toHexString(tag) : known.name())
              .append(": ")
              .append(value);
        });
    return text.append("}").toString();
  }

  /** Collects TLVs in the order in which they are to stand on the wire. */
  public static final class Builder {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(32);

    private Builder() {}

    /**
     * Adds a number, at the full width of the tag.
     *
     * @throws IllegalArgumentException if the tag is no integer or the number does not fit
     */
    public Builder put(TlvTag tag, int value) {
      int width = tag.maxLength();
      boolean fits = width == 4 || (value >>> (8 * width)) == 0;
      switch (tag.type()) {
        case INTEGER, BIT_MASK -> require(fits, tag, "does not fit " + width + " octets");
        default -> require(false, tag, "is not an integer");
      }
      header(tag.tag(), width);
      for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
        octets.write(value >>> shift);
      }
      return this;
    }

    /**
     * Adds a text in Latin-1, with a NUL if the tag is a C-octet string.
     *
     * @throws IllegalArgumentException if the length is not legal for the tag
     */
    public Builder put(TlvTag tag, String value) {
      byte[] text = value.getBytes(StandardCharsets.ISO_8859_1);
      return switch (tag.type()) {
        case C_STRING -> put(tag, Arrays.copyOf(text, text.length + 1));
        case OCTETS -> put(tag, text);
        default -> throw new IllegalArgumentException(tag + " is not a text");
      };
    }

    /**
     * Adds a value as it stands.
     *
     * @throws IllegalArgumentException if the length is not legal for the tag
     */
    public Builder put(TlvTag tag, byte[] value) {
      return put(tag, Octets.of(value));
    }

    /**
     * Adds a value as it stands.
     *
     * @throws IllegalArgumentException if the length is not legal for the tag
     */
    public Builder put(TlvTag tag, Octets value) {
      require(
          value.length() >= tag.minLength() && value.length() <= tag.maxLength(),
          tag,
          "cannot hold " + value.length() + " octets");
      return put(tag.tag(), value);
    }

    /** Adds a value under any tag, registered or not. */
    public Builder put(int tag, byte[] value) {
      return put(tag, Octets.of(value));
    }

    /**
     * Adds a value under any tag, registered or not.
     *
     * @throws IllegalArgumentException if tag or length exceed 65,535
     */
    public Builder put(int tag, Octets value) {
      if (tag != (tag & 0xFFFF) || value.length() > 0xFFFF) {
        throw new IllegalArgumentException("tag " + tag + " with " + value);
      }
      header(tag, value.length());
      octets.write(value.array(), value.offset(), value.length());
      return this;
    }

    /** The TLVs so far. The builder may go on; the list does not change. */
    public Tlvs build() {
      return octets.size() == 0 ? EMPTY : new Tlvs(octets.toByteArray(), 0, octets.size());
    }

    private void header(int tag, int length) {
      octets.write(tag >>> 8);
      octets.write(tag);
      octets.write(length >>> 8);
      octets.write(length);
    }

    private static void require(boolean condition, TlvTag tag, String otherwise) {
      if (!condition) {
        throw new IllegalArgumentException(tag + " " + otherwise);
      }
    }
  }
}

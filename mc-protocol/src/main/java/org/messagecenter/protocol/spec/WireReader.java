package org.messagecenter.protocol.spec;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Walks over the octets of one PDU body, field by field, and never past its end.
 *
 * <p>What it hands out as offsets stays valid as long as the array does, so that values may be
 * slices of the body rather than copies.
 */
public final class WireReader {
  private final byte[] octets;
  private final int limit;
  private int position;

  /** Starts at the first octet of {@code body}, which must not change while values refer to it. */
  public WireReader(byte[] body) {
    this(body, 0, body.length);
  }

  /** Reads {@code length} octets from {@code offset}. */
  public WireReader(byte[] octets, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, octets.length);
    this.octets = octets;
    this.position = offset;
    this.limit = offset + length;
  }

  /** The array that every offset refers to; shared, not to be written to. */
  public byte[] octets() {
    return octets;
  }

  /** Index of the next octet to be read. */
  public int position() {
    return position;
  }

  /** Octets not yet read. */
  public int remaining() {
    return limit - position;
  }

  /** The next octet as a number 0-255. */
  public int uint8(WireField field) throws BadBody {
    if (position >= limit) {
      throw ended(field);
    }
    return octets[position++] & 0xFF;
  }

  /** The next four octets as they stand, big-endian. */
  public int int32(WireField field) throws BadBody {
    int at = take(Integer.BYTES, field);
    return (octets[at] & 0xFF) << 24
        | (octets[at + 1] & 0xFF) << 16
        | (octets[at + 2] & 0xFF) << 8
        | (octets[at + 3] & 0xFF);
  }

  /**
   * The text up to the next NUL, which is consumed too (34:3.1).
   *
   * @throws BadBody if no NUL stands within the field's maximum or before the end of the body
   */
  public String cString(WireField field) throws BadBody {
    int start = position;
    int max = field.maxOctets();
    int last = Math.min(limit, start + max);
    int end = start;
    while (end < last && octets[end] != 0) {
      end++;
    }
    if (end == last) {
      throw limit - start < max
          ? new BadBody(field.name(), field.status(), "no NUL before the end of the body")
          : new BadBody(field.name(), field.status(), "no NUL within " + max + " octets");
    }
    position = end + 1;
    return end == start ? "" : new String(octets, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /** Steps over {@code length} octets and returns the index of the first. */
  public int take(int length, WireField field) throws BadBody {
    if (length > limit - position) {
      throw new BadBody(
          field.name(),
          field.status(),
          length + " octets announced, " + (limit - position) + " left in the body");
    }
    int start = position;
    position += length;
    return start;
  }

  private static BadBody ended(WireField field) {
    return new BadBody(field.name(), field.status(), "the body ends before it");
  }
}

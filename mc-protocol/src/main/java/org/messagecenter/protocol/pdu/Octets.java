package org.messagecenter.protocol.pdu;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable run of octets inside an array that others may share.
 *
 * <p>A slice of a decoded body keeps that whole body alive, which is what a message needs anyway.
 */
public final class Octets {
  /** No octets. */
  public static final Octets EMPTY = new Octets(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  /**
   * A slice of {@code array}, which the caller must not write to from now on.
   *
   * @throws IndexOutOfBoundsException if the slice does not lie inside the array
   */
  public Octets(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** All of {@code array}, which the caller must not write to from now on. */
  public static Octets of(byte[] array) {
    return array.length == 0 ? EMPTY : new Octets(array, 0, array.length);
  }

  /** How many octets there are. */
  public int length() {
    return length;
  }

  /** True when there are none. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** The octet at {@code index} as a number 0-255. */
  public int at(int index) {
    return array[offset + Objects.checkIndex(index, length)] & 0xFF;
  }

  /** {@code count} octets from {@code from} on, without copying. */
  public Octets slice(int from, int count) {
    Objects.checkFromIndexSize(from, count, length);
    return count == 0 ? EMPTY : new Octets(array, offset + from, count);
  }

  /** A copy that is the caller's own. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** One character per octet. */
  public String latin1() {
    return length == 0 ? "" : new String(array, offset, length, StandardCharsets.ISO_8859_1);
  }

  /** Appends the octets to {@code out}. */
  public void writeTo(ByteBuf out) {
    out.writeBytes(array, offset, length);
  }

  /** Copies the octets to {@code target} from {@code targetOffset} on. */
  public void copyTo(byte[] target, int targetOffset) {
    System.arraycopy(array, offset, target, targetOffset, length);
  }

  /** The array behind the slice, for writers that want no copy. It must only be read. */
  public byte[] array() {
    return array;
  }

  /** Where the slice begins in {@link #array()}. */
  public int offset() {
    return offset;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /** The length only: octets are mostly the text of a message. */
  @Override
  public String toString() {
    return length + " octets";
  }
}

package org.messagecenter.protocol.spec;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An unsigned integer of one octet (34:3.1). Its value is never boxed on the way in or out. */
public final class IntType extends FieldType<Integer> {
  private static final int MAX = 0xFF;

  private final WireField wire;
  private final IntPredicate legal;

  private IntType(WireField wire, IntPredicate legal) {
    super(wire.name());
    this.wire = wire;
    this.legal = legal;
  }

  /** An octet of which every value 0-255 is legal. */
  public static IntType uint8(String name, CommandStatus status) {
    return new IntType(new WireField(name, "integer", 1, 1, "0-255", status), v -> true);
  }

  /** The same type with only {@code from} to {@code to} legal, both included. */
  public IntType range(int from, int to) {
    return legal(v -> v >= from && v <= to, from + "-" + to);
  }

  /** The same type with only the values legal that {@code test} accepts. */
  public IntType legal(IntPredicate test, String words) {
    return new IntType(wire.withLegal(words), test);
  }

  /** Reads the next octet. */
  public int read(WireReader in) throws BadBody {
    return in.uint8(wire);
  }

  /**
   * Writes one octet.
   *
   * @throws IllegalArgumentException if the value does not fit
   */
  public void write(ByteBuf out, int value) {
    if ((value & ~MAX) != 0) {
      throw new IllegalArgumentException(name() + " does not fit an octet: " + value);
    }
    out.writeByte(value);
  }

  /** Like {@link #check(Integer)}, without boxing. */
  public @Nullable Violation checkInt(int value) {
    return value >= 0 && value <= MAX && legal.test(value)
        ? null
        : new Violation(name(), wire.status(), value + " is not one of " + wire.legal());
  }

  @Override
  public List<WireField> wireFields() {
    return List.of(wire);
  }

  @Override
  public Integer blank() {
    return 0;
  }

  @Override
  public List<Integer> edges() {
    return IntStream.of(0, 1, 127, 128, MAX).filter(legal).boxed().toList();
  }

  @Override
  public @Nullable Violation check(Integer value) {
    return checkInt(value);
  }
}

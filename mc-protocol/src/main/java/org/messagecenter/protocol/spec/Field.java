package org.messagecenter.protocol.spec;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One value of a PDU: its type on the wire and where the record keeps it.
 *
 * @param <P> the record, or an interface it shares with others of the same form
 * @param <T> the type of the value
 */
public abstract sealed class Field<P, T> {
  private final FieldType<T> type;

  private Field(FieldType<T> type) {
    this.type = type;
  }

  /** An integer and its accessor. */
  public static <P> Field<P, Integer> field(IntType type, ToIntFunction<P> accessor) {
    return new IntField<>(type, accessor);
  }

  /** An object and its accessor. */
  public static <P, T> Field<P, T> field(ValueType<T> type, Function<P, T> accessor) {
    return new ValueField<>(type, accessor);
  }

  /** The name on the wire. */
  public final String name() {
    return type.name();
  }

  /** How the value sits on the wire. */
  public final FieldType<T> type() {
    return type;
  }

  /** The value in {@code pdu}. */
  public abstract T value(P pdu);

  /** The class of the record component: {@code int} or the class of the value. */
  abstract Class<?> componentClass();

  /** Takes a {@link WireReader} and returns a {@link #componentClass()}. */
  abstract MethodHandle reader();

  /** Writes the value that {@code pdu} holds. */
  abstract void write(ByteBuf out, P pdu);

  /** Why the value that {@code pdu} holds is not legal, or null when it is. */
  abstract @Nullable Violation check(P pdu);

  private static MethodHandle readMethod(Class<?> type, Class<?> result) {
    try {
      return MethodHandles.lookup()
          .findVirtual(type, "read", MethodType.methodType(result, WireReader.class));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no read method in " + type, e);
    }
  }

  private static final class IntField<P> extends Field<P, Integer> {
    private static final MethodHandle READ = readMethod(IntType.class, int.class);

    private final IntType type;
    private final ToIntFunction<P> accessor;

    private IntField(IntType type, ToIntFunction<P> accessor) {
      super(type);
      this.type = type;
      this.accessor = accessor;
    }

    @Override
    public Integer value(P pdu) {
      return accessor.applyAsInt(pdu);
    }

    @Override
    Class<?> componentClass() {
      return int.class;
    }

    @Override
    MethodHandle reader() {
      return READ.bindTo(type);
    }

    @Override
    void write(ByteBuf out, P pdu) {
      type.write(out, accessor.applyAsInt(pdu));
    }

    @Override
    @Nullable Violation check(P pdu) {
      return type.checkInt(accessor.applyAsInt(pdu));
    }
  }

  private static final class ValueField<P, T> extends Field<P, T> {
    private static final MethodHandle READ = readMethod(ValueType.class, Object.class);

    private final ValueType<T> type;
    private final Function<P, T> accessor;

    private ValueField(ValueType<T> type, Function<P, T> accessor) {
      super(type);
      this.type = type;
      this.accessor = accessor;
    }

    @Override
    public T value(P pdu) {
      return accessor.apply(pdu);
    }

    @Override
    Class<?> componentClass() {
      return type.valueClass();
    }

    @Override
    MethodHandle reader() {
      return READ.bindTo(type).asType(MethodType.methodType(type.valueClass(), WireReader.class));
    }

    @Override
    void write(ByteBuf out, P pdu) {
      type.write(out, accessor.apply(pdu));
    }

    @Override
    @Nullable Violation check(P pdu) {
      return type.check(accessor.apply(pdu));
    }
  }
}

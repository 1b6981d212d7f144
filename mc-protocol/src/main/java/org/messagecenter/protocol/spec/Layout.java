package org.messagecenter.protocol.spec;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of one command: its fields in wire order, and the class that holds their values.
 *
 * <p>This is the only place where a field of a PDU is written down. The fields must match the
 * record's components in number, order, name and type; a slip fails when the class is loaded. A
 * class that is no record has a public constructor with a parameter for each field and an accessor
 * named after it.
 *
 * <p>Reading goes through one method handle composed of the fields' readers and that constructor.
 * The JIT compiles it as straight code, so integers are not boxed and no argument array is built.
 *
 * @param <P> the record, or the class made like one
 */
public final class Layout<P> {
  private final CommandId commandId;
  private final List<Field<? super P, ?>> fields;
  // The same fields; iterating an array allocates nothing.
  private final Field<? super P, ?>[] writeOrder;
  private final MethodHandle decoder;
  private final MethodHandle constructor;
  private final P blank;

  @SuppressWarnings("unchecked")
  private Layout(CommandId commandId, Class<P> type, List<? extends Field<? super P, ?>> fields) {
    this.commandId = commandId;
    this.fields = List.copyOf(fields);
    this.writeOrder = (Field<? super P, ?>[]) this.fields.toArray(new Field<?, ?>[0]);
    Constructor<?> declared = constructor(type, this.fields);
    requireSameNames(commandId, type, declared, this.fields);
    MethodHandle canonical = handle(declared);
    this.decoder = decoder(canonical, this.fields);
    this.constructor =
        canonical
            .asSpreader(Object[].class, writeOrder.length)
            .asType(MethodType.methodType(Object.class, Object[].class));
    this.blank = make(this.fields.stream().map(field -> (Object) field.type().blank()).toArray());
  }

  /**
   * Declares the body of a command.
   *
   * @throws IllegalStateException if fields and record components do not match
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // asList keeps the array, and only the constructor sees that list
  public static <P> Layout<P> of(
      CommandId commandId, Class<P> type, Field<? super P, ?>... fields) {
    return new Layout<>(commandId, type, Arrays.asList(fields));
  }

  /** Declares the body of a command whose field list other commands share. */
  public static <P> Layout<P> of(
      CommandId commandId, Class<P> type, List<? extends Field<? super P, ?>> fields) {
    return new Layout<>(commandId, type, fields);
  }

  /** The command this body belongs to. */
  public CommandId commandId() {
    return commandId;
  }

  /** The fields in wire order; empty for a PDU that is only a header. */
  public List<Field<? super P, ?>> fields() {
    return fields;
  }

  /** The rows of the PDU table in wire order. */
  public List<WireField> wireFields() {
    return fields.stream().flatMap(field -> field.type().wireFields().stream()).toList();
  }

  /** A PDU with nothing in it: what a header-only response decodes to. */
  public P blank() {
    return blank;
  }

  /**
   * Reads one body. What remains in the reader afterwards is not part of the layout.
   *
   * @throws BadBody at the first field that cannot be read
   */
  @SuppressWarnings("unchecked")
  public P read(WireReader in) throws BadBody {
    try {
      return (P) (Object) decoder.invokeExact(in);
    } catch (BadBody | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("readers throw nothing else", e);
    }
  }

  /**
   * Writes one body.
   *
   * @throws IllegalArgumentException if a value has no form on the wire; part of the body may have
   *     been written by then
   */
  public void write(ByteBuf out, P pdu) {
    for (Field<? super P, ?> field : writeOrder) {
      field.write(out, pdu);
    }
  }

  /** The first value that the specification does not allow, or null when all is legal. */
  public @Nullable Violation check(P pdu) {
    for (Field<? super P, ?> field : writeOrder) {
      Violation violation = field.check(pdu);
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  /** Variants of {@code base}, each with one field set to one of the edge values of its type. */
  public Stream<P> edgeCases(P base) {
    return Stream.iterate(0, i -> i < writeOrder.length, i -> i + 1)
        .flatMap(i -> fields.get(i).type().edges().stream().map(edge -> with(base, i, edge)));
  }

  private P with(P base, int index, Object value) {
    Object[] values = fields.stream().map(field -> (Object) field.value(base)).toArray();
    values[index] = value;
    return make(values);
  }

  @SuppressWarnings("unchecked")
  private P make(Object[] values) {
    try {
      return (P) (Object) constructor.invokeExact(values);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("constructors of PDUs throw nothing checked", e);
    }
  }

  private static Constructor<?> constructor(Class<?> type, List<? extends Field<?, ?>> fields) {
    Class<?>[] values = fields.stream().map(Field::componentClass).toArray(Class<?>[]::new);
    try {
      return type.getConstructor(values);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has no public constructor for its fields", e);
    }
  }

  private static MethodHandle handle(Constructor<?> constructor) {
    try {
      return MethodHandles.publicLookup().unreflectConstructor(constructor);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(constructor + " must be public, and its class too", e);
    }
  }

  private static MethodHandle decoder(
      MethodHandle constructor, List<? extends Field<?, ?>> fields) {
    int count = fields.size();
    MethodHandle decoder = constructor;
    // The filter put on last runs first, so wrapping from the back reads the fields from the front.
    for (int i = count - 1; i >= 0; i--) {
      decoder = MethodHandles.filterArguments(decoder, i, fields.get(i).reader());
    }
    MethodType signature = MethodType.methodType(constructor.type().returnType(), WireReader.class);
    return MethodHandles.permuteArguments(decoder, signature, new int[count])
        .asType(MethodType.methodType(Object.class, WireReader.class));
  }

  /** The names come from the constructor; a record has them always, a class with -parameters. */
  private static void requireSameNames(
      CommandId commandId,
      Class<?> type,
      Constructor<?> constructor,
      List<? extends Field<?, ?>> fields) {
    for (int i = 0; i < fields.size(); i++) {
      Field<?, ?> field = fields.get(i);
      Parameter parameter = constructor.getParameters()[i];
      boolean same = !parameter.isNamePresent() || wireName(parameter).equals(field.name());
      if (!same || !hasAccessor(type, parameter)) {
        throw new IllegalStateException(
            commandId + " field " + i + " is " + field.name() + ", its record says " + parameter);
      }
    }
  }

  private static boolean hasAccessor(Class<?> type, Parameter parameter) {
    return !parameter.isNamePresent()
        || Arrays.stream(type.getMethods())
            .anyMatch(
                method ->
                    method.getName().equals(parameter.getName())
                        && method.getParameterCount() == 0
                        && method.getReturnType() == parameter.getType());
  }

  private static String wireName(Parameter parameter) {
    return parameter.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}

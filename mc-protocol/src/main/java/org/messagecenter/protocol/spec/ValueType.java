package org.messagecenter.protocol.spec;

import io.netty.buffer.ByteBuf;

/** A {@link FieldType} whose values are objects. */
public abstract non-sealed class ValueType<T> extends FieldType<T> {
  private final Class<T> valueClass;

  /**
   * Describes values of one class.
   *
   * @param name the name on the wire
   * @param valueClass the class of the record component
   */
  protected ValueType(String name, Class<T> valueClass) {
    super(name);
    this.valueClass = valueClass;
  }

  /** The class of the values. */
  public final Class<T> valueClass() {
    return valueClass;
  }

  /** Reads the value at the reader's position. */
  public abstract T read(WireReader in) throws BadBody;

  /**
   * Writes the value.
   *
   * @throws IllegalArgumentException if it has no form on the wire, being too long for instance
   */
  public abstract void write(ByteBuf out, T value);
}

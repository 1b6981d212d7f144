package org.messagecenter.protocol.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one value sits on the wire: reading, writing, legal range, the words for the documentation,
 * and values at its edges for tests.
 *
 * <p>Reading enforces only what is needed to find the next field (lengths, NULs). Whether a value
 * that could be read is also legal is a separate question, {@link #check}, because policy may be
 * more tolerant than the specification.
 *
 * @param <T> the Java type of the value
 */
public abstract sealed class FieldType<T> permits IntType, ValueType {
  private final String name;

  FieldType(String name) {
    this.name = name;
  }

  /** The name on the wire; its camel-case form is the record component that holds the value. */
  public final String name() {
    return name;
  }

  /** The rows of the PDU table this value covers, in order. */
  public abstract List<WireField> wireFields();

  /** The value of a PDU that says nothing: zero, an empty string, no octets. */
  public abstract T blank();

  /** Legal values at the limits of the type, the shortest first. */
  public abstract List<T> edges();

  /** Why the value is not legal, or null when it is. */
  public abstract @Nullable Violation check(T value);
}

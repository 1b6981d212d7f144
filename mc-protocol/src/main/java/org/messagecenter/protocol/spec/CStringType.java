package org.messagecenter.protocol.spec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A C-octet string: text of one octet per character, ended by a NUL that counts towards the size
 * (34:3.1, 50:3.1).
 *
 * <p>The specification says ASCII. Octets above 0x7F occur and are kept as Latin-1, so that a value
 * can be passed on as it came; characters beyond Latin-1 are written as question marks.
 */
public final class CStringType extends ValueType<String> {
  private enum Form {
    ANY_LENGTH,
    /** Empty or full, nothing between (34:3.1.1). */
    EMPTY_OR_FULL,
    NOT_EMPTY,
    /** May be missing when the body ends before it. */
    ABSENT_AT_END;

    String words(int most) {
      return switch (this) {
        case ANY_LENGTH -> "up to " + most + " characters";
        case EMPTY_OR_FULL -> "empty or " + most + " characters";
        case NOT_EMPTY -> "1 to " + most + " characters";
        case ABSENT_AT_END -> "up to " + most + " characters; may be missing";
      };
    }
  }

  private final WireField wire;
  private final Form form;

  private CStringType(String name, String format, int max, CommandStatus status, Form form) {
    super(name, String.class);
    this.wire = new WireField(name, format, 1, max, form.words(max - 1), status);
    this.form = form;
  }

  /** A string of up to {@code max} octets, its NUL included. */
  public static CStringType cString(String name, int max, CommandStatus status) {
    return new CStringType(name, "c-octet-string", max, status, Form.ANY_LENGTH);
  }

  /**
   * A string with two legal sizes: one octet (empty) or {@code max} octets. Other sizes can be read
   * and are reported by {@link #check}.
   */
  public static CStringType fixed(String name, int max, CommandStatus status) {
    return new CStringType(name, "fixed c-octet", max, status, Form.EMPTY_OR_FULL);
  }

  /** The same string; being empty is reported by {@link #check}. */
  public CStringType notEmpty() {
    return new CStringType(name(), wire.format(), wire.maxOctets(), wire.status(), Form.NOT_EMPTY);
  }

  /** The same string for the end of a body that some peers leave out; then it reads as empty. */
  public CStringType absentAtEnd() {
    return new CStringType(
        name(), wire.format(), wire.maxOctets(), wire.status(), Form.ABSENT_AT_END);
  }

  @Override
  public String read(WireReader in) throws BadBody {
    return form == Form.ABSENT_AT_END && in.remaining() == 0 ? "" : in.cString(wire);
  }

  @Override
  public void write(ByteBuf out, String value) {
    write(out, value, wire);
  }

  /**
   * Writes a C-octet string for a type that contains one.
   *
   * @throws IllegalArgumentException if the value contains a NUL or is longer than the field
   */
  public static void write(ByteBuf out, String value, WireField field) {
    if (value.length() >= field.maxOctets() || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          field.name() + " holds " + value.length() + " characters or a NUL");
    }
    if (!value.isEmpty()) {
      out.writeCharSequence(value, StandardCharsets.ISO_8859_1);
    }
    out.writeByte(0);
  }

  @Override
  public List<WireField> wireFields() {
    return List.of(wire);
  }

  @Override
  public String blank() {
    return "";
  }

  @Override
  public List<String> edges() {
    String full = "9".repeat(wire.maxOctets() - 1);
    return switch (form) {
      case ANY_LENGTH, ABSENT_AT_END -> List.of("", "x", full, "\u007f\u0080\u00ff");
      case EMPTY_OR_FULL -> List.of("", full);
      case NOT_EMPTY -> List.of("x", full);
    };
  }

  @Override
  public @Nullable Violation check(String value) {
    int length = value.length();
    int most = wire.maxOctets() - 1;
    if (length > most || (form == Form.EMPTY_OR_FULL && length != 0 && length != most)) {
      return violation(length + " characters, legal is " + sizes(most));
    }
    if (form == Form.NOT_EMPTY && length == 0) {
      return violation("must not be empty");
    }
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c == 0 || c > 0xFF) {
        return violation("character " + i + " has no octet of its own");
      }
    }
    return null;
  }

  private String sizes(int most) {
    return form == Form.EMPTY_OR_FULL ? "0 or " + most : "at most " + most;
  }

  private Violation violation(String reason) {
    return new Violation(name(), wire.status(), reason);
  }
}

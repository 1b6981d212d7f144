package org.messagecenter.protocol.capture;

import java.util.HexFormat;
import java.util.Locale;
import org.messagecenter.protocol.pdu.Octets;

/** The lines of one printed PDU: offset, name, value. */
final class Rows {
  /** Octets of hexadecimal on one line. */
  private static final int HEX_LINE = 32;

  private static final int NAME_WIDTH = 28;

  private final StringBuilder out;
  private final boolean offsets;

  Rows(StringBuilder out, boolean offsets) {
    this.out = out;
    this.offsets = offsets;
  }

  /**
   * One field.
   *
   * @param offset of its first octet in the PDU; negative when it has none of its own
   */
  void row(int offset, String name, String value) {
    out.append("  ");
    if (offsets) {
      out.append(offset < 0 ? "      " : String.format(Locale.ROOT, "%04x  ", offset));
    }
    out.append(name);
    for (int i = name.length(); i < NAME_WIDTH; i++) {
      out.append(' ');
    }
    out.append(' ').append(value).append('\n');
  }

  /** A line that is about the PDU rather than of it. */
  void remark(String text) {
    out.append("  ! ").append(text).append('\n');
  }

  /** Octets in hexadecimal, on as many lines as they need. */
  void hex(int offset, String name, String lead, Octets octets) {
    if (octets.length() <= HEX_LINE) {
      row(offset, name, lead + hex(octets));
      return;
    }
    row(offset, name, lead + octets.length() + " octets");
    for (int at = 0; at < octets.length(); at += HEX_LINE) {
      int count = Math.min(HEX_LINE, octets.length() - at);
      row(offset < 0 ? offset : offset + at, "", hex(octets.slice(at, count)));
    }
  }

  static String hex(Octets octets) {
    return octets.isEmpty()
        ? "(empty)"
        : HexFormat.ofDelimiter(" ")
            .formatHex(octets.array(), octets.offset(), octets.offset() + octets.length());
  }

  /**
   * A text between quotation marks. What a terminal would act on rather than show is written as an
   * escape, for the text comes from a stranger.
   */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints().forEach(c -> appendPrintable(quoted, c));
    return quoted.append('"').toString();
  }

  private static void appendPrintable(StringBuilder quoted, int c) {
    switch (c) {
      case '\n' -> quoted.append("\\n");
      case '\r' -> quoted.append("\\r");
      case '\t' -> quoted.append("\\t");
      case '"' -> quoted.append("\\\"");
      case '\\' -> quoted.append("\\\\");
      default -> {
        if (printable(c)) {
          quoted.appendCodePoint(c);
        } else {
          quoted.append(String.format(Locale.ROOT, c <= 0xFF ? "\\x%02x" : "\\u%04x", c));
        }
      }
    }
  }

  private static boolean printable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}

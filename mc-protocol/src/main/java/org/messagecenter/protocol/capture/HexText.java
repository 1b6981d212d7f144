package org.messagecenter.protocol.capture;

import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Octets written as hexadecimal digits, in whatever way: any spacing, {@code 0x} or {@code \x}
 * before them, colons, commas or dashes between them, or the dump of hexdump -C, xxd or tshark with
 * its offsets and its column of characters. Lines that start with # are comments.
 */
public final class HexText {
  /** Octets on a line of a dump. */
  private static final int DUMP_LINE = 16;

  private static final int SHORTEST_OFFSET = 4;

  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
  private int line;
  private boolean dump;

  private HexText() {}

  /**
   * The octets a text spells.
   *
   * @throws BadHex at the first character that belongs to no octet
   */
  public static byte[] parse(String text) throws BadHex {
    HexText hex = new HexText();
    List<String> lines = text.lines().toList();
    for (String each : lines) {
      hex.line(each);
    }
    return hex.octets.toByteArray();
  }

  private void line(String text) throws BadHex {
    line++;
    if (text.stripLeading().startsWith("#")) {
      return;
    }
    int data = afterOffset(text);
    if (data < 0) {
      digits(text, 0, text.length(), Integer.MAX_VALUE);
    } else {
      dump = true;
      digits(text, data, endOfDump(text, data), DUMP_LINE);
    }
  }

  /**
   * Where the octets of a dump line begin; negative for a line without an offset. An offset is told
   * from data by its value: it is the number of octets read so far.
   */
  private int afterOffset(String text) {
    int start = 0;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
      end++;
    }
    int length = end - start;
    if (length < SHORTEST_OFFSET
        || length > 8
        || Long.parseLong(text, start, end, 16) != octets.size()) {
      return -1;
    }
    boolean alone = text.substring(end).isBlank();
    boolean marked = text.startsWith(":", end) || text.startsWith("  ", end);
    if (alone ? dump : marked || dump) {
      return text.startsWith(":", end) ? end + 1 : end;
    }
    return -1;
  }

  /** Where the column of characters begins, or the line ends. */
  private static int endOfDump(String text, int data) {
    int end = text.indexOf('|', data);
    int from = data;
    while (from < text.length() && text.charAt(from) == ' ') {
      from++;
    }
    int gap = text.indexOf("   ", from);
    end = end < 0 ? text.length() : end;
    return gap < 0 ? end : Math.min(gap, end);
  }

  private void digits(String text, int from, int to, int most) throws BadHex {
    int count = 0;
    int at = from;
    while (at < to && count < most) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c) || c == ':' || c == ',' || c == '-') {
        at++;
      } else if (at + 1 < to && prefix(c, text.charAt(at + 1))) {
        at += 2;
      } else {
        int high = digit(text, at);
        if (at + 1 >= to || Character.digit(text.charAt(at + 1), 16) < 0) {
          throw new BadHex(line, at + 1, "one digit alone; an octet has two");
        }
        octets.write(high << 4 | digit(text, at + 1));
        count++;
        at += 2;
      }
    }
  }

  private static boolean prefix(char first, char second) {
    return (first == '0' || first == '\\') && (second == 'x' || second == 'X');
  }

  private int digit(String text, int at) throws BadHex {
    int digit = Character.digit(text.charAt(at), 16);
    if (digit < 0) {
      throw new BadHex(
          line, at + 1, Rows.quoted(text.substring(at, at + 1)) + " is no hexadecimal digit");
    }
    return digit;
  }
}

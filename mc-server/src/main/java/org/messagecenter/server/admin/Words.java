package org.messagecenter.server.admin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words of a request as one line, and back. */
final class Words {

  private Words() {}

  /** Words that {@link #split} makes of it again, as long as none has a control character. */
  static String join(List<String> words) {
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      if (line.length() > 0) {
        line.append(' ');
      }
      if (word.isEmpty() || word.chars().anyMatch(c -> c == ' ' || c == '"' || c == '\\')) {
        line.append('"').append(word.replaceAll("([\"\\\\])", "\\\\$1")).append('"');
      } else {
        line.append(word);
      }
    }
    return line.toString();
  }

  /** The words of a line; null when a quotation mark is never closed. */
  static @Nullable List<String> split(String line) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == ' ') {
        at++;
      } else if (c == '"') {
        at = quoted(line, at + 1, words);
        if (at < 0) {
          return null;
        }
      } else {
        int end = line.indexOf(' ', at);
        int to = end < 0 ? line.length() : end;
        words.add(line.substring(at, to));
        at = to;
      }
    }
    return words;
  }

  /** Where the line goes on behind a quoted word; -1 when that does not end. */
  private static int quoted(String line, int from, List<String> words) {
    StringBuilder word = new StringBuilder();
    for (int at = from; at < line.length(); at++) {
      char c = line.charAt(at);
      if (c == '"') {
        words.add(word.toString());
        return at + 1;
      }
      if (c == '\\' && at + 1 < line.length()) {
        at++;
      }
      word.append(line.charAt(at));
    }
    return -1;
  }
}

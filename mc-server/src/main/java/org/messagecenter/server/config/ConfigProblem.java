package org.messagecenter.server.config;

/**
 * One thing that is wrong in the configuration.
 *
 * @param file the file as the operator named it, or the command line flag ({@code --set})
 * @param line line in that file, 1 for the first; 0 when there is none
 * @param key full path of the key; empty when the problem is the file's
 * @param value the value as written; empty when it is missing or must not be shown
 * @param rule the rule that is broken, in words
 */
public record ConfigProblem(String file, int line, String key, String value, String rule) {

  /** Longer values are cut: a problem stays one line of a terminal. */
  private static final int SHOWN_VALUE = 80;

  /** A problem of a whole file. */
  public static ConfigProblem ofFile(String file, int line, String rule) {
    return new ConfigProblem(file, line, "", "", rule);
  }

  /** The line that an operator reads: {@code file:line: key = value: rule}. */
  @Override
  public String toString() {
    var text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
    }
    text.append(": ");
    if (!key.isEmpty()) {
      text.append(key);
      if (!value.isEmpty()) {
        text.append(" = ").append(shown());
      }
      text.append(": ");
    }
    return text.append(rule).toString();
  }

  private String shown() {
    String oneLine = value.replaceAll("\\s+", " ");
    return oneLine.length() <= SHOWN_VALUE ? oneLine : oneLine.substring(0, SHOWN_VALUE) + "…";
  }
}

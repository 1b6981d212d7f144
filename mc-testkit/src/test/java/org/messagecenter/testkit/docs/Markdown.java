package org.messagecenter.testkit.docs;

import java.util.Collection;
import java.util.stream.Collectors;

/** A page of Markdown, written from top to bottom. */
final class Markdown {
  /** What stands in a cell that has nothing to say. */
  static final String NOTHING = "–";

  private final StringBuilder text = new StringBuilder();

  /** Begins a page of the protocol. */
  Markdown(String title) {
    this(title, "ProtocolDocsTest from the tables of the program");
  }

  /**
   * Begins a page.
   *
   * @param origin which test writes it, and what from
   */
  Markdown(String title, String origin) {
    text.append("<!-- Written by ")
        .append(origin)
        .append("; see CONTRIBUTING.md for the command. -->\n\n# ")
        .append(title)
        .append('\n');
  }

  /** Begins a section. */
  Markdown section(String title) {
    text.append("\n## ").append(title).append('\n');
    return this;
  }

  /** Adds a paragraph. */
  Markdown paragraph(String words) {
    text.append('\n').append(words).append('\n');
    return this;
  }

  /** Begins a table. */
  Markdown table(String... columns) {
    text.append('\n');
    row(columns);
    text.append("|---".repeat(columns.length)).append("|\n");
    return this;
  }

  /** Adds a row to the table begun last. */
  Markdown row(String... cells) {
    for (String cell : cells) {
      String escaped = cell.replace("|", "\\|");
      text.append("| ").append(escaped.isEmpty() ? NOTHING : escaped).append(' ');
    }
    text.append("|\n");
    return this;
  }

  /** The words with commas between them. */
  static String list(Collection<String> words) {
    return words.stream().collect(Collectors.joining(", "));
  }

  /** A word in the type of code. */
  static String code(String word) {
    return "`" + word + "`";
  }

  /** A link whose text is code. */
  static String link(String word, String target) {
    return "[`" + word + "`](" + target + ")";
  }

  @Override
  public String toString() {
    return text.toString();
  }
}

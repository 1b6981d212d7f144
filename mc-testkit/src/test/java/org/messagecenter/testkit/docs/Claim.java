package org.messagecenter.testkit.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One line of {@code pics.csv}: what this server does, and the tests that prove it.
 *
 * @param kind what the item is
 * @param item the wire name of a command or a TLV, or a feature in words
 * @param versions the versions it holds for, as in {@code 3.4}
 * @param role of a command whether the server {@code receives} or {@code sends} it; of a TLV the
 *     commands in which it was tested; of a feature nothing
 * @param supported false for what the server refuses on purpose
 * @param tests each {@code Class#method}
 * @param note what a reader has to know besides
 */
record Claim(
    Kind kind,
    String item,
    List<String> versions,
    List<String> role,
    boolean supported,
    List<String> tests,
    String note) {
  private static final int COLUMNS = 7;
  private static final String RESOURCE = "/pics.csv";

  /** What can be claimed. */
  enum Kind {
    COMMAND,
    TLV,
    FEATURE
  }

  /** All claims, in the order of the file. */
  static List<Claim> all() {
    try (InputStream in = Claim.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    Objects.requireNonNull(in, RESOURCE), StandardCharsets.UTF_8))) {
      return lines.lines().skip(1).filter(line -> !line.isBlank()).map(Claim::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Claim parse(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException(COLUMNS + " cells expected: " + line);
    }
    return new Claim(
        Kind.valueOf(cells[0].toUpperCase(Locale.ROOT)),
        cells[1],
        words(cells[2]),
        words(cells[3]),
        switch (cells[4]) {
          case "yes" -> true;
          case "no" -> false;
          default -> throw new IllegalArgumentException("neither yes nor no: " + line);
        },
        words(cells[5]),
        cells[6]);
  }

  private static List<String> words(String cell) {
    return cell.isEmpty() ? List.of() : List.of(cell.split(" "));
  }

  @Override
  public String toString() {
    return item + " " + versions + " " + role;
  }
}

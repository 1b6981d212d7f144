package org.messagecenter.protocol.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The tables of the specifications as this project took them down, one {@link Row} per line. */
public final class SpecCsv {
  private SpecCsv() {}

  /** One line of a table. */
  public record Row(Map<String, String> cells) {
    /** The cell in this column, which must exist. */
    public String get(String column) {
      return Objects.requireNonNull(cells.get(column), column);
    }

    /** The first cell, to tell the cases of a test apart. */
    @Override
    public String toString() {
      return cells.values().iterator().next();
    }
  }

  /** Rows of {@code spec/name} by column. */
  public static List<Row> rows(String name) {
    try (InputStream in = SpecCsv.class.getResourceAsStream("/spec/" + name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      List<String> columns = cells(lines.get(0));
      return lines.stream().skip(1).map(line -> row(columns, cells(line))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code 0x...} as an int. */
  public static int hex(String cell) {
    return Integer.parseUnsignedInt(cell.substring(2), 16);
  }

  private static Row row(List<String> columns, List<String> cells) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      row.put(columns.get(i), cells.get(i));
    }
    return new Row(row);
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }
}

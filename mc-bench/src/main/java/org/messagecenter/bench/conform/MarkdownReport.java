package org.messagecenter.bench.conform;

import java.util.List;

/** The report as a Markdown page. */
final class MarkdownReport {
  private MarkdownReport() {}

  static String of(Target target, List<Result> results, Pics pics) {
    StringBuilder out = new StringBuilder();
    out.append("# SMPP conformance of ").append(target.host()).append(':').append(target.port());
    out.append("\n\n").append(Summary.of(results)).append(".\n");
    table(out, "Versions and features", "feature", pics.features());
    table(out, "Commands", "command", pics.commands());
    table(out, "TLVs", "TLV", pics.tlvs());
    out.append("\n## Checks\n\n| check | says | spec | outcome | found |\n|---|---|---|---|---|\n");
    for (Result result : results) {
      Check check = result.check();
      out.append("| ")
          .append(String.join(" | ", check.id(), cell(check.title()), cell(check.spec())))
          .append(" | ")
          .append(result.outcome().word())
          .append(" | ")
          .append(cell(found(result)))
          .append(" |\n");
    }
    return out.toString();
  }

  private static void table(StringBuilder out, String title, String column, List<Pics.Row> rows) {
    out.append("\n## ").append(title).append("\n\n| ").append(column).append(" | verdict |\n");
    out.append("|---|---|\n");
    for (Pics.Row row : rows) {
      out.append("| ").append(cell(row.subject())).append(" | ").append(row.verdict());
      out.append(" |\n");
    }
  }

  private static String found(Result result) {
    String came =
        result.expected().isEmpty()
            ? result.came()
            : "expected " + result.expected() + "; came " + result.came();
    String notes = String.join("; ", result.notes());
    return came.isEmpty() || notes.isEmpty() ? came + notes : came + "; " + notes;
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }
}

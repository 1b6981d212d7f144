package org.messagecenter.bench.conform;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The report for the terminal: a line as each check ends, the statement at the end. */
final class TextReport {
  private static final String INDENT = " ".repeat(15);

  private final PrintWriter out;

  TextReport(PrintWriter out) {
    this.out = out;
  }

  void head(Target target) {
    out.println(
        "SMPP conformance of "
            + target.host()
            + ":"
            + target.port()
            + (target.tls() == null ? "" : " over TLS")
            + ", account "
            + target.account());
    out.println();
  }

  void result(Result result) {
    Check check = result.check();
    out.println(
        String.format(
            Locale.ROOT,
            "%-14s %-34s %s  [%s]",
            result.outcome().word(),
            check.id(),
            check.title(),
            check.spec()));
    if (!result.expected().isEmpty()) {
      out.println(INDENT + "expected: " + result.expected());
      out.println(INDENT + "came:     " + result.came());
    } else if (!result.came().isEmpty()) {
      out.println(INDENT + result.came());
    }
    for (String note : result.notes()) {
      out.println(INDENT + "note: " + note);
    }
    out.flush();
  }

  void end(List<Result> results, Pics pics) {
    table("Versions and features", pics.features());
    table("Commands", pics.commands());
    table("TLVs", pics.tlvs());
    out.println();
    out.println(Summary.of(results));
    out.flush();
  }

  private void table(String title, List<Pics.Row> rows) {
    out.println();
    out.println(title);
    for (Pics.Row row : rows) {
      out.println(String.format(Locale.ROOT, "  %-40s %s", row.subject(), row.verdict()));
    }
  }
}

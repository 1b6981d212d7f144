package org.messagecenter.bench.conform;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The report for programs: one JSON object. */
final class JsonReport {
  private JsonReport() {}

  static String of(Target target, List<Result> results, Pics pics) {
    return "{\"host\":"
        + text(target.host())
        + ",\"port\":"
        + target.port()
        + ",\"tls\":"
        + (target.tls() != null)
        + ",\"account\":"
        + text(target.account())
        + ",\"passed\":"
        + Summary.passed(results)
        + ",\"checks\":["
        + results.stream().map(JsonReport::check).collect(Collectors.joining(",\n"))
        + "],\n\"features\":"
        + rows(pics.features())
        + ",\n\"commands\":"
        + rows(pics.commands())
        + ",\n\"tlvs\":"
        + rows(pics.tlvs())
        + "}\n";
  }

  private static String check(Result result) {
    Check check = result.check();
    return "{\"id\":"
        + text(check.id())
        + ",\"title\":"
        + text(check.title())
        + ",\"spec\":"
        + text(check.spec())
        + ",\"version\":"
        + text(check.version().label())
        + ",\"outcome\":"
        + text(result.outcome().word())
        + ",\"expected\":"
        + text(result.expected())
        + ",\"came\":"
        + text(result.came())
        + ",\"notes\":["
        + result.notes().stream().map(JsonReport::text).collect(Collectors.joining(","))
        + "],\"millis\":"
        + result.millis()
        + "}";
  }

  private static String rows(List<Pics.Row> rows) {
    return rows.stream()
        .map(row -> text(row.subject()) + ":" + text(row.verdict()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** A JSON string; what came from the message center may hold any character. */
  static String text(String value) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}

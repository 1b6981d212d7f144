package org.messagecenter.server.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One reading of the configuration, of however many files: what was read and what was wrong. */
final class Reading {

  /** "text", "text: line" or "merge of text: line,text: line,…". */
  private static final Pattern DESCRIPTION =
      Pattern.compile("(?s)(?:merge of )?([^,]*?)(?:: (\\d+)(?:-\\d+)?)?(?:,.*)?");

  final PathRule paths;
  private final List<Section> roots = new ArrayList<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  Reading(PathRule paths) {
    this.paths = paths;
  }

  /** A section that is no part of another: the whole of a file. */
  Section root(ConfigObject object) {
    var root = new Section("", object, this, false);
    roots.add(root);
    return root;
  }

  List<Section> roots() {
    return roots;
  }

  void add(ConfigProblem problem) {
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  void add(ConfigOrigin origin, String key, String value, String rule) {
    add(new ConfigProblem(fileOf(origin), lineOf(origin), key, value, rule));
  }

  void verify() throws ConfigException {
    if (!problems.isEmpty()) {
      throw new ConfigException(
          problems.stream()
              .sorted(
                  Comparator.comparing(ConfigProblem::file)
                      .thenComparingInt(ConfigProblem::line)
                      .thenComparing(ConfigProblem::key))
              .toList());
    }
  }

  static String fileOf(ConfigOrigin origin) {
    String filename = origin.filename();
    return filename == null ? origins(origin).group(1) : filename;
  }

  /** The line; 0 for a value of the command line, whose one line tells nothing. */
  static int lineOf(ConfigOrigin origin) {
    if (fileOf(origin).startsWith("--")) {
      return 0;
    }
    String line = origins(origin).group(2);
    return line == null ? Math.max(0, origin.lineNumber()) : Integer.parseInt(line);
  }

  /** An object that several sources share has them all; the first wins, so it is the one named. */
  private static Matcher origins(ConfigOrigin origin) {
    Matcher matcher = DESCRIPTION.matcher(origin.description());
    if (!matcher.matches()) {
      throw new IllegalStateException(origin.description());
    }
    return matcher;
  }

  /** The value as the operator would write it. */
  static String written(@Nullable ConfigValue value) {
    if (value == null) {
      return "";
    }
    return switch (value.valueType()) {
      case STRING, BOOLEAN -> String.valueOf(value.unwrapped());
      // Its digits as they stand there: numbers of phones and networks begin with zeros.
      case NUMBER -> value.atKey("v").getString("v");
      case NULL -> "null";
      case OBJECT -> "{…}";
      case LIST -> value.render(ConfigRenderOptions.concise());
    };
  }
}

package org.messagecenter.testkit.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.messagecenter.server.ServerSettings;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.config.Section.Expected;
import org.messagecenter.server.metric.MetricSettings;

/**
 * Every setting: what the reference says about it, and what the settings records take for it.
 *
 * <p>The latter is found out by letting them read the shipped settings.
 */
final class ConfigurationPage {
  private static final String NAMESPACE = ConfigSource.NAMESPACE + ".";
  private static final String BETWEEN = "<br>";
  private static final Pattern MEANS_SOMETHING = Pattern.compile("[*<]");

  /** Entries where the shipped setting has none, so that what they take is asked for. */
  private static final Map<String, String> SAMPLES =
      Map.of(
          "scenario.delivery-delay", "0",
          "submit.default-messages", "{ \"1\" = text }",
          "broadcast.areas", "[{ name = area, success = 1 }]");

  private ConfigurationPage() {}

  /** The reference as it is shipped. */
  static List<ReferenceText.Section> reference() {
    try (InputStream in = ConfigSource.class.getResourceAsStream("/reference.conf")) {
      return ReferenceText.read(
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the settings records take, by path. */
  static Map<String, Expected> expected() throws ConfigException {
    ConfigSource source = ConfigSource.shipped(Repository.root());
    for (Map.Entry<String, String> sample : SAMPLES.entrySet()) {
      source = source.with(sample.getKey(), sample.getValue());
    }
    Section root = source.load();
    ServerSettings.from(root);
    MetricSettings.from(root.section("metric"));
    root.verify();
    return new TreeMap<>(root.expected());
  }

  static String text() throws ConfigException {
    Map<String, Expected> expected = expected();
    Markdown page =
        new Markdown(
            "Configuration", "ConfigurationDocsTest from reference.conf and the settings records");
    page.paragraph(
        """
        Every setting of the message center, with the value it has when nothing is said about it.
        What is to differ goes into `conf/message-center.conf`, inside `message-center { … }`, or
        onto the command line: `--set listen.port=2776`. `mc check-config` reads everything and
        lists each problem with file, line, key and rule; a key that nobody knows is one."""
            .strip());
    page.paragraph(
        """
        Sizes take `B`, `KiB`, `MiB`, `GiB`; durations `us`, `ms`, `s`, `m`, `h`, `d`, and always
        their unit; what is `null` is not set. A relative path starts at the directory of the file
        it is written in; one from the command line at the working directory; a shipped one at the
        home directory of the installation."""
            .strip());
    for (ReferenceText.Section section : reference()) {
      if (section.path().startsWith(NAMESPACE)) {
        section(page, section, expected);
      }
    }
    return page.toString();
  }

  private static void section(
      Markdown page, ReferenceText.Section section, Map<String, Expected> expected) {
    page.section(section.path().substring(NAMESPACE.length()));
    section.comments().forEach(words -> page.paragraph(plain(words)));
    if (section.groups().isEmpty()) {
      return;
    }
    page.table("setting", "default", "takes", "meaning");
    for (ReferenceText.Group group : section.groups()) {
      page.row(
          each(group, setting -> Markdown.code(setting.key())),
          each(group, setting -> Markdown.code(setting.shipped())),
          each(group, setting -> plain(takes(setting, expected))),
          plain(group.comment()));
    }
  }

  private static String each(
      ReferenceText.Group group, Function<ReferenceText.Setting, String> cell) {
    return group.settings().stream().map(cell).collect(Collectors.joining(BETWEEN));
  }

  /** What a setting takes, in words. */
  static String takes(ReferenceText.Setting setting, Map<String, Expected> expected) {
    Expected own = expected.get(setting.path());
    if (own != null) {
      return own.list() ? "a list, each " + own.rule() : own.rule();
    }
    String entry = setting.path() + "[0].";
    String fields =
        expected.entrySet().stream()
            .filter(field -> field.getKey().startsWith(entry))
            .map(field -> field.getKey().substring(entry.length()) + ": " + field.getValue().rule())
            .collect(Collectors.joining("; "));
    if (!fields.isEmpty()) {
      return "a list of { … } with " + fields;
    }
    String name = setting.path() + ".";
    return expected.entrySet().stream()
        .filter(value -> value.getKey().startsWith(name))
        .map(value -> "{ name = value, … }, each value " + value.getValue().rule())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nobody reads " + setting.path()));
  }

  /** Without what Markdown would take for its own. */
  private static String plain(String words) {
    return MEANS_SOMETHING.matcher(words).replaceAll("\\\\$0");
  }
}

package org.messagecenter.testkit.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
  private static final String POLICY = "[].policy.";
  private static final Pattern PLACE = Pattern.compile("\\[\\d+]");
  private static final Pattern NUMBERED = Pattern.compile("<(\\w+)-\\d+>");
  private static final Pattern MEANS_SOMETHING = Pattern.compile("[*<]");

  /** Entries where the shipped setting has none, so that what they take is asked for. */
  private static final Map<String, String> SAMPLES =
      Map.of(
          "deliver.retry.billing.single-shot-tlv", "1",
          "scenario.delivery-delay", "0",
          "submit.default-messages", "{ \"1\" = text }",
          "broadcast.areas", "[{ name = area, success = 1 }]");

  /** Files of entries, each with a sample that has everything. */
  private static final List<EntryFile> FILES =
      List.of(
          new EntryFile("accounts.file", "accounts.conf", "[Accounts](accounts.md)"),
          new EntryFile("carriers.file", "carriers.conf", "[The relay](relay.md)"),
          new EntryFile("routes.file", "routes.conf", "[Routing](routing.md)"),
          new EntryFile("routes.networks", "networks.conf", "[Routing](routing.md)"),
          new EntryFile(
              "scenario.file", "scenario.conf", "`conf/scenarios/default.conf`, in its comments,"));

  /**
   * @param setting the setting that names the file
   * @param sample below the samples of these tests
   * @param explained what explains the entries
   */
  record EntryFile(String setting, String sample, String explained) {}

  /**
   * What was taken for the settings, and for the keys of each file by the setting that names it.
   */
  record Read(Map<String, Expected> settings, Map<String, Map<String, Expected>> files) {}

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

  /** Has the settings records read the reference and the samples. */
  static Read read() throws ConfigException {
    ConfigSource source = ConfigSource.shipped(Repository.root());
    for (Map.Entry<String, String> sample : SAMPLES.entrySet()) {
      source = source.with(sample.getKey(), sample.getValue());
    }
    Path samples = Repository.root().resolve("mc-testkit/src/test/resources/samples");
    for (EntryFile file : FILES) {
      source = source.with(file.setting, samples.resolve(file.sample).toString());
    }
    Section root = source.load();
    ServerSettings.from(root);
    MetricSettings.from(root.section("metric"));
    root.verify();
    Map<String, Map<String, Expected>> files = new LinkedHashMap<>();
    for (EntryFile file : FILES) {
      files.put(file.setting, keys(root, samples.resolve(file.sample)));
    }
    return new Read(new TreeMap<>(root.expected()), files);
  }

  /** What was taken for the keys of a file, whichever entry they stood in. */
  private static Map<String, Expected> keys(Section root, Path file) {
    Map<String, Expected> keys = new TreeMap<>();
    for (Section section : root.included()) {
      if (section.place().startsWith(file.toString())) {
        section.expected().forEach((path, taken) -> keys.put(anyEntry(path), taken));
      }
    }
    if (keys.isEmpty()) {
      throw new IllegalStateException("nobody read " + file);
    }
    return keys;
  }

  /** The path without what tells one entry from another. */
  private static String anyEntry(String path) {
    return NUMBERED.matcher(PLACE.matcher(path).replaceAll("[]")).replaceAll("<$1>");
  }

  static String text() throws ConfigException {
    Read read = read();
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
        section(page, section, read.settings);
      }
    }
    for (EntryFile file : FILES) {
      entries(page, file, Objects.requireNonNull(read.files.get(file.setting)));
    }
    return page.toString();
  }

  private static void entries(Markdown page, EntryFile file, Map<String, Expected> keys) {
    page.section("The file that " + file.setting + " names");
    page.paragraph(
        file.explained
            + " tells what each key means. What must be there inside of something that may be"
            + " missing, must be there where that is.");
    page.table("key", "takes", "may be missing");
    boolean policy = false;
    for (Map.Entry<String, Expected> key : keys.entrySet()) {
      if (key.getKey().contains(POLICY)) {
        if (!policy) {
          String path = key.getKey();
          page.row(
              Markdown.code(path.substring(0, path.indexOf(POLICY) + POLICY.length() - 1)),
              "the settings of [policy](#policy)",
              "yes");
        }
        policy = true;
        continue;
      }
      page.row(
          Markdown.code(key.getKey()),
          plain(words(key.getValue())),
          key.getValue().optional() ? "yes" : "no");
    }
  }

  private static String words(Expected expected) {
    return expected.list() ? "a list, each " + expected.rule() : expected.rule();
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

  /** What is the same for all settings of a group stands there once. */
  private static String each(
      ReferenceText.Group group, Function<ReferenceText.Setting, String> cell) {
    List<String> cells = group.settings().stream().map(cell).toList();
    return cells.stream().distinct().count() == 1 ? cells.get(0) : String.join(BETWEEN, cells);
  }

  /** What a setting takes, in words. */
  static String takes(ReferenceText.Setting setting, Map<String, Expected> expected) {
    Expected own = expected.get(setting.path());
    if (own != null) {
      return words(own);
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
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "nobody reads "
                        + setting.path()
                        + ", or only when it is set: then SAMPLES should set it"));
  }

  /** Without what Markdown would take for its own. */
  private static String plain(String words) {
    return MEANS_SOMETHING.matcher(words).replaceAll("\\\\$0");
  }
}

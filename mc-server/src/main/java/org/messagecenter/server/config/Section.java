package org.messagecenter.server.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One object of the configuration, read by the feature it belongs to.
 *
 * <p>Every key is asked for by its name, without dots. A method whose name starts with {@code
 * optional} takes a missing key (or {@code null}) for "not set"; for all others a missing key is a
 * problem. No method throws for bad input: the problem is noted and a harmless value answered (the
 * lower limit, the first constant, an empty text or list), so that one reading finds all problems.
 * The one who read the whole then calls {@link #verify()}.
 *
 * <p>Not thread-safe; read at start, kept by nobody.
 */
public final class Section {

  private static final ValueParser<String> TEXT = ValueParser.text();
  private static final ValueParser<String> PATH =
      ValueParser.text(Pattern.compile("(?s).+"), "a path");

  private final String path;
  private final Reading reading;
  private final SectionKeys keys;

  private final Map<String, Section> children = new LinkedHashMap<>();

  /**
   * What the feature takes for a key.
   *
   * @param rule the rule of the value, or of each element of a list, in words: "a text"
   * @param list whether the value is a list
   * @param optional whether the key may be missing, or null
   */
  public record Expected(String rule, boolean list, boolean optional) {}

  Section(String path, ConfigObject object, Reading reading, boolean muted) {
    this.path = path;
    this.reading = reading;
    this.keys = new SectionKeys(path, object, reading, muted);
  }

  /** Full path of this section, as problems print it; empty for the root of an accounts file. */
  public String path() {
    return path;
  }

  /** Where this section starts: {@code file:line}, or the file when the line is not known. */
  public String place() {
    int line = Reading.lineOf(keys.place());
    return Reading.fileOf(keys.place()) + (line > 0 ? ":" + line : "");
  }

  /** Whether the key is set; asking makes it a known key, and one that may be missing. */
  public boolean has(String key) {
    return keys.has(key);
  }

  /** A text, possibly empty. */
  public String string(String key) {
    return keys.read(key, TEXT, "");
  }

  /**
   * A text that matches a pattern as a whole.
   *
   * @param rule the pattern in words, to follow "must be"
   */
  public String string(String key, Pattern pattern, String rule) {
    return keys.read(key, ValueParser.text(pattern, rule), "");
  }

  /** A text, or empty when the key is not set. */
  public Optional<String> optionalString(String key) {
    return keys.optional(key, TEXT, "");
  }

  /** A text that matches a pattern as a whole, or empty when the key is not set. */
  public Optional<String> optionalString(String key, Pattern pattern, String rule) {
    return keys.optional(key, ValueParser.text(pattern, rule), "");
  }

  /**
   * A text that is never printed, and matches a pattern as a whole.
   *
   * @param rule the pattern in words, to follow "must be"
   */
  public String secret(String key, Pattern pattern, String rule) {
    keys.keepSecret(key);
    return keys.read(key, ValueParser.text(pattern, rule), "");
  }

  /** A text that is never printed, or empty when the key is not set. */
  public Optional<String> optionalSecret(String key) {
    keys.keepSecret(key);
    return optionalString(key);
  }

  /** A whole number from {@code min} to {@code max}, both included. */
  public int integer(String key, int min, int max) {
    return (int) wholeNumber(key, min, max);
  }

  /** A whole number from {@code min} to {@code max}, both included. */
  public long wholeNumber(String key, long min, long max) {
    return keys.read(key, ValueParser.wholeNumber(min, max), min);
  }

  /** A whole number in the range, or empty when the key is not set. */
  public OptionalInt optionalInteger(String key, int min, int max) {
    Optional<Long> number = keys.optional(key, ValueParser.wholeNumber(min, max), (long) min);
    return number.isPresent() ? OptionalInt.of((int) (long) number.get()) : OptionalInt.empty();
  }

  /** A number from {@code min} to {@code max}, both included. */
  public double decimal(String key, double min, double max) {
    return keys.read(key, ValueParser.decimal(min, max), min);
  }

  /** A TCP port, 0 for any free one; empty for {@code off}. */
  public OptionalInt port(String key) {
    return keys.read(key, ValueParser.port(), OptionalInt.empty());
  }

  /** An address of this or another host; a name is looked up. */
  public InetAddress address(String key) {
    return keys.read(key, ValueParser.address(), InetAddress.getLoopbackAddress());
  }

  /** A duration with its unit ({@code 300ms}, {@code 10s}, {@code 5m}, {@code 24h}, {@code 7d}). */
  public Duration duration(String key, Duration min, Duration max) {
    return keys.read(key, ValueParser.duration(min, max), min);
  }

  /** A size in octets, a unit allowed ({@code 512}, {@code 64KiB}, {@code 2GiB}). */
  public long bytes(String key, long min, long max) {
    return keys.read(key, ValueParser.bytes(min, max), min);
  }

  /** A size like {@link #bytes}, or {@code automatic} for {@code auto}. */
  public long bytesOrAuto(String key, long min, long max, long automatic) {
    return keys.read(key, ValueParser.orAuto(ValueParser.bytes(min, max), automatic), automatic);
  }

  /** A number like {@link #integer}, or {@code automatic} for {@code auto}. */
  public int integerOrAuto(String key, int min, int max, int automatic) {
    ValueParser<Long> parser = ValueParser.orAuto(ValueParser.wholeNumber(min, max), automatic);
    return (int) (long) keys.read(key, parser, (long) automatic);
  }

  /** {@code true}, {@code yes} or {@code on}; {@code false}, {@code no} or {@code off}. */
  public boolean bool(String key) {
    return keys.read(key, ValueParser.bool(), false);
  }

  /** A moment, ISO 8601 with its offset: {@code 2026-07-01T12:00:00Z}; empty when not set. */
  public Optional<Instant> optionalInstant(String key) {
    return keys.optional(key, ValueParser.instant(), Instant.EPOCH);
  }

  /** One of the constants of an enum, written in lower case with dashes. */
  public <E extends Enum<E>> E oneOf(String key, Class<E> type) {
    return keys.read(key, ValueParser.constant(type), type.getEnumConstants()[0]);
  }

  /** One of the constants of an enum, or empty when the key is not set. */
  public <E extends Enum<E>> Optional<E> optionalOneOf(String key, Class<E> type) {
    return keys.optional(key, ValueParser.constant(type), type.getEnumConstants()[0]);
  }

  /**
   * A path of the file system. A relative one starts where it is written: at the directory of its
   * file, at the working directory when given on the command line, at the home directory of the
   * installation when shipped.
   */
  public Path file(String key) {
    ConfigValue value = keys.value(key);
    String text = keys.read(key, PATH, ".");
    return reading.paths.resolve(value == null ? keys.place() : value.origin(), text);
  }

  /** A path as of {@link #file}, or empty when the key is not set. */
  public Optional<Path> optionalFile(String key) {
    boolean set = has(key);
    keys.expect(key, PATH, false);
    return set ? Optional.of(file(key)) : Optional.empty();
  }

  /** A path as of {@link #optionalFile}; a problem if no file that can be read is there. */
  public Optional<Path> optionalReadableFile(String key) {
    Optional<Path> file = optionalFile(key);
    file.ifPresent(path -> mustBeReadable(key, path));
    return file;
  }

  /**
   * A path as of {@link #file}; a problem if an operator named it and no file that can be read is
   * there. The one that is shipped need not exist.
   */
  public Path readableFileOrShipped(String key) {
    Path file = file(key);
    ConfigValue value = keys.value(key);
    if (value != null && !PathRule.shipped(value.origin())) {
      mustBeReadable(key, file);
    }
    return file;
  }

  private void mustBeReadable(String key, Path file) {
    if (!(Files.isRegularFile(file) && Files.isReadable(file))) {
      problem(key, "must name a file that can be read, and " + file + " cannot");
    }
  }

  /** A list of texts, possibly empty. */
  public List<String> strings(String key) {
    return keys.list(key, TEXT);
  }

  /** A list of texts, each of which matches the pattern as a whole. */
  public List<String> strings(String key, Pattern pattern, String rule) {
    return keys.list(key, ValueParser.text(pattern, rule));
  }

  /** One text or a list of texts, at least one, each of which matches the pattern as a whole. */
  public List<String> oneOrMore(String key, Pattern pattern, String rule) {
    notEmpty(key);
    return keys.value(key) instanceof ConfigList
        ? strings(key, pattern, rule)
        : List.of(string(key, pattern, rule));
  }

  private void notEmpty(String key) {
    if (keys.value(key) instanceof ConfigList list && list.isEmpty()) {
      keys.note(list.origin(), key, Reading.written(list), "must have one element at least");
    }
  }

  /** One constant of an enum or a list of them, at least one. */
  public <E extends Enum<E>> List<E> oneOrMore(String key, Class<E> type) {
    notEmpty(key);
    return keys.value(key) instanceof ConfigList ? manyOf(key, type) : List.of(oneOf(key, type));
  }

  /** A list of constants of an enum. */
  public <E extends Enum<E>> List<E> manyOf(String key, Class<E> type) {
    return keys.list(key, ValueParser.constant(type));
  }

  /** A list of durations. */
  public List<Duration> durations(String key, Duration min, Duration max) {
    return keys.list(key, ValueParser.duration(min, max));
  }

  /** The object under the key. */
  public Section section(String key) {
    ConfigValue value = keys.required(key);
    if (value instanceof ConfigObject child) {
      return child(keys.join(key), child, false);
    }
    if (value != null) {
      keys.note(value.origin(), key, Reading.written(value), "must be a section: { … }");
    }
    return child(keys.join(key), ConfigFactory.empty().root().withOrigin(keys.place()), true);
  }

  /** The object under the key, or empty when the key is not set. */
  public Optional<Section> optionalSection(String key) {
    return has(key) ? Optional.of(section(key)) : Optional.empty();
  }

  /** A list of objects, possibly empty. */
  public List<Section> sections(String key) {
    var result = new ArrayList<Section>();
    for (SectionKeys.Element element : keys.elements(key)) {
      if (element.value() instanceof ConfigObject child) {
        result.add(child(keys.join(element.key()), child, false));
      } else {
        keys.note(element, "must be a section: { … }");
      }
    }
    return result;
  }

  /** An object whose keys are names chosen by the operator: name to section, by line. */
  public Map<String, Section> named(String key) {
    Section parent = section(key);
    var result = new LinkedHashMap<String, Section>();
    for (String name : parent.keys.namesByLine()) {
      if (parent.has(name)) {
        result.put(name, parent.section(name));
      }
    }
    return result;
  }

  /**
   * The whole of this section as lists of texts, each of which matches the pattern as a whole: name
   * chosen by the operator to list, by line.
   */
  public Map<String, List<String>> lists(Pattern pattern, String rule) {
    var result = new LinkedHashMap<String, List<String>>();
    for (String name : keys.namesByLine()) {
      if (has(name)) {
        result.put(name, strings(name, pattern, rule));
      }
    }
    return result;
  }

  /**
   * The whole of this section as texts, each of which matches the pattern as a whole: name chosen
   * by the operator to text, by line.
   */
  public Map<String, String> texts(Pattern pattern, String rule) {
    var result = new LinkedHashMap<String, String>();
    for (String name : keys.namesByLine()) {
      optionalString(name, pattern, rule).ifPresent(text -> result.put(name, text));
    }
    return result;
  }

  /** Notes that a value, though readable, breaks a rule of the feature. */
  public void problem(String key, String rule) {
    keys.problem(key, rule);
  }

  /**
   * Ends the reading of all files that were read together with this section: keys in the operator's
   * files or flags that nobody asked for are noted, with the nearest known key.
   *
   * @throws ConfigException if there is any problem, in this section or in others read with it
   */
  public void verify() throws ConfigException {
    reading.roots().forEach(Section::noteUnknownKeys);
    reading.verify();
  }

  /**
   * Ends the reading of a part of the configuration: keys that nobody asked for are others'.
   *
   * @throws ConfigException if there is any problem in what was read
   */
  public void verifyPart() throws ConfigException {
    reading.verify();
  }

  /** Paths of shipped settings that nobody read: dead entries of the reference. */
  public List<String> unreadDefaults() {
    var unread = new ArrayList<>(keys.unreadDefaults());
    children.values().forEach(child -> unread.addAll(child.unreadDefaults()));
    return unread.stream().sorted().toList();
  }

  /** What was taken for each key so far that has a value of its own, by its whole path. */
  public Map<String, Expected> expected() {
    var all = new TreeMap<>(keys.expected());
    children.values().forEach(child -> all.putAll(child.expected()));
    return all;
  }

  /** The other files that were read together with this section, in that order. */
  public List<Section> included() {
    return reading.roots().stream().skip(1).toList();
  }

  Reading reading() {
    return reading;
  }

  private void noteUnknownKeys() {
    if (keys.muted()) {
      return;
    }
    keys.noteUnknown();
    children.values().forEach(Section::noteUnknownKeys);
  }

  /** The same section for the same key, so that all who read it add to the keys known. */
  private Section child(String childPath, ConfigObject child, boolean childMuted) {
    return children.computeIfAbsent(
        childPath, p -> new Section(p, child, reading, childMuted || keys.muted()));
  }

  /** The spelling of an enum constant in the configuration: lower case with dashes. */
  public static String spelling(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static String spellings(Class<? extends Enum<?>> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Section::spelling)
        .collect(Collectors.joining(", "));
  }
}

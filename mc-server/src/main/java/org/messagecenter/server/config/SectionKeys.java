package org.messagecenter.server.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one {@link Section}: their values as they are written, what was asked for and how,
 * and the problems they have.
 */
final class SectionKeys {

  /** A misspelt key may hold a secret too, so the name decides. */
  private static final Pattern SECRET_NAME = Pattern.compile("(?i)pass|secret|hash");

  private final String path;
  private final ConfigObject object;
  private final ConfigOrigin place;
  private final Reading reading;

  /** True for the stand-in of a missing section: its problem is noted, more would be noise. */
  private final boolean muted;

  private final TreeSet<String> asked = new TreeSet<>();
  private final Map<String, Section.Expected> expected = new TreeMap<>();
  private final Set<String> probed = new HashSet<>();
  private final Set<String> secrets = new HashSet<>();

  /** One element of a list, and the key it is named by in problems. */
  record Element(String key, ConfigValue value) {}

  SectionKeys(String path, ConfigObject object, Reading reading, boolean muted) {
    this.path = path;
    this.object = object;
    this.place = object.origin();
    this.reading = reading;
    this.muted = muted;
  }

  boolean muted() {
    return muted;
  }

  /** Where the section starts. */
  ConfigOrigin place() {
    return place;
  }

  /** The key's whole path. */
  String join(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** The key's values are never printed from now on. */
  void keepSecret(String key) {
    secrets.add(key);
  }

  /** Whether the key is set; asking makes it a known key, and one that may be missing. */
  boolean has(String key) {
    probed.add(key);
    return value(key) != null;
  }

  /** The value; null for none. Asking makes the key a known one. */
  @Nullable ConfigValue value(String key) {
    asked.add(key);
    ConfigValue value = object.get(key);
    return value == null || value.valueType() == ConfigValueType.NULL ? null : value;
  }

  /** The same; that there is none is a problem. */
  @Nullable ConfigValue required(String key) {
    ConfigValue value = value(key);
    if (value == null) {
      note(place, key, "", "is missing");
    }
    return value;
  }

  /** The elements of a list, none when it is none. */
  List<Element> elements(String key) {
    ConfigValue value = required(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof ConfigList list)) {
      note(value.origin(), key, Reading.written(value), "must be a list: [ … ]");
      return List.of();
    }
    var elements = new ArrayList<Element>();
    for (int i = 0; i < list.size(); i++) {
      elements.add(new Element(key + "[" + i + "]", list.get(i)));
    }
    return elements;
  }

  /** All keys, in the order in which they are written. */
  List<String> namesByLine() {
    var byLine = new ArrayList<>(object.keySet());
    byLine.sort(
        Comparator.<String>comparingInt(name -> Reading.lineOf(valueOf(name).origin()))
            .thenComparing(name -> name));
    return byLine;
  }

  private ConfigValue valueOf(String key) {
    return Objects.requireNonNull(object.get(key));
  }

  // ---- values of a kind -----------------------------------------------------------------------

  void expect(String key, ValueParser<?> parser, boolean list) {
    expected.putIfAbsent(key, new Section.Expected(parser.rule(), list, probed.contains(key)));
  }

  <T> Optional<T> optional(String key, ValueParser<T> parser, T harmless) {
    boolean set = has(key);
    expect(key, parser, false);
    return set ? Optional.of(read(key, parser, harmless)) : Optional.empty();
  }

  <T> T read(String key, ValueParser<T> parser, T harmless) {
    expect(key, parser, false);
    ConfigValue value = required(key);
    if (value == null) {
      return harmless;
    }
    T parsed = parser.parse(value);
    if (parsed == null) {
      note(value.origin(), key, Reading.written(value), "must be " + parser.rule());
      return harmless;
    }
    return parsed;
  }

  <T> List<T> list(String key, ValueParser<T> parser) {
    expect(key, parser, true);
    var result = new ArrayList<T>();
    for (Element element : elements(key)) {
      T parsed = parser.parse(element.value);
      if (parsed == null) {
        note(element, "must be " + parser.rule());
      } else {
        result.add(parsed);
      }
    }
    return List.copyOf(result);
  }

  // ---- problems -------------------------------------------------------------------------------

  /** A value, though readable, breaks a rule. */
  void problem(String key, String rule) {
    asked.add(key);
    ConfigValue value = object.get(key);
    note(value == null ? place : value.origin(), key, Reading.written(value), rule);
  }

  void note(Element element, String rule) {
    note(element.value.origin(), element.key, Reading.written(element.value), rule);
  }

  void note(ConfigOrigin origin, String key, String value, String rule) {
    if (!muted) {
      boolean hidden = secrets.contains(key) || SECRET_NAME.matcher(key).find();
      reading.add(origin, join(key), hidden ? "" : value, rule);
    }
  }

  /** Keys of the operator that nobody has asked for are problems. */
  void noteUnknown() {
    object.forEach(
        (key, value) -> {
          if (!asked.contains(key) && !PathRule.shipped(value.origin())) {
            note(value.origin(), key, Reading.written(value), "unknown key" + hint(key));
          }
        });
  }

  private String hint(String key) {
    Optional<String> nearest = NearestKey.to(key, asked);
    if (nearest.isPresent()) {
      return "; did you mean " + nearest.get() + "?";
    }
    return asked.contains(ConfigSource.NAMESPACE)
        ? "; settings belong inside " + ConfigSource.NAMESPACE + " { … }"
        : "";
  }

  // ---- what was asked for ---------------------------------------------------------------------

  /** Whole paths of shipped settings that nobody has asked for. */
  List<String> unreadDefaults() {
    var unread = new ArrayList<String>();
    object.forEach(
        (key, value) -> {
          if (!asked.contains(key) && PathRule.shipped(value.origin())) {
            unread.add(join(key));
          }
        });
    return unread;
  }

  /** What was taken for each key so far, by its whole path. */
  Map<String, Section.Expected> expected() {
    var all = new TreeMap<String, Section.Expected>();
    expected.forEach((key, what) -> all.put(join(key), what));
    return all;
  }
}

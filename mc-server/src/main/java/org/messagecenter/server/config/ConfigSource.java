package org.messagecenter.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a configuration comes from: command line over file over the shipped reference.
 *
 * <p>All settings live under {@value #NAMESPACE}. Later overlays win over earlier ones. Nothing is
 * taken from system properties; a file may take a value from the environment with {@code ${?NAME}}.
 */
public final class ConfigSource {

  /** The object in {@code reference.conf} and in the operator's file that holds all settings. */
  public static final String NAMESPACE = "message-center";

  static final String REFERENCE = "reference.conf";

  private final Path home;
  private final Path workingDirectory;
  private final @Nullable Path file;
  private final List<Overlay> overlays;

  private record Overlay(String flag, String key, String value) {}

  private ConfigSource(
      Path home, Path workingDirectory, @Nullable Path file, List<Overlay> overlays) {
    this.home = home;
    this.workingDirectory = workingDirectory;
    this.file = file;
    this.overlays = overlays;
  }

  /**
   * The shipped settings alone.
   *
   * @param home directory of the installation, where shipped relative paths start
   */
  public static ConfigSource shipped(Path home) {
    return new ConfigSource(home, Path.of("").toAbsolutePath(), null, List.of());
  }

  /** The same with a configuration file laid over. The file must exist when it is loaded. */
  public ConfigSource withFile(Path configFile) {
    return new ConfigSource(home, workingDirectory, configFile, overlays);
  }

  /**
   * The same with one value laid over everything before.
   *
   * @param flag what the operator wrote it with, such as {@code --port}; problems name it
   * @param key path of the setting, with or without the namespace
   * @param value taken as a text, unless it starts with a bracket, a brace or a quotation mark:
   *     then as HOCON
   */
  public ConfigSource with(String flag, String key, String value) {
    var more = new ArrayList<>(overlays);
    more.add(new Overlay(flag, key, value));
    return new ConfigSource(home, workingDirectory, file, List.copyOf(more));
  }

  /** The same with one value laid over, as {@code --set} gives it. */
  public ConfigSource with(String key, String value) {
    return with("--set", key, value);
  }

  /**
   * Reads all sources.
   *
   * @return the section of the namespace; call {@link Section#verify()} when everything is read
   * @throws ConfigException if a source cannot be read or is no HOCON
   */
  public Section load() throws ConfigException {
    var reading = new Reading(new PathRule(home, workingDirectory));
    Config config = ConfigFactory.empty();
    for (Overlay overlay : overlays) {
      config = parse(overlay, reading).withFallback(config);
    }
    if (file != null) {
      config = config.withFallback(parseFile(file, reading));
    }
    config = resolve(config.withFallback(reference()), reading);
    reading.verify();
    return reading.root(config.root()).section(NAMESPACE);
  }

  /**
   * Reads another file into the same list of problems, for settings that have a file of their own.
   * Its keys start at the root of the file. When the file cannot be read, that is noted and the
   * answer is empty.
   *
   * @param reader the section that names the file; verifying it verifies this file too
   */
  public static Optional<Section> include(Section reader, Path other) {
    Reading reading = reader.reading();
    var own = new Reading(reading.paths);
    Config config = resolve(parseFile(other, own), own);
    try {
      own.verify();
    } catch (ConfigException e) {
      e.problems().forEach(reading::add);
      return Optional.empty();
    }
    return Optional.of(reading.root(config.root()));
  }

  /**
   * Reads a file by itself, with a list of problems of its own: one that is read again while the
   * message center runs. Its keys start at the root of the file.
   *
   * @throws ConfigException if the file cannot be read or is no HOCON
   */
  public static Section alone(Path other) throws ConfigException {
    Path file = other.toAbsolutePath();
    Path directory = file.resolveSibling("");
    var reading = new Reading(new PathRule(directory, directory));
    Config config = resolve(parseFile(file, reading), reading);
    reading.verify();
    return reading.root(config.root());
  }

  private static Config reference() {
    InputStream stream = ConfigSource.class.getResourceAsStream("/" + REFERENCE);
    if (stream == null) {
      throw new IllegalStateException(REFERENCE + " is missing from the class path");
    }
    try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(reader, options().setOriginDescription(REFERENCE));
    } catch (IOException e) {
      throw new IllegalStateException(REFERENCE + " cannot be read", e);
    }
  }

  private static Config parseFile(Path path, Reading reading) {
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      String why = Files.exists(path) ? "cannot be read" : "does not exist";
      reading.add(ConfigProblem.ofFile(path.toString(), 0, why));
      return ConfigFactory.empty();
    }
    try {
      return ConfigFactory.parseFile(path.toFile(), options());
    } catch (com.typesafe.config.ConfigException e) {
      reading.add(syntax(e, path.toString()));
      return ConfigFactory.empty();
    }
  }

  private static Config parse(Overlay overlay, Reading reading) {
    ConfigOrigin origin = ConfigOriginFactory.newSimple(overlay.flag);
    try {
      List<String> path = new ArrayList<>(ConfigUtil.splitPath(overlay.key));
      if (!path.get(0).equals(NAMESPACE)) {
        path.add(0, NAMESPACE);
      }
      ConfigValue value = literal(overlay).withOrigin(origin);
      for (int i = path.size() - 1; i > 0; i--) {
        value = value.atKey(path.get(i)).root().withOrigin(origin);
      }
      return value.atKey(path.get(0));
    } catch (com.typesafe.config.ConfigException e) {
      reading.add(new ConfigProblem(overlay.flag, 0, overlay.key, overlay.value, "is not HOCON"));
      return ConfigFactory.empty();
    }
  }

  private static ConfigValue literal(Overlay overlay) {
    String text = overlay.value;
    if (text.startsWith("[") || text.startsWith("{") || text.startsWith("\"")) {
      return ConfigFactory.parseString("v = " + text, options().setOriginDescription(overlay.flag))
          .getValue("v");
    }
    return ConfigValueFactory.fromAnyRef(text, overlay.flag);
  }

  private static Config resolve(Config config, Reading reading) {
    try {
      return config.resolve();
    } catch (com.typesafe.config.ConfigException e) {
      reading.add(syntax(e, "configuration"));
      return ConfigFactory.empty();
    }
  }

  private static ConfigProblem syntax(com.typesafe.config.ConfigException e, String fallback) {
    ConfigOrigin origin = e.origin();
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    if (origin == null) {
      return ConfigProblem.ofFile(fallback, 0, message);
    }
    String prefix = origin.description() + ": ";
    String rule = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
    return ConfigProblem.ofFile(Reading.fileOf(origin), Reading.lineOf(origin), rule);
  }

  private static ConfigParseOptions options() {
    return ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false);
  }
}

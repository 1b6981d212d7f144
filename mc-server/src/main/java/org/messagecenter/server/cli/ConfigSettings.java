package org.messagecenter.server.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.messagecenter.server.config.ConfigSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The configuration that a command reads: its file, and single settings that go over it. */
final class ConfigSettings {

  @Mixin private ConfigFile file = new ConfigFile();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any setting, such as --set routes.home-country=DE. May be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  ConfigSource source(Path home) {
    ConfigSource source = file.source(home);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      source = source.with(setting.getKey(), setting.getValue());
    }
    return source;
  }
}

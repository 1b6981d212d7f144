package org.messagecenter.server.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of {@code mc run} that decide where a server keeps its files, for who looks for it. */
final class DataOptions {

  @Mixin private ConfigFile config = new ConfigFile();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any setting that mc run was given, such as --set admin.socket=/run/mc.sock.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--data-dir",
      paramLabel = "DIRECTORY",
      description = "Directory of the journal, if mc run was given one.")
  private @Nullable String dataDirectory;

  Section load(Path home) throws ConfigException {
    ConfigSource source = config.source(home);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      source = source.with(setting.getKey(), setting.getValue());
    }
    if (dataDirectory != null) {
      source = source.with("--data-dir", "store.directory", dataDirectory);
    }
    return source.load();
  }
}

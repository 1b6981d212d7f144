package org.messagecenter.server.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.ConfigSource;
import picocli.CommandLine.Option;

/** The file of the configuration that a command reads. */
final class ConfigFile {

  /** The file that is read when none is named, if it exists. */
  static final Path DEFAULT = Path.of("conf", "message-center.conf");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration file (default: conf/message-center.conf).")
  private @Nullable Path config;

  /** The shipped settings with those of the file over them. */
  ConfigSource source(Path home) {
    ConfigSource source = ConfigSource.shipped(home);
    Path standard = home.resolve(DEFAULT);
    if (config != null) {
      return source.withFile(config);
    }
    return Files.exists(standard) ? source.withFile(standard) : source;
  }
}

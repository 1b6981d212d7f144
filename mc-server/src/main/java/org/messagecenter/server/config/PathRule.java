package org.messagecenter.server.config;

import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;

/** Says where a relative path starts: at the place it is written in. */
final class PathRule {

  private final Path home;
  private final Path workingDirectory;

  PathRule(Path home, Path workingDirectory) {
    this.home = home;
    this.workingDirectory = workingDirectory;
  }

  Path resolve(ConfigOrigin origin, String text) {
    return base(origin).resolve(text).toAbsolutePath().normalize();
  }

  /** Whether a value comes from the shipped reference rather than from the operator. */
  static boolean shipped(ConfigOrigin origin) {
    return origin.filename() == null && origin.description().startsWith(ConfigSource.REFERENCE);
  }

  private Path base(ConfigOrigin origin) {
    if (shipped(origin)) {
      return home;
    }
    String filename = origin.filename();
    if (filename == null) {
      return workingDirectory;
    }
    Path directory = workingDirectory.resolve(filename).getParent();
    return directory == null ? workingDirectory : directory;
  }
}

package org.messagecenter.server.cli;

import java.nio.file.Path;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.Section;

/** Reads the whole configuration and refuses it if anything is wrong. */
final class CheckedLaunch {

  private CheckedLaunch() {}

  static Launch.Prepared prepare(Launch launch, ConfigOptions options, Path home)
      throws ConfigException {
    Section settings = options.source(home).load();
    Launch.Prepared prepared = launch.prepare(settings, options.runOptions(home));
    settings.verify();
    return prepared;
  }
}

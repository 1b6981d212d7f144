package org.messagecenter.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.messagecenter.server.cli.RunOptions;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

class MainTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void theShippedConfigurationHasNoProblemsAndNoDeadSettings() throws Exception {
    Section settings =
        ConfigSource.shipped(ROOT).withFile(ROOT.resolve("conf/message-center.conf")).load();

    new Serve().prepare(settings, new RunOptions(ROOT, false, false));

    settings.verify();
    assertThat(settings.unreadDefaults()).isEmpty();
  }
}

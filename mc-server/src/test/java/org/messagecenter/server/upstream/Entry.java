package org.messagecenter.server.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

/** Reads carriers files. */
final class Entry {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private Entry() {}

  /** The carriers of a file with this text, all else being in order. */
  static List<CarrierSettings> read(Path directory, String text) throws ConfigException {
    try {
      Path file = Files.writeString(directory.resolve("carriers.conf"), text);
      Section root =
          ConfigSource.shipped(ROOT)
              .with("carriers.file", file.toString())
              .load()
              .section("carriers");
      CarriersSettings settings = CarriersSettings.from(root);
      root.verify();
      return settings.carriers();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A carrier called acme with these keys, in the dialect of the tests. */
  static CarrierSettings acme(Path directory, String... keys) {
    try {
      CarrierSettings read =
          read(
                  directory,
                  """
                  carriers = [{
                    name = acme, hosts = ["one.example:1", "two.example:2"]
                    system-id = us, password = secret
                    %s
                  }]
                  """
                      .formatted(String.join("\n", keys)))
              .get(0);
      return new CarrierSettings(
          read.name(),
          read.hosts(),
          read.binds(),
          read.bindAs(),
          read.tls(),
          read.login(),
          read.window(),
          read.timers(),
          read.reconnect(),
          read.pace(),
          read.onUnknown(),
          read.askReceipt(),
          read.validity(),
          new TestDialect());
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }
}

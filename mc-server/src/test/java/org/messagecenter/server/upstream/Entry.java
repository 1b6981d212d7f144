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

  /** Read once: what includes it reads much faster than what reads it. */
  private static final Section SHIPPED = shipped();

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
    CarrierSettings read = CarrierSettings.from(entry(directory, keys));
    try {
      SHIPPED.verify();
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
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
  }

  private static Section entry(Path directory, String... keys) {
    try {
      Path file =
          Files.writeString(
              directory.resolve("acme.conf"),
              """
              carriers = [{
                name = acme, hosts = ["one.example:1", "two.example:2"]
                system-id = us, password = secret
                %s
              }]
              """
                  .formatted(String.join("\n", keys)));
      return ConfigSource.include(SHIPPED, file).orElseThrow().sections("carriers").get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Section shipped() {
    try {
      return ConfigSource.shipped(ROOT).load();
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }
}

package org.messagecenter.testkit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.messagecenter.server.MessageCenter;
import org.messagecenter.server.ServerSettings;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.listen.CipherSuites;
import org.messagecenter.server.listen.TlsContexts;
import org.messagecenter.server.log.MessageWords;

/**
 * A message center in the test's own process: started in a fraction of a second, stopped in an
 * orderly way.
 *
 * <p>Everything else is as for {@link MessageCenterProcess}: free ports, a throw-away directory,
 * the installation's accounts and scenario.
 */
public final class MessageCenterServer implements RunningMessageCenter {

  static {
    // The JDK reads its list of disabled suites when TLS is first used.
    CipherSuites.permitRequired();
  }

  private final ThrowawayHome home;
  private final Map<String, String> settings;
  private Running running;

  private record Running(SimpleMeterRegistry registry, MessageCenter center) {
    void stop() {
      center.close();
      registry.close();
    }
  }

  private MessageCenterServer(ThrowawayHome home, Map<String, String> settings, Running running) {
    this.home = home;
    this.settings = settings;
    this.running = running;
  }

  /** What the message center is started with. */
  public static final class Builder {
    private final Map<String, String> settings = ThrowawayHome.usualSettings();
    private final Map<String, String> files = new LinkedHashMap<>();

    private Builder() {}

    /** Sets one key of the configuration. */
    public Builder with(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /**
     * Writes a file into the throw-away directory before the start. A setting names it by the same
     * relative path.
     *
     * @param path such as {@code conf/carriers.conf}
     */
    public Builder withFile(String path, String text) {
      files.put(path, text);
      return this;
    }

    /**
     * Writes such a file and lets a setting name it.
     *
     * @param key such as {@code carriers.file}
     */
    public Builder withFile(String key, String path, String text) {
      return withFile(path, text).with(key, path);
    }

    /**
     * Starts it; it serves when this returns.
     *
     * @throws UncheckedIOException when it cannot be started
     * @throws IllegalArgumentException when a setting is wrong; the message says which and why
     */
    public MessageCenterServer start() {
      ThrowawayHome home = new ThrowawayHome();
      try {
        files.forEach(home::write);
        Map<String, String> all = new LinkedHashMap<>(settings);
        // A path from here would start at the working directory of the tests.
        all.replaceAll(
            (key, value) ->
                files.containsKey(value) ? home.directory().resolve(value).toString() : value);
        MessageCenterServer server = new MessageCenterServer(home, all, launch(home, all));
        home.shareCertificate();
        return server;
      } catch (IOException e) {
        home.delete();
        throw new UncheckedIOException(e);
      } catch (RuntimeException e) {
        home.delete();
        throw e;
      }
    }
  }

  /** The kit's usual settings: messages are delivered at once and the journal's files are small. */
  public static Builder usual() {
    return new Builder();
  }

  /** The usual settings with one of them changed. */
  public static Builder with(String key, String value) {
    return usual().with(key, value);
  }

  private static Running launch(ThrowawayHome home, Map<String, String> settings)
      throws IOException {
    ConfigSource source =
        ConfigSource.shipped(home.installation())
            .with("listen.host", HOST)
            .with("listen.port", "0")
            .with("listen.tls-port", "0")
            .with("store.directory", home.data().toString())
            .with("tls.directory", home.certificates().toString())
            // Nobody replaces a certificate here.
            .with("tls.reload-check", "0");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      source = source.with(setting.getKey(), setting.getValue());
    }
    try {
      Section section = source.load();
      ServerSettings read = ServerSettings.from(section);
      section.verify();
      TlsContexts tls =
          new TlsContexts(read.tls(), InstantSource.system(), System::nanoTime, Runnable::run);
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      return new Running(
          registry, MessageCenter.start(read, tls::current, registry, new MessageWords(true)));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  @Override
  public int port() {
    return running.center.port();
  }

  @Override
  public int tlsPort() {
    return running.center.tlsPort();
  }

  @Override
  public Path authority() {
    return home.authority();
  }

  /** The throw-away directory: where files of the test are. */
  public Path home() {
    return home.directory();
  }

  /** Writes a file of the test's own again, for a reload or for the next {@link #restart()}. */
  public Path write(String path, String text) {
    return home.write(path, text);
  }

  /**
   * Stops it in an orderly way and starts it again with the same settings and data, on other ports
   * and with new meters.
   *
   * @throws IOException when it cannot be started
   */
  public void restart() throws IOException {
    running.stop();
    running = launch(home, settings);
  }

  /** The message center itself, until the next {@link #restart()}. */
  public MessageCenter messageCenter() {
    return running.center;
  }

  /** Its meters, until the next {@link #restart()}. */
  public SimpleMeterRegistry meters() {
    return running.registry;
  }

  @Override
  public void close() {
    running.stop();
    home.delete();
  }
}

package org.messagecenter.testkit;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
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
  private final SimpleMeterRegistry registry;
  private final MessageCenter center;

  private MessageCenterServer(
      ThrowawayHome home, SimpleMeterRegistry registry, MessageCenter center) {
    this.home = home;
    this.registry = registry;
    this.center = center;
  }

  /** What the message center is started with. */
  public static final class Builder {
    private final Map<String, String> settings = ThrowawayHome.usualSettings();

    private Builder() {}

    /** Sets one key of the configuration. */
    public Builder with(String key, String value) {
      settings.put(key, value);
      return this;
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
        MessageCenterServer server = launch(home, settings);
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

  private static MessageCenterServer launch(ThrowawayHome home, Map<String, String> settings)
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
      return new MessageCenterServer(
          home,
          registry,
          MessageCenter.start(read, tls::current, registry, new MessageWords(true)));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  @Override
  public int port() {
    return center.port();
  }

  @Override
  public int tlsPort() {
    return center.tlsPort();
  }

  @Override
  public Path authority() {
    return home.authority();
  }

  /** The message center itself. */
  public MessageCenter messageCenter() {
    return center;
  }

  /** Its meters. */
  public SimpleMeterRegistry meters() {
    return registry;
  }

  @Override
  public void close() {
    center.close();
    registry.close();
    home.delete();
  }
}

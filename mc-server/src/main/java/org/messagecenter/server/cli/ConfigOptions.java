package org.messagecenter.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.ConfigSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of commands that read the configuration. They go over the file. */
final class ConfigOptions {

  /** How much the log says. */
  enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  @Mixin private ConfigSettings config = new ConfigSettings();

  @Option(names = "--host", paramLabel = "ADDRESS", description = "Address of the listeners.")
  private @Nullable String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port without TLS; 0 for any free one, off for none.")
  private @Nullable String port;

  @Option(
      names = "--tls-port",
      paramLabel = "PORT",
      description = "Port with TLS; 0 for any free one, off for none.")
  private @Nullable String tlsPort;

  @Option(names = "--data-dir", paramLabel = "DIRECTORY", description = "Directory of the journal.")
  private @Nullable String dataDirectory;

  @Option(
      names = "--capture",
      paramLabel = "ACCOUNT",
      description =
          "Record the sessions of this account into pcapng files; all for every session. May be"
              + " repeated.")
  private List<String> capture = new ArrayList<>();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "How much the log says: ${COMPLETION-CANDIDATES} (default: info).")
  private @Nullable LogLevel logLevel;

  @Option(
      names = "--allow-demo-accounts",
      description = "Start on other than loopback addresses though accounts have demo passwords.")
  private boolean allowDemoAccounts;

  @Option(
      names = {"--show-message-text", "--unmask"},
      description = "Show texts and numbers of messages in the log.")
  private boolean showMessageText;

  /** Has to be called before the first logger is made. */
  void applyLogLevel() {
    if (logLevel != null) {
      System.setProperty("mc.log-level", logLevel.name().toLowerCase(Locale.ROOT));
    }
  }

  ConfigSource source(Path home) {
    ConfigSource source = config.source(home);
    source = with(source, "--host", "listen.host", host);
    source = with(source, "--port", "listen.port", port);
    source = with(source, "--tls-port", "listen.tls-port", tlsPort);
    if (!capture.isEmpty()) {
      source = source.with("--capture", "capture.accounts", list(capture));
    }
    return with(source, "--data-dir", "store.directory", dataDirectory);
  }

  RunOptions runOptions(Path home) {
    return new RunOptions(home, allowDemoAccounts, showMessageText);
  }

  /** The texts as a list of the configuration language. */
  private static String list(List<String> texts) {
    return texts.stream()
        .map(text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static ConfigSource with(
      ConfigSource source, String flag, String key, @Nullable String value) {
    return value == null ? source : source.with(flag, key, value);
  }
}

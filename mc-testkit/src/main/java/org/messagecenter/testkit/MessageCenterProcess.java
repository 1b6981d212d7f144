package org.messagecenter.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The real message center in a process of its own: free ports, throw-away data and certificates,
 * the demo accounts {@code demo}/{@code secret} and {@code demo2}/{@code secret2}, and the default
 * scenario without its delays.
 *
 * <pre>{@code
 * try (MessageCenterProcess center = MessageCenterProcess.with("session.response", "2s").start()) {
 *   JsmppEsme esme = center.esme().bind();
 * }
 * }</pre>
 *
 * <p>The process can be killed like by a power cut and started again on the same data.
 */
public final class MessageCenterProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Pattern PLAIN = Pattern.compile("(?m)^ {2}plain +\\S+:(\\d+)$");
  private static final Pattern TLS = Pattern.compile("(?m)^ {2}TLS +\\S+:(\\d+)$");
  private static final int SHOWN_OUTPUT = 8000;

  private final Path directory;
  private final Map<String, String> settings;
  private @Nullable Process process;
  private Path output;
  private int starts;
  private int port;
  private int tlsPort;

  private MessageCenterProcess(Path directory, Map<String, String> settings) {
    this.directory = directory;
    this.settings = settings;
    this.output = directory.resolve("output-0.txt");
  }

  /** What is to differ from the kit's usual settings. */
  public static final class Builder {
    private final Map<String, String> settings = new LinkedHashMap<>();

    private Builder() {}

    /** Sets one key, as {@code --set} does. */
    public Builder with(String key, String value) {
      settings.put(key, value);
      return this;
    }

    /** Starts the process and waits until it serves. */
    public MessageCenterProcess start() throws IOException {
      Path directory = Files.createTempDirectory("message-center-");
      MessageCenterProcess center = new MessageCenterProcess(directory, settings);
      center.launch();
      return center;
    }
  }

  /** The kit's usual settings, for a start. */
  public static Builder usual() {
    return new Builder();
  }

  /** The usual settings with one of them changed. */
  public static Builder with(String key, String value) {
    return usual().with(key, value);
  }

  /** Port of the plain listener. */
  public int port() {
    return port;
  }

  /** Port of the TLS listener. */
  public int tlsPort() {
    return tlsPort;
  }

  /** Trusts the message center's development certificate. */
  public SSLContext trust() throws IOException {
    return PeerTls.trusting(directory.resolve("certs").resolve("ca.crt"));
  }

  /** Settings of an ESME of the account demo, over TLS. */
  public JsmppEsme.Settings esme() throws IOException {
    return JsmppEsme.to("localhost", tlsPort).tls(trust()).as("demo", "secret");
  }

  /** Everything the process has printed since its last start. */
  public String output() {
    try {
      return Files.readString(output, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process at once, as {@code kill -9} does, and waits until it is gone. */
  public void kill9() throws InterruptedException {
    Process running = running();
    running.destroyForcibly();
    if (!running.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the process survives being killed");
    }
  }

  /**
   * Asks the process to stop, as SIGTERM does.
   *
   * @return its exit status
   */
  public int terminate() throws InterruptedException {
    Process running = running();
    running.destroy();
    if (!running.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      running.destroyForcibly();
      throw new AssertionError("still running after " + STOP_LIMIT + "\n" + tail());
    }
    return running.exitValue();
  }

  /** Starts the process again on the same data, on the same ports. */
  public void restart() throws IOException {
    launch();
  }

  private Process running() {
    Process running = process;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }

  private void launch() throws IOException {
    Path home = projectHome();
    Map<String, String> all = new LinkedHashMap<>();
    all.put("listen.port", Integer.toString(port));
    all.put("listen.tls-port", Integer.toString(tlsPort));
    all.put("store.directory", directory.resolve("data").toString());
    all.put("store.segment-size", "4MiB");
    all.put("store.reserve", "16MiB");
    all.put("tls.directory", directory.resolve("certs").toString());
    all.put("accounts.file", home.resolve("conf/accounts.conf").toString());
    all.put("scenario.file", home.resolve("conf/scenarios/default.conf").toString());
    all.put("scenario.delivery-delay", "0");
    all.putAll(settings);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Dmc.home=" + home);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("org.messagecenter.server.Main");
    command.add("run");
    all.forEach(
        (key, value) -> {
          command.add("--set");
          command.add(key + "=" + value);
        });
    output = directory.resolve("output-" + ++starts + ".txt");
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    process = started;
    Await.until(
        "the message center serves",
        START_LIMIT,
        () -> output().contains("scenario ") || !started.isAlive());
    if (!started.isAlive()) {
      throw new AssertionError("the message center did not start\n" + tail());
    }
    port = portIn(PLAIN);
    tlsPort = portIn(TLS);
  }

  private int portIn(Pattern pattern) {
    Matcher line = pattern.matcher(output());
    if (!line.find()) {
      throw new AssertionError("no such listener\n" + tail());
    }
    String digits = line.group(1);
    return digits == null ? -1 : Integer.parseInt(digits);
  }

  private String tail() {
    String text = output();
    return text.substring(Math.max(0, text.length() - SHOWN_OUTPUT));
  }

  /** The directory that holds conf/: the working directory or one above it. */
  private static Path projectHome() {
    Path here = Path.of("").toAbsolutePath();
    for (Path p = here; p != null; p = p.getParent()) {
      if (Files.isRegularFile(p.resolve("conf/scenarios/default.conf"))) {
        return p;
      }
    }
    throw new IllegalStateException("no conf/scenarios/default.conf at or above " + here);
  }

  /** Kills the process if it runs and removes its files. */
  @Override
  public void close() {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      try {
        running.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, @Nullable IOException e)
                throws IOException {
              Files.delete(dir);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package org.messagecenter.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The real message center in a process of its own: what a crash does to it is what a crash does.
 *
 * <p>It listens on free loopback ports, with and without TLS, and writes to a throw-away directory,
 * development certificate included. Accounts ({@code demo} / {@code secret}, {@code demo2} / {@code
 * secret2}) and scenario are those of the installation, which is found above the working directory
 * or named by the system property {@code mc.home}. Its class path is that of the test.
 *
 * <pre>{@code
 * try (var center = MessageCenterProcess.usual().start()) {
 *   …
 *   center.kill9();
 *   center.restart();
 * }
 * }</pre>
 */
public final class MessageCenterProcess implements RunningMessageCenter {

  // Nothing but a failure takes so long, even on a machine with ten other things to do.
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
  private static final Duration ATTACH_LIMIT = Duration.ofSeconds(60);
  private static final String SERVING = "Message Center is serving";
  private static final int SHOWN_LINES = 60;
  private static final Pattern HISTOGRAM_TOTAL =
      Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)\\s*$");

  private final ThrowawayHome home = new ThrowawayHome();
  private final int port = FreePorts.next();
  private final int tlsPort = FreePorts.next();
  private final Map<String, String> settings;
  private final Function<Path, List<String>> program;
  private Process process;

  /**
   * @param program the words of the command for an installation, up to the program's own
   */
  private MessageCenterProcess(
      Map<String, String> settings, Map<String, String> files, Function<Path, List<String>> program)
      throws IOException {
    this.settings = settings;
    this.program = program;
    files.forEach(home::write);
    Files.writeString(home.output(), "");
    process = launch();
  }

  /** What the process is started with. */
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
     * Starts the process and waits until it serves.
     *
     * @throws UncheckedIOException when there can be no process
     * @throws AssertionError when it does not serve within 5 minutes; its output is in the message
     */
    public MessageCenterProcess start() {
      MessageCenterProcess center;
      try {
        center =
            new MessageCenterProcess(new LinkedHashMap<>(settings), files, ProgramJvm::command);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      try {
        center.awaitServing(0);
        center.home.shareCertificate();
      } catch (AssertionError e) {
        center.close();
        throw e;
      }
      return center;
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

  /**
   * Starts one and stops it in order, so that there is an archive of the classes that it took.
   *
   * @param archive where
   */
  static void rehearse(Path archive) throws IOException {
    try (MessageCenterProcess center =
        new MessageCenterProcess(
            ThrowawayHome.usualSettings(),
            Map.of(),
            installation -> ProgramJvm.archiving(installation, archive))) {
      center.awaitServing(0);
      center.home.shareCertificate();
      center.terminate();
    }
  }

  private Process launch() throws IOException {
    return launch(port, tlsPort);
  }

  private Process launch(int plain, int tls) throws IOException {
    List<String> command = new ArrayList<>(program.apply(home.installation()));
    command.add("run");
    command.addAll(List.of("--config", writeConfiguration().toString()));
    command.addAll(List.of("--data-dir", home.data().toString(), "--host", HOST));
    command.addAll(List.of("--port", "" + plain, "--tls-port", "" + tls));
    return new ProcessBuilder(command)
        .directory(home.directory().toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.output().toFile()))
        .start();
  }

  private Path writeConfiguration() throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("tls.directory", home.certificates().toString());
    all.putAll(settings);
    String text =
        all.entrySet().stream()
            .map(
                entry -> "message-center.%s = \"%s\"%n".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    return Files.writeString(home.directory().resolve("message-center.conf"), text);
  }

  private void awaitServing(int alreadyServed) {
    try {
      Await.until(
          "the message center to serve",
          START_LIMIT,
          () -> served() > alreadyServed || !process.isAlive());
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + outputTail(), e);
    }
    if (served() <= alreadyServed) {
      throw new AssertionError(
          "the message center exited with " + process.exitValue() + "\n" + outputTail());
    }
  }

  private int served() {
    return (int) output().lines().filter(line -> line.contains(SERVING)).count();
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public int tlsPort() {
    return tlsPort;
  }

  @Override
  public Path authority() {
    return home.authority();
  }

  /** The directory of the journal. */
  public Path dataDirectory() {
    return home.data();
  }

  /** The throw-away directory: where files of the test are, and relative paths start. */
  public Path home() {
    return home.directory();
  }

  /** Writes a file of the test's own again, for a reload or for the next {@link #restart()}. */
  public Path write(String path, String text) {
    return home.write(path, text);
  }

  /** Whether the process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
  }

  /**
   * The octets of all live objects on the heap of the process, after a full collection.
   *
   * @throws AssertionError when the JDK's own tool cannot tell
   */
  public long liveHeap() {
    try {
      Process jcmd =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  "-J-Dsun.tools.attach.attachTimeout=" + ATTACH_LIMIT.toMillis(),
                  "" + pid(),
                  "GC.class_histogram")
              .redirectErrorStream(true)
              .start();
      String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // The last line has the sums: Total, instances, octets.
      Matcher total = HISTOGRAM_TOTAL.matcher(histogram);
      if (!total.find()) {
        throw new AssertionError("no heap histogram: " + histogram);
      }
      return Long.parseLong(total.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills the process as {@code kill -9} does and waits until it is gone. */
  public void kill9() {
    process.destroyForcibly();
    awaitExit(KILL_LIMIT);
  }

  /**
   * Asks the process to stop, as SIGTERM does, and waits until it is gone.
   *
   * @return its exit status
   * @throws AssertionError when it is not gone within the limit
   */
  public int terminate(Duration limit) {
    process.destroy();
    return awaitExit(limit);
  }

  /**
   * Asks the process to stop, as SIGTERM does, and waits until it is gone, two minutes at most.
   *
   * @return its exit status
   */
  public int terminate() {
    return terminate(STOP_LIMIT);
  }

  private int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "the process did not end within " + Await.seconds(limit) + "\n" + outputTail());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while the process ended", e);
    }
  }

  /**
   * Starts the process again, with the same ports, settings and data.
   *
   * @throws IllegalStateException when it still runs
   * @throws AssertionError when it does not serve within 5 minutes
   */
  public void restart() throws IOException {
    if (process.isAlive()) {
      throw new IllegalStateException("it still runs");
    }
    int before = served();
    process = launch();
    awaitServing(before);
  }

  /**
   * Starts one more process with the same data, on other ports, and waits until it ends by itself.
   * Its output joins that of the first.
   *
   * @return its exit status
   * @throws AssertionError when it goes on for 5 minutes
   */
  public int startRival() throws IOException, InterruptedException {
    Process rival = launch(FreePorts.next(), FreePorts.next());
    try {
      if (!rival.waitFor(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("two processes share the data\n" + outputTail());
      }
      return rival.exitValue();
    } finally {
      rival.destroyForcibly();
    }
  }

  /**
   * From now on a write of the process behind that place of any file fails ("File too large").
   * Works where there is {@code prlimit}, which is wherever there is Linux.
   */
  public void failWritesBehind(long offset) throws IOException, InterruptedException {
    Process prlimit =
        new ProcessBuilder("prlimit", "--pid", "" + pid(), "--fsize=" + offset).inheritIO().start();
    if (prlimit.waitFor() != 0) {
      throw new IOException("prlimit failed with " + prlimit.exitValue());
    }
  }

  /**
   * Waits until the process has ended by itself, two minutes at most.
   *
   * @return its exit status
   */
  public int awaitEnd() {
    return awaitExit(STOP_LIMIT);
  }

  /** Everything the process printed so far, over all its starts. */
  public String output() {
    try {
      // Not readString: the last character may be half written, or of another charset.
      return new String(Files.readAllBytes(home.output()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines the process printed, for a failure's text. */
  public String outputTail() {
    List<String> lines = output().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }

  @Override
  public void close() {
    kill9();
    home.delete();
  }
}

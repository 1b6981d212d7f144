package org.messagecenter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.FreePorts;
import org.messagecenter.testkit.ProgramJvm;

/** A copy of the shipped configuration, and the commands that the relay's example has for it. */
final class ExampleInstallation implements AutoCloseable {
  private static final Path CONF = Path.of("..", "conf").toAbsolutePath().normalize();
  private static final Path EXAMPLE = Path.of("examples", "relay");
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);
  private static final List<String> PORTS = List.of("2775", "2776", "2777");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  private final Path home;
  private final List<Integer> ports;
  private final List<String> commands;
  private final List<Running> all = new ArrayList<>();

  private ExampleInstallation(Path home) throws IOException {
    this.home = home;
    this.ports = PORTS.stream().map(shipped -> FreePorts.next()).toList();
    try (Stream<Path> files = Files.walk(CONF)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = home.resolve("conf").resolve(CONF.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, moved(Files.readString(file)));
      }
    }
    try (Stream<String> lines = Files.lines(CONF.resolve(EXAMPLE).resolve("README.md"))) {
      this.commands =
          lines.filter(line -> line.startsWith("    bin/mc ")).map(String::strip).toList();
    }
  }

  static ExampleInstallation copiedTo(Path home) throws IOException {
    return new ExampleInstallation(home);
  }

  private String moved(String text) {
    String moved = text;
    for (int i = 0; i < PORTS.size(); i++) {
      moved = moved.replaceAll("\\b" + PORTS.get(i) + "\\b", "" + ports.get(i));
    }
    return moved;
  }

  /** The commands of the README that begin and go on like this, without what is for the shell. */
  List<String> commands(String beginning, String within) {
    List<String> found =
        commands.stream()
            .filter(line -> line.startsWith(beginning) && line.contains(within))
            .map(line -> line.replaceFirst("( >.*| & \\w+=.*)$", ""))
            .distinct()
            .toList();
    assertThat(found).as("commands %s … %s", beginning, within).isNotEmpty();
    return found;
  }

  /** The only one. */
  String command(String beginning, String within) {
    List<String> found = commands(beginning, within);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** Runs the command of the README with these words to its end; answers what it printed. */
  String run(int status, String beginning, String within) {
    return run(status, command(beginning, within));
  }

  /** The same with something else in place of a word of it. */
  String run(int status, String beginning, String word, String instead) {
    return run(status, command(beginning, word).replace(word, " " + instead));
  }

  String run(int status, String command) {
    Running running = launch(command, false);
    int ended = running.end(COMMAND_LIMIT);
    assertThat(ended).as("%s: %s", command, running.output()).isEqualTo(status);
    return running.output();
  }

  /** Starts what the README says with these words, and waits until it serves. */
  Running start(String beginning, String within) {
    Running running = launch(command(beginning, within), true);
    running.awaitServing(1);
    return running;
  }

  /** Starts a command that ends by itself. */
  Running start(String command) {
    return launch(command, false);
  }

  private Running launch(String command, boolean serves) {
    try {
      Running running = new Running(arguments(command), serves);
      all.add(running);
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> arguments(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command.substring("bin/mc ".length()));
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group() : matcher.group(1));
    }
    // The two that know no configuration file, but the usual port.
    if (words.get(0).equals("bench") || words.get(0).equals("send")) {
      words.add(1, "--port=" + ports.get(0));
    }
    return words;
  }

  @Override
  public void close() {
    all.forEach(Running::kill9);
  }

  /** A process. */
  final class Running {
    private final List<String> arguments;
    private final boolean serves;
    private final Path output;
    private Process process;
    private int starts = 1;

    private Running(List<String> arguments, boolean serves) throws IOException {
      this.arguments = arguments;
      this.serves = serves;
      this.output = Files.createTempFile(home, "output", ".log");
      this.process = launch();
    }

    private Process launch() throws IOException {
      List<String> command = new ArrayList<>(ProgramJvm.command(home));
      command.addAll(arguments);
      return new ProcessBuilder(command)
          .directory(home.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
          .start();
    }

    private void awaitServing(int times) {
      Await.until(
          "the message center to serve: " + arguments + "\n" + output(),
          START_LIMIT,
          () -> output().split("Message Center is serving", -1).length > times);
    }

    String output() {
      try {
        // Not readString: the last character may be half written.
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void kill9() {
      process.destroyForcibly();
      end(COMMAND_LIMIT);
    }

    /** Starts it again as it was. */
    void restart() throws IOException {
      assertThat(serves && !process.isAlive()).isTrue();
      process = launch();
      awaitServing(++starts);
    }

    /** Waits for its end; answers its exit status. */
    int end(Duration limit) {
      try {
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(ended).as("%s ends: %s", arguments, output()).isTrue();
        return process.exitValue();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }
}

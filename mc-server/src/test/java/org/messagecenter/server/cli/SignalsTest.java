package org.messagecenter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a process of its own, since a signal concerns the whole JVM. */
class SignalsTest {

  private static final int LIMIT_SECONDS = 120;

  private final Process process = start();
  private final BufferedReader output = process.inputReader();

  @AfterEach
  void leaveNothingBehind() {
    process.destroyForcibly();
  }

  @Test
  void sigtermEndsInOrderWithStatusZero() throws Exception {
    awaitLine("ready");

    signal("TERM");
    awaitLine("stopping");
    process.outputWriter().close();

    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(output.lines()).contains("stopped");
  }

  @Test
  void aSecondSigtermEndsAtOnce() throws Exception {
    awaitLine("ready");

    signal("TERM");
    awaitLine("stopping");
    signal("TERM");

    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(128 + 15);
    assertThat(output.lines()).doesNotContain("stopped");
  }

  private void signal(String name) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
  }

  /** The log writes to the same stream, so other lines may come before. */
  private void awaitLine(String wanted) throws IOException {
    String line = output.readLine();
    while (line != null && !line.equals(wanted)) {
      line = output.readLine();
    }
    assertThat(line).isEqualTo(wanted);
  }

  /** Starts the program, which is killed after a while: its output ends then, and no test hangs. */
  private static Process start() {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Program.class.getName())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS)
          .execute(process::destroyForcibly);
      return process;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The program that gets the signals: its stop takes as long as its standard input is open. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      System.exit(Cli.execute(new String[] {"run"}, (settings, options) -> Program::run));
    }

    private static int run(Termination termination) throws InterruptedException, IOException {
      System.out.println("ready");
      int status = termination.await();
      System.out.println("stopping");
      assertThat(System.in.read()).isEqualTo(-1);
      System.out.println("stopped");
      return status;
    }
  }
}

package org.messagecenter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code bin/mc} makes of its installation; a program that says how it was started serves. */
class LauncherTest {
  private static final String MAIN =
      """
      package org.messagecenter.server;

      public final class Main {
        public static void main(String[] args) throws InterruptedException {
          var flags = java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments();
          boolean mapped = flags.stream().anyMatch(flag -> flag.contains("SharedArchiveFile"));
          System.out.println(args[0] + (mapped ? " with" : " without") + " an archive");
          if (args.length > 1) {
            System.out.println("Message Center is serving");
            Thread.sleep(60_000);
          }
        }
      }
      """;

  /** Nobody; root may write anywhere. */
  private static final List<String> OTHER_USER =
      List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups");

  @TempDir static Path above;

  /** Where it is installed: a path may have a space. */
  private static Path home = Path.of("");

  private static byte[] archive = {};
  private static Path archiveFile = Path.of("");

  private record Ended(int status, String out, String err) {}

  @BeforeAll
  static void installAndPrepare() throws IOException, InterruptedException {
    home = above.resolve("message center");
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.copy(Path.of("dist/src/main/bin/mc"), home.resolve("bin/mc"));
    Path source = Files.writeString(home.resolve("Main.java"), MAIN);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", home.toString(), source.toString());
    assertThat(compiled).isZero();
    String name = "org/messagecenter/server/Main.class";
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(home.resolve("lib/center.jar")))) {
      jar.putNextEntry(new ZipEntry(name));
      jar.write(Files.readAllBytes(home.resolve(name)));
    }
    readableByAll();

    assertThat(run(List.of(), "prepare")).isEqualTo(new Ended(0, "", ""));
    List<Path> made = archives();
    assertThat(made).hasSize(1);
    archiveFile = made.get(0);
    archive = Files.readAllBytes(archiveFile);
  }

  private static void readableByAll() throws IOException {
    try (Stream<Path> files = Files.walk(above)) {
      for (Path file : files.toList()) {
        Files.setPosixFilePermissions(
            file,
            PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }

  private static List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  @BeforeEach
  void restore() throws IOException {
    for (Path file : archives()) {
      Files.delete(file);
    }
    Files.write(archiveFile, archive);
  }

  @AfterEach
  void makeWritable() throws IOException {
    readableByAll();
  }

  private static Ended run(List<String> as, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(as);
    command.addAll(List.of("sh", home.resolve("bin/mc").toString()));
    command.addAll(List.of(arguments));
    return ended(command);
  }

  private static Ended ended(List<String> command) throws IOException, InterruptedException {
    Path err = Files.createTempFile("launcher", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().keySet().removeAll(List.of("MC_HOME", "MC_JAVA_OPTS", "MC_PREPARE"));
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      String said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), said, Files.readString(err));
    } finally {
      process.destroyForcibly();
      Files.delete(err);
    }
  }

  /** A JVM that must share classes ends when it finds no archive fit for that. */
  @Test
  void aStartMapsTheArchiveThatWasPrepared() throws Exception {
    assertThat(run(List.of("env", "MC_JAVA_OPTS=-Xshare:on"), "run"))
        .isEqualTo(new Ended(0, "run with an archive\n", ""));
  }

  /** What a file may be that has the right name. */
  enum Damage {
    JUNK,
    EMPTY,
    CUT_SHORT,
    OF_ANOTHER_JVM;

    byte[] in(byte[] good) {
      return switch (this) {
        case JUNK -> "no archive".getBytes(StandardCharsets.US_ASCII);
        case EMPTY -> new byte[0];
        case CUT_SHORT -> Arrays.copyOf(good, good.length / 2);
        case OF_ANOTHER_JVM -> ofAnotherJvm(good);
      };
    }

    /** Its head names the JVM that made it. */
    private static byte[] ofAnotherJvm(byte[] good) {
      byte[] version = System.getProperty("java.vm.version").getBytes(StandardCharsets.US_ASCII);
      byte[] other = good.clone();
      for (int at = 0; at < 4096; at++) {
        if (Arrays.equals(good, at, at + version.length, version, 0, version.length)) {
          other[at]++;
          return other;
        }
      }
      throw new AssertionError("no version in the archive's head");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anArchiveThatDoesNotFitIsPassedOverInSilence(Damage damage) throws Exception {
    byte[] damaged = damage.in(archive);
    Files.write(archiveFile, damaged);
    Ended ended = run(List.of(), "help");
    assertThat(ended.status()).as(ended.toString()).isZero();
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .isEqualTo(
            "help " + (damaged.length == archive.length ? "with" : "without") + " an archive\n");
  }

  @Test
  void anInstallationThatCannotBeWrittenToStartsWithout() throws Exception {
    List<String> as = "root".equals(System.getProperty("user.name")) ? OTHER_USER : List.of();
    assumeTrue(canStart(as), "there is no other user that may use this Java and these files");
    Files.delete(archiveFile);
    for (String part : List.of("", "lib")) {
      Files.setPosixFilePermissions(
          home.resolve(part), PosixFilePermissions.fromString("r-xr-xr-x"));
    }
    assertThat(run(as, "run")).isEqualTo(new Ended(0, "run without an archive\n", ""));
    Ended prepare = run(as, "prepare");
    assertThat(prepare.status()).isEqualTo(1);
    assertThat(prepare.err()).isEqualTo("mc: cannot write into " + home.resolve("lib") + "\n");
    assertThat(archives()).isEmpty();
  }

  /** What is above either may be closed to others. */
  private static boolean canStart(List<String> as) throws InterruptedException {
    String java = System.getProperty("java.home") + "/bin/java";
    String jar = home.resolve("lib/center.jar").toString();
    try {
      return succeeds(as, java, "-version") && succeeds(as, "test", "-r", jar);
    } catch (IOException e) {
      return false; // no such command
    }
  }

  private static boolean succeeds(List<String> as, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(as);
    command.addAll(List.of(arguments));
    return ended(command).status() == 0;
  }
}

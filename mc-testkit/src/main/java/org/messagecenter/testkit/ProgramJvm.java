package org.messagecenter.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.messagecenter.server.Main;

/**
 * The command that runs the program in a process of its own, on the class path of the test.
 *
 * <p>Where the program comes in jars, the first command of a test's JVM makes an archive of the
 * classes that a start loads, and all that follow start in half of the time.
 */
public final class ProgramJvm {

  // Most tests are over before the second compiler or a collector with threads of its own has
  // earned its time.
  private static final List<String> FLAGS =
      List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private ProgramJvm() {}

  private static final class Archive {
    static final List<String> FLAGS = make();

    private static List<String> make() {
      if (!isPacked()) {
        return List.of();
      }
      try {
        Path file = Files.createTempFile("message-center-", ".jsa");
        file.toFile().deleteOnExit();
        MessageCenterProcess.rehearse(file);
        return List.of(
            "-XX:SharedArchiveFile=" + file,
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off",
            "-Xlog:class+path=off");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** No archive holds classes of directories. */
    private static boolean isPacked() {
      try {
        return Files.isRegularFile(
            Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * The words up to the main class; the program's own follow.
   *
   * @param installation where the shipped configuration is
   */
  public static List<String> command(Path installation) {
    List<String> path = new ArrayList<>(classPath(true));
    // Behind the jars, which the archive is for: it fits as long as nothing stands before them.
    path.addAll(classPath(false));
    return command(installation, Archive.FLAGS, path);
  }

  /** The same to make an archive, of the jars alone, when the program ends. */
  static List<String> archiving(Path installation, Path file) {
    return command(installation, List.of("-XX:ArchiveClassesAtExit=" + file), classPath(true));
  }

  private static List<String> command(Path installation, List<String> archive, List<String> path) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.addAll(archive);
    command.add("-Dmc.home=" + installation);
    command.addAll(List.of("-cp", String.join(File.pathSeparator, path), Main.class.getName()));
    return command;
  }

  /** Without the tests' own directories: their logging settings are not meant for it. */
  private static List<String> classPath(boolean jars) {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !Path.of(entry).endsWith("test-classes"))
        .filter(entry -> Files.isRegularFile(Path.of(entry)) == jars)
        .toList();
  }
}

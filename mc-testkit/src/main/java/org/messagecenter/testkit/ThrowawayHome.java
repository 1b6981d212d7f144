package org.messagecenter.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The directory a message center under test writes to, and the installation it reads the shipped
 * accounts and scenario from.
 */
final class ThrowawayHome {

  /** Names the installation; as for the program itself. */
  private static final String HOME_PROPERTY = "mc.home";

  /** What a development certificate consists of. */
  private static final List<String> CERTIFICATE_FILES =
      List.of("ca.crt", "ca.key", "server.crt", "server.key");

  /**
   * The development certificate that the first message center of this JVM made, by file; empty
   * until then. The others take it over: its two keys take longer to make than all else at a start.
   */
  private static volatile Map<String, byte[]> made = Map.of();

  /** Of the directory, in octets: a socket's path has 107, with data/admin.sock in it. */
  private static final int LONGEST = 90;

  private static final Path SCENARIO = Path.of("conf", "scenarios", "default.conf");

  private final Path installation;
  private final Path directory;

  ThrowawayHome() {
    installation = findInstallation();
    try {
      directory = create();
      Files.createDirectory(certificates());
      for (Map.Entry<String, byte[]> file : made.entrySet()) {
        writePrivate(certificates().resolve(file.getKey()), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where there is room for the path of the admin socket. */
  private static Path create() throws IOException {
    Path usual = Files.createTempDirectory("message-center-");
    Path brief = Path.of("/tmp");
    if (usual.toString().length() <= LONGEST || !Files.isWritable(brief)) {
      return usual;
    }
    Files.delete(usual);
    return Files.createTempDirectory(brief, "message-center-");
  }

  private static void writePrivate(Path path, byte[] octets) throws IOException {
    Files.createFile(path);
    if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }
    Files.write(path, octets);
  }

  /**
   * Keeps the certificate that was made here for those that start later; a message center serves.
   */
  void shareCertificate() {
    if (!made.isEmpty()) {
      return;
    }
    Map<String, byte[]> found = new LinkedHashMap<>();
    try {
      for (String name : CERTIFICATE_FILES) {
        Path path = certificates().resolve(name);
        if (!Files.exists(path)) {
          return; // without TLS, or with a certificate of the test's own
        }
        found.put(name, Files.readAllBytes(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    made = found;
  }

  private static Path findInstallation() {
    String named = System.getProperty(HOME_PROPERTY);
    if (named != null) {
      return Path.of(named).toAbsolutePath();
    }
    // A test of this project runs in the directory of its module, below the root.
    Path candidate = Path.of("").toAbsolutePath();
    while (candidate != null && !Files.exists(candidate.resolve(SCENARIO))) {
      candidate = candidate.getParent();
    }
    if (candidate == null) {
      throw new IllegalStateException(
          "no installation with %s above %s: name one with -D%s"
              .formatted(SCENARIO, Path.of("").toAbsolutePath(), HOME_PROPERTY));
    }
    return candidate;
  }

  /** What every message center of the kit is started with, to be changed by its test. */
  static Map<String, String> usualSettings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("scenario.delivery-delay", "0");
    // The files are filled with zeros ahead of use: small ones let a start be quick.
    settings.put("store.segment-size", "4MiB");
    settings.put("store.reserve", "16MiB");
    // A machine with other things to do may need long for a handshake and a bind.
    settings.put("session.session-init", "1m");
    settings.put("listen.tls-handshake", "1m");
    // A peer of a test that stands still for a while is neither asked nor given up.
    settings.put("session.enquire-link", "10m");
    settings.put("session.response", "5m");
    settings.put("outbind.connect", "1m");
    return settings;
  }

  /**
   * Writes a file of the test's own, or puts another text in its place at once.
   *
   * @param path below this directory, such as {@code conf/carriers.conf}
   */
  Path write(String path, String text) {
    Path file = directory.resolve(path).normalize();
    if (!file.startsWith(directory)) {
      throw new IllegalArgumentException(path + " is not below the home directory");
    }
    try {
      Files.createDirectories(file.getParent());
      // Who reads meanwhile sees the old text or the new one.
      Path next = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
      return Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path installation() {
    return installation;
  }

  Path directory() {
    return directory;
  }

  Path data() {
    return directory.resolve("data");
  }

  Path certificates() {
    return directory.resolve("certs");
  }

  Path authority() {
    return certificates().resolve("ca.crt");
  }

  Path output() {
    return directory.resolve("output.log");
  }

  void delete() {
    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }
}

package org.messagecenter.server.capture;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.capture.PcapngWriter;

/**
 * The files of a capture, each up to a size, the oldest of them deleted so that a number is never
 * exceeded. That counts the files of earlier runs too. Only their owner may read them.
 */
final class CaptureFiles implements AutoCloseable {
  private static final String APPLICATION = "Message Center";
  private static final String PREFIX = "smpp-";
  private static final String SUFFIX = ".pcapng";
  private static final int BUFFER = 64 * 1024;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path directory;
  private final long maxBytes;
  private final int count;
  private final String started;
  private int number;
  private int opened;
  private @Nullable OutputStream out;
  private @Nullable PcapngWriter writer;

  /**
   * @param maxBytes octets that are not exceeded, unless by a single piece
   * @param count files that are kept
   * @param now names the files of this run
   */
  CaptureFiles(Path directory, long maxBytes, int count, Instant now) {
    this.directory = directory;
    this.maxBytes = maxBytes;
    this.count = count;
    this.started = TIME.format(now);
  }

  /**
   * The writer of a file that has room.
   *
   * @param octets how many are to be written
   * @throws IOException if a new file is needed and cannot be made
   */
  PcapngWriter writer(int octets) throws IOException {
    PcapngWriter current = writer;
    if (current != null && current.written() + octets <= maxBytes) {
      return current;
    }
    close();
    return next();
  }

  /** How many files were begun; the number of the present one. */
  int opened() {
    return opened;
  }

  void flush() throws IOException {
    if (out != null) {
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    OutputStream current = out;
    out = null;
    writer = null;
    if (current != null) {
      current.close();
    }
  }

  private PcapngWriter next() throws IOException {
    if (opened == 0) {
      Files.createDirectories(directory, mode("rwx------"));
    }
    deleteOldest();
    OutputStream stream = new BufferedOutputStream(create(), BUFFER);
    out = stream;
    opened++;
    PcapngWriter made = new PcapngWriter(stream, APPLICATION);
    writer = made;
    return made;
  }

  /** A file of its own, though another run began in the same second. */
  private OutputStream create() throws IOException {
    number++;
    while (true) {
      Path path =
          directory.resolve(
              String.format(Locale.ROOT, "%s%s-%06d%s", PREFIX, started, number, SUFFIX));
      try {
        Set<StandardOpenOption> options =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return Channels.newOutputStream(Files.newByteChannel(path, options, mode("rw-------")));
      } catch (FileAlreadyExistsException e) {
        number++;
      }
    }
  }

  /** Makes room for one more; names sort by age. */
  private void deleteOldest() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory)) {
      all.filter(CaptureFiles::isOurs)
          .sorted(Comparator.comparing(path -> path.getFileName().toString()))
          .forEach(files::add);
    }
    for (Path oldest : files.subList(0, Math.max(0, files.size() - count + 1))) {
      Files.deleteIfExists(oldest);
    }
  }

  private static boolean isOurs(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
  }

  private static FileAttribute<?>[] mode(String permissions) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }
}

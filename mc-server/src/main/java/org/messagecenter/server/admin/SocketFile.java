package org.messagecenter.server.admin;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a listening socket: nobody but its owner can ever connect to it. */
final class SocketFile implements Closeable {

  /** What the address of such a socket has room for, with the NUL behind it. */
  private static final int MOST_PATH = 107;

  private final Path path;
  private final ServerSocketChannel channel;

  private SocketFile(Path path, ServerSocketChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  ServerSocketChannel channel() {
    return channel;
  }

  /**
   * Listens. The file of a process that is gone is replaced.
   *
   * @throws IOException saying what to do, when the path is of no use or in use
   */
  static SocketFile listen(Path path) throws IOException {
    Path parent = address(path).toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("the admin socket cannot be " + path);
    }
    if (!Files.isDirectory(parent)) {
      Files.createDirectories(parent, mode(parent, "rwx------"));
    }
    refuseIfInUse(path);
    // Bound where nobody else can come near, and moved when its mode is right.
    Path room = parent.resolve(".a");
    Path bound = room.resolve("s");
    Files.deleteIfExists(bound);
    Files.deleteIfExists(room);
    Files.createDirectory(room, mode(parent, "rwx------"));
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean done = false;
    try {
      channel.bind(UnixDomainSocketAddress.of(address(bound)));
      if (isPosix(parent)) {
        Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString("rw-------"));
      }
      Files.move(bound, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      done = true;
    } finally {
      if (!done) {
        channel.close();
        Files.deleteIfExists(bound);
      }
      Files.deleteIfExists(room);
    }
    return new SocketFile(path, channel);
  }

  /**
   * The path as the system takes it: from the working directory where the whole one is too long, as
   * in an installation far below the root.
   *
   * @throws IOException saying what to do, when that is too long as well
   */
  static Path address(Path path) throws IOException {
    if (fits(path)) {
      return path;
    }
    Path here = Path.of("").toAbsolutePath();
    Path near = here.relativize(path.toAbsolutePath().normalize());
    if (!fits(near)) {
      throw new IOException(
          "the admin socket cannot be "
              + path
              + ": a path of at most "
              + MOST_PATH
              + " octets; set admin.socket to a shorter one");
    }
    return near;
  }

  private static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= MOST_PATH;
  }

  private static void refuseIfInUse(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    boolean socket =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).isOther();
    if (!socket) {
      throw new IOException(path + " is no socket; admin.socket has to name another file");
    }
    boolean alive;
    try (SocketChannel other = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      alive = other.connect(UnixDomainSocketAddress.of(address(path)));
    } catch (IOException e) {
      alive = false;
    }
    if (alive) {
      throw new IOException(
          "the admin socket "
              + path
              + " is in use by another process; stop that, or set admin.socket");
    }
  }

  private static FileAttribute<?>[] mode(Path where, String permissions) {
    return isPosix(where)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path where) {
    return where.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Listens no more, and takes the file away. */
  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      Files.deleteIfExists(path);
    }
  }
}

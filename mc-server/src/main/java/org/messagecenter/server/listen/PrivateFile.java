package org.messagecenter.server.listen;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** Writes PEM files whole: under another name first, then renamed, with permissions from birth. */
final class PrivateFile {

  private PrivateFile() {}

  /**
   * Writes a key, for the owner's eyes only, and its certificates, for all to read. Neither changes
   * before both are on the disk, so that a full one leaves the pair that was there.
   */
  static void writePair(Path key, Object privateKey, Path certificate, Object... certificates)
      throws IOException {
    Path secret = prepare(key, "rw-------", privateKey);
    try {
      Path open = prepare(certificate, "rw-r--r--", certificates);
      try {
        Files.move(secret, key, StandardCopyOption.ATOMIC_MOVE);
        Files.move(open, certificate, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(open);
      }
    } finally {
      Files.deleteIfExists(secret);
    }
  }

  /** Writes beside the place; the caller moves it there. */
  private static Path prepare(Path path, String permissions, Object... objects) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      for (Object object : objects) {
        writer.writeObject(object);
      }
    }
    Path directory = path.toAbsolutePath().getParent();
    Path temporary =
        Files.createTempFile(directory, "." + path.getFileName(), "", mode(permissions));
    try {
      Files.writeString(temporary, text.toString());
      if (posix()) {
        // The process's umask may have taken more away than asked.
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(permissions));
      }
      return temporary;
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }

  private static FileAttribute<?>[] mode(String permissions) {
    if (!posix()) {
      return new FileAttribute<?>[0];
    }
    Set<PosixFilePermission> set = PosixFilePermissions.fromString(permissions);
    return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(set)};
  }

  private static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}

package org.messagecenter.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Enough of a file to see that it is another one now.
 *
 * @param modified epoch milliseconds
 * @param size -1 when the file is missing, -2 when that cannot be told
 */
public record FileStamp(Path path, long modified, long size) {
  /** The file as it is now, whether or not it exists. */
  public static FileStamp of(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new FileStamp(path, attributes.lastModifiedTime().toMillis(), attributes.size());
    } catch (NoSuchFileException e) {
      return new FileStamp(path, 0, -1);
    } catch (IOException e) {
      return new FileStamp(path, 0, -2);
    }
  }

  /** The same file as it is now. */
  public FileStamp now() {
    return of(path);
  }

  /** Whether it is there. */
  public boolean exists() {
    return size != -1;
  }
}

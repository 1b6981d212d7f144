package org.messagecenter.server.history;

import java.nio.file.Path;
import java.time.Duration;
import org.messagecenter.server.config.Section;

/**
 * How much of the messages' history is kept.
 *
 * @param enabled whether any is
 * @param maxAge how long a step is kept at least, if there is room
 * @param maxBytes octets of all files together
 * @param directory where the files are: {@value #DIRECTORY} in the store's directory
 */
public record HistorySettings(boolean enabled, Duration maxAge, long maxBytes, Path directory) {

  /** The name of the directory. */
  public static final String DIRECTORY = "history";

  private static final long MIB = 1024 * 1024;

  /** Reads the section {@code history}. */
  public static HistorySettings from(Section s, Path storeDirectory) {
    return new HistorySettings(
        s.bool("enabled"),
        s.duration("max-age", Duration.ofMinutes(1), Duration.ofDays(3650)),
        s.bytes("max-size", 16 * MIB, 1024 * 1024 * MIB),
        storeDirectory.resolve(DIRECTORY));
  }
}

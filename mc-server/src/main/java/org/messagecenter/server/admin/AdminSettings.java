package org.messagecenter.server.admin;

import java.nio.file.Path;
import org.messagecenter.server.config.Section;

/**
 * Where the operator reaches the running server.
 *
 * @param enabled whether it listens at all
 * @param socket the socket's file
 */
public record AdminSettings(boolean enabled, Path socket) {

  /** The name of the file in the store's directory, if no other is set. */
  public static final String SOCKET = "admin.sock";

  /** Reads the section {@code admin}. */
  public static AdminSettings from(Section s, Path storeDirectory) {
    return new AdminSettings(
        s.bool("enabled"), s.optionalFile("socket").orElse(storeDirectory.resolve(SOCKET)));
  }
}

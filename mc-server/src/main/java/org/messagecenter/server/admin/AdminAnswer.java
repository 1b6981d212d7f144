package org.messagecenter.server.admin;

import java.io.IOException;

/** Takes the lines of an answer. */
@FunctionalInterface
public interface AdminAnswer {
  /**
   * Adds a line. Control characters in it become question marks.
   *
   * @throws IOException when the asker is gone or does not read; nothing more is to be done then
   */
  void line(String text) throws IOException;
}

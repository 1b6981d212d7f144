package org.messagecenter.server.admin;

import java.util.List;

/**
 * Something the operator can ask of the running server.
 *
 * @param name the first words of a request, such as {@code message show}
 * @param usage what follows the name, as help shows it; empty if nothing does
 * @param description one sentence for help
 * @param handler does it
 */
public record AdminCommand(String name, String usage, String description, Handler handler) {

  /** Done. */
  public static final int OK = 0;

  /** What was asked for is not there or could not be done. */
  public static final int FAILED = 1;

  /** The words make no sense. */
  public static final int USAGE = 2;

  /** Does what is asked. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Runs on a thread of its own, and may wait for others for a few seconds.
     *
     * @param words what followed the name
     * @return {@link #OK}, {@link #FAILED} or {@link #USAGE}
     * @throws Exception when it broke off; the operator hears of it
     */
    int handle(List<String> words, AdminAnswer answer) throws Exception;
  }
}

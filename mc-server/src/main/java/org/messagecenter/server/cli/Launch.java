package org.messagecenter.server.cli;

import java.util.Set;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.route.RouteSettings;
import org.messagecenter.server.route.RouteTable;

/**
 * What {@code run} runs, in two steps: all settings are read and checked before anything starts.
 */
@FunctionalInterface
public interface Launch {

  /**
   * Reads every setting and starts nothing. Problems go into the section; the caller verifies it,
   * and throws the answer away if there are any.
   *
   * @param settings section of the whole configuration
   */
  Prepared prepare(Section settings, RunOptions options);

  /**
   * Reads the routes, and all settings that come with them. Problems go into the section, as with
   * {@link #prepare}. Unless it is told otherwise, a program has no carriers.
   *
   * @param settings section of the whole configuration
   */
  default RouteTable routes(Section settings) {
    return RouteSettings.from(settings.section("routes"), Set.of()).table();
  }

  /** A configuration that was read. */
  @FunctionalInterface
  interface Prepared {

    /**
     * Starts, waits until termination is requested, stops in an orderly way.
     *
     * @return the exit status, as a rule that of {@link Termination#await()}
     * @throws StartException if it cannot start, with the status to exit with
     * @throws Exception if it cannot start for any other reason: {@link ExitStatus#NOT_STARTED}
     */
    int run(Termination termination) throws Exception;
  }
}

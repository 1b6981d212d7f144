package org.messagecenter.server.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; carries every problem found. */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<ConfigProblem> problems;

  /**
   * Collects the problems of one reading.
   *
   * @param problems at least one
   */
  public ConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order of files and lines. The message has one line for each. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}

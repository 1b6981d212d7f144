package org.messagecenter.server.cli;

/** A command that another jar adds to {@code mc}, found by {@link java.util.ServiceLoader}. */
public interface Subcommand {

  /** The word on the command line. */
  String name();

  /** An object with picocli's annotations; a {@code Callable<Integer>} answers the exit status. */
  Object command();
}

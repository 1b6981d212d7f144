package org.messagecenter.bench;

import org.messagecenter.server.cli.Subcommand;

/** Adds {@code bench} to {@code mc}. */
public final class BenchSubcommand implements Subcommand {

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public Object command() {
    return new BenchCommand();
  }
}

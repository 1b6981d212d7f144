package org.messagecenter.bench.conform;

import org.messagecenter.server.cli.Subcommand;

/** Offers {@code conform} to the command line. */
public final class ConformSubcommand implements Subcommand {
  @Override
  public String name() {
    return "conform";
  }

  @Override
  public Object command() {
    return new ConformCommand();
  }
}

package org.messagecenter.bench.send;

import org.messagecenter.server.cli.Subcommand;

/** Offers {@code send} to the command line. */
public final class SendSubcommand implements Subcommand {
  @Override
  public String name() {
    return "send";
  }

  @Override
  public Object command() {
    return new SendCommand();
  }
}

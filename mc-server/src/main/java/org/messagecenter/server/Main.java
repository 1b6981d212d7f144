package org.messagecenter.server;

import org.messagecenter.server.cli.Cli;
import org.messagecenter.server.listen.CipherSuites;

/** The program {@code mc}. */
public final class Main {

  private Main() {}

  /** Runs the command that the arguments name and exits with its status. */
  public static void main(String[] arguments) {
    // First of all: the JDK reads its list of disabled algorithms when TLS is first used.
    CipherSuites.permitRequired();
    System.exit(Cli.execute(arguments, new Serve()));
  }
}

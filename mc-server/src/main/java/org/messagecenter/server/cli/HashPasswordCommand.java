package org.messagecenter.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.account.Passwords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mc hash-password}. A password is never an argument: those are seen by every user. */
@Command(
    name = "hash-password",
    description = {
      "Read a password and print its hash for the accounts file.",
      "The password is asked for, or taken from the first line of standard input."
    })
final class HashPasswordCommand implements Callable<Integer> {

  private final Terminal terminal;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Where the password comes from. */
  interface Terminal {

    /** Asks without echo; null if nobody is there to be asked. */
    char @Nullable [] ask(String prompt);

    BufferedReader input();
  }

  HashPasswordCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    char[] password = terminal.ask("Password: ");
    if (password == null) {
      String line = terminal.input().readLine();
      password = line == null ? new char[0] : line.toCharArray();
    } else if (!Arrays.equals(password, terminal.ask("Again: "))) {
      return refuse("the two passwords differ");
    }
    if (!Passwords.allowed(new String(password))) {
      return refuse("a password has 1 to " + Passwords.MAX_LENGTH + " printable ASCII characters");
    }
    spec.commandLine().getOut().println("{ hash = \"" + Passwords.hash(password) + "\" }");
    return ExitStatus.OK;
  }

  private int refuse(String why) {
    spec.commandLine().getErr().println(why);
    return ExitStatus.USAGE;
  }
}

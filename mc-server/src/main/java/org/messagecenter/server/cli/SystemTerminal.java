package org.messagecenter.server.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The terminal of the process, or its standard input. */
final class SystemTerminal implements HashPasswordCommand.Terminal {

  /** The launcher's -Djdk.console=java.base makes newer JDKs too answer null without a terminal. */
  @SuppressWarnings("SystemConsoleNull")
  @Override
  public char @Nullable [] ask(String prompt) {
    Console console = System.console();
    return console == null ? null : console.readPassword("%s", prompt);
  }

  @Override
  public BufferedReader input() {
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
  }
}

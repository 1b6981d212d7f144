package org.messagecenter.server.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mc message}, the commands for single messages. */
@Command(
    name = "message",
    description = "Look at a message of the running server.",
    synopsisSubcommandLabel = "COMMAND")
final class MessageCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private MessageCommand() {}

  static CommandLine line(Path home) {
    return new CommandLine(new MessageCommand())
        .addSubcommand(new MessageShowCommand(home))
        .addSubcommand(new MessageFromCommand(home));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}

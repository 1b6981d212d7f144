package org.messagecenter.server.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mc route}, the commands for the routes. */
@Command(
    name = "route",
    description = "Say where messages go.",
    synopsisSubcommandLabel = "COMMAND")
final class RouteCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private RouteCommand() {}

  static CommandLine line(Launch launch, Path home) {
    return new CommandLine(new RouteCommand()).addSubcommand(new RouteExplainCommand(launch, home));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}

package org.messagecenter.server.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mc store}, the commands for the directory of the journal. */
@Command(
    name = "store",
    description = {
      "Check, measure, print, copy or save the store's directory.",
      "Exit status: 0; 2 for a wrong command line; 3 when a directory cannot be read or written, or"
          + " is in use; 4 when the store is damaged; 5 when all that is wrong is an unfinished"
          + " commit at the journal's end."
    },
    synopsisSubcommandLabel = "COMMAND")
final class StoreCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private StoreCommand() {}

  static CommandLine line(Path home) {
    return new CommandLine(new StoreCommand())
        .addSubcommand(new StoreCheckCommand(home))
        .addSubcommand(new StoreStatsCommand(home))
        .addSubcommand(new StoreExportCommand(home))
        .addSubcommand(new StoreBackupCommand(home))
        .addSubcommand(new StoreSalvageCommand(home));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing required subcommand");
  }
}

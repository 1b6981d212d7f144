package org.messagecenter.server.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.store.tool.Pace;
import org.messagecenter.store.tool.StoreBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mc store backup}. */
@Command(
    name = "backup",
    description = {
      "Copy the store, also while a server runs on it.",
      "The copy holds everything that was acknowledged before the command began."
    })
final class StoreBackupCommand implements Callable<Integer> {

  private final Path home;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreLocation location = new StoreLocation();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "NEW",
      description = "Directory of the copy: empty, or made.")
  private Path target = Path.of("");

  @Option(
      names = "--rate",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description = "At most so much a second, such as 50MiB; a busy server may force more.")
  private long rate;

  StoreBackupCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    return location.work(
        home,
        spec.commandLine().getErr(),
        disk -> {
          StoreBackup.Result result =
              StoreBackup.run(
                  disk, StoreLocation.empty(target), Pace.of(rate), System.currentTimeMillis());
          out.println(
              target
                  + ": "
                  + result.segments()
                  + " segments, "
                  + result.bytes()
                  + " octets, up to group "
                  + result.lastCommit());
          result.badRuns().forEach(what -> spec.commandLine().getErr().println(what));
          return result.badRuns().isEmpty() ? ExitStatus.OK : ExitStatus.BROKEN;
        });
  }
}

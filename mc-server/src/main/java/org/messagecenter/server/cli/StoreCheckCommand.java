package org.messagecenter.server.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.store.tool.Contents;
import org.messagecenter.store.tool.StoreCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mc store check}. */
@Command(
    name = "check",
    description = {
      "Read every octet of the store, and say what is wrong: file, offset, what.",
      "Changes nothing. Exit status: 0 clean, 5 only an unfinished commit at the end, 4 damaged."
    })
final class StoreCheckCommand implements Callable<Integer> {

  private final Path home;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreLocation location = new StoreLocation();

  @Option(names = "--live", description = "Read beside a running server.")
  private boolean live;

  StoreCheckCommand(Path home) {
    this.home = home;
  }

  @Override
  public Integer call() throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    return location.work(
        home,
        err,
        disk -> {
          Contents contents = Contents.read(disk, live);
          StoreCheck.print(contents, out);
          out.flush();
          int status = StoreLocation.judge(contents, err);
          out.println(
              switch (status) {
                case ExitStatus.OK -> "clean";
                case ExitStatus.TORN -> "an unfinished commit at the end; the next start drops it";
                default -> "damaged, " + contents.faultCount() + " faults";
              });
          return status;
        });
  }
}

package org.messagecenter.server.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.store.tool.Contents;
import org.messagecenter.store.tool.StoreSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mc store stats}. */
@Command(
    name = "stats",
    description = "Print the sizes of the segments, and what is pending by account, stage and age.")
final class StoreStatsCommand implements Callable<Integer> {

  private final Path home;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreLocation location = new StoreLocation();

  @Option(names = "--live", description = "Read beside a running server.")
  private boolean live;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  StoreStatsCommand(Path home) {
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
          StoreSummary summary = new StoreSummary(contents, System.currentTimeMillis());
          if (json) {
            out.println(summary.json());
          } else {
            summary.print(out);
          }
          return StoreLocation.judge(contents, err);
        });
  }
}

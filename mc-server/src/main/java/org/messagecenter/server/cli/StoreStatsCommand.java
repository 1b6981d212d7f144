package org.messagecenter.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.messagecenter.store.tool.Contents;
import org.messagecenter.store.tool.ReadOnlyDisk;
import org.messagecenter.store.tool.StoreSummary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mc store stats}. */
@Command(
    name = "stats",
    description = "Print the sizes of the segments, and what is pending by account, stage and age.")
final class StoreStatsCommand extends StoreTask {

  @Option(names = "--live", description = "Read beside a running server.")
  private boolean live;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  StoreStatsCommand(Path home) {
    super(home);
  }

  @Override
  int work(ReadOnlyDisk disk) throws IOException {
    Contents contents = Contents.read(disk, live);
    StoreSummary summary = new StoreSummary(contents, System.currentTimeMillis());
    if (json) {
      out().println(summary.json());
    } else {
      summary.print(out());
    }
    return judge(contents);
  }
}

package org.messagecenter.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.messagecenter.store.tool.ReadOnlyDisk;
import org.messagecenter.store.tool.StoreSalvage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mc store salvage}. */
@Command(
    name = "salvage",
    description = {
      "Make a clean store of everything that is whole in a damaged one.",
      "The damaged one stays as it is. What was left out is listed in the new directory's"
          + " salvage-report.txt."
    })
final class StoreSalvageCommand extends StoreTask {

  private static final int SEGMENT_BYTES = 64 << 20;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "NEW",
      description = "Directory of the new store: empty, or made.")
  private Path target = Path.of("");

  @Option(
      names = "--new-key",
      description =
          "Go on when store.key or store.ids is lost: message ids given before mean nothing then.")
  private boolean newKey;

  StoreSalvageCommand(Path home) {
    super(home);
  }

  @Override
  int work(ReadOnlyDisk disk) throws IOException {
    StoreSalvage.Result result =
        StoreSalvage.run(disk, empty(target), newKey, SEGMENT_BYTES, System.currentTimeMillis());
    out()
        .println(
            target
                + ": "
                + result.records()
                + " records, "
                + result.messages()
                + " messages and "
                + result.mails()
                + " mails pending");
    out().println(result.dropped() + " places are listed in salvage-report.txt");
    return ExitStatus.OK;
  }
}

package org.messagecenter.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.messagecenter.store.tool.Pace;
import org.messagecenter.store.tool.ReadOnlyDisk;
import org.messagecenter.store.tool.StoreBackup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mc store backup}. */
@Command(
    name = "backup",
    description = {
      "Copy the store, also while a server runs on it.",
      "The copy holds everything that was acknowledged before the command began."
    })
final class StoreBackupCommand extends StoreTask {

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
    super(home);
  }

  @Override
  int work(ReadOnlyDisk disk) throws IOException {
    StoreBackup.Result result =
        StoreBackup.run(disk, empty(target), Pace.of(rate), System.currentTimeMillis());
    out()
        .println(
            target
                + ": "
                + result.segments()
                + " segments, "
                + result.bytes()
                + " octets, up to group "
                + result.lastCommit());
    result.badRuns().forEach(what -> err().println(what));
    return result.badRuns().isEmpty() ? ExitStatus.OK : ExitStatus.BROKEN;
  }
}

package org.messagecenter.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.messagecenter.store.tool.Contents;
import org.messagecenter.store.tool.ReadOnlyDisk;
import org.messagecenter.store.tool.StoreCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mc store check}. */
@Command(
    name = "check",
    description = {
      "Read every octet of the store, and say what is wrong: file, offset, what.",
      "Changes nothing. Exit status: 0 clean, 5 only an unfinished commit at the end, 4 damaged."
    })
final class StoreCheckCommand extends StoreTask {

  @Option(names = "--live", description = "Read beside a running server.")
  private boolean live;

  StoreCheckCommand(Path home) {
    super(home);
  }

  @Override
  int work(ReadOnlyDisk disk) throws IOException {
    Contents contents = Contents.read(disk, live);
    StoreCheck.print(contents, out());
    out().flush();
    int status = judge(contents);
    out()
        .println(
            switch (status) {
              case ExitStatus.OK -> "clean";
              case ExitStatus.TORN -> "an unfinished commit at the end; the next start drops it";
              default -> "damaged, " + contents.faultCount() + " faults";
            });
    return status;
  }
}

package org.messagecenter.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.messagecenter.protocol.pdu.Masked;
import org.messagecenter.store.tool.ReadOnlyDisk;
import org.messagecenter.store.tool.StoreExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mc store export}. */
@Command(
    name = "export",
    description = {
      "Print what the store holds, one JSON object a line.",
      "Of a running server's store, export a backup."
    })
final class StoreExportCommand extends StoreTask {

  @Option(names = "--pending", description = "Messages (all three kinds if none is named).")
  private boolean pending;

  @Option(names = "--mail", description = "Mails: receipts and messages for accounts.")
  private boolean mail;

  @Option(names = "--ended", description = "Ends of messages, as far as they are kept.")
  private boolean ended;

  @Option(names = "--bodies", description = "With the octets of messages and mails, in hex.")
  private boolean bodies;

  @Option(names = "--unmasked", description = "Show telephone numbers whole.")
  private boolean unmasked;

  StoreExportCommand(Path home) {
    super(home);
  }

  @Override
  int work(ReadOnlyDisk disk) throws IOException {
    boolean all = !pending && !mail && !ended;
    UnaryOperator<String> number = unmasked ? UnaryOperator.identity() : Masked::number;
    try (StoreExport export = new StoreExport(disk, out(), number, bodies)) {
      if (all || pending) {
        export.messages();
      }
      if (all || mail) {
        export.mails();
      }
      if (all || ended) {
        export.ended();
      }
      out().flush();
      return judge(export.contents());
    }
  }
}

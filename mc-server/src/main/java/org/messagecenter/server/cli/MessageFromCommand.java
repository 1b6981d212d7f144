package org.messagecenter.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.messagecenter.server.admin.AdminSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mc message from}. */
@Command(
    name = "from",
    description = {
      "Print the ids of messages that came from a mobile, and what was refused of it.",
      "Exit status: 0; 1 when nothing is known to have come, or when no server answers."
    })
final class MessageFromCommand extends ServerTask {

  @Parameters(
      paramLabel = "NUMBER",
      description = "The mobile's number as its carrier writes it, with or without a plus.")
  private String number = "";

  MessageFromCommand(Path home) {
    super(home);
  }

  @Override
  int work(AdminSettings admin, Path storeDirectory) throws IOException {
    return ask(admin, List.of("message", "from", number));
  }
}

package org.messagecenter.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.messagecenter.server.admin.AdminSettings;
import org.messagecenter.server.history.MessageShow;
import org.messagecenter.server.history.OfflineHistory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mc message show}. */
@Command(
    name = "show",
    description = {
      "Print what is known of a message and what happened to it, step by step.",
      "Exit status: 0; 1 for a message nobody knows, or when no server answers."
    })
final class MessageShowCommand extends ServerTask {

  @Parameters(
      paramLabel = "ID",
      description = "The message_id that the submission was answered with.")
  private String id = "";

  @Option(names = "--unmasked", description = "Show addresses whole.")
  private boolean unmasked;

  @Option(
      names = "--offline",
      description = "Read the history's files, without a server; the store's part is missing then.")
  private boolean offline;

  MessageShowCommand(Path home) {
    super(home);
  }

  @Override
  int work(AdminSettings admin, Path storeDirectory) throws IOException {
    if (!offline) {
      List<String> words =
          unmasked
              ? List.of("message", "show", id, MessageShow.UNMASKED)
              : List.of("message", "show", id);
      return ask(admin, words);
    }
    List<String> lines = OfflineHistory.timeline(storeDirectory, id);
    if (lines.isEmpty()) {
      err().println("the files in " + storeDirectory + " have no history of message " + id);
      return ExitStatus.NOT_DONE;
    }
    lines.forEach(out()::println);
    return ExitStatus.OK;
  }
}

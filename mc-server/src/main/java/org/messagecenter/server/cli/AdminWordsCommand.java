package org.messagecenter.server.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.messagecenter.server.admin.AdminSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mc admin}. */
@Command(
    name = "admin",
    description = {
      "Ask the running server something over its admin socket; \"mc admin help\" lists what.",
      "Exit status: 0; 1 when it is not there or could not be done, or no server answers; 2 for"
          + " words that make no sense."
    })
final class AdminWordsCommand extends ServerTask {

  @Parameters(arity = "1..*", paramLabel = "WORDS", description = "What is asked.")
  private List<String> words = new ArrayList<>();

  AdminWordsCommand(Path home) {
    super(home);
  }

  @Override
  int work(AdminSettings admin, Path storeDirectory) throws IOException {
    return ask(admin, words);
  }
}

package org.messagecenter.server.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands there are: finds the one that a request means, and runs it. */
final class Commands {
  private static final Logger log = LoggerFactory.getLogger(Commands.class);

  private final List<AdminCommand> all = new ArrayList<>();

  /**
   * @throws IllegalArgumentException when two have one name
   */
  Commands(List<AdminCommand> commands) {
    all.addAll(commands);
    all.add(
        new AdminCommand(
            "help",
            "",
            "List what can be asked.",
            (words, answer) -> {
              help(answer);
              return AdminCommand.OK;
            }));
    all.sort(Comparator.comparing(AdminCommand::name));
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).name().equals(all.get(i - 1).name())) {
        throw new IllegalArgumentException("two admin commands are named " + all.get(i).name());
      }
    }
  }

  int run(List<String> words, AdminAnswer answer) throws IOException {
    AdminCommand command = find(words);
    if (command == null) {
      answer.line("there is no command " + Words.join(words) + "; there are");
      help(answer);
      return AdminCommand.USAGE;
    }
    int name = length(command);
    try {
      int status = command.handler().handle(words.subList(name, words.size()), answer);
      if (status == AdminCommand.USAGE) {
        answer.line("usage: " + shown(command));
      }
      return status;
    } catch (AdminDesk.AskerGoneException e) {
      throw e;
    } catch (Exception | Error e) {
      log.error("the admin command {} broke off", command.name(), e);
      answer.line(command.name() + " broke off: " + e);
      return AdminCommand.FAILED;
    }
  }

  /** The command with the longest name that the words begin with. */
  private @Nullable AdminCommand find(List<String> words) {
    AdminCommand found = null;
    for (AdminCommand command : all) {
      List<String> name = List.of(command.name().split(" ", -1));
      if (words.size() >= name.size()
          && words.subList(0, name.size()).equals(name)
          && (found == null || name.size() > length(found))) {
        found = command;
      }
    }
    return found;
  }

  private static int length(AdminCommand command) {
    return command.name().split(" ", -1).length;
  }

  private void help(AdminAnswer answer) throws IOException {
    for (AdminCommand command : all) {
      answer.line("  " + shown(command));
      answer.line("      " + command.description());
    }
  }

  private static String shown(AdminCommand command) {
    return (command.name() + " " + command.usage()).strip();
  }
}

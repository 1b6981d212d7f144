package org.messagecenter.server.account;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.messagecenter.protocol.codec.ErrorBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.config.Section;

/**
 * How an account's requests are refused.
 *
 * @param errorBody what a response with an error has behind its header
 * @param throttled what is answered to who is to slow down: ESME_RTHROTTLED or ESME_RMSGQFUL
 * @param refusedCommands the commands the account may not use
 * @param refusedCommandAnswer how they are answered
 */
public record Answers(
    ErrorBody errorBody,
    CommandStatus throttled,
    Set<CommandId> refusedCommands,
    RefusedCommandAnswer refusedCommandAnswer) {

  /** Errors are a header only, throttling has its own status, and every command is served. */
  public static final Answers USUAL =
      new Answers(
          ErrorBody.NONE,
          CommandStatus.ESME_RTHROTTLED,
          Set.of(),
          RefusedCommandAnswer.GENERIC_NACK);

  /** The commands that may be refused; a session cannot do without the others. */
  private static final Set<CommandId> REFUSABLE =
      EnumSet.of(
          CommandId.SUBMIT_SM,
          CommandId.SUBMIT_MULTI,
          CommandId.DATA_SM,
          CommandId.QUERY_SM,
          CommandId.CANCEL_SM,
          CommandId.REPLACE_SM,
          CommandId.BROADCAST_SM,
          CommandId.QUERY_BROADCAST_SM,
          CommandId.CANCEL_BROADCAST_SM);

  private static final Pattern NAMES =
      Pattern.compile(REFUSABLE.stream().map(CommandId::wireName).collect(Collectors.joining("|")));

  private enum ThrottleStatus {
    THROTTLED,
    QUEUE_FULL
  }

  public Answers {
    refusedCommands = Set.copyOf(refusedCommands);
  }

  /** Whether the account may not use this command. */
  public boolean refuses(CommandId command) {
    return !refusedCommands.isEmpty() && refusedCommands.contains(command);
  }

  /** What the section says, and these answers where it says nothing. */
  Answers with(Section section) {
    return new Answers(
        section.has("error-body") ? section.oneOf("error-body", ErrorBody.class) : errorBody,
        section.has("throttle-status") ? throttled(section) : throttled,
        section.has("refused-commands") ? commands(section) : refusedCommands,
        section.has("refused-command-answer")
            ? section.oneOf("refused-command-answer", RefusedCommandAnswer.class)
            : refusedCommandAnswer);
  }

  private static CommandStatus throttled(Section section) {
    return section.oneOf("throttle-status", ThrottleStatus.class) == ThrottleStatus.THROTTLED
        ? CommandStatus.ESME_RTHROTTLED
        : CommandStatus.ESME_RMSGQFUL;
  }

  private static Set<CommandId> commands(Section section) {
    Set<String> names =
        Set.copyOf(
            section.strings(
                "refused-commands", NAMES, "one of " + NAMES.pattern().replace("|", ", ")));
    return REFUSABLE.stream()
        .filter(command -> names.contains(command.wireName()))
        .collect(Collectors.toSet());
  }
}

package org.messagecenter.testkit.docs;

import java.util.Arrays;
import java.util.Locale;
import org.messagecenter.protocol.session.OperationMatrix;
import org.messagecenter.protocol.session.Role;
import org.messagecenter.protocol.session.SessionState;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;

/** The same things in the same words on every page. */
final class Words {
  private Words() {}

  /** Of 0x34 {@code 3.4}. */
  static String version(int interfaceVersion) {
    return (interfaceVersion >> 4) + "." + (interfaceVersion & 0xF);
  }

  static String number(CommandId id) {
    return String.format(Locale.ROOT, "`0x%08X`", id.value());
  }

  static String number(CommandStatus status) {
    return String.format(Locale.ROOT, "`0x%08X`", status.value());
  }

  static String number(TlvTag tag) {
    return String.format(Locale.ROOT, "`0x%04X`", tag.tag());
  }

  /** Fewest and most of something, such as {@code 1-21}. */
  static String range(int from, int to) {
    return from == to ? "" + from : from + "-" + to;
  }

  static String link(CommandId id) {
    return Markdown.link(id.wireName(), "commands.md#" + id.wireName());
  }

  static String link(TlvTag tag) {
    return Markdown.link(tag.name(), "tlvs.md#" + tag.name());
  }

  static String direction(CommandId id) {
    if (sends(Role.ESME, id) && sends(Role.MC, id)) {
      return "both ways";
    }
    return sends(Role.ESME, id) ? "ESME → MC" : "MC → ESME";
  }

  /** Whether this side may send the command in some state of a session. */
  static boolean sends(Role role, CommandId id) {
    if (id == CommandId.GENERIC_NACK) {
      return true;
    }
    if (id.isResponse()) {
      return sends(role.peer(), request(id));
    }
    return Arrays.stream(SessionState.values())
        .anyMatch(state -> OperationMatrix.allows(id, role, state));
  }

  /** The request that a response answers. */
  static CommandId request(CommandId response) {
    return Arrays.stream(CommandId.values())
        .filter(id -> id.hasResponse() && id.response() == response)
        .findFirst()
        .orElseThrow();
  }
}

package org.messagecenter.testkit.docs;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.TlvRule;
import org.messagecenter.protocol.spec.TlvRules;
import org.messagecenter.protocol.spec.WireField;

/** Every command_status: what it means, whether to try again, and which fields it is for. */
final class StatusesPage {
  private StatusesPage() {}

  static String text() {
    Markdown page = new Markdown("Statuses");
    page.paragraph(
        """
        "Temporary" means that the same request may succeed later; "depends" that the status alone
        does not tell. The last column names the fields and TLVs whose bad values are refused with
        the status; where it is empty, a rule of the session, of the account or of the message
        center decides. Numbers from 0x400 to 0x4FF belong to vendors, others not listed
        here are reserved."""
            .strip());
    Map<CommandStatus, Collection<String>> causes = causes();
    page.table("command_status", "name", "since", "try again", "meaning", "fields and TLVs");
    for (CommandStatus status : CommandStatus.values()) {
      page.row(
          Words.number(status),
          Markdown.code(status.name()),
          Words.version(status.since()),
          nature(status),
          status.meaning(),
          Markdown.list(causes.getOrDefault(status, new TreeSet<>())));
    }
    return page.toString();
  }

  private static String nature(CommandStatus status) {
    return switch (status.nature()) {
      case SUCCESS -> "";
      case TEMPORARY -> "temporary";
      case PERMANENT -> "permanent";
      case DEPENDS -> "depends";
    };
  }

  private static Map<CommandStatus, Collection<String>> causes() {
    Map<CommandStatus, Collection<String>> causes = new EnumMap<>(CommandStatus.class);
    for (Layout<?> layout : PduTable.all()) {
      if (!layout.commandId().hasResponse()) {
        continue;
      }
      for (WireField field : layout.wireFields()) {
        causes
            .computeIfAbsent(field.status(), s -> new TreeSet<>())
            .add(Markdown.code(field.name()));
      }
    }
    for (TlvRule rule : TlvRules.all()) {
      CommandStatus status = rule.badValue(TlvRules.VERSION_5_0);
      if (status != CommandStatus.ESME_RINVTLVVAL) {
        causes.computeIfAbsent(status, s -> new TreeSet<>()).add(Words.link(rule.tag()));
      }
    }
    return causes;
  }
}

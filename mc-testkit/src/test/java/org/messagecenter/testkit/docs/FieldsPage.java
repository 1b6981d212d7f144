package org.messagecenter.testkit.docs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.WireField;

/** Every field once, with the commands that have it. */
final class FieldsPage {
  private static final String FIXED = "fixed c-octet";

  private FieldsPage() {}

  /** The cells that describe a field: name, type, octets and legal values. */
  static List<String> cells(WireField field) {
    boolean fixed = field.format().equals(FIXED);
    return List.of(
        Markdown.code(field.name()),
        fixed ? "c-octet-string" : field.format(),
        fixed
            ? field.minOctets() + " or " + field.maxOctets()
            : Words.range(field.minOctets(), field.maxOctets()),
        field.legal());
  }

  /** What a request is refused with, or nothing when the command is never answered. */
  static String status(CommandId id, WireField field) {
    return id.hasResponse() ? Markdown.link(field.status().name(), "statuses.md") : "";
  }

  static String text() {
    Markdown page = new Markdown("Fields");
    page.paragraph(
        """
        The octets of a c-octet-string include the NUL at its end. A field with two rows differs
        from command to command. A request with a bad value is refused with the status, and so is
        one that ends before the field."""
            .strip());
    Map<List<String>, List<String>> commands = new LinkedHashMap<>();
    for (Layout<?> layout : PduTable.all()) {
      CommandId id = layout.commandId();
      for (WireField field : layout.wireFields()) {
        List<String> row = new ArrayList<>(cells(field));
        row.add(status(id, field));
        commands.computeIfAbsent(row, f -> new ArrayList<>()).add(Words.link(id));
      }
    }
    page.table("field", "type", "octets", "legal", "refused with", "commands");
    commands.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(row -> row.get(0))))
        .forEach(
            entry -> {
              List<String> row = new ArrayList<>(entry.getKey());
              row.add(Markdown.list(entry.getValue()));
              page.row(row.toArray(String[]::new));
            });
    states(page);
    return page.toString();
  }

  private static void states(Markdown page) {
    page.section("message_state");
    page.paragraph(
        "The field of query_sm_resp, the TLV of receipts, and the word after `stat:` in the text"
            + " of a receipt.");
    page.table("value", "state", "stat", "final");
    for (MessageState state : MessageState.values()) {
      page.row("" + state.value(), state.name(), state.stat(), state.isFinal() ? "yes" : "no");
    }
  }
}

package org.messagecenter.testkit.docs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.WireField;

/** Every field once, with the commands that have it. */
final class FieldsPage {
  private static final String FIXED = "fixed c-octet";

  private FieldsPage() {}

  /** The cells that describe a field: name, type, octets, legal values and status. */
  static List<String> cells(WireField field) {
    boolean fixed = field.format().equals(FIXED);
    return List.of(
        Markdown.code(field.name()),
        fixed ? "c-octet-string" : field.format(),
        fixed
            ? field.minOctets() + " or " + field.maxOctets()
            : Words.range(field.minOctets(), field.maxOctets()),
        field.legal(),
        Markdown.link(field.status().name(), "statuses.md"));
  }

  static String text() {
    Markdown page = new Markdown("Fields");
    page.paragraph(
        """
        The octets of a c-octet-string include the NUL at its end. A field with two rows differs
        from command to command. The status is that of a request with a bad value; a request that
        ends before the field gets the same."""
            .strip());
    Map<WireField, List<String>> commands = new LinkedHashMap<>();
    for (Layout<?> layout : PduTable.all()) {
      for (WireField field : layout.wireFields()) {
        commands.computeIfAbsent(field, f -> new ArrayList<>()).add(Words.link(layout.commandId()));
      }
    }
    page.table("field", "type", "octets", "legal", "status", "commands");
    commands.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(WireField::name)))
        .forEach(
            entry -> {
              List<String> cells = new ArrayList<>(cells(entry.getKey()));
              cells.add(Markdown.list(entry.getValue().stream().distinct().toList()));
              page.row(cells.toArray(String[]::new));
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

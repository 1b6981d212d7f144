package org.messagecenter.testkit.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.TlvRule;
import org.messagecenter.protocol.spec.TlvRules;
import org.messagecenter.protocol.spec.WireField;

/** Every command: who sends it, what it is for, its fields and its TLVs. */
final class CommandsPage {
  private CommandsPage() {}

  static String text() {
    Markdown page = new Markdown("Commands");
    page.paragraph(
        """
        All numbers are unsigned and big-endian. Every PDU begins with four numbers of four octets
        each: command_length (of the whole PDU, these 16 octets included), command_id,
        command_status (0 in requests) and sequence_number (1 to 0x7FFFFFFF, the same in a request
        and its response). The fields follow in the order of the tables below, then TLVs in any
        order.

        A response with a status other than ESME_ROK is a header only. The exceptions are responses
        that carry TLVs about a failed delivery: they keep their body.

        The commands that only SMPP 3.3 had (param_retrieve, query_last_msgs, query_msg_details) are
        treated like unknown ones: generic_nack with ESME_RINVCMDID."""
            .strip());
    overview(page);
    PduTable.all().forEach(layout -> details(page, layout));
    return page.toString();
  }

  private static void overview(Markdown page) {
    page.table("command", "command_id", "direction", "since", "answered by", "what it is for");
    for (CommandId id : CommandId.values()) {
      page.row(
          Markdown.link(id.wireName(), "#" + id.wireName()),
          Words.number(id),
          Words.direction(id),
          Words.version(id.since()),
          id.hasResponse() ? Markdown.code(id.response().wireName()) : "",
          purpose(id));
    }
  }

  private static String purpose(CommandId id) {
    return id.purpose().isEmpty() ? "Answers " + Words.request(id).wireName() : id.purpose();
  }

  private static void details(Markdown page, Layout<?> layout) {
    CommandId id = layout.commandId();
    page.section(id.wireName());
    page.paragraph(
        purpose(id)
            + ". "
            + Words.number(id)
            + ", "
            + Words.direction(id)
            + ", since "
            + Words.version(id.since())
            + (id.isResponse()
                ? ""
                : id.hasResponse()
                    ? ", answered by " + Words.link(id.response())
                    : ", never answered")
            + ".");
    fields(page, layout);
    tlvs(page, id);
  }

  private static void fields(Markdown page, Layout<?> layout) {
    List<WireField> fields = layout.wireFields();
    if (fields.isEmpty()) {
      page.paragraph("No fields.");
      return;
    }
    CommandId id = layout.commandId();
    List<String> columns = new ArrayList<>(List.of("field", "type", "octets", "legal"));
    if (id.hasResponse()) {
      columns.add("refused with");
    }
    page.table(columns.toArray(String[]::new));
    for (WireField field : fields) {
      List<String> row = new ArrayList<>(FieldsPage.cells(field));
      if (id.hasResponse()) {
        row.add(FieldsPage.status(id, field));
      }
      page.row(row.toArray(String[]::new));
    }
  }

  private static void tlvs(Markdown page, CommandId id) {
    Predicate<TlvRule> mandatory = rule -> rule.mandatoryIn().contains(id);
    Predicate<TlvRule> in34 = rule -> commands(rule, TlvRules.VERSION_3_4).contains(id);
    Predicate<TlvRule> in50 = rule -> commands(rule, TlvRules.VERSION_5_0).contains(id);
    tlvs(page, "TLVs that must be there", mandatory);
    tlvs(page, "TLVs in 3.4 and 5.0", in34.and(in50).and(mandatory.negate()));
    tlvs(page, "TLVs in 5.0", in50.and(in34.negate()).and(mandatory.negate()));
    tlvs(page, "TLVs in 3.4 only", in34.and(in50.negate()).and(mandatory.negate()));
  }

  private static Set<CommandId> commands(TlvRule rule, int version) {
    return rule.commands(version);
  }

  private static void tlvs(Markdown page, String title, Predicate<TlvRule> which) {
    List<String> names =
        TlvRules.all().stream().filter(which).map(rule -> Words.link(rule.tag())).toList();
    if (!names.isEmpty()) {
      page.paragraph(title + ": " + Markdown.list(names) + ".");
    }
  }
}

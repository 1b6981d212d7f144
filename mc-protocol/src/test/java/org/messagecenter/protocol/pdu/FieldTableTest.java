package org.messagecenter.protocol.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.SpecCsv;
import org.messagecenter.protocol.spec.WireField;

/** The layouts against the field table of the specifications, row by row. */
class FieldTableTest {
  private static final Pattern STATUS = Pattern.compile("ESME_\\w+");

  static Stream<Layout<?>> layouts() {
    return PduTable.all().stream();
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void fieldsAreThoseOfTheTable(Layout<?> layout) {
    List<SpecCsv.Row> rows =
        SpecCsv.rows("fields.csv").stream()
            .filter(row -> row.get("command").equals(layout.commandId().wireName()))
            .filter(row -> !row.get("field").startsWith("("))
            .toList();
    List<WireField> fields = layout.wireFields();

    assertThat(fields).extracting(WireField::name).isEqualTo(column(rows, "field"));
    for (int i = 0; i < fields.size(); i++) {
      WireField field = fields.get(i);
      SpecCsv.Row row = rows.get(i);
      assertThat(List.of(row.get("type"), field.format()))
          .as(field.name())
          .matches(words -> words.get(0).startsWith(words.get(1)), "same type");
      assertThat(field.maxOctets()).as(field.name()).isEqualTo(largest(row.get("size_octets")));
      assertThat(field.status()).as(field.name()).isEqualTo(status(layout, row));
    }
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void theTableFindsEachLayoutByItsCommand(Layout<?> layout) {
    assertThat(PduTable.layout(layout.commandId())).isSameAs(layout);
    assertThat(PduTable.blank(layout.commandId()).commandId()).isEqualTo(layout.commandId());
  }

  @Test
  void everyCommandHasALayout() {
    assertThat(PduTable.all()).hasSize(33);
    assertThat(PduTable.all()).extracting(Layout::commandId).containsExactly(CommandId.values());
  }

  private static List<String> column(List<SpecCsv.Row> rows, String name) {
    return rows.stream().map(row -> row.get(name)).toList();
  }

  /** Of {@code "0-254 (3.4); 0-255 (5.0)"} 255: words in brackets are versions. */
  private static int largest(String sizes) {
    return Pattern.compile("\\d+")
        .matcher(sizes.replaceAll("\\([^)]*\\)", ""))
        .results()
        .mapToInt(number -> Integer.parseInt(number.group()))
        .max()
        .orElseThrow();
  }

  private static CommandStatus status(Layout<?> layout, SpecCsv.Row row) {
    Matcher name = STATUS.matcher(row.get("typical_error_status"));
    if (name.find()) {
      return CommandStatus.valueOf(name.group());
    }
    if (!layout.commandId().isResponse()) {
      // No status of its own: an octet that is missing makes the PDU too short.
      return CommandStatus.ESME_RINVCMDLEN;
    }
    // Responses are never answered; the status is only for the log.
    return row.get("field").equals("system_id")
        ? CommandStatus.ESME_RINVSYSID
        : CommandStatus.ESME_RINVMSGID;
  }
}

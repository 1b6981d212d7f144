package org.messagecenter.protocol.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messagecenter.protocol.spec.SpecCsv.hex;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TablesTest {
  static Stream<SpecCsv.Row> commands() {
    return SpecCsv.rows("commands.csv").stream()
        .filter(row -> !row.get("name").startsWith("(range)"))
        .filter(row -> !row.get("since_version").equals("3.3 only"));
  }

  static Stream<SpecCsv.Row> statuses() {
    return SpecCsv.rows("status.csv").stream().filter(row -> row.get("name").startsWith("ESME_"));
  }

  static Stream<SpecCsv.Row> tlvs() {
    return SpecCsv.rows("tlvs.csv").stream().filter(row -> !row.get("name").startsWith("("));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasItsNumberNameAndResponse(SpecCsv.Row row) {
    CommandId id = CommandId.of(hex(row.get("command_id")));

    assertThat(id).isNotNull();
    assertThat(id.wireName()).isEqualTo(row.get("name"));
    assertThat(id.value()).isEqualTo(hex(row.get("command_id")));
    assertThat(id.since()).isEqualTo(version(row));
    assertThat(id.purpose().isEmpty()).isEqualTo(id.isResponse() && id != CommandId.GENERIC_NACK);
    assertThat(id.hasResponse()).isEqualTo(!row.get("response_name").isEmpty());
    if (id.hasResponse()) {
      assertThat(id.response().wireName()).isEqualTo(row.get("response_name"));
      assertThat(id.response().isResponse()).isTrue();
    } else {
      assertThatThrownBy(id::response).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void thereAreNoOtherCommands() {
    assertThat(CommandId.values()).hasSize(33).hasSize((int) commands().count());
  }

  @Test
  void commandsOf33AndUnassignedNumbersAreUnknown() {
    assertThat(Stream.of(0, 0x0A, 0x8000000B, 0x22, 0x80000024, 0x102 | 0x80000000, 0x200, 0x10200))
        .allSatisfy(value -> assertThat(CommandId.of(value)).isNull());
    assertThat(CommandId.of(Integer.MAX_VALUE)).isNull();
    assertThat(CommandId.of(-1)).isNull();
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void everyStatusHasItsNumberMeaningAndNature(SpecCsv.Row row) {
    CommandStatus status = CommandStatus.of(hex(row.get("command_status")));

    assertThat(status).isNotNull();
    assertThat(status.name()).isEqualTo(row.get("name"));
    assertThat(status.value()).isEqualTo(hex(row.get("command_status")));
    assertThat(status.meaning()).isEqualTo(row.get("meaning"));
    assertThat(status.since()).isEqualTo(version(row));
    assertThat(status.nature().name().toLowerCase(Locale.ROOT))
        .isEqualTo(row.get("temporary_or_permanent"));
    assertThat(status.temporary()).isEqualTo(row.get("temporary_or_permanent").equals("temporary"));
  }

  @Test
  void thereAreNoOtherStatuses() {
    assertThat(CommandStatus.values()).hasSize((int) statuses().count());
  }

  @Test
  void statusesAreDescribedByNameAndNumber() {
    assertThat(CommandStatus.describe(0x58)).isEqualTo("ESME_RTHROTTLED (0x00000058)");
    assertThat(CommandStatus.describe(0x412)).isEqualTo("0x00000412");
    assertThat(CommandStatus.describe(-1)).isEqualTo("0xFFFFFFFF");
  }

  @ParameterizedTest
  @MethodSource("tlvs")
  void everyTlvHasItsTagTypeAndLength(SpecCsv.Row row) throws ReflectiveOperationException {
    TlvTag tag = TlvTag.of(hex(row.get("tag")));

    assertThat(tag).isNotNull();
    assertThat(TlvTag.class.getField(row.get("name").toUpperCase(Locale.ROOT)).get(null))
        .isSameAs(tag);
    assertThat(tag.tag()).isEqualTo(hex(row.get("tag")));
    assertThat(tag.minLength()).isEqualTo(Integer.parseInt(row.get("length_min")));
    assertThat(tag.maxLength()).isEqualTo(Integer.parseInt(row.get("length_max")));
    assertThat(tag.repeatable()).isEqualTo(row.get("repeatable").equals("yes"));
    assertThat(tag.since()).isEqualTo(row.get("since_version").equals("5.0") ? 0x50 : 0x34);
    assertThat(tag.type()).isEqualTo(expectedType(row));
    if (!row.get("name").startsWith("failed_")) {
      assertThat(tag.name()).isEqualTo(row.get("name"));
    }
  }

  @Test
  void thereAreNoOtherTlvs() {
    List<Integer> tags = tlvs().map(row -> hex(row.get("tag"))).distinct().toList();

    assertThat(TlvTag.all()).extracting(TlvTag::tag).hasSize(64).hasSameElementsAs(tags);
    assertThat(TlvTag.of(0x1400)).isNull();
    assertThat(TlvTag.of(0xFFFF)).isNull();
    assertThat(TlvTag.of(-1)).isNull();
  }

  @ParameterizedTest
  @EnumSource(CommandId.class)
  void responsesDifferFromRequestsByOneBit(CommandId id) {
    if (id.hasResponse()) {
      assertThat(id.response().value()).isEqualTo(id.value() | CommandId.RESPONSE_BIT);
    }
    assertThat(Arrays.stream(CommandId.values()).filter(other -> other.value() == id.value()))
        .hasSize(1);
  }

  /** Of {@code 3.4} 0x34. */
  private static int version(SpecCsv.Row row) {
    return Integer.parseInt(row.get("since_version").replace(".", ""), 16);
  }

  private static TlvType expectedType(SpecCsv.Row row) {
    // Typed integer, but with 1-5 octets it is no number of ours (see the notes of the table).
    if (row.get("name").equals("dest_addr_np_country")) {
      return TlvType.OCTETS;
    }
    return switch (row.get("value_type")) {
      case "integer", "3.4 empty; 5.0 integer" -> TlvType.INTEGER;
      case "bit mask" -> TlvType.BIT_MASK;
      case "c-octet-string" -> TlvType.C_STRING;
      default -> TlvType.OCTETS;
    };
  }
}

package org.messagecenter.protocol.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.protocol.spec.SpecCsv.hex;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the TLVs against the table of the specifications, row by row. */
class TlvRulesTest {
  private static final Pattern OWN_STATUS = Pattern.compile("Bad (?:value|format): (ESME_\\w+)");

  /** Both names of tag 0x0606 are one TLV: its rows are taken together. */
  static Stream<List<SpecCsv.Row>> tlvs() {
    return SpecCsv.rows("tlvs.csv").stream()
        .filter(row -> !row.get("name").startsWith("("))
        .collect(Collectors.groupingBy(row -> hex(row.get("tag"))))
        .values()
        .stream();
  }

  @ParameterizedTest
  @MethodSource("tlvs")
  void everyTlvBelongsToItsCommandsInEachVersion(List<SpecCsv.Row> rows) {
    TlvRule rule = rule(rows);

    assertThat(rule.commands(0x33)).isEmpty();
    assertThat(rule.commands(0x34)).isEqualTo(commands(rows, "commands_3_4", false));
    assertThat(rule.commands(0x50)).isEqualTo(commands(rows, "commands_5_0", false));
    assertThat(rule.mandatoryIn()).isEqualTo(commands(rows, "commands_5_0", true));
    for (CommandId command : CommandId.values()) {
      for (int version : new int[] {0x00, 0x33, 0x34, 0x4F, 0x50, 0x51}) {
        assertThat((TlvRules.allowed(command, version) & rule.tag().bit()) != 0)
            .isEqualTo(rule.commands(version).contains(command));
      }
      assertThat((TlvRules.mandatory(command) & rule.tag().bit()) != 0)
          .isEqualTo(rule.mandatoryIn().contains(command));
    }
  }

  @ParameterizedTest
  @MethodSource("tlvs")
  void aBadValueHasTheStatusOfTheTableFor50PeersOnly(List<SpecCsv.Row> rows) {
    Matcher own = OWN_STATUS.matcher(rows.get(0).get("notes"));
    CommandStatus expected =
        own.find() ? CommandStatus.valueOf(own.group(1)) : CommandStatus.ESME_RINVTLVVAL;

    assertThat(rule(rows).badValue(0x50)).isEqualTo(expected);
    assertThat(rule(rows).badValue(0x34)).isEqualTo(CommandStatus.ESME_RINVTLVVAL);
  }

  @ParameterizedTest
  @MethodSource("tlvs")
  void onlyTheLengthsOfTheTableAreStrictlyLegal(List<SpecCsv.Row> rows) {
    TlvRule rule = rule(rows);
    int min = Integer.parseInt(rows.get(0).get("length_min"));
    int max = Integer.parseInt(rows.get(0).get("length_max"));
    for (int length = 0; length <= Math.min(max, 0xFFFF) + 1; length++) {
      byte[] value = new byte[length];
      Arrays.fill(value, (byte) '1');
      if (rule.tag().type() == TlvType.C_STRING && length > 0) {
        value[length - 1] = 0;
      }
      boolean legal =
          length >= min
              && length <= max
              && (rule.tag() != TlvTag.MS_VALIDITY || length == 1 || length == 4);
      assertThat(rule.lengthFits(value, 0, length, 0x50, Strictness.STRICT))
          .as("%d octets", length)
          .isEqualTo(legal);
      if (legal) {
        assertThat(rule.lengthFits(value, 0, length, 0x34, Strictness.TOLERANT)).isTrue();
      }
    }
  }

  /** Legal and reserved numbers as the table prints them: words to the first "reserved". */
  @ParameterizedTest
  @MethodSource("tlvs")
  void reservedNumbersOfOneOctetAreThoseOfTheTable(List<SpecCsv.Row> rows) {
    SpecCsv.Row row = rows.get(0);
    TlvRule rule = rule(rows);
    Matcher reserved =
        Pattern.compile("(\\d+)-(\\d+) reserved").matcher(row.get("format_and_allowed_values"));
    if (rule.tag().maxLength() != 1) {
      return;
    }
    while (reserved.find()) {
      int from = Integer.parseInt(reserved.group(1));
      int to = Integer.parseInt(reserved.group(2));
      for (int value = 0; value <= 255; value++) {
        byte[] octets = {(byte) value};
        Violation strict = rule.checkValue(octets, 0, 1, 0x34, Strictness.STRICT);
        if (value >= from && value <= to) {
          assertThat(strict).as("%d", value).isNotNull();
          assertThat(rule.checkValue(octets, 0, 1, 0x34, Strictness.TOLERANT)).isNull();
        }
      }
      assertThat(rule.checkValue(new byte[] {(byte) (from - 1)}, 0, 1, 0x34, Strictness.STRICT))
          .isNull();
    }
  }

  @Test
  void everyTlvHasOneRuleAndOneBit() {
    assertThat(TlvRules.all()).extracting(TlvRule::tag).isEqualTo(TlvTag.all());
    assertThat(TlvTag.all().stream().map(TlvTag::bit).distinct()).hasSize(64);
    assertThat(TlvTag.all())
        .allSatisfy(tag -> assertThat(TlvRules.of(tag).tag()).isSameAs(tag))
        .allSatisfy(tag -> assertThat(TlvRules.first(tag.bit())).isSameAs(tag))
        .allSatisfy(tag -> assertThat(TlvRules.of(tag).legalValues()).isNotEmpty());
  }

  @Test
  void vendorTagsAreThoseOfTheTable() {
    String range =
        SpecCsv.rows("tlvs.csv").stream()
            .filter(row -> row.get("name").equals("(vendor specific)"))
            .findFirst()
            .orElseThrow()
            .get("tag");
    String[] ends = range.split("-");

    assertThat(TlvTag.isVendor(hex(ends[0]))).isTrue();
    assertThat(TlvTag.isVendor(hex(ends[1]))).isTrue();
    assertThat(TlvTag.isVendor(hex(ends[0]) - 1)).isFalse();
    assertThat(TlvTag.isVendor(hex(ends[1]) + 1)).isFalse();
  }

  private static TlvRule rule(List<SpecCsv.Row> rows) {
    return TlvRules.of(Objects.requireNonNull(TlvTag.of(hex(rows.get(0).get("tag")))));
  }

  private static Set<CommandId> commands(
      List<SpecCsv.Row> rows, String column, boolean mandatoryOnly) {
    Set<CommandId> commands = EnumSet.noneOf(CommandId.class);
    for (SpecCsv.Row row : rows) {
      String cell = row.get(column);
      if (cell.equals("any response PDU")) {
        Arrays.stream(CommandId.values()).filter(CommandId::isResponse).forEach(commands::add);
        return mandatoryOnly ? EnumSet.noneOf(CommandId.class) : commands;
      }
      if (!cell.startsWith("not in")) {
        for (String name : cell.split(" ")) {
          if (!mandatoryOnly || name.endsWith("*")) {
            commands.add(CommandId.valueOf(name.replace("*", "").toUpperCase(Locale.ROOT)));
          }
        }
      }
    }
    return commands;
  }
}

package org.messagecenter.protocol.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusForTest {
  @ParameterizedTest
  @EnumSource(CommandStatus.class)
  void everyStatusHasOneThatOlderPeersKnow(CommandStatus status) {
    boolean added = status.value() >= 0x100;
    CommandStatus older = StatusFor.version(status, 0x34);

    assertThat(older.value()).isLessThan(0x100);
    assertThat(older == status).isEqualTo(!added);
    // A stand-in must not turn "try again" into "never again", nor the other way round.
    assertThat(older.temporary()).isEqualTo(status.temporary());
    assertThat(StatusFor.version(status, 0x33)).isEqualTo(older);
    assertThat(StatusFor.version(status, 0x50)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({
    "0x104, 0x34, 0x45",
    "0x104, 0x50, 0x104",
    "0x101, 0x33, 0x03",
    "0x102, 0x34, 0x08",
    "0x58, 0x34, 0x58",
    "0, 0x34, 0",
  })
  void numbersAreReadTheSameWay(int status, int version, int expected) {
    assertThat(StatusFor.version(status, version)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0x400, 0x4FF, 0x113, -1})
  void numbersThatNoTableNamesStay(int status) {
    assertThat(StatusFor.version(status, 0x34)).isEqualTo(status);
  }

  @Test
  void dataCodingHasNoStatusOfItsOwnBefore5_0() {
    assertThat(StatusFor.version(CommandStatus.ESME_RINVDCS, 0x34))
        .isEqualTo(CommandStatus.ESME_RSUBMITFAIL);
  }
}

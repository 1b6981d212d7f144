package org.messagecenter.server.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.spec.CommandStatus;

class StatusTableTest {
  private static final CarrierDialect BOOK = CarrierDialects.book();

  @TempDir private Path directory = Path.of("");

  /** What the specifications say of another attempt holds for every status they name. */
  @ParameterizedTest
  @EnumSource(value = CommandStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "ESME_ROK")
  void theBookIsFollowed(CommandStatus status) {
    FailureClass failure = BOOK.meaning(status.value()).failure();
    switch (status.nature()) {
      case TEMPORARY -> assertThat(failure).isIn(FailureClass.TEMPORARY, FailureClass.THROTTLED);
      case PERMANENT -> assertThat(failure).isIn(FailureClass.PERMANENT, FailureClass.FATAL);
      default -> assertThat(failure).isNotEqualTo(FailureClass.BILLING);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x58, THROTTLED, REJECTED, 0x4B1",
    "0x14, THROTTLED, REJECTED, 0x014",
    "0x08, TEMPORARY, REJECTED, 0x008",
    "0x45, TEMPORARY, REJECTED, 0x4B1",
    "0x0B, PERMANENT, REJECTED, 0x00B",
    "0x0A, PERMANENT, REJECTED, 0x00A",
    "0x04, FATAL, REJECTED, 0x4B1",
    "0x0D, FATAL, REJECTED, 0x4B1",
    "0x01, PERMANENT, REJECTED, 0x4B2",
    "0x401, PERMANENT, REJECTED, 0x4B2",
    "0x4A, PERMANENT, REJECTED, 0x4B2",
    "0x7fffffff, PERMANENT, REJECTED, 0x4B2",
  })
  void eachHasClassStateAndError(
      String status, FailureClass failure, MessageState state, String error) {
    assertThat(BOOK.meaning(Integer.decode(status)))
        .isEqualTo(new StatusMeaning(failure, state, Integer.decode(error)));
  }

  @Test
  void theHighestNumberIsOneToo() {
    assertThat(BOOK.meaning(0xFFFF_FFFF).failure()).isEqualTo(FailureClass.PERMANENT);
  }

  @Test
  void aDialectKnowsBetter() throws Exception {
    CarrierDialect dialect =
        WrittenDialects.of(
            directory,
            """
            statuses {
              "0x400-0x4FF" = temporary
              "0x40B" = billing
              "0x410-0x41F" = permanent undeliverable 4A1
              ESME_RMSGQFUL = temporary
              69 = permanent 4A2
              "0xFFFFFF00-0xFFFFFFFF" = fatal
            }
            """);
    assertThat(dialect.meaning(0x400).failure()).isEqualTo(FailureClass.TEMPORARY);
    assertThat(dialect.meaning(0x40B))
        .isEqualTo(new StatusMeaning(FailureClass.BILLING, MessageState.REJECTED, 0x4B7));
    assertThat(dialect.meaning(0x415))
        .isEqualTo(new StatusMeaning(FailureClass.PERMANENT, MessageState.UNDELIVERABLE, 0x4A1));
    assertThat(dialect.meaning(0x14).failure()).isEqualTo(FailureClass.TEMPORARY);
    assertThat(dialect.meaning(0x45))
        .isEqualTo(new StatusMeaning(FailureClass.PERMANENT, MessageState.REJECTED, 0x4A2));
    assertThat(dialect.meaning(0xFFFF_FFFF).failure()).isEqualTo(FailureClass.FATAL);
    assertThat(dialect.meaning(0x58).failure()).isEqualTo(FailureClass.THROTTLED);
  }

  @Test
  void aStatusMaySayThatAllIsWell() throws Exception {
    CarrierDialect dialect =
        WrittenDialects.of(
            directory, "statuses { \"0x410\" = delivered, \"0x411\" = permanent delivered 4A1 }");
    StatusMeaning delivered = new StatusMeaning(FailureClass.PERMANENT, MessageState.DELIVERED, 0);
    assertThat(dialect.meaning(0x410)).isEqualTo(delivered);
    assertThat(dialect.meaning(0x411)).isEqualTo(delivered);
  }

  @ParameterizedTest
  @ValueSource(strings = {"undeliverable", "4A1", "delivered 4A1", "temporary delivered"})
  void whatSaysNeitherIsAProblem(String meaning) {
    assertThatThrownBy(
            () -> WrittenDialects.of(directory, "statuses { \"0x410\" = " + meaning + " }"))
        .hasMessageContaining("or delivered");
  }
}

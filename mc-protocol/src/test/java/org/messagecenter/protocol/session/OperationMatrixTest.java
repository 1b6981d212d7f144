package org.messagecenter.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.spec.CommandId;

/** The matrix against the table of the 5.0 specification, cell by cell. */
class OperationMatrixTest {
  private static final List<SessionState> COLUMNS =
      List.of(
          SessionState.OPEN,
          SessionState.BOUND_TX,
          SessionState.BOUND_RX,
          SessionState.BOUND_TRX,
          SessionState.CLOSED);

  /** Where each of the states stands in the file: open, bound_tx, bound_rx, bound_trx, closed. */
  private static final int[] POSITIONS = {2, 4, 5, 6, 8};

  static Stream<Arguments> cells() throws IOException {
    List<Arguments> cells = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    OperationMatrixTest.class.getResourceAsStream("/spec/states.csv")),
                StandardCharsets.UTF_8))) {
      lines
          .lines()
          .map(line -> line.split(",", -1))
          .filter(row -> row[0].equals("5.0") && !row[1].endsWith("_resp"))
          .filter(row -> !row[1].equals("generic_nack"))
          .forEach(
              row -> {
                for (int i = 0; i < COLUMNS.size(); i++) {
                  cells.add(Arguments.of(row[1], COLUMNS.get(i), row[POSITIONS[i]]));
                }
              });
    }
    return cells.stream();
  }

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @MethodSource("cells")
  void agreesWithTheSpecification(String command, SessionState state, String who) {
    CommandId id = CommandId.valueOf(command.toUpperCase(Locale.ROOT));
    assertThat(OperationMatrix.allows(id, Role.ESME, state))
        .isEqualTo(who.equals("ESME") || who.equals("both"));
    assertThat(OperationMatrix.allows(id, Role.MC, state))
        .isEqualTo(who.equals("MC") || who.equals("both"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void whileABindIsJudgedOnlyEnquireLinkIsLegal(CommandId id) {
    for (Role role : Role.values()) {
      assertThat(OperationMatrix.allows(id, role, SessionState.BINDING))
          .isEqualTo(id == CommandId.ENQUIRE_LINK);
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void whileUnbindingOnlyEnquireLinkAndUnbindAreLegal(CommandId id) {
    for (Role role : Role.values()) {
      assertThat(OperationMatrix.allows(id, role, SessionState.UNBINDING))
          .isEqualTo(id == CommandId.ENQUIRE_LINK || id == CommandId.UNBIND);
    }
  }

  static Stream<CommandId> requests() {
    return Stream.of(CommandId.values()).filter(id -> !id.isResponse());
  }
}

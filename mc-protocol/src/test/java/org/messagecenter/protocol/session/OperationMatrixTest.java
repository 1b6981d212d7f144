package org.messagecenter.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.SpecCsv;

/** The matrix against the tables of both specifications, cell by cell. */
class OperationMatrixTest {
  /** Our states by the name of their column; unbinding and the moment of a bind have none. */
  private static final Map<String, SessionState> COLUMNS =
      Map.of(
          "open", SessionState.OPEN,
          "outbound", SessionState.OUTBOUND,
          "bound_tx", SessionState.BOUND_TX,
          "bound_rx", SessionState.BOUND_RX,
          "bound_trx", SessionState.BOUND_TRX,
          "closed", SessionState.CLOSED);

  static Stream<Arguments> cells() {
    return cells("5.0");
  }

  static Stream<Arguments> oldCells() {
    return cells("3.4").filter(cell -> !cell.get()[2].equals("undefined"));
  }

  private static Stream<Arguments> cells(String version) {
    return SpecCsv.rows("states.csv").stream()
        .filter(row -> row.get("version").equals(version))
        .filter(row -> !id(row).isResponse())
        .flatMap(
            row ->
                COLUMNS.entrySet().stream()
                    .map(
                        column ->
                            Arguments.of(id(row), column.getValue(), row.get(column.getKey()))));
  }

  private static CommandId id(SpecCsv.Row row) {
    return CommandId.valueOf(row.get("command").toUpperCase(Locale.ROOT));
  }

  private static boolean mentions(String who, Role role) {
    return who.equals("both") || who.equals(role.name());
  }

  @ParameterizedTest(name = "{0} in {1}: {2}")
  @MethodSource("cells")
  void agreesWithVersion50(CommandId id, SessionState state, String who) {
    for (Role role : Role.values()) {
      assertThat(OperationMatrix.allows(id, role, state)).isEqualTo(mentions(who, role));
    }
  }

  /**
   * Version 3.4 differs in four places: it has no enquire_link before the bind, prints replace_sm
   * without the transceiver, and prints both sides for data_sm in every bound state.
   */
  @ParameterizedTest(name = "{0} in {1}: {2}")
  @MethodSource("oldCells")
  void agreesWithVersion34WhereBothAreClear(CommandId id, SessionState state, String who) {
    for (Role role : Role.values()) {
      boolean allowed = OperationMatrix.allows(id, role, state);
      if (id == CommandId.DATA_SM) {
        assertThat(mentions(who, role) || !allowed).isTrue();
      } else if (id == CommandId.REPLACE_SM && state == SessionState.BOUND_TRX) {
        assertThat(allowed).isEqualTo(role == Role.ESME);
      } else if (id == CommandId.ENQUIRE_LINK && state == SessionState.OPEN) {
        assertThat(allowed).isTrue();
      } else {
        assertThat(allowed).isEqualTo(mentions(who, role));
      }
    }
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

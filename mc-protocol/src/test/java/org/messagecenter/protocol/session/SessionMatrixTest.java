package org.messagecenter.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.SpecCsv;

/**
 * What a session does with every command in every state, as either side, against 5.0 table 2-1. The
 * table says who may send; a session is asked both as the one who sends and as the one who is sent
 * to.
 */
class SessionMatrixTest {
  private static final long NOW = 1_000_000_000L;
  private static final int SEQUENCE = 77;

  private final Recorder did = new Recorder();

  /** Role, command, state, whether the table lets this side, and its peer, send the command. */
  private record Cell(Role role, CommandId command, SessionState state, String who) {
    boolean we() {
      return who.equals("both") || who.equals(role.name());
    }

    boolean peer() {
      return who.equals("both") || who.equals(role.peer().name());
    }

    @Override
    public String toString() {
      return role + " " + command.wireName() + " " + state + " (" + who + ")";
    }
  }

  private static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    for (SpecCsv.Row row : SpecCsv.rows("states.csv")) {
      if (!row.get("version").equals("5.0")) {
        continue;
      }
      CommandId command = CommandId.valueOf(row.get("command").toUpperCase(Locale.ROOT));
      for (SessionState state :
          List.of(
              SessionState.OPEN,
              SessionState.OUTBOUND,
              SessionState.BOUND_TX,
              SessionState.BOUND_RX,
              SessionState.BOUND_TRX)) {
        for (Role role : Role.values()) {
          cells.add(new Cell(role, command, state, row.get(state.name().toLowerCase(Locale.ROOT))));
        }
      }
    }
    return cells;
  }

  static Stream<Cell> requests() {
    return cells().stream().filter(cell -> !cell.command().isResponse());
  }

  static Stream<Cell> answeredRequests() {
    return requests()
        .filter(cell -> cell.command().hasResponse() && cell.command() != CommandId.UNBIND);
  }

  static Stream<Cell> responses() {
    return cells().stream().filter(cell -> cell.command().isResponse());
  }

  private static Packet packet(CommandId command, int sequence) {
    return packet(PduTable.blank(command), sequence);
  }

  private static Packet packet(Pdu pdu, int sequence) {
    return new Packet(pdu, 0, sequence, Octets.EMPTY);
  }

  private Session in(SessionState state, Role role) {
    Session session = new Session(role, SessionSettings.defaults(), NOW);
    if (state == SessionState.OUTBOUND) {
      if (role == Role.MC) {
        session.requestSequence("outbind", CommandId.OUTBIND, NOW);
      } else {
        session.on(packet(CommandId.OUTBIND, 1), NOW, did);
      }
    } else if (state != SessionState.OPEN) {
      bind(session, bindFor(state), role);
    }
    assertThat(session.state()).isEqualTo(state);
    did.take();
    return session;
  }

  private void bind(Session session, CommandId bind, Role role) {
    if (role == Role.MC) {
      Packet request = packet(bind, 1);
      session.on(request, NOW, did);
      session.acceptBind(request, "mc", NOW, did);
    } else {
      int sequence = session.requestSequence("bind", bind, NOW);
      session.on(packet(bind.response(), sequence), NOW, did);
    }
  }

  private static CommandId bindFor(SessionState state) {
    return switch (state) {
      case BOUND_TX -> CommandId.BIND_TRANSMITTER;
      case BOUND_RX -> CommandId.BIND_RECEIVER;
      default -> CommandId.BIND_TRANSCEIVER;
    };
  }

  @ParameterizedTest
  @MethodSource("requests")
  void sendsWhatTheTableAllows(Cell cell) {
    Session session = in(cell.state(), cell.role());
    if (cell.command() == CommandId.UNBIND) {
      session.unbind(NOW, did);
      assertThat(did.take())
          .containsExactly(cell.we() ? "send unbind " + sequenceOf(cell) : "close UNBOUND");
    } else {
      int sequence = session.requestSequence("it", cell.command(), NOW);
      assertThat(sequence > 0).isEqualTo(cell.we());
    }
  }

  /** An ESME has used its first number for the bind. */
  private static int sequenceOf(Cell cell) {
    return cell.role() == Role.ESME ? 2 : 1;
  }

  @ParameterizedTest
  @MethodSource("requests")
  void takesWhatTheTableAllowsAndAnswersTheRest(Cell cell) {
    Session session = in(cell.state(), cell.role());
    session.on(packet(cell.command(), SEQUENCE), NOW, did);

    assertThat(did.take()).isEqualTo(cell.peer() ? taken(cell) : refused(cell));
  }

  private static List<String> taken(Cell cell) {
    return switch (cell.command()) {
      case ENQUIRE_LINK -> List.of("send enquire_link_resp " + SEQUENCE);
      case UNBIND -> List.of("send unbind_resp " + SEQUENCE, "close UNBOUND");
      default -> List.of("deliver " + cell.command().wireName() + " " + SEQUENCE);
    };
  }

  private static List<String> refused(Cell cell) {
    if (!cell.command().hasResponse()) {
      return List.of();
    }
    boolean bind = PduTable.blank(cell.command()) instanceof Bind;
    return List.of(
        "send "
            + cell.command().response().wireName()
            + " "
            + SEQUENCE
            + (bind && cell.role() == Role.MC ? " ESME_RALYBND" : " ESME_RINVBNDSTS"));
  }

  @ParameterizedTest
  @MethodSource("answeredRequests")
  void aResponseCountsWhereItsRequestWasLegal(Cell cell) {
    Session session = in(cell.state(), cell.role());
    int sequence = session.requestSequence("it", cell.command(), NOW);
    CommandId response = cell.command().response();
    session.on(packet(response, sequence), NOW, did);

    assertThat(did.take())
        .isEqualTo(cell.we() ? List.of("answered it " + response.wireName()) : List.of());
  }

  @ParameterizedTest
  @MethodSource("responses")
  void aResponseWithoutItsRequestIsIgnoredInEveryState(Cell cell) {
    Session session = in(cell.state(), cell.role());
    session.on(packet(cell.command(), SEQUENCE), NOW, did);

    assertThat(did.take()).isEmpty();
    assertThat(session.state()).isEqualTo(cell.state());
  }

  static Stream<Arguments> boundRoles() {
    return Stream.of(Role.values())
        .flatMap(
            role ->
                Stream.of(SessionState.BOUND_TX, SessionState.BOUND_RX, SessionState.BOUND_TRX)
                    .map(state -> Arguments.of(role, state)));
  }

  /** The specification prints unbind_resp for bound states only; it comes while unbinding. */
  @ParameterizedTest
  @MethodSource("boundRoles")
  void unbindRespEndsASessionThatIsUnbinding(Role role, SessionState state) {
    Session session = in(state, role);
    session.unbind(NOW, did);
    did.take();
    session.on(packet(CommandId.UNBIND_RESP, role == Role.ESME ? 2 : 1), NOW, did);

    assertThat(did.take()).containsExactly("close UNBOUND");
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void whatIsUnderWayIsStillAnsweredWhileUnbinding(Role role) {
    CommandId ours = role == Role.MC ? CommandId.DELIVER_SM : CommandId.SUBMIT_SM;
    CommandId theirs = role == Role.MC ? CommandId.SUBMIT_SM : CommandId.DELIVER_SM;
    Session session = in(SessionState.BOUND_TRX, role);
    Packet request = packet(theirs, SEQUENCE);
    session.on(request, NOW, did);
    int sequence = session.requestSequence("it", ours, NOW);
    session.unbind(NOW, did);
    did.take();

    session.on(packet(ours.response(), sequence), NOW, did);
    session.respond(request, PduTable.blank(theirs.response()), 0, NOW, did);
    assertThat(did.take())
        .containsExactly(
            "answered it " + ours.response().wireName(),
            "send " + theirs.response().wireName() + " " + SEQUENCE);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void nothingIsDoneOnAClosedSession(Cell cell) {
    Session session = in(cell.state(), cell.role());
    session.peerClosed(NOW, did);
    session.on(packet(cell.command(), SEQUENCE), NOW, did);

    assertThat(did.take()).isEmpty();
    assertThat(session.requestSequence("it", cell.command(), NOW)).isZero();
  }
}

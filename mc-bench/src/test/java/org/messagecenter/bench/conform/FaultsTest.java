package org.messagecenter.bench.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.bench.conform.ModelCenter.Fault;
import org.messagecenter.bench.conform.ModelCenter.Spoiler;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;

/** Each fault of a message center is found by the check for it, and named. */
class FaultsTest {

  /**
   * A fault and what the tool must say.
   *
   * @param name the fault in words
   * @param checks what is tried; the last one judges
   */
  record Case(
      String name,
      List<String> checks,
      Fault fault,
      Spoiler spoiler,
      Outcome outcome,
      String came) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Fault NONE = (request, session) -> false;
  private static final Spoiler HONEST = (leaving, session) -> List.of(leaving);

  private static Case on(
      String check, String name, CommandId request, Fault fault, Outcome outcome, String came) {
    return new Case(
        name,
        List.of(check),
        (pdu, session) -> pdu.is(request) && fault.handles(pdu, session),
        HONEST,
        outcome,
        came);
  }

  private static Case leaving(
      String check, String name, CommandId id, UnaryOperator<WirePdu> change, String came) {
    return new Case(
        name,
        List.of(check),
        NONE,
        (pdu, session) -> List.of(pdu.is(id) ? change.apply(pdu) : pdu),
        Outcome.FAIL,
        came);
  }

  private static Fault answers(CommandStatus status, byte... body) {
    return (pdu, session) -> {
      session.answer(pdu, status.value(), body);
      return true;
    };
  }

  private static Fault answersAs(CommandId id) {
    return (pdu, session) -> {
      session.send(new WirePdu(id.value(), 0, pdu.sequence(), Octets.cString("x")));
      return true;
    };
  }

  /** A fault of bound sessions only, so that the bind of the check itself works. */
  private static Fault silent() {
    return (pdu, session) -> true;
  }

  private static WirePdu status(WirePdu pdu, CommandStatus status) {
    return new WirePdu(pdu.commandId(), status.value(), pdu.sequence(), Octets.NONE);
  }

  private static WirePdu body(WirePdu pdu, byte[] body) {
    return new WirePdu(pdu.commandId(), pdu.status(), pdu.sequence(), body);
  }

  private static WirePdu text(WirePdu pdu, String from, String to) {
    String body = new String(pdu.body(), StandardCharsets.ISO_8859_1).replace(from, to);
    return body(pdu, body.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Stream<Case> faults() {
    return Stream.of(sessions(), headers(), submissions(), receipts(), operations(), always())
        .flatMap(cases -> cases);
  }

  private static Stream<Case> sessions() {
    return Stream.of(
        on(
            "bind-rx-3.4",
            "a bind is answered as another bind",
            CommandId.BIND_RECEIVER,
            answersAs(CommandId.BIND_TRANSCEIVER_RESP),
            Outcome.FAIL,
            "bind_transceiver_resp ESME_ROK (0x00000000)"),
        on(
            "bind-rx-3.4",
            "a mode is declined",
            CommandId.BIND_RECEIVER,
            answers(CommandStatus.ESME_RINVCMDID),
            Outcome.NOT_SUPPORTED,
            "bind_receiver_resp ESME_RINVCMDID (0x00000003)"),
        on(
            "bind-wrong-password",
            "any password will do",
            CommandId.BIND_TRANSCEIVER,
            answers(CommandStatus.ESME_ROK, Octets.cString("m")),
            Outcome.FAIL,
            "bind_transceiver_resp ESME_ROK (0x00000000)"),
        on(
            "enquire-link-tx",
            "enquire_link is not answered",
            CommandId.ENQUIRE_LINK,
            silent(),
            Outcome.FAIL,
            "none within 2 s"),
        on(
            "enquire-link-tx",
            "enquire_link ends the connection",
            CommandId.ENQUIRE_LINK,
            (pdu, session) -> {
              session.hangUp();
              return true;
            },
            Outcome.FAIL,
            "the connection was closed"),
        on(
            "state-submit-sm-rx",
            "a receiver may submit",
            CommandId.SUBMIT_SM,
            answers(CommandStatus.ESME_ROK, Octets.cString("1")),
            Outcome.FAIL,
            "submit_sm_resp ESME_ROK (0x00000000)"),
        on(
            "state-query-sm-open",
            "an operation is unknown",
            CommandId.QUERY_SM,
            answers(CommandStatus.ESME_RINVCMDID),
            Outcome.NOT_SUPPORTED,
            "query_sm_resp ESME_RINVCMDID (0x00000003)"));
  }

  private static Stream<Case> headers() {
    return Stream.of(
        leaving(
            "unknown-command-unassigned",
            "generic_nack has another number",
            CommandId.GENERIC_NACK,
            pdu -> new WirePdu(pdu.commandId(), pdu.status(), 0, Octets.NONE),
            "one with sequence_number 0"),
        leaving(
            "unknown-command-unassigned",
            "generic_nack has another status",
            CommandId.GENERIC_NACK,
            pdu -> status(pdu, CommandStatus.ESME_RSYSERR),
            "generic_nack ESME_RSYSERR (0x00000008)"),
        on(
            "ignored-generic-nack",
            "generic_nack is answered with generic_nack",
            CommandId.GENERIC_NACK,
            (pdu, session) -> {
              session.send(pdu);
              return true;
            },
            Outcome.FAIL,
            "generic_nack ESME_ROK (0x00000000)"),
        leaving(
            "sequence-0x12345678",
            "the number is not echoed",
            CommandId.ENQUIRE_LINK_RESP,
            pdu -> new WirePdu(pdu.commandId(), 0, 5, Octets.NONE),
            "one with 5"),
        on(
            "state-submit-sm-open",
            "nothing is answered before the bind",
            CommandId.SUBMIT_SM,
            silent(),
            Outcome.FAIL,
            "none within 2 s"),
        leaving(
            "length-15",
            "a broken length is answered with a response",
            CommandId.GENERIC_NACK,
            pdu -> new WirePdu(CommandId.ENQUIRE_LINK_RESP.value(), 0, 0, Octets.NONE),
            "enquire_link_resp ESME_ROK (0x00000000)"));
  }

  private static Stream<Case> submissions() {
    return Stream.of(
        on(
            "submit-long-source",
            "an address that is too long is accepted",
            CommandId.SUBMIT_SM,
            answers(CommandStatus.ESME_ROK, Octets.cString("1")),
            Outcome.FAIL,
            "submit_sm_resp ESME_ROK (0x00000000)"),
        on(
            "validity-month-13",
            "a month 13 is accepted",
            CommandId.SUBMIT_SM,
            answers(CommandStatus.ESME_ROK, Octets.cString("1")),
            Outcome.FAIL,
            "submit_sm_resp ESME_ROK (0x00000000)"),
        on(
            "submit-tlv-user-message-reference",
            "a legal TLV is called too long",
            CommandId.SUBMIT_SM,
            answers(CommandStatus.ESME_RINVTLVLEN),
            Outcome.FAIL,
            "submit_sm_resp ESME_RINVTLVLEN (0x000000C2)"),
        leaving(
            "submit-plain-3.4",
            "message_id has no NUL",
            CommandId.SUBMIT_SM_RESP,
            pdu -> body(pdu, Octets.ascii("12")),
            "the PDU ends without one"),
        leaving(
            "window-100",
            "two messages have one id",
            CommandId.SUBMIT_SM_RESP,
            pdu -> body(pdu, Octets.cString("same")),
            "only 1 different"));
  }

  private static Stream<Case> receipts() {
    return Stream.of(
        leaving(
            "receipt-success",
            "a receipt has the wrong state",
            CommandId.DELIVER_SM,
            pdu -> text(pdu, "DELIVRD", "UNDELIV"),
            "stat:UNDELIV"),
        leaving(
            "receipt-success",
            "a receipt names no message",
            CommandId.DELIVER_SM,
            pdu -> text(pdu, "model-", "other-"),
            "one with another id, but none with it within 2 s"),
        leaving(
            "receipt-success",
            "a receipt is not marked as one",
            CommandId.DELIVER_SM,
            pdu -> text(pdu, "12025550100\0\4", "12025550100\0\0"),
            "0x00"),
        new Case(
            "a receipt comes twice",
            List.of("receipt-success"),
            NONE,
            (pdu, session) ->
                pdu.is(CommandId.DELIVER_SM)
                    ? List.of(pdu, new WirePdu(5, 0, pdu.sequence() + 1, pdu.body()))
                    : List.of(pdu),
            Outcome.FAIL,
            "a second one, though the first was acknowledged"),
        leaving(
            "receipt-addresses",
            "a receipt comes from elsewhere",
            CommandId.DELIVER_SM,
            pdu -> text(pdu, "12025550123", "12025550177"),
            "another address"),
        leaving(
            "receipt-reference",
            "a receipt has another reference",
            CommandId.DELIVER_SM,
            pdu -> text(pdu, "\u00AB\u00CD", "\u00AB\u00CE"),
            "another one"),
        leaving(
            "receipt-failure",
            "a failure is called a success",
            CommandId.DELIVER_SM,
            pdu -> text(pdu, "UNDELIV", "DELIVRD"),
            "stat:DELIVRD"),
        leaving(
            "loop-ucs2",
            "a text loses its zeros",
            CommandId.DELIVER_SM,
            pdu -> text(pdu, "\0h\0i", " h i"),
            "others"));
  }

  private static Stream<Case> operations() {
    return Stream.of(
        on(
            "query-unknown",
            "an unknown message is reported",
            CommandId.QUERY_SM,
            answers(CommandStatus.ESME_ROK, Octets.ascii("a\0\0\2\0")),
            Outcome.FAIL,
            "query_sm_resp ESME_ROK (0x00000000)"),
        leaving(
            "query-scheduled-3.4",
            "a state of 5.0 is told on 3.4",
            CommandId.QUERY_SM_RESP,
            pdu -> text(pdu, "\0\0\1\0", "\0\0\0\0"),
            "message_state 0"),
        on(
            "cancel-by-id",
            "a cancelled message still waits",
            CommandId.CANCEL_SM,
            answers(CommandStatus.ESME_ROK),
            Outcome.FAIL,
            "message_state 1"),
        on(
            "replace-unknown",
            "nothing is replaced with success",
            CommandId.REPLACE_SM,
            answers(CommandStatus.ESME_ROK),
            Outcome.FAIL,
            "replace_sm_resp ESME_ROK (0x00000000)"),
        leaving(
            "multi-one",
            "no_unsuccess is left out",
            CommandId.SUBMIT_MULTI_RESP,
            pdu -> body(pdu, Octets.cString("1")),
            "the PDU ends 1 octets early"),
        on(
            "data-no-payload",
            "data_sm without data is accepted",
            CommandId.DATA_SM,
            answers(CommandStatus.ESME_ROK, Octets.cString("1")),
            Outcome.FAIL,
            "data_sm_resp ESME_ROK (0x00000000)"),
        on(
            "broadcast-without-broadcast-rep-num",
            "a mandatory TLV is not missed",
            CommandId.BROADCAST_SM,
            answers(CommandStatus.ESME_ROK, Octets.cString("1")),
            Outcome.FAIL,
            "broadcast_sm_resp ESME_ROK (0x00000000)"),
        leaving(
            "broadcast-query",
            "a broadcast has no success rate",
            CommandId.QUERY_BROADCAST_SM_RESP,
            pdu -> text(pdu, "\6\b\0\1", "\7\b\0\1"),
            "no TLV 0x0608"),
        leaving(
            "congestion-state-5.0",
            "congestion_state is above 100",
            CommandId.SUBMIT_SM_RESP,
            pdu -> text(pdu, "\4(\0\1\7", "\4(\0\1e"),
            "65"));
  }

  private static Stream<Case> always() {
    return Stream.of(
        watched(
            "always-ids-3-3",
            "submit-plain-3.3",
            CommandId.SUBMIT_SM_RESP,
            pdu -> body(pdu, Octets.cString("123456789")),
            "one of 9 characters (1 of 1)"),
        watched(
            "always-tlvs-3-3",
            "bind-tx-3.3",
            CommandId.BIND_TRANSMITTER_RESP,
            pdu -> body(pdu, Octets.join(pdu.body(), Octets.tlv(0x0210, (byte) 0x34))),
            "bind_transmitter_resp with octets behind its fields (1 of 1)"),
        watched(
            "always-status-by-version",
            "submit-coding-0x00",
            CommandId.SUBMIT_SM_RESP,
            pdu -> status(pdu, CommandStatus.ESME_RINVDCS),
            "submit_sm_resp ESME_RINVDCS (0x00000104) on a session of 3.4"),
        watched(
            "always-request-sequence",
            "receipt-later",
            CommandId.DELIVER_SM,
            pdu -> new WirePdu(pdu.commandId(), 0, 0, pdu.body()),
            "deliver_sm with 0"),
        watched(
            "always-header-only",
            "enquire-link-tx",
            CommandId.ENQUIRE_LINK_RESP,
            pdu -> body(pdu, new byte[1]),
            "enquire_link_resp with 1 octets of body"),
        new Case(
            "a request is answered twice",
            List.of("sequence-again", "always-one-answer"),
            NONE,
            (pdu, session) ->
                pdu.is(CommandId.ENQUIRE_LINK_RESP) ? List.of(pdu, pdu) : List.of(pdu),
            Outcome.FAIL,
            "enquire_link_resp ESME_ROK (0x00000000) with sequence_number 77"));
  }

  /** A rule of all traffic, broken while another check is tried. */
  private static Case watched(
      String rule, String during, CommandId id, UnaryOperator<WirePdu> change, String came) {
    Case fault = leaving(rule, rule + " is broken", id, change, came);
    return new Case(
        fault.name(), List.of(during, rule), fault.fault(), fault.spoiler(), fault.outcome(), came);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFound(Case given) throws Exception {
    try (ModelCenter center = new ModelCenter()) {
      Target target =
          given.came().contains(" within ")
              ? ConformFixture.impatient(center.port())
              : ConformFixture.target(center.port());
      TlvFindings tlvs = new TlvFindings();
      Watch watch = new Watch(tlvs);
      Facts facts = Facts.gather(target, watch);
      center.with(given.fault()).spoiling(given.spoiler());
      List<Check> checks =
          Catalogue.all().stream().filter(check -> given.checks().contains(check.id())).toList();
      List<Result> results =
          new Runner(target, facts, watch, tlvs, false, true, System::nanoTime)
              .run(checks, result -> {});

      Result last = results.get(results.size() - 1);
      assertThat(last.came()).startsWith(given.came());
      assertThat(last.outcome()).isEqualTo(given.outcome());
      assertThat(results).hasSameSizeAs(given.checks());
    }
  }

  @Test
  void anotherStatusIsANoteAndStrictlyAFailure() throws Exception {
    try (ModelCenter center = new ModelCenter()) {
      center.with(
          (pdu, session) ->
              pdu.is(CommandId.SUBMIT_SM)
                  && pdu.body().length > 80
                  && answers(CommandStatus.ESME_RSYSERR).handles(pdu, session));
      List<String> ids = List.of("submit-endless-source");
      Target target = ConformFixture.target(center.port());
      String deviation =
          "refused with submit_sm_resp ESME_RSYSERR (0x00000008);"
              + " ESME_RINVSRCADR is the status for it";

      Result lenient = ConformFixture.run(target, false, ids).get(0);
      Result strict = ConformFixture.run(target, true, ids).get(0);

      assertThat(lenient.outcome()).isEqualTo(Outcome.OK);
      assertThat(lenient.notes()).containsExactly(deviation);
      assertThat(strict.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(strict.came()).isEqualTo(deviation);
    }
  }

  @Test
  void anEndInsteadOfAnAnswerBeforeTheBindIsANote() throws Exception {
    try (ModelCenter center = new ModelCenter()) {
      center.with(
          (pdu, session) -> {
            boolean open = pdu.is(CommandId.QUERY_SM);
            if (open) {
              session.hangUp();
            }
            return open;
          });

      Result unbound = ConformFixture.run(center, "state-query-sm-open");
      Result receiver = ConformFixture.run(center, "state-query-sm-rx");

      assertThat(unbound.outcome()).isEqualTo(Outcome.OK);
      assertThat(unbound.notes()).containsExactly("the connection ends instead of an answer");
      assertThat(receiver.outcome()).isEqualTo(Outcome.FAIL);
      assertThat(receiver.came()).isEqualTo("the connection was closed");
    }
  }

  @Test
  void anAnswerToAnUnknownResponseIsANote() throws Exception {
    try (ModelCenter center = new ModelCenter()) {
      center.with(
          (pdu, session) -> {
            boolean unknown = pdu.commandId() == 0x80000777;
            if (unknown) {
              session.send(new WirePdu(0x80000000, 3, pdu.sequence(), Octets.NONE));
            }
            return unknown;
          });

      Result result = ConformFixture.run(center, "ignored-unknown-response");

      assertThat(result.outcome()).isEqualTo(Outcome.OK);
      assertThat(result.notes())
          .containsExactly("answered with generic_nack ESME_RINVCMDID (0x00000003)");
    }
  }

  @Test
  void oneMissingReceiptIsEnough() throws Exception {
    try (ModelCenter center = new ModelCenter()) {
      center.spoiling((pdu, session) -> pdu.is(CommandId.DELIVER_SM) ? List.of() : List.of(pdu));

      List<Result> results =
          ConformFixture.run(
              ConformFixture.impatient(center.port()),
              false,
              List.of("receipt-success", "receipt-tlvs", "receipt-text"));

      assertThat(results)
          .extracting(Result::outcome)
          .containsExactly(Outcome.FAIL, Outcome.SKIPPED, Outcome.SKIPPED);
      assertThat(results.get(0).came()).isEqualTo("none with it within 2 s");
    }
  }

  @Test
  void withoutAPlainMessageNothingAboutMessagesIsTried() throws Exception {
    try (ModelCenter center = new ModelCenter()) {
      center.with(
          (pdu, session) ->
              pdu.is(CommandId.SUBMIT_SM)
                  && answers(CommandStatus.ESME_RINVDSTADR).handles(pdu, session));

      Result result = ConformFixture.run(center, "submit-plain-3.4");

      assertThat(result.outcome()).isEqualTo(Outcome.SKIPPED);
      assertThat(result.came()).contains("--destination", "ESME_RINVDSTADR");
    }
  }
}

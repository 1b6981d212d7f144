package org.messagecenter.bench.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppCallee;

/** The whole list against a message center that does everything right. */
class ModelCenterTest {

  @Test
  void aMessageCenterWithoutFaultsPassesEveryCheckStrictly() throws Exception {
    try (ModelCenter center = new ModelCenter()) {
      List<Result> results = ConformFixture.run(ConformFixture.target(center.port()), true, null);

      assertThat(results.stream().filter(result -> result.outcome() != Outcome.OK))
          .extracting(
              result -> result.check().id() + ": " + result.expected() + " / " + result.came())
          .containsExactlyInAnyOrder("outbind:  / needs --esme-listen");
    }
  }

  @Test
  void transceiversAreOptional() throws Exception {
    assertThat(declining(CommandId.BIND_TRANSCEIVER))
        .containsEntry("bind_transceiver", "not supported")
        .containsEntry("bind_receiver", "supported")
        .containsEntry("bind_transmitter", "supported")
        .containsEntry("unbind", "supported")
        .containsEntry("enquire_link", "supported")
        .containsEntry("submit_sm", "supported")
        .containsEntry("deliver_sm", "supported")
        .containsEntry("query_sm", "supported");
  }

  @Test
  void operationsOnStoredMessagesAreOptional() throws Exception {
    assertThat(
            declining(
                CommandId.QUERY_SM,
                CommandId.CANCEL_SM,
                CommandId.REPLACE_SM,
                CommandId.SUBMIT_MULTI,
                CommandId.DATA_SM,
                CommandId.BROADCAST_SM,
                CommandId.QUERY_BROADCAST_SM,
                CommandId.CANCEL_BROADCAST_SM))
        .containsEntry("query_sm", "not supported")
        .containsEntry("cancel_sm", "not supported")
        .containsEntry("replace_sm", "not supported")
        .containsEntry("submit_multi", "not supported")
        .containsEntry("data_sm", "not supported")
        .containsEntry("broadcast_sm", "not supported")
        .containsEntry("submit_sm", "supported");
  }

  /** The commands of the statement, when some are answered with generic_nack; none may fail. */
  private static Map<String, String> declining(CommandId... commands) throws IOException {
    try (ModelCenter center = new ModelCenter()) {
      center.with(
          (pdu, session) -> {
            for (CommandId command : commands) {
              if (pdu.is(command)) {
                session.send(new WirePdu(0x80000000, 3, pdu.sequence(), Octets.NONE));
                return true;
              }
            }
            return false;
          });
      List<Result> results = ConformFixture.run(ConformFixture.target(center.port()), false, null);
      assertThat(results)
          .filteredOn(
              result -> result.outcome() == Outcome.FAIL || result.outcome() == Outcome.BROKEN)
          .extracting(result -> result.check().id() + ": " + result.came())
          .isEmpty();
      return Pics.of(results, new TlvFindings()).commands().stream()
          .collect(Collectors.toMap(Pics.Row::subject, Pics.Row::verdict));
    }
  }

  @Test
  void aMessageCenterThatCallsIsTakenAtItsWord() throws Exception {
    int port = JsmppCallee.freePort();
    try (ModelCenter center = new ModelCenter()) {
      Thread caller = new Thread(() -> callUntilHeard(center, port));
      caller.start();

      Target target = ConformFixture.target(center.port(), ConformFixture.SENDER, port);
      Result result = ConformFixture.run(target, true, List.of("outbind")).get(0);

      assertThat(result.came()).isEmpty();
      assertThat(result.outcome()).isEqualTo(Outcome.OK);
      caller.join();
    }
  }

  private static void callUntilHeard(ModelCenter center, int port) {
    Await.until(
        "somebody to listen",
        Duration.ofSeconds(60),
        () -> {
          try {
            center.callOut(port);
            return true;
          } catch (IOException e) {
            return false; // not listening yet
          }
        });
  }

  @Test
  void everyCheckHasItsOwnNameAndASection() {
    List<Check> all = Catalogue.all();

    assertThat(all.stream().collect(Collectors.groupingBy(Check::id, Collectors.counting())))
        .allSatisfy((id, count) -> assertThat(count).as(id).isEqualTo(1))
        .hasSizeGreaterThan(400);
    assertThat(all)
        .allSatisfy(
            check -> {
              assertThat(check.id()).matches("[a-z0-9.-]+");
              assertThat(check.title()).isNotEmpty();
              assertThat(check.spec()).matches("(33|34|50):.*");
            });
  }
}

package org.messagecenter.bench.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

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
  void aMessageCenterThatCallsIsTakenAtItsWord() throws Exception {
    int port = freePort();
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

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0)) {
      return probe.getLocalPort();
    }
  }

  private static void callUntilHeard(ModelCenter center, int port) {
    long end = System.nanoTime() + 5_000_000_000L;
    while (System.nanoTime() < end) {
      try {
        center.callOut(port);
        return;
      } catch (IOException e) {
        Thread.onSpinWait(); // not listening yet
      }
    }
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
              assertThat(check.spec()).matches("(33|34|50|0340):.*");
            });
  }
}

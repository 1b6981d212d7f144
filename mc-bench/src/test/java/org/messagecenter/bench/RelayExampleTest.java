package org.messagecenter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.testkit.Await;

/**
 * Does what the README of the relay's example says, with its own commands and settings, each
 * message center and each command a process of its own. Only ports and the length of the load
 * differ.
 */
class RelayExampleTest {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String VERIFIED =
      "verified: 0 lost, 0 duplicate, 0 orphan receipts; 0 duplicate ids";

  @TempDir private Path home;

  @Test
  void nothingIsLostWhileCarriersAreKilledAndRevived() throws IOException {
    try (ExampleInstallation mc = ExampleInstallation.copiedTo(home)) {
      ExampleInstallation.Running alpha = mc.start("bin/mc run", "alpha.conf");
      ExampleInstallation.Running beta = mc.start("bin/mc run", "beta.conf");
      ExampleInstallation.Running relay = mc.start("bin/mc run", "relay.conf");
      Await.until(
          "the relay's three binds",
          LIMIT,
          () -> relay.output().split("bound as transceiver", -1).length >= 4);
      assertThat(mc.run(0, "bin/mc admin", "carrier list"))
          .contains("alpha binds 2 of 2", "beta binds 1 of 1");
      routesByCountry(mc);
      failsOver(mc, alpha);
      waits(mc, beta);
    }
  }

  private static void routesByCountry(ExampleInstallation mc) {
    String sent = mc.run(0, "bin/mc send", "Berlin");
    assertThat(sent).contains("stat:DELIVRD");
    String id = sent.substring(sent.indexOf("message_id ") + 11).split("\\s", 2)[0];
    // The steps are in the file a moment after they happened.
    Await.until(
        "the whole history of the message",
        LIMIT,
        () -> mc.run(0, "bin/mc message show", " ID", id).contains("home"));
    assertThat(mc.run(0, "bin/mc message show", " ID", id).replaceAll(" +", " "))
        .containsOnlyOnce("sent")
        .contains("routed by rule germany to carrier alpha")
        .contains("sent attempt 1 to carrier alpha, bind alpha/")
        .contains("outcome attempt 1: taken, ESME_ROK")
        .contains("receipt from carrier alpha");
    assertThat(mc.run(0, "bin/mc send", "London")).contains("stat:DELIVRD");
    assertThat(mc.run(0, "bin/mc send", "Paris")).contains("stat:DELIVRD");
    assertThat(mc.run(2, "bin/mc send", "America")).contains("ESME_RINVDSTADR");
    List<String> explained = mc.commands("bin/mc route explain", "");
    assertThat(mc.run(0, explained.get(0))).contains("route: carrier alpha");
    assertThat(mc.run(0, explained.get(1))).contains("route: carrier beta");
  }

  private static void failsOver(ExampleInstallation mc, ExampleInstallation.Running alpha)
      throws IOException {
    ExampleInstallation.Running bench =
        mc.start(mc.command("bin/mc bench", "491511").replace("--seconds 60", "--seconds 8"));
    progress(bench, 2);
    alpha.kill9();
    Await.until(
        "the relay to see that alpha is gone",
        LIMIT,
        () -> mc.run(0, "bin/mc admin", "carrier list").contains("alpha binds 0 of 2"));
    alpha.restart();
    assertThat(bench.end(LIMIT)).isZero();
    // 4000, where the machine keeps up.
    assertThat(bench.output())
        .containsPattern("\\b([1-9]\\d{2,}) sent, \\1 accepted")
        .contains(VERIFIED);
    Await.until(
        "alpha to be bound again",
        LIMIT,
        () -> mc.run(0, "bin/mc admin", "carrier list").contains("alpha binds 2 of 2"));
    mc.run(0, "bin/mc admin", "orphan list");
  }

  /** The load client tells once a second how it stands. */
  private static void progress(ExampleInstallation.Running bench, int lines) {
    Await.until("the load", LIMIT, () -> bench.output().split(" outstanding ", -1).length > lines);
  }

  private static void waits(ExampleInstallation mc, ExampleInstallation.Running beta)
      throws IOException {
    beta.kill9();
    ExampleInstallation.Running bench = mc.start(mc.command("bin/mc bench", "447700"));
    Await.until(
        "all to wait for beta",
        LIMIT,
        () -> mc.run(0, "bin/mc admin", "queue list").contains("beta waiting 1000 (0 in memory)"));
    beta.restart();
    assertThat(bench.end(LIMIT)).isZero();
    assertThat(bench.output()).contains("1000 sent, 1000 accepted", VERIFIED);
  }
}

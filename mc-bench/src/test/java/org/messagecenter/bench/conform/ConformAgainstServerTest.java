package org.messagecenter.bench.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.MessageCenterServer;
import picocli.CommandLine;

/** The message center this tool comes with, on the whole list. */
class ConformAgainstServerTest {

  @AutoClose private static final MessageCenterServer CENTER = MessageCenterServer.usual().start();

  private final StringWriter out = new StringWriter();

  private int run(int port, String... more) {
    List<String> arguments = new ArrayList<>(List.of("127.0.0.1", "" + port));
    arguments.addAll(List.of("--account", "demo", "--password", "secret"));
    arguments.addAll(List.of("--failing-destination", "99912025550"));
    arguments.addAll(List.of("--unreachable-destination", "99812025550"));
    arguments.addAll(List.of("--loop-destination", "555012025550"));
    // What a busy machine may take; nothing that is waited for here never comes.
    arguments.addAll(List.of("--response-timeout", "60", "--receipt-timeout", "60"));
    arguments.addAll(List.of(more));
    return new CommandLine(new ConformCommand())
        .setOut(new PrintWriter(out))
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void nothingFailsAndNothingIsMissing() {
    run(CENTER.port());

    List<String> failed =
        out.toString()
            .lines()
            .filter(
                line ->
                    line.startsWith("FAIL")
                        || line.startsWith("broken")
                        || line.startsWith("not supported"))
            .toList();
    assertThat(failed).as(out.toString()).isEmpty();
    assertThat(out.toString())
        .contains("  SMPP 3.3                                 supported")
        .contains("  SMPP 5.0                                 supported")
        .contains("  delivery receipts                        supported")
        .contains("  mobile-originated messages               supported");
  }

  @Test
  void overTlsTrustingTheDevelopmentAuthority() {
    int status =
        run(
            CENTER.tlsPort(),
            "--tls",
            "--tls-ca",
            CENTER.authority().toString(),
            "--only",
            "bind-trx-*,octet-by-octet,window-100,receipt-success");

    assertThat(out.toString()).contains("over TLS", "\n5 ok\n");
    assertThat(status).isZero();
  }
}

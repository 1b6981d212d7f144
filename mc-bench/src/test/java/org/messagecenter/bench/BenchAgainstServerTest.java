package org.messagecenter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.MessageCenterServer;
import picocli.CommandLine;

/** The load client against the message center it comes with: everything verified. */
class BenchAgainstServerTest {

  @AutoClose private static final MessageCenterServer CENTER = MessageCenterServer.usual().start();

  private final StringWriter out = new StringWriter();

  private int run(String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(
        List.of("--count", "5000", "--drain", "120", "--receipts", "--verify", "--json"));
    return new CommandLine(new BenchCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .execute(arguments.toArray(String[]::new));
  }

  @Test
  void plain() {
    int status = run("--port", "" + CENTER.port(), "--binds", "4", "--window", "50");

    assertThat(out.toString())
        .contains("\"accepted\":5000")
        .contains("\"receipts\":5000")
        .contains("\"clean\":true");
    assertThat(status).isZero();
  }

  @Test
  void overTlsTrustingTheDevelopmentAuthorityOnPairsOfBinds() {
    int status =
        run(
            "--tls",
            "--port",
            "" + CENTER.tlsPort(),
            "--ca-file",
            CENTER.authority().toString(),
            "--binds",
            "2",
            "--bind-type",
            "pair",
            "--version",
            "0x50");

    assertThat(out.toString()).contains("\"receipts\":5000").contains("\"clean\":true");
    assertThat(status).isZero();
  }
}

package org.messagecenter.bench.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.cli.Subcommand;
import picocli.CommandLine;

class ConformCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return new CommandLine(new ConformCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @Test
  void isFoundByTheServer() {
    assertThat(ServiceLoader.load(Subcommand.class))
        .anySatisfy(
            found -> {
              assertThat(found.name()).isEqualTo("conform");
              assertThat(found.command()).isInstanceOf(ConformCommand.class);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          127.0.0.1 2775                            | --account are needed
          --account a                               | HOST, PORT and --account are needed
          h 0 --account a                           | PORT must be between 1 and 65535
          h x --account a                           | Invalid value for positional parameter
          h 1 --account 1234567890123456            | --account must have at most 15
          h 1 --account a --password 123456789      | --password must have at most 8
          h 1 --account a --service-type 123456     | --service-type must have at most 5
          h 1 --account a --system-type 1234567890123 | --system-type must have at most 12
          h 1 --account a --insecure                | go with --tls
          h 1 --account a --tls --insecure --tls-ca f | exclude each other
          h 1 --account a --tls --tls-ca no-such.pem | --tls-ca cannot be used
          h 1 --account a --esme-listen 70000       | --esme-listen must be a port
          h 1 --account a --destination 1,x,5       | --destination:
          h 1 --account a --source 1,300,5          | --source: 300 is not between 0 and 255
          h 1 --account a --source 123456789012345678901 | --source must have at most 20
          h 1 --account a --response-timeout 0      | --response-timeout must be above 0
          h 1 --account a --receipt-timeout 3601    | --receipt-timeout must be above 0
          h 1 --account a --version-filter 4.0      | 4.0 is not 3.3, 3.4 or 5.0
          h 1 --account a --only nothing-like-it    | there is no check nothing-like-it
          """)
  void aWrongOptionIsNamedAndNothingRuns(String arguments, String complaint) {
    int status = run(arguments.trim().split(" +"));

    assertThat(err.toString()).contains(complaint);
    assertThat(status).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void listsWithoutAMessageCenter() {
    assertThat(run("--list", "--only", "bind-*", "--version-filter", "5.0")).isZero();

    assertThat(out.toString())
        .contains("bind-trx-5.0", "bind_transceiver with version 5.0", "3 checks")
        .doesNotContain("bind-trx-3.4", "unbind");
  }

  @Test
  void aCleanRunPasses(@TempDir Path directory) throws Exception {
    Path json = directory.resolve("report.json");
    Path markdown = directory.resolve("report.md");
    int status;
    try (ModelCenter center = new ModelCenter()) {
      status =
          run(
              "127.0.0.1",
              "" + center.port(),
              "--account",
              "model",
              "--password",
              "secret",
              "--only",
              "bind-tx-3.4,submit-plain-*",
              "--json",
              json.toString(),
              "--markdown",
              markdown.toString());
    }

    assertThat(out.toString()).contains("ok             bind-tx-3.4", "\n4 ok\n");
    assertThat(status).isZero();
    assertThat(Files.readString(json)).contains("\"passed\":true");
    assertThat(Files.readString(markdown)).contains("4 ok.");
  }

  @Test
  void aFailureIsTheExitStatus() throws Exception {
    try (ModelCenter center = new ModelCenter()) {
      center.with(
          (pdu, session) -> {
            boolean wrong = pdu.is(CommandId.SUBMIT_SM) && session.version() == 0x50;
            if (wrong) {
              session.refuse(pdu, CommandStatus.ESME_RINVCMDID);
            }
            return wrong;
          });

      int status =
          run(
              "127.0.0.1",
              "" + center.port(),
              "--account",
              "model",
              "--password",
              "secret",
              "--only",
              "submit-plain-*");

      assertThat(out.toString()).contains("FAIL           submit-plain-5.0", "2 ok, 1 FAIL");
      assertThat(status).isEqualTo(1);
    }
  }

  @Test
  void aWrongPasswordIsToldAtOnce() throws Exception {
    try (ModelCenter center = new ModelCenter()) {
      int status =
          run(
              "127.0.0.1",
              "" + center.port(),
              "--account",
              "model",
              "--password",
              "wrong",
              "--response-timeout",
              "0.5");

      assertThat(err.toString()).contains("no bind is accepted", "ESME_RBINDFAIL");
      assertThat(status).isEqualTo(2);
      assertThat(out.toString()).isEmpty();
    }
  }

  @Test
  void nobodyThereIsToldAtOnce() throws Exception {
    int port;
    try (ModelCenter center = new ModelCenter()) {
      port = center.port();
    }

    assertThat(run("127.0.0.1", "" + port, "--account", "model")).isEqualTo(2);
    assertThat(err.toString()).startsWith("cannot try 127.0.0.1:" + port);
  }
}

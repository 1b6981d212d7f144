package org.messagecenter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.bench.TinySmsc.Treatment;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.cli.Subcommand;
import org.messagecenter.testkit.FreePorts;
import picocli.CommandLine;

class BenchCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return line(new BenchCommand()).execute(arguments);
  }

  private CommandLine line(BenchCommand command) {
    return new CommandLine(command)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err));
  }

  private LoadPlan plan(String... arguments) {
    BenchCommand command = new BenchCommand();
    line(command).parseArgs(arguments);
    return command.plan();
  }

  @Test
  void isFoundByTheServer() {
    assertThat(ServiceLoader.load(Subcommand.class))
        .anySatisfy(
            found -> {
              assertThat(found.name()).isEqualTo("bench");
              assertThat(found.command()).isInstanceOf(BenchCommand.class);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --binds 0                 | --binds must be between 1 and 10000
          --window 0                | --window must be between 1 and 100000
          --window x                | Invalid value for option '--window'
          --count 0                 | --count must be at least 1
          --seconds 0               | --seconds must be above 0
          --rate -1                 | --rate must be between 0 and
          --length 65536            | --length must be between 0 and 65535
          --receipts 256            | --receipts must be between 0 and 255
          --drain -1                | --drain must be between 0 and
          --threads 0               | --threads must be between 1 and 64
          --port 0                  | --port must be between 1 and 65535
          --source +49170           | --source must have
          --destination 123456789012345 | --destination must have at most 14 digits
          --system-id 1234567890123456  | --system-id must have at most 15 characters
          --system-id load-number-%d --binds 1001 | --system-id must have at most 15 characters
          --password 123456789      | --password must have at most 8 characters
          --version 0x33            | --version must be 0x34 or 0x50
          --bind-type duplex        | Invalid value for option '--bind-type'
          --ca-file a.pem           | go with --tls
          --insecure                | go with --tls
          --tls --insecure --ca-file a.pem | exclude each other
          --tls --ca-file no-such-file.pem | --ca-file cannot be read
          --colour                  | Unknown option
          """)
  void aWrongOptionIsNamedAndNothingRuns(String arguments, String complaint) {
    int status = run(arguments.trim().split(" +"));

    assertThat(status).isEqualTo(1);
    assertThat(err.toString()).contains(complaint);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void helpListsEveryOption() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--binds", "--bind-type", "--window", "--rate", "--verify", "--drain", "--json");
  }

  @Test
  void aFileWithoutCertificatesIsNamed(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("ca.pem"), "nothing");

    assertThat(run("--tls", "--ca-file", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("--ca-file has no certificates");
  }

  @Test
  void unsetOptionsHaveTheDefaultsOfTheHelp() {
    LoadPlan plan = plan();

    assertThat(plan.port()).isEqualTo(2775);
    assertThat(plan.systemId()).isEqualTo("demo");
    assertThat(plan.kind()).isEqualTo(LoadPlan.Kind.TRANSCEIVER);
    assertThat(plan.sendFor()).isEqualTo(Duration.ofSeconds(10));
    assertThat(plan.count()).isEqualTo(Long.MAX_VALUE);
    assertThat(plan.registeredDelivery()).isZero();
    assertThat(plan("--tls").port()).isEqualTo(3550);
    assertThat(plan("--receipts").registeredDelivery()).isEqualTo(1);
    assertThat(plan("--receipts", "17").registeredDelivery()).isEqualTo(17);
    assertThat(plan("--count", "5").sendFor()).isEqualTo(Duration.ofHours(1));
    assertThat(plan("--count", "5", "--seconds", "2").sendFor()).isEqualTo(Duration.ofSeconds(2));
    assertThat(plan("--version", "0x50").interfaceVersion()).isEqualTo(0x50);
    assertThat(plan("--bind-type", "pair").kind()).isEqualTo(LoadPlan.Kind.PAIR);
  }

  @Test
  void nobodyListening() {
    assertThat(run("--port", "" + FreePorts.next(), "--count", "1")).isEqualTo(1);
    assertThat(err.toString()).contains("mc bench: ").contains("refused");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void aRefusedBind() {
    try (TinySmsc smsc =
        TinySmsc.withHexIds(n -> Treatment.RECEIPT).refusingBinds(CommandStatus.ESME_RINVPASWD)) {
      assertThat(run("--port", "" + smsc.port(), "--count", "1")).isEqualTo(1);
      assertThat(err.toString()).contains("the bind was refused: ESME_RINVPASWD");
    }
  }

  @Test
  void printsASummaryAndTheJsonLast() {
    try (TinySmsc smsc = TinySmsc.withHexIds(n -> Treatment.RECEIPT)) {
      int status = run("--port", "" + smsc.port(), "--count", "100", "--receipts", "--verify");

      assertThat(status).isZero();
      String[] lines = out.toString().split(System.lineSeparator());
      assertThat(lines[0]).startsWith("100 sent, 100 accepted, 0 rejected, 0 unanswered");
      assertThat(lines[lines.length - 1])
          .startsWith("{\"binds\":1,")
          .contains("\"sent\":100,\"accepted\":100")
          .contains("\"lost_receipts\":0,\"duplicate_receipts\":0,\"orphan_receipts\":0")
          .endsWith("\"clean\":true}");
    }
  }

  @Test
  void printsTheJsonOnlyWhenTold() {
    try (TinySmsc smsc = TinySmsc.withHexIds(n -> Treatment.REFUSE)) {
      int status = run("--port", "" + smsc.port(), "--count", "10", "--json");

      assertThat(status).isZero();
      assertThat(out.toString().lines().toList())
          .singleElement()
          .asString()
          .contains("\"rejected\":{\"0x00000058\":10}");
      assertThat(err.toString()).isEmpty();
    }
  }

  @Test
  void aLostReceiptIsExitStatusTwo() {
    try (TinySmsc smsc = TinySmsc.withHexIds(n -> n == 3 ? Treatment.LOSE : Treatment.RECEIPT)) {
      int status =
          run(
              "--port",
              "" + smsc.port(),
              "--count",
              "10",
              "--receipts",
              "--verify",
              "--drain",
              "3",
              "--json");

      assertThat(status).isEqualTo(2);
      assertThat(out.toString()).contains("\"lost_receipts\":1").contains("\"clean\":false");
    }
  }

  @Test
  void printsAProgressLineEachSecond() {
    try (TinySmsc smsc = TinySmsc.withHexIds(n -> Treatment.RECEIPT)) {
      long start = System.nanoTime();
      int status = run("--port", "" + smsc.port(), "--seconds", "1.2", "--rate", "100");

      assertThat(status).isZero();
      double seconds = (System.nanoTime() - start) / 1e9;
      assertThat(seconds).isGreaterThan(1.2);
      List<String> lines = err.toString().lines().toList();
      assertThat(lines).hasSizeBetween(1, (int) seconds);
      assertThat(lines.get(0)).matches(" +\\d+\\.\\d s  sent \\d.*");
    }
  }
}

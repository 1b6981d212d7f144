package org.messagecenter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.server.account.Passwords;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.server.admin.AdminDesk;
import org.messagecenter.server.admin.AdminSettings;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.route.RouteSettings;
import org.messagecenter.server.route.RouteTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

class CliTest {

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Deque<String> typed = new ArrayDeque<>();
  private final List<String> events = new ArrayList<>();
  private String piped = "";

  /** What the launched program does once it runs. */
  private Launch.Prepared program = termination -> ExitStatus.OK;

  @Test
  void runHandsTheSettingsAndFlagsOver() throws Exception {
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(
        home.resolve("conf/message-center.conf"),
        "message-center.listen { port = 1, tls-port = 2 }");

    int status =
        run("run", "--port", "7", "--set", "listen.tls-port=8", "--host", "::1", "--unmask");

    assertThat(status).isEqualTo(ExitStatus.OK);
    assertThat(events)
        .containsExactly(
            "prepare OptionalInt[7] OptionalInt[8] ::1 demo=false unmasked=true", "run");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void theNamedFlagWinsOverSet() {
    run("run", "--port", "7", "--set", "listen.port=8", "--allow-demo-accounts");

    assertThat(events.get(0)).startsWith("prepare OptionalInt[7]").contains("demo=true");
  }

  @Test
  void everyProblemIsALineAndNothingIsStarted() throws Exception {
    Path file = Files.writeString(home.resolve("my.conf"), "message-center.lisen = {}\n");

    int status = run("run", "--config", file.toString(), "--port", "x", "--tls-port", "-1");

    assertThat(status).isEqualTo(ExitStatus.USAGE);
    assertThat(events).hasSize(1);
    assertThat(err.toString().lines())
        .containsExactly(
            "--port: message-center.listen.port = x: must be a port from 0 (any free one) to"
                + " 65535, or off",
            "--tls-port: message-center.listen.tls-port = -1: must be a port from 0 (any free one)"
                + " to 65535, or off",
            file + ":1: message-center.lisen = {…}: unknown key; did you mean listen?");
  }

  @Test
  void aFileThatIsMissingIsAProblem() {
    assertThat(run("check-config", "--config", "/no/such.conf")).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).isEqualTo("/no/such.conf: does not exist\n");
  }

  @Test
  void checkConfigReadsButDoesNotRun() {
    assertThat(run("check-config")).isEqualTo(ExitStatus.OK);

    assertThat(events).hasSize(1);
    assertThat(out.toString()).isEqualTo("the configuration has no problems\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "check-config", "hash-password", "route explain", "version"})
  void everyCommandExplainsItself(String command) {
    assertThat(run((command + " --help").split(" "))).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).startsWith("Usage: mc " + command);
    assertThat(events).isEmpty();
  }

  @Test
  void theProgramDecidesTheStatus() {
    program =
        termination -> {
          assertThat(termination.request(ExitStatus.STORE_FAILED, "test")).isTrue();
          assertThat(termination.request(ExitStatus.OK, "too late")).isFalse();
          return termination.await();
        };

    assertThat(run("run")).isEqualTo(ExitStatus.STORE_FAILED);
  }

  @Test
  void aStartThatFailsSaysWhy() {
    program =
        termination -> {
          throw new StartException(
              ExitStatus.STORE_FAILED, "the journal is damaged", new IOException());
        };
    assertThat(run("run")).isEqualTo(ExitStatus.STORE_FAILED);

    program =
        termination -> {
          throw new IOException("address in use");
        };
    assertThat(run("run")).isEqualTo(ExitStatus.NOT_STARTED);

    assertThat(err.toString().lines())
        .containsExactly(
            "cannot start: the journal is damaged",
            "cannot start: java.io.IOException: address in use");
  }

  @Test
  void usageErrorsHaveTheirStatus() {
    assertThat(run("fly")).isEqualTo(ExitStatus.USAGE);
    assertThat(run("run", "--bogus")).isEqualTo(ExitStatus.USAGE);
    assertThat(run("run", "--set", "novalue")).isEqualTo(ExitStatus.USAGE);
    assertThat(run("run", "--log-level", "loud")).isEqualTo(ExitStatus.USAGE);
    assertThat(events).isEmpty();
  }

  @Test
  void helpListsTheCommands() {
    assertThat(run()).isEqualTo(ExitStatus.OK);

    assertThat(out.toString())
        .contains("run ", "check-config ", "hash-password ", "version ", "echo-test ");
  }

  @Test
  void versionIsTheProjects() {
    assertThat(run("version")).isEqualTo(ExitStatus.OK);

    assertThat(out.toString()).matches("(?s)Message Center \\d+\\.\\d+.*\\nJava \\d+.*");
  }

  @Test
  void aPasswordIsAskedForTwice() {
    typed.addAll(List.of("s3cret", "s3cret"));

    assertThat(run("hash-password")).isEqualTo(ExitStatus.OK);

    assertThat(hashMatches("s3cret")).isTrue();
    typed.addAll(List.of("s3cret", "secret"));
    assertThat(run("hash-password")).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).isEqualTo("the two passwords differ\n");
  }

  @Test
  void aPasswordIsReadFromAPipe() {
    piped = "s3cret\nmore\n";

    assertThat(run("hash-password")).isEqualTo(ExitStatus.OK);

    assertThat(hashMatches("s3cret")).isTrue();
  }

  @Test
  void passwordsThatNoBindCanCarryAreRefused() {
    for (String password : List.of("", "ninechars", "grün")) {
      piped = password + "\n";
      assertThat(run("hash-password")).as(password).isEqualTo(ExitStatus.USAGE);
    }
    piped = "";
    assertThat(run("hash-password")).as("no line at all").isEqualTo(ExitStatus.USAGE);
    assertThat(run("hash-password", "secret")).as("an argument").isEqualTo(ExitStatus.USAGE);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void otherJarsAddCommands() {
    assertThat(run("echo-test", "7")).isEqualTo(7);
  }

  private boolean hashMatches(String password) {
    String line = out.toString().strip();
    assertThat(line).startsWith("{ hash = \"").endsWith("\" }");
    return Passwords.matches(
        password.toCharArray(), line.substring("{ hash = \"".length(), line.length() - 3));
  }

  private void routes(String... lines) throws IOException {
    Files.createDirectories(home.resolve("conf"));
    Files.write(home.resolve("conf/routes.conf"), List.of(lines));
  }

  @Test
  void routeExplainSaysWhichRuleAndCarrier() throws Exception {
    routes(
        "groups.main { carriers = [alpha, beta] }",
        "rules = [",
        "  { name = tests, when { destination = 999 }, simulate = true }",
        "  { name = rest, to = main }",
        "]");
    String file = home.resolve("conf/routes.conf").toString();

    int status =
        run(
            "route",
            "explain",
            "--account",
            "acme",
            "--from",
            "ACME",
            "--to",
            "+4915112345678",
            "--text",
            "hello",
            "--unbound",
            "alpha");

    assertThat(err.toString()).isEmpty();
    assertThat(status).isEqualTo(ExitStatus.OK);
    assertThat(out.toString().lines())
        .containsExactly(
            "message of acme from 5/0/ACME to 1/1/4915112345678, 5 octets",
            "rule tests (" + file + ":3): no, destination 4915112345678 does not begin with 999",
            "rule rest (" + file + ":4): yes",
            "group main, failover",
            "  > beta: bound, 0.0 % errors, 0 ms",
            "    alpha: not bound",
            "route: carrier beta (the next one: those before it are not bound, or not well)");
  }

  @Test
  void routeExplainSaysSoWhenThereIsNoRoute() throws Exception {
    routes("rules = [{ name = one, when { account = other }, to = alpha }]");

    assertThat(run("route", "explain", "--account", "acme", "--to", "4915112345678"))
        .isEqualTo(ExitStatus.BROKEN);
    assertThat(out.toString()).endsWith("route: none: no rule fits\n");
  }

  @Test
  void routeExplainTakesEverythingARuleMayAskFor() throws Exception {
    routes(
        "rules = [{",
        "  name = all",
        "  when {",
        "    account = acme, source-type = short-code, destination = 49, service-type = CMT",
        "    data-coding = 8, tlv = \"0x1400=0a0b\", text-octets = 4..4, udh = true",
        "    time { from = \"12:00\", to = \"13:00\", days = wed }",
        "  }",
        "  reject {}",
        "}]");

    int status =
        run(
            "route",
            "explain",
            "--account",
            "acme",
            "--from",
            "12345",
            "--to",
            "4915112345678",
            "--text",
            "\u0416\u0416",
            "--service-type",
            "CMT",
            "--tlv",
            "0x1400=0a0b",
            "--at",
            "2026-07-01T14:30:00+02:00",
            "--esm-class",
            "64",
            "--failures",
            "2",
            "--ton",
            "1",
            "--npi",
            "1");

    assertThat(out.toString()).endsWith("route: refused with ESME_RINVDSTADR, err 4A2\n");
    assertThat(status).isEqualTo(ExitStatus.OK);
  }

  @Test
  void routeExplainAsksTheServer() throws Exception {
    routes("rules = []");
    List<String> asked = new ArrayList<>();
    AdminCommand command =
        new AdminCommand(
            "route explain",
            "",
            "",
            (words, answer) -> {
              asked.addAll(words);
              answer.line("route: none: so it says");
              return AdminCommand.FAILED;
            });
    Path socket = home.resolve("a.sock");
    String[] arguments = {
      "route",
      "explain",
      "--live",
      "--set",
      "admin.socket=" + socket,
      "--account",
      "acme",
      "--from",
      "ACME",
      "--to",
      "4915112345678",
      "--text",
      "hello",
      "--at",
      "2026-07-01T12:00:00Z",
      "--draw",
      "7"
    };
    assertThat(run(arguments)).isEqualTo(ExitStatus.NOT_DONE);
    assertThat(err.toString()).contains("no server is running");
    try (AdminDesk desk = AdminDesk.start(new AdminSettings(true, socket), List.of(command))) {
      assertThat(desk).isNotNull();
      assertThat(run(arguments)).isEqualTo(ExitStatus.BROKEN);
    }
    assertThat(out.toString()).isEqualTo("route: none: so it says\n");
    assertThat(asked)
        .containsExactly(
            "acme",
            "1782907200000",
            "0",
            "7",
            "00050041434d4500010134393135313132333435363738000000000000000000000568656c6c6f");
    assertThat(run("route", "explain", "--live", "--account", "a", "--to", "1", "--unbound", "x"))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(
            run(
                "route",
                "explain",
                "--live",
                "--set",
                "admin.enabled=off",
                "--account",
                "a",
                "--to",
                "1"))
        .isEqualTo(ExitStatus.NOT_DONE);
    assertThat(err.toString()).contains("admin.enabled is false");
  }

  @Test
  void routeExplainNamesMistakes() throws Exception {
    routes("rules = [{ name = one, to = gamma }]");

    assertThat(run("route", "explain", "--account", "acme", "--to", "49151"))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString())
        .isEqualTo(
            home.resolve("conf/routes.conf")
                + ":1: rules[0].to = gamma: must be a group or a carrier: alpha, beta\n");

    for (String wrong : List.of("--tlv=no_such_tlv", "--at=noon")) {
      routes("rules = []");
      assertThat(run("route", "explain", "--account", "acme", "--to", "49151", wrong))
          .isEqualTo(ExitStatus.USAGE);
      assertThat(err.toString()).contains(wrong.replace('=', ' ') + " is no ");
    }
  }

  private int run(String... arguments) {
    var terminal =
        new HashPasswordCommand.Terminal() {
          @Override
          public char @Nullable [] ask(String prompt) {
            return typed.isEmpty() ? null : typed.remove().toCharArray();
          }

          @Override
          public BufferedReader input() {
            return new BufferedReader(new StringReader(piped));
          }
        };
    var launch =
        new Launch() {
          @Override
          public Prepared prepare(Section settings, RunOptions options) {
            return CliTest.this.prepare(settings, options);
          }

          @Override
          public RouteTable routes(Section settings) {
            return RouteSettings.from(settings.section("routes"), Set.of("alpha", "beta")).table();
          }
        };
    return new Cli(launch, home, terminal, new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(arguments);
  }

  private Launch.Prepared prepare(Section settings, RunOptions options) {
    Section listen = settings.section("listen");
    OptionalInt port = listen.port("port");
    OptionalInt tlsPort = listen.port("tls-port");
    events.add(
        "prepare %s %s %s demo=%s unmasked=%s"
            .formatted(
                port,
                tlsPort,
                listen.string("host"),
                options.allowDemoAccounts(),
                options.showMessageText()));
    return termination -> {
      events.add("run");
      return program.run(termination);
    };
  }

  /** Registered as a service for this test. */
  public static final class EchoSubcommand implements Subcommand {
    @Override
    public String name() {
      return "echo-test";
    }

    @Override
    public Object command() {
      return new Echo();
    }
  }

  @Command(description = "Answers its argument as exit status.")
  static final class Echo implements Callable<Integer> {
    @Parameters private int status;

    @Override
    public Integer call() {
      return status;
    }
  }
}

package org.messagecenter.bench.conform;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Tries a message center on the whole behaviour list of SMPP.
 *
 * <p>Exit status: 0 when nothing contradicts the specification, 1 when something does, 2 when
 * nothing could be tried.
 */
@Command(
    name = "conform",
    description = "Check a message center, ours or any other, against SMPP 3.3, 3.4 and 5.0.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ConformCommand implements Callable<Integer> {
  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int NOT_TRIED = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "HOST",
      description = "Address of the message center.")
  private @Nullable String host;

  @Parameters(index = "1", arity = "0..1", paramLabel = "PORT", description = "Its port.")
  private int port;

  @Option(names = "--account", paramLabel = "<id>", description = "system_id to bind with.")
  private @Nullable String account;

  @Option(names = "--password", paramLabel = "<text>", description = "Its password.")
  private String password = "";

  @Option(names = "--system-type", paramLabel = "<text>", description = "system_type, or empty.")
  private String systemType = "";

  @Option(names = "--service-type", paramLabel = "<text>", description = "service_type, or empty.")
  private String serviceType = "";

  @Option(names = "--tls", description = "Connect over TLS.")
  private boolean tls;

  @Option(
      names = "--tls-ca",
      paramLabel = "<file>",
      description = "Authorities to trust, PEM (those of the platform).")
  private @Nullable Path authorities;

  @Option(names = "--insecure", description = "Trust any certificate.")
  private boolean insecure;

  @Option(
      names = "--source",
      paramLabel = "<address>",
      description = "Digits, a name, or ton,npi,address (${DEFAULT-VALUE}).")
  private String source = "12025550100";

  @Option(
      names = "--destination",
      paramLabel = "<address>",
      description =
          "Where messages go; they should be delivered (${DEFAULT-VALUE}, a number nobody has).")
  private String destination = "12025550123";

  @Option(
      names = "--unreachable-destination",
      paramLabel = "<address>",
      description = "A destination whose messages stay pending.")
  private @Nullable String unreachable;

  @Option(
      names = "--failing-destination",
      paramLabel = "<address>",
      description = "A destination whose messages are undeliverable.")
  private @Nullable String failing;

  @Option(
      names = "--loop-destination",
      paramLabel = "<address>",
      description = "A destination whose messages come back to the account as deliver_sm.")
  private @Nullable String loop;

  @Option(
      names = "--distribution-list",
      paramLabel = "<name>",
      description = "A list the account may send to.")
  private @Nullable String list;

  @Option(
      names = "--esme-listen",
      paramLabel = "<port>",
      description = "Wait here for the message center's outbind.")
  private int outbindPort;

  @Option(
      names = "--response-timeout",
      paramLabel = "<seconds>",
      description = "How long a response may take (${DEFAULT-VALUE}).")
  private double responseTimeout = 5;

  @Option(
      names = "--receipt-timeout",
      paramLabel = "<seconds>",
      description = "How long a receipt may take (${DEFAULT-VALUE}).")
  private double receiptTimeout = 15;

  @Option(
      names = "--version-filter",
      paramLabel = "<version>",
      split = ",",
      description = "Only checks of these versions: 3.3, 3.4, 5.0.")
  private List<String> versions = List.of();

  @Option(
      names = "--only",
      paramLabel = "<id>",
      split = ",",
      description = "Only these checks; a * at the end stands for anything.")
  private List<String> only = List.of();

  @Option(names = "--long", description = "Also checks that take long or send many messages.")
  private boolean patient;

  @Option(
      names = "--strict",
      description = "Count deviations from what is only recommended as FAIL.")
  private boolean strict;

  @Option(names = "--list", description = "Print the checks and do nothing.")
  private boolean listing;

  @Option(names = "--json", paramLabel = "<file>", description = "Also write the report as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--markdown",
      paramLabel = "<file>",
      description = "Also write the report as Markdown.")
  private @Nullable Path markdown;

  @Override
  public Integer call() {
    List<Check> checks = selected();
    if (listing) {
      list(checks);
      return PASSED;
    }
    Target target = target();
    TlvFindings tlvs = new TlvFindings();
    Watch watch = new Watch(tlvs);
    Facts facts;
    try {
      facts = Facts.gather(target, watch);
    } catch (IOException | Ended e) {
      err().println("cannot try " + target.host() + ":" + target.port() + ": " + e.getMessage());
      return NOT_TRIED;
    }
    TextReport report = new TextReport(out());
    report.head(target);
    List<Result> results =
        new Runner(target, facts, watch, tlvs, strict, patient, System::nanoTime)
            .run(checks, report::result);
    Pics pics = Pics.of(results, tlvs);
    report.end(results, pics);
    try {
      write(json, JsonReport.of(target, results, pics));
      write(markdown, MarkdownReport.of(target, results, pics));
    } catch (IOException e) {
      err().println("cannot write the report: " + e.getMessage());
      return NOT_TRIED;
    }
    return Summary.passed(results) ? PASSED : FAILED;
  }

  private static void write(@Nullable Path file, String report) throws IOException {
    if (file != null) {
      Files.writeString(file, report);
    }
  }

  private void list(List<Check> checks) {
    for (Check check : checks) {
      out()
          .println(
              String.format(
                  Locale.ROOT,
                  "%-34s %s  %s  [%s]",
                  check.id(),
                  check.version().label(),
                  check.title(),
                  check.spec()));
    }
    out().println();
    out().println(checks.size() + " checks");
  }

  private List<Check> selected() {
    Set<Version> wanted = new LinkedHashSet<>();
    for (String label : versions) {
      try {
        wanted.add(Version.of(label));
      } catch (IllegalArgumentException e) {
        throw wrong("--version-filter: " + e.getMessage());
      }
    }
    List<Check> all = Catalogue.all();
    for (String pattern : only) {
      if (all.stream().noneMatch(check -> fits(check, pattern))) {
        throw wrong("--only: there is no check " + pattern + "; --list shows them");
      }
    }
    return all.stream()
        .filter(check -> wanted.isEmpty() || wanted.contains(check.version()))
        .filter(check -> only.isEmpty() || only.stream().anyMatch(p -> fits(check, p)))
        .collect(Collectors.toList());
  }

  private static boolean fits(Check check, String pattern) {
    return pattern.endsWith("*")
        ? check.id().startsWith(pattern.substring(0, pattern.length() - 1))
        : check.id().equals(pattern);
  }

  private Target target() {
    if (host == null || account == null) {
      throw wrong("HOST, PORT and --account are needed");
    }
    demand(port > 0 && port < 65536, "PORT must be between 1 and 65535");
    demand(account.length() <= 15, "--account must have at most 15 characters");
    demand(password.length() <= 8, "--password must have at most 8 characters");
    demand(systemType.length() <= 12, "--system-type must have at most 12 characters");
    demand(serviceType.length() <= 5, "--service-type must have at most 5 characters");
    demand(tls || (authorities == null && !insecure), "--tls-ca and --insecure go with --tls");
    demand(authorities == null || !insecure, "--tls-ca and --insecure exclude each other");
    demand(outbindPort >= 0 && outbindPort < 65536, "--esme-listen must be a port");
    return new Target(
        host,
        port,
        tls ? sockets() : null,
        account,
        password,
        systemType,
        serviceType,
        party("--source", source),
        party("--destination", destination),
        unreachable == null ? null : party("--unreachable-destination", unreachable),
        failing == null ? null : party("--failing-destination", failing),
        loop == null ? null : party("--loop-destination", loop),
        list,
        outbindPort,
        seconds("--response-timeout", responseTimeout),
        seconds("--receipt-timeout", receiptTimeout));
  }

  private SSLSocketFactory sockets() {
    try {
      return insecure ? TlsSockets.trustingAnybody() : TlsSockets.trusting(authorities);
    } catch (IOException | GeneralSecurityException e) {
      throw wrong("--tls-ca cannot be used: " + e.getMessage());
    }
  }

  private Party party(String option, String text) {
    try {
      Party party = Party.parse(text);
      demand(party.digits().length() <= 20, option + " must have at most 20 characters");
      return party;
    } catch (IllegalArgumentException e) {
      throw wrong(option + ": " + e.getMessage());
    }
  }

  private Duration seconds(String option, double value) {
    demand(value > 0 && value <= 3600, option + " must be above 0 and at most 3600");
    return Duration.ofMillis(Math.round(value * 1000));
  }

  private void demand(boolean holds, String rule) {
    if (!holds) {
      throw wrong(rule);
    }
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}

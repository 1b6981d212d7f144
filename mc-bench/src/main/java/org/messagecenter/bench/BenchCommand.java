package org.messagecenter.bench;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code mc bench} command line: options to a plan, a run, its figures printed. */
@Command(
    name = "bench",
    sortOptions = false,
    exitCodeOnInvalidInput = BenchCommand.COULD_NOT_RUN,
    exitCodeOnExecutionException = BenchCommand.COULD_NOT_RUN,
    description = "Put load on an SMPP message center and measure it.",
    footer = {
      "",
      "Sends until --count or --seconds is reached, then waits up to --drain for what is missing.",
      "The last line on standard output is a JSON object.",
      "Exit status: 0 all answered and nothing wrong, 2 not so, 1 the run could not be made."
    })
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class BenchCommand implements Callable<Integer> {

  static final int COULD_NOT_RUN = 1;
  static final int FOUND_FAULTS = 2;

  private static final int LONGEST_SYSTEM_ID = 15;
  private static final int LONGEST_PASSWORD = 8;
  private static final int LONGEST_ADDRESS = 20;
  private static final int LONGEST_TEXT = 65_535;

  @Spec private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "<name>",
      defaultValue = "127.0.0.1",
      description = "Where to connect (${DEFAULT-VALUE}).")
  private String host;

  @Option(names = "--port", paramLabel = "<n>", description = "Port (2775, with --tls 3550).")
  private @Nullable Integer port;

  @Option(
      names = "--system-id",
      paramLabel = "<id>",
      defaultValue = "demo",
      description = "system_id; %%d in it becomes the bind's number (${DEFAULT-VALUE}).")
  private String systemId;

  @Option(
      names = "--password",
      paramLabel = "<text>",
      defaultValue = "secret",
      description = "Password (that of the demo account).")
  private String password;

  @Option(
      names = "--binds",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "Binds that submit (${DEFAULT-VALUE}).")
  private int binds;

  @Option(
      names = "--bind-type",
      paramLabel = "<type>",
      defaultValue = "transceiver",
      description =
          "transceiver, transmitter, or pair: a transmitter and a receiver (${DEFAULT-VALUE}).")
  private LoadPlan.Kind kind;

  @Option(
      names = "--window",
      paramLabel = "<n>",
      defaultValue = "10",
      description = "submit_sm outstanding on each bind (${DEFAULT-VALUE}).")
  private int window;

  @Option(names = "--count", paramLabel = "<n>", description = "Messages to send (no limit).")
  private @Nullable Long count;

  @Option(
      names = "--seconds",
      paramLabel = "<s>",
      defaultValue = "10",
      description = "Seconds to send at most; with --count 3600 unless given.")
  private double seconds;

  @Option(
      names = "--rate",
      paramLabel = "<n>",
      defaultValue = "0",
      description =
          "Messages a second in all, on a fixed timetable: latency counts from when a message was"
              + " due. 0 sends as the windows allow (${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--length",
      paramLabel = "<n>",
      defaultValue = "100",
      description = "Octets of text; above 254 in message_payload (${DEFAULT-VALUE}).")
  private int length;

  @Option(
      names = "--receipts",
      paramLabel = "<octet>",
      arity = "0..1",
      defaultValue = "0",
      fallbackValue = "1",
      description = "Ask for receipts: registered_delivery, 1 if no number is given.")
  private int registeredDelivery;

  @Option(
      names = "--source",
      paramLabel = "<digits>",
      defaultValue = "491510000000",
      description = "Source address (${DEFAULT-VALUE}).")
  private String source;

  @Option(
      names = "--destination",
      paramLabel = "<digits>",
      defaultValue = "491700",
      description = "Leading digits of the destinations; six that vary follow (${DEFAULT-VALUE}).")
  private String destination;

  @Option(names = "--tls", description = "Connect over TLS.")
  private boolean tls;

  @Option(
      names = "--ca-file",
      paramLabel = "<pem>",
      description = "Trust the authorities in this file only; without it those of the JDK.")
  private @Nullable Path caFile;

  @Option(names = "--insecure", description = "Do not check the server's certificate.")
  private boolean insecure;

  @Option(
      names = "--version",
      paramLabel = "<octet>",
      defaultValue = "0x34",
      description = "interface_version of the binds: 0x34 or 0x50 (${DEFAULT-VALUE}).")
  private String version;

  @Option(
      names = "--drain",
      paramLabel = "<s>",
      defaultValue = "10",
      description = "Seconds to wait for responses and receipts at the end (${DEFAULT-VALUE}).")
  private double drain;

  @Option(
      names = "--verify",
      description = "Keep every message_id; find lost, duplicate and orphan receipts.")
  private boolean verify;

  @Option(
      names = "--threads",
      paramLabel = "<n>",
      defaultValue = "1",
      description = "Event loops of this client (${DEFAULT-VALUE}).")
  private int threads;

  @Option(names = "--json", description = "Print the JSON object only.")
  private boolean jsonOnly;

  // By itself, since picocli's standard options would include another --version.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this and exit.")
  @SuppressWarnings("UnusedVariable") // picocli reads the annotation only
  private boolean help;

  @Override
  public Integer call() throws InterruptedException {
    LoadPlan plan = plan();
    SslContext context = tls ? tlsContext() : null;
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      LoadRun.Progress silent = (at, totals) -> {};
      LoadResult result =
          new LoadRun(plan, context, jsonOnly ? silent : new ProgressLine(err)).run();
      if (!jsonOnly) {
        out.print(result.summary());
      }
      out.println(result.json());
      out.flush();
      return result.isClean() ? CommandLine.ExitCode.OK : FOUND_FAULTS;
    } catch (IOException e) {
      err.println("mc bench: " + e.getMessage());
      err.flush();
      return COULD_NOT_RUN;
    }
  }

  /** The options as a plan; a {@link ParameterException} names the first that is wrong. */
  LoadPlan plan() {
    check(binds >= 1 && binds <= 10_000, "--binds must be between 1 and 10000");
    check(window >= 1 && window <= 100_000, "--window must be between 1 and 100000");
    check(count == null || count >= 1, "--count must be at least 1");
    check(seconds > 0 && seconds <= 86_400, "--seconds must be above 0 and at most 86400");
    check(rate >= 0 && rate <= 1e7, "--rate must be between 0 and 10000000");
    check(length >= 0 && length <= LONGEST_TEXT, "--length must be between 0 and " + LONGEST_TEXT);
    check(
        registeredDelivery >= 0 && registeredDelivery <= 255,
        "--receipts must be between 0 and 255");
    check(drain >= 0 && drain <= 86_400, "--drain must be between 0 and 86400");
    check(threads >= 1 && threads <= 64, "--threads must be between 1 and 64");
    check(port == null || (port >= 1 && port <= 65_535), "--port must be between 1 and 65535");
    check(
        systemId.replace("%d", "" + (binds - 1)).length() <= LONGEST_SYSTEM_ID,
        "--system-id must have at most 15 characters");
    check(password.length() <= LONGEST_PASSWORD, "--password must have at most 8 characters");
    check(isAddress(source, LONGEST_ADDRESS), "--source must have at most 20 digits or letters");
    check(
        isAddress(destination, LONGEST_ADDRESS - SubmitTemplate.VARIED_DIGITS),
        "--destination must have at most 14 digits: six more follow");
    check(tls || (caFile == null && !insecure), "--ca-file and --insecure go with --tls");
    check(caFile == null || !insecure, "--ca-file and --insecure exclude each other");
    return new LoadPlan(
        host,
        port != null ? port : tls ? 3550 : 2775,
        systemId,
        password,
        kind,
        interfaceVersion(),
        binds,
        window,
        count == null ? Long.MAX_VALUE : count,
        sendFor(),
        rate,
        length,
        registeredDelivery,
        source,
        destination,
        nanos(drain),
        verify,
        Math.min(threads, binds));
  }

  private Duration sendFor() {
    boolean given =
        spec.commandLine().getParseResult() != null
            && spec.commandLine().getParseResult().hasMatchedOption("--seconds");
    return nanos(count != null && !given ? 3600 : seconds);
  }

  private static Duration nanos(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static boolean isAddress(String text, int longest) {
    return text.length() <= longest && text.chars().allMatch(Character::isLetterOrDigit);
  }

  private int interfaceVersion() {
    return switch (version.toLowerCase(Locale.ROOT)) {
      case "0x34", "3.4" -> 0x34;
      case "0x50", "5.0" -> 0x50;
      default -> throw wrong("--version must be 0x34 or 0x50");
    };
  }

  private SslContext tlsContext() {
    try {
      SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
      if (insecure) {
        builder
            .trustManager(InsecureTrustManagerFactory.INSTANCE)
            .endpointIdentificationAlgorithm("");
      } else if (caFile != null) {
        check(Files.isReadable(caFile), "--ca-file cannot be read: " + caFile);
        builder.trustManager(caFile.toFile());
      }
      return builder.build();
    } catch (IOException | IllegalArgumentException e) {
      throw wrong("--ca-file has no certificates that can be read: " + caFile);
    }
  }

  private void check(boolean right, String rule) {
    if (!right) {
      throw wrong(rule);
    }
  }

  private ParameterException wrong(String rule) {
    return new ParameterException(spec.commandLine(), rule);
  }
}

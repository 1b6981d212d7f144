package org.messagecenter.server.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.server.admin.AdminClient;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.server.admin.AdminSettings;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.route.CarrierHealth;
import org.messagecenter.server.route.Explanation;
import org.messagecenter.server.route.Route;
import org.messagecenter.server.route.RouteRequest;
import org.messagecenter.server.route.RouteTable;
import org.messagecenter.server.route.TlvText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mc route explain}. */
@Command(
    name = "explain",
    description = {
      "Say which rule and carrier a message would meet, and why. Nothing is sent.",
      "Exit status: 0; 1 when no server answers; 2 for a wrong command line or configuration; 4 when"
          + " there is no route."
    })
final class RouteExplainCommand implements Callable<Integer> {
  private static final int TON_INTERNATIONAL = 1;
  private static final int TON_ALPHANUMERIC = 5;
  private static final int LONGEST_SHORT_CODE = 6;
  private static final int NPI_TELEPHONE = 1;
  private static final int DCS_UCS2 = 8;

  private final Launch launch;
  private final Path home;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigFile config = new ConfigFile();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any setting, such as --set routes.home-country=DE. May be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--account", required = true, description = "Who submits it: a system_id.")
  private String account = "";

  @Option(names = "--from", paramLabel = "ADDRESS", description = "The source (default: none).")
  private String from = "";

  @Option(names = "--to", paramLabel = "NUMBER", required = true, description = "The destination.")
  private String to = "";

  @Option(
      names = "--ton",
      description =
          "TON of the destination (default: 5 when it has letters, 0 up to six digits, else 1).")
  private @Nullable Integer ton;

  @Option(
      names = "--npi",
      description = "NPI of the destination (default: 0 when it has letters, else 1).")
  private @Nullable Integer npi;

  @Option(names = "--from-ton", paramLabel = "TON", description = "TON of the source, likewise.")
  private @Nullable Integer fromTon;

  @Option(names = "--from-npi", paramLabel = "NPI", description = "NPI of the source, likewise.")
  private @Nullable Integer fromNpi;

  @Option(names = "--text", description = "The text (default: none).")
  private String text = "";

  @Option(names = "--service-type", paramLabel = "TYPE", description = "service_type.")
  private String serviceType = "";

  @Option(
      names = "--data-coding",
      paramLabel = "VALUE",
      description = "data_coding (default: 8 for a text beyond Latin-1, else 0).")
  private @Nullable Integer dataCoding;

  @Option(
      names = "--esm-class",
      paramLabel = "VALUE",
      description = "esm_class (default: 0); 64 for a text with a user data header.")
  private int esmClass;

  @Option(
      names = "--tlv",
      paramLabel = "TAG=HEX",
      description = "A TLV: 0x1400=0a0b, 0x1400:text, source_port=0050. May be repeated.")
  private List<String> tlvs = new ArrayList<>();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When it is sent, such as 2026-07-01T12:00:00+02:00 (default: now).")
  private @Nullable String at;

  @Option(names = "--failures", paramLabel = "N", description = "Attempts that failed before it.")
  private int failures;

  @Option(
      names = "--draw",
      paramLabel = "N",
      description = "What chance says (default: follows from account, numbers and time).")
  private @Nullable Long draw;

  @Option(
      names = "--unbound",
      paramLabel = "CARRIER",
      description = "A carrier that is not bound; all others are, and well. May be repeated.")
  private List<String> unbound = new ArrayList<>();

  @Option(
      names = "--live",
      description =
          "Ask the running server: by the rules that it has in use, and the carriers as they are.")
  private boolean live;

  RouteExplainCommand(Launch launch, Path home) {
    this.launch = launch;
    this.home = home;
  }

  @Override
  public Integer call() throws ConfigException {
    ConfigSource source = config.source(home);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      source = source.with(setting.getKey(), setting.getValue());
    }
    Section section = source.load();
    if (live) {
      return ask(section);
    }
    RouteTable routes = launch.routes(section);
    section.verify();
    Explanation explanation =
        routes.explain(request(), carrier -> new CarrierHealth(!unbound.contains(carrier), 0, 0));
    PrintWriter out = spec.commandLine().getOut();
    explanation.lines().forEach(out::println);
    out.flush();
    return explanation.route() instanceof Route.None ? ExitStatus.BROKEN : ExitStatus.OK;
  }

  private int ask(Section settings) throws ConfigException {
    if (!unbound.isEmpty()) {
      throw wrong("--unbound has no meaning with --live");
    }
    AdminSettings admin =
        AdminSettings.from(settings.section("admin"), settings.section("store").file("directory"));
    settings.verifyPart();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (!admin.enabled()) {
      err.println("the server has no admin socket: admin.enabled is false");
      return ExitStatus.NOT_DONE;
    }
    try {
      int status = AdminClient.ask(admin.socket(), words(request()), out::println);
      out.flush();
      return status == AdminCommand.OK
          ? ExitStatus.OK
          : status == AdminCommand.FAILED ? ExitStatus.BROKEN : ExitStatus.NOT_DONE;
    } catch (IOException e) {
      err.println(e.getMessage());
      return ExitStatus.NOT_DONE;
    }
  }

  /** The question as the server's command {@code route explain} takes it. */
  private static List<String> words(RouteRequest request) {
    ByteBuf body = Unpooled.buffer();
    PduCodec.encodeBody(body, request.message());
    return List.of(
        "route",
        "explain",
        request.account(),
        Long.toString(request.at()),
        Integer.toString(request.failures()),
        request.chosenDraw() == null ? "-" : Long.toString(request.chosenDraw()),
        ByteBufUtil.hexDump(body));
  }

  private RouteRequest request() {
    long time = at == null ? System.currentTimeMillis() : moment(at).toEpochMilli();
    return new RouteRequest(account, message(), time, time, failures, draw);
  }

  private SubmitSm message() {
    boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(text);
    Charset charset = latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_16BE;
    return new SubmitSm(
        serviceType,
        address(from, fromTon, fromNpi),
        address(to, ton, npi),
        esmClass,
        0,
        0,
        "",
        "",
        0,
        0,
        or(dataCoding, latin ? 0 : DCS_UCS2),
        0,
        Octets.of(text.getBytes(charset)),
        tlvs());
  }

  /** The address as it is stored, without a plus sign. */
  private static Address address(
      String text, @Nullable Integer givenTon, @Nullable Integer givenNpi) {
    String digits = text.startsWith("+") ? text.substring(1) : text;
    if (!digits.matches("[0-9*#]*")) {
      return new Address(or(givenTon, TON_ALPHANUMERIC), or(givenNpi, 0), text);
    }
    if (text.isEmpty()) {
      return Address.EMPTY;
    }
    boolean brief = digits.length() == text.length() && digits.length() <= LONGEST_SHORT_CODE;
    return new Address(
        or(givenTon, brief ? 0 : TON_INTERNATIONAL), or(givenNpi, NPI_TELEPHONE), digits);
  }

  private static int or(@Nullable Integer given, int otherwise) {
    return given == null ? otherwise : given;
  }

  private Tlvs tlvs() {
    Tlvs.Builder builder = Tlvs.builder();
    for (String each : tlvs) {
      TlvText tlv = TlvText.of(each);
      if (tlv == null) {
        throw wrong("--tlv " + each + " is no TLV such as 0x1400=0a0b");
      }
      builder.put(tlv.tag(), tlv.value() == null ? Octets.EMPTY : tlv.value());
    }
    return builder.build();
  }

  private Instant moment(String time) {
    try {
      return OffsetDateTime.parse(time).toInstant();
    } catch (DateTimeException e) {
      throw wrong("--at " + time + " is no time such as 2026-07-01T12:00:00+02:00");
    }
  }

  private ParameterException wrong(String what) {
    return new ParameterException(spec.commandLine(), what);
  }
}

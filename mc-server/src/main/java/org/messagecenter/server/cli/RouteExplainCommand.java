package org.messagecenter.server.cli;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.server.admin.AdminClient;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.server.admin.AdminSettings;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.route.CarrierHealth;
import org.messagecenter.server.route.Explanation;
import org.messagecenter.server.route.Route;
import org.messagecenter.server.route.RouteRequest;
import org.messagecenter.server.route.RouteTable;
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
  private final Launch launch;
  private final Path home;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ConfigSettings config = new ConfigSettings();
  @Mixin private ExplainedMessage message = new ExplainedMessage();

  @Option(names = "--account", required = true, description = "Who submits it: a system_id.")
  private String account = "";

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
    Section section = config.source(home).load();
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
    return new RouteRequest(account, message.submit(), time, time, failures, draw);
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

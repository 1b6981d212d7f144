package org.messagecenter.server.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.server.admin.AdminCommand;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;
import org.messagecenter.server.route.CarrierHealth;
import org.messagecenter.server.route.RouteSettings;
import org.messagecenter.server.route.RouteTable;

/** What a running server says of a message that it is asked about. */
class LiveExplanationTest {
  private static final long AT = 1_782_907_200_000L;

  @TempDir Path home;

  private final List<String> lines = new ArrayList<>();

  private AdminCommand command() throws Exception {
    Path file =
        Files.writeString(
            home.resolve("routes.conf"),
            "groups.main { carriers = [alpha, beta] }\n"
                + "rules = [{ name = rest, when { destination = 49 }, to = main }]");
    Section root = ConfigSource.shipped(home).with("--set", "routes.file", file.toString()).load();
    RouteTable table = RouteSettings.from(root.section("routes"), Set.of("alpha", "beta")).table();
    return LiveExplanation.command(
        request -> {
          assertThat(request.at()).isEqualTo(AT);
          return table.explain(request, carrier -> new CarrierHealth(carrier.equals("beta"), 0, 7));
        });
  }

  private static String submit(String destination) {
    ByteBuf body = Unpooled.buffer();
    PduCodec.encodeBody(
        body,
        new SubmitSm(
            "",
            new Address(5, 0, "ACME"),
            new Address(1, 1, destination),
            0,
            0,
            0,
            "",
            "",
            0,
            0,
            0,
            0,
            Octets.EMPTY,
            Tlvs.EMPTY));
    return ByteBufUtil.hexDump(body);
  }

  private int ask(String... words) throws Exception {
    return command().handler().handle(List.of(words), this::line);
  }

  private void line(String text) throws IOException {
    lines.add(text);
  }

  @Test
  void healthIsThatOfTheMoment() throws Exception {
    assertThat(ask("acme", Long.toString(AT), "0", "-", submit("4915"))).isEqualTo(AdminCommand.OK);
    assertThat(lines)
        .contains("  > beta: bound, 0.0 % errors, 7 ms", "    alpha: not bound")
        .last()
        .asString()
        .startsWith("route: carrier beta");
  }

  @Test
  void noRouteIsAFailure() throws Exception {
    assertThat(ask("acme", Long.toString(AT), "1", "77", submit("43")))
        .isEqualTo(AdminCommand.FAILED);
    assertThat(lines).last().isEqualTo("route: none: no rule fits");
  }

  @Test
  void whatMakesNoSense() throws Exception {
    String at = Long.toString(AT);
    for (List<String> words :
        List.of(
            List.<String>of(),
            List.of("acme", at, "0", "-"),
            List.of("acme", "now", "0", "-", submit("49")),
            List.of("acme", at, "none", "-", submit("49")),
            List.of("acme", at, "0", "-", "0"),
            List.of("acme", at, "0", "-", "zz"),
            List.of("acme", at, "0", "-", "00"),
            List.of("acme", at, "0", "-", submit("49"), "more"))) {
      assertThat(ask(words.toArray(String[]::new))).as("%s", words).isEqualTo(AdminCommand.USAGE);
    }
    assertThat(lines).isEmpty();
  }
}

package org.messagecenter.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandStatus;

/** The order of rules, what they do, and that the index changes nothing. */
class RouteTableTest {
  @TempDir Path directory;
  private Tables tables;

  @BeforeEach
  void tables() {
    tables = new Tables(directory);
  }

  private static Route route(RouteTable table, Tables.Message message) {
    return table.route(message.request(), Tables.ALL_WELL);
  }

  @Test
  void theFirstRuleThatFitsDecides() {
    RouteTable table =
        tables.table(
            "rules = [",
            "{ name = long, when { destination = 49151 }, to = a }",
            "{ name = german, when { destination = 49 }, to = b }",
            "{ name = mine, when { account = acme }, to = c }",
            "{ name = rest, simulate = true }",
            "]");

    assertThat(route(table, Tables.message()).rule()).isEqualTo("long");
    assertThat(route(table, Tables.message().to("4930123456")).rule()).isEqualTo("german");
    assertThat(route(table, Tables.message().to("33123456")).rule()).isEqualTo("mine");
    assertThat(route(table, Tables.message().to("33123456").account("x")).rule()).isEqualTo("rest");
  }

  @Test
  void whatARuleMayDo() {
    RouteTable table =
        tables.table(
            "rules = [",
            "{ name = p, when { destination = 1 }, reject { status = ESME_RX_P_APPN, err = 4B2 } }",
            "{ name = q, when { destination = 2 }, reject {} }",
            "{ name = d, when { destination = 3 }, drop { as = delivered } }",
            "{ name = e, when { destination = 4 }, drop { as = rejected } }",
            "{ name = s, when { destination = 5 }, simulate = true }",
            "]");

    assertThat(route(table, Tables.message().to("1000000")))
        .isEqualTo(new Route.Refused("p", CommandStatus.ESME_RX_P_APPN, 0x4B2));
    assertThat(route(table, Tables.message().to("2000000")))
        .isEqualTo(new Route.Refused("q", CommandStatus.ESME_RINVDSTADR, 0x4A2));
    assertThat(route(table, Tables.message().to("3000000")))
        .isEqualTo(new Route.Dropped("d", true));
    assertThat(route(table, Tables.message().to("4000000")))
        .isEqualTo(new Route.Dropped("e", false));
    RouteRequest simulated = Tables.message().to("5000000").request();
    assertThat(table.route(simulated, Tables.ALL_WELL))
        .isEqualTo(new Route.Simulated("s", simulated.message()));
    assertThat(route(table, Tables.message().to("6000000")))
        .isEqualTo(new Route.None("", "no rule fits"));
    assertThat(table.refuses()).isTrue();
    assertThat(tables.when("account = x").refuses()).isFalse();
  }

  @Test
  void aMessageThatNoRuleRewritesIsTheSameObject() {
    RouteRequest request = Tables.message().request();

    Route.Via via = (Route.Via) tables.when("destination = 49").route(request, Tables.ALL_WELL);
    assertThat(via.message()).isSameAs(request.message());
  }

  @Test
  void addressesAreRewrittenAndNothingElse() {
    RouteTable table =
        tables.table(
            "rules = [{",
            "  name = r, to = a",
            "  rewrite {",
            "    source { set = \"4930123456\", ton = 1, npi = 1 }",
            "    destination { strip-prefix = 49, add-prefix = 0, ton = 2 }",
            "  }",
            "}]");
    RouteRequest request =
        Tables.message().tlv(0x1400, 1).serviceType("CMT").dataCoding(4).esmClass(3).request();

    SubmitSm sent = ((Route.Via) table.route(request, Tables.ALL_WELL)).message();

    SubmitSm m = request.message();
    assertThat(sent)
        .isEqualTo(
            new SubmitSm(
                "CMT",
                new Address(1, 1, "4930123456"),
                new Address(2, 1, "015112345678"),
                3,
                m.protocolId(),
                m.priorityFlag(),
                m.scheduleDeliveryTime(),
                m.validityPeriod(),
                m.registeredDelivery(),
                m.replaceIfPresentFlag(),
                4,
                m.smDefaultMsgId(),
                m.shortMessage(),
                Tlvs.builder().put(0x1400, new byte[] {1}).build()));
  }

  @Test
  void aPrefixThatIsNotThereIsNotStripped() {
    RouteTable table =
        tables.table(
            "rules = [{ name = r, to = a, rewrite.destination { strip-prefix = 44, add-prefix = 9 } }]");

    assertThat(((Route.Via) route(table, Tables.message())).message().destinationAddr().digits())
        .isEqualTo("94915112345678");
  }

  @Test
  void whatCannotBeSentAfterARewriteHasNoRoute() {
    RouteTable table =
        tables.table(
            "rules = [",
            "{ name = s, when { account = s }, to = a, rewrite.source.add-prefix = 1234567890123456789 }",
            "{ name = d, when { account = d }, to = a, rewrite.destination.add-prefix = 12345678 }",
            "{ name = e, when { account = e }, to = a, rewrite.destination.strip-prefix = 4915112345678 }",
            "{ name = c, when { account = c }, continue = true, rewrite.destination.add-prefix = 12345678 }",
            "{ name = rest, to = a }",
            "]");

    assertThat(route(table, Tables.message().account("s")))
        .isEqualTo(new Route.None("s", "the rewritten source is longer than 20 characters"));
    assertThat(route(table, Tables.message().account("d")))
        .isEqualTo(new Route.None("d", "the rewritten destination is longer than 20 characters"));
    assertThat(route(table, Tables.message().account("e")))
        .isEqualTo(new Route.None("e", "the rewritten destination is empty"));
    assertThat(route(table, Tables.message().account("c")).rule()).isEqualTo("c");
  }

  @Test
  void rulesBehindARewriteSeeTheNewAddresses() {
    RouteTable table =
        tables.table(
            "rules = [",
            "{ name = before, when { destination = 33 }, to = c }",
            "{ name = port, when { destination = 49151 }, rewrite.destination { strip-prefix = 49151, add-prefix = 33 }, continue = true }",
            "{ name = german, when { destination = 49 }, to = a }",
            "{ name = french, when { country = FR }, to = b }",
            "]");

    Route.Via via = (Route.Via) route(table, Tables.message());
    assertThat(via.rule()).isEqualTo("french");
    assertThat(via.message().destinationAddr().digits()).isEqualTo("3312345678");
    assertThat(route(table, Tables.message().to("4930123456")).rule()).isEqualTo("german");
  }

  @Test
  void theChoiceIsMadeByTheNumberBeforeTheLastRewrite() {
    RouteTable table =
        tables.table(
            "groups.g { carriers = [a, b], choose = least-cost, prices { 49 { a = 2, b = 1 }, 0 { a = 1, b = 2 } } }",
            "rules = [{ name = r, to = g, rewrite.destination { strip-prefix = 49, add-prefix = 0 } }]");

    assertThat(Tables.message().carrier(table)).isEqualTo("b");
  }

  @Test
  void aPercentageIsTheSameMessagesEachTime() {
    RouteTable table =
        tables.table(
            "rules = [",
            "{ name = some, when { percent = 30 }, to = a }",
            "{ name = half-of-the-rest, when { percent = 50 }, to = b }",
            "{ name = rest, to = c }",
            "]");
    Random random = new Random(5);
    int[] counts = new int[3];
    int messages = 20_000;
    for (int i = 0; i < messages; i++) {
      Tables.Message message = Tables.message().draw(random.nextLong());
      String carrier = message.carrier(table);
      assertThat(message.failures(2).carrier(table)).isEqualTo(carrier);
      counts[carrier.charAt(0) - 'a']++;
    }

    assertThat(counts[0] / (double) messages).isCloseTo(0.30, within(0.02));
    assertThat(counts[1] / (double) messages).isCloseTo(0.35, within(0.02));
  }

  @Test
  void theDrawFollowsFromTheMessageAlone() {
    RouteRequest one = Tables.message().request();
    RouteRequest again = Tables.message().failures(3).at("2026-12-01T00:00:00Z").request();

    long draw = draw("acme", one, 1);
    assertThat(draw("acme", again, 1)).isEqualTo(draw);
    assertThat(draw("acme", one, 2)).isNotEqualTo(draw);
    assertThat(draw("other", one, 1)).isNotEqualTo(draw);
    assertThat(draw("acme", Tables.message().to("1").request(), 1)).isNotEqualTo(draw);
    assertThat(new RouteRequest("acme", one.message(), 1, 2, 0, 5L).draw()).isEqualTo(5);
  }

  private static long draw(String account, RouteRequest request, long acceptedAt) {
    return new RouteRequest(
            account, request.message(), acceptedAt, request.at(), request.failures())
        .draw();
  }

  @Test
  void whatEverybodyMeetsIsFoundWithoutALookAtTheMessage() {
    RouteTable first =
        tables.table("rules = [{ name = all, simulate = true }, { name = b, to = b }]");
    RouteTable second =
        tables.table(
            "rules = [{ name = a, when { account = acme }, to = a }, { name = all, simulate = true }]");
    RouteTable rewrites =
        tables.table("rules = [{ name = new, rewrite { source { set = x } }, simulate = true }]");
    RouteRequest request = Tables.message().account("acme").request();

    assertThat(first.route(request, Tables.ALL_WELL))
        .isEqualTo(new Route.Simulated("all", request.message()))
        .isEqualTo(first.explain(request, Tables.ALL_WELL).route());
    assertThat(second.route(request, Tables.ALL_WELL).rule()).isEqualTo("a");
    assertThat(rewrites.route(request, Tables.ALL_WELL))
        .isInstanceOfSatisfying(
            Route.Simulated.class,
            route -> assertThat(route.message().sourceAddr().digits()).isEqualTo("x"));
  }

  @Test
  void onlyRulesAboutCountriesAndTypesNeedTheNumberingPlans() {
    assertThat(tables.when("destination = 49, source-regex = x").prepare()).isFalse();
    assertThat(tables.table("").prepare()).isFalse();
    assertThat(tables.when("country = DE").prepare()).isTrue();
    assertThat(tables.when("number-type = mobile").prepare()).isTrue();
    assertThat(tables.when("source-type = mobile").prepare()).isTrue();
    assertThat(prices("49").prepare()).isFalse();
    assertThat(prices("DE").prepare()).isTrue();
  }

  private RouteTable prices(String place) {
    return tables.table(
        "groups.g { carriers = [a], choose = least-cost, prices { " + place + " { a = 1 } } }",
        "rules = [{ name = r, to = g }]");
  }

  @Test
  void theIndexChangesNothing() {
    Random random = new Random(42);
    for (int round = 0; round < 20; round++) {
      RouteTable table = tables.table(randomRules(random));
      for (int i = 0; i < 500; i++) {
        RouteRequest request =
            Tables.message()
                .account("acc" + random.nextInt(4))
                .to(digits(random, 1 + random.nextInt(8)))
                .from(1, digits(random, 5))
                .draw(random.nextLong())
                .request();

        Route indexed = table.route(request, Tables.ALL_WELL);

        Explanation explanation = table.explain(request, Tables.ALL_WELL);
        assertThat(indexed).as(() -> explanation.lines().toString()).isEqualTo(explanation.route());
      }
    }
  }

  /** Up to 60 rules over three digits, so that many of them fit. */
  private static String[] randomRules(Random random) {
    List<String> lines = new ArrayList<>(List.of("rules = ["));
    int rules = 1 + random.nextInt(60);
    for (int i = 0; i < rules; i++) {
      List<String> when = new ArrayList<>();
      if (random.nextInt(3) > 0) {
        List<String> prefixes = new ArrayList<>();
        for (int n = random.nextInt(3); n >= 0; n--) {
          prefixes.add("\"" + digits(random, 1 + random.nextInt(4)) + "\"");
        }
        when.add("destination = [" + String.join(",", prefixes) + "]");
      }
      if (random.nextInt(3) == 0) {
        when.add("account = [acc" + random.nextInt(4) + ", acc" + random.nextInt(4) + "]");
      }
      if (random.nextInt(3) == 0) {
        when.add("percent = 40");
      }
      String action =
          switch (random.nextInt(5)) {
            case 0 -> "to = a";
            case 1 -> "drop { as = delivered }";
            case 2 -> "reject {}";
            case 3 ->
                "continue = true, rewrite.destination { strip-prefix = \""
                    + digits(random, 1)
                    + "\", add-prefix = \""
                    + digits(random, 1 + random.nextInt(2))
                    + "\" }";
            default -> "continue = true, rewrite.source { set = X, ton = 5 }";
          };
      lines.add("{ name = r" + i + ", when { " + String.join(", ", when) + " }, " + action + " }");
    }
    lines.add("]");
    return lines.toArray(new String[0]);
  }

  private static String digits(Random random, int count) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < count; i++) {
      digits.append((char) ('1' + random.nextInt(3)));
    }
    return digits.toString();
  }
}

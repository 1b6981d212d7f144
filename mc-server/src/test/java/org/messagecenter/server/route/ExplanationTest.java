package org.messagecenter.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators read, word by word. */
class ExplanationTest {
  @TempDir Path directory;
  private Tables tables;

  @BeforeEach
  void tables() {
    tables = new Tables(directory);
  }

  private void says(RouteTable table, Tables.Message message, HealthBoard health, String text) {
    assertThat(String.join("\n", table.explain(message.request(), health).lines()))
        .isEqualTo(text.strip().replace("FILE", tables.file().toString()));
  }

  @Test
  void theWholeStory() {
    RouteTable table =
        tables.table(
            "groups.cheap {",
            "  choose = least-cost, carriers = [a, b, c], max-error-rate = 0.1",
            "  prices { 49 { a = 0.050, b = 0.045 } }",
            "}",
            "rules = [",
            "  { name = tests, when { destination = [999, 998] }, simulate = true }",
            "  {",
            "    name = german-source",
            "    when { country = DE, source-type = alphanumeric }",
            "    rewrite { source { set = \"4930123456\", ton = 1, npi = 1 } }",
            "    continue = true",
            "  }",
            "  { name = names, when { source-type = alphanumeric }, reject {} }",
            "  { name = rest, rewrite { destination { add-prefix = 99 } }, to = cheap }",
            "]");
    HealthBoard health =
        carrier ->
            switch (carrier) {
              case "a" -> new CarrierHealth(true, 0.015, 120);
              case "b" -> new CarrierHealth(true, 0.5, 900);
              default -> new CarrierHealth(false, 0, 0);
            };

    says(
        table,
        Tables.message(),
        health,
        """
        message of acme from 5/0/ACME to 1/1/4915112345678, 5 octets
        rule tests (FILE:6): no, destination 4915112345678 does not begin with 999, 998
        rule german-source (FILE:7): yes, and on to the next
          source becomes 1/1/4930123456
        rule names (FILE:13): no, type of the source is fixed-line, not alphanumeric
        rule rest (FILE:14): yes
          destination becomes 1/1/994915112345678
        group cheap, least-cost
          > a, price 0.05: bound, 1.5 % errors, 120 ms
            b, price 0.045: bound, 50.0 % errors, 900 ms, beyond a limit
            c, price unknown: not bound
        route: carrier a (the next one: those before it are not bound, or not well)
        """);
  }

  @Test
  void shares() {
    RouteTable table =
        tables.table(
            "groups.g { choose = weighted, carriers = [a, b], weights { a = 70, b = 30 } }",
            "rules = [{ name = r, to = g }]");

    says(
        table,
        Tables.message().draw(1),
        Tables.ALL_WELL,
        """
        message of acme from 5/0/ACME to 1/1/4915112345678, 5 octets
        rule r (FILE:2): yes
        group g, weighted
          > a, weight 70: bound, 0.0 % errors, 20 ms
            b, weight 30: bound, 0.0 % errors, 20 ms
        route: carrier a (drawn by weight)
        """);
  }

  @Test
  void oneCarrier() {
    says(
        tables.table("rules = [{ name = r, to = b }]"),
        Tables.message(),
        carrier -> null,
        """
        message of acme from 5/0/ACME to 1/1/4915112345678, 5 octets
        rule r (FILE:1): yes
        carrier b
          > b: not known
        route: carrier b (none of the group is bound; the message waits there)
        """);
  }

  @Test
  void otherEnds() {
    RouteTable table =
        tables.table(
            "rules = [",
            "{ name = d, when { account = d }, drop { as = delivered } }",
            "{ name = s, when { account = s }, simulate = true }",
            "{ name = r, when { account = r }, reject { status = ESME_RTHROTTLED, err = 1F } }",
            "]");

    assertThat(last(table, "d")).isEqualTo("route: dropped as delivered");
    assertThat(last(table, "s")).isEqualTo("route: the simulated network");
    assertThat(last(table, "r")).isEqualTo("route: refused with ESME_RTHROTTLED, err 01F");
    assertThat(last(table, "x")).isEqualTo("route: none: no rule fits");
  }

  private static String last(RouteTable table, String account) {
    Explanation explanation =
        table.explain(Tables.message().account(account).request(), Tables.ALL_WELL);
    return explanation.lines().get(explanation.lines().size() - 1);
  }
}

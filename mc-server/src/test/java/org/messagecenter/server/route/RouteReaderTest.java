package org.messagecenter.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

/** What is said of mistakes in the files: file, line, key, value and rule. */
class RouteReaderTest {
  @TempDir Path directory;
  private Tables tables;

  @BeforeEach
  void tables() {
    tables = new Tables(directory);
  }

  @Test
  void withoutAFileOrWithoutRulesEverythingIsSimulated() throws Exception {
    RouteRequest request = Tables.message().request();
    Route simulated = new Route.Simulated("everything", request.message());

    Section shipped = ConfigSource.shipped(directory).load().section("routes");
    assertThat(RouteSettings.from(shipped, Set.of()).table().route(request, Tables.ALL_WELL))
        .isEqualTo(simulated);
    assertThat(tables.table("").route(request, Tables.ALL_WELL)).isEqualTo(simulated);
    assertThat(tables.table("rules = []").route(request, Tables.ALL_WELL))
        .isEqualTo(new Route.None("", "no rule fits"));
  }

  /** Who names a file means its rules: without them messages would end as delivered, unsent. */
  @Test
  void aFileThatSomebodyNamesMustBeThere() {
    assertThatThrownBy(() -> tables.settings())
        .hasMessageContaining("message-center.routes.file = " + tables.file())
        .hasMessageContaining("must name a file that can be read");
  }

  @Test
  void theShippedFilesAreAsGoodAsNone() throws Exception {
    Path conf = Path.of("..", "conf").toAbsolutePath().normalize();
    Files.copy(conf.resolve("routes.conf"), tables.file());
    Files.copy(conf.resolve("networks.conf"), tables.networks());

    RouteTable table = tables.settings().table();

    assertThat(table).hasToString("1 rule");
    RouteRequest request = Tables.message().request();
    assertThat(table.route(request, Tables.ALL_WELL))
        .isEqualTo(new Route.Simulated("everything", request.message()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name = r | rules[0].name = r: the rule must have one of to, reject, drop, simulate and continue
          name = r, to = a, simulate = true | rules[0].name = r: the rule must have one of to, reject, drop, simulate and continue
          name = r, to = a, continue = true | rules[0].continue = true: must not stand beside to, reject, drop or simulate: these decide
          name = r, when { account = [] }, to = a | rules[0].when.account = []: must have one element at least
          name = r, when { account = nobody }, to = a | rules[0].when.account = nobody: must name accounts of the accounts file: nobody
          name = r, when { account = [acme, nobody] }, to = a | rules[0].when.account = ["acme","nobody"]: must name accounts of the accounts file: nobody
          name = r, when { number-type = [] }, to = a | rules[0].when.number-type = []: must have one element at least
          name = r, continue = true | rules[0].continue = true: needs a rewrite: else the rule does nothing
          to = a | rules[0].name: is missing
          name = r, to = gama | rules[0].to = gama: must be a group or a carrier: a, b, c, g
          name = r, too = a, simulate = true | rules[0].too = a: unknown key; did you mean to?
          name = r, to = a, when.destinaton = 49 | rules[0].when.destinaton = 49: unknown key; did you mean destination?
          name = r, to = a, when.destination = [49, x] | rules[0].when.destination[1] = x: must be the first digits of numbers, or a list of them
          name = r, to = a, when.destination-regex = "4[9" | rules[0].when.destination-regex = 4[9: must be a regular expression (RE2): missing closing ] in 4[9
          name = r, to = a, when.country = [DE, XX] | rules[0].when.country = ["DE","XX"]: must name countries (ISO 3166): XX is none
          name = r, to = a, when.country = Germany | rules[0].when.country = Germany: must be a country code of two letters, or a list of them
          name = r, to = a, when.network = 262 | rules[0].when.network = 262: needs a table of networks (routes.networks), which is empty
          name = r, to = a, when.tlv = nonsense | rules[0].when.tlv = nonsense: must name known TLVs, or their tags as 0x1400: nonsense
          name = r, to = a, when.data-coding = 256 | rules[0].when.data-coding = 256: must be from 0 to 255, or 0x00 to 0xFF, or a list
          name = r, to = a, when.text-octets = 10..5 | rules[0].when.text-octets = 10..5: must be a range whose end is not below its start
          name = r, to = a, when.time.from = "25:00" | rules[0].when.time.from = 25:00: must be a time of the day from 00:00 to 24:00
          name = r, to = a, when.time.zone = Berlin | rules[0].when.time.zone = Berlin: must be a time zone such as Europe/Berlin, UTC or +02:00
          name = r, to = a, when.percent = 101 | rules[0].when.percent = 101: must be a number from 0 to 100
          name = r, reject.status = ESME_ROK | rules[0].reject.status = ESME_ROK: must be a command_status that refuses, such as ESME_RINVDSTADR
          name = r, reject.status = 11 | rules[0].reject.status = 11: must be a command_status that refuses, such as ESME_RINVDSTADR
          name = r, reject.err = XYZ | rules[0].reject.err = XYZ: must be one to three hexadecimal digits
          name = r, drop.as = lost | rules[0].drop.as = lost: must be one of delivered, rejected
          name = r, to = a, rewrite.source.ton = 7 | rules[0].rewrite.source.ton = 7: must be a whole number from 0 to 6
          """)
  void mistakesInRules(String rule, String problem) {
    assertThat(tables.problems("groups.g.carriers = [a]", "", "rules = [{ " + rule + " }]"))
        .containsExactly("routes.conf:3: " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          carriers = [a, d] | groups.g.carriers = ["a","d"]: d is no carrier; there are a, b, c
          carriers = [d] | groups.g.carriers = ["d"]: d is no carrier; there are a, b, c
          carriers = [] | groups.g.carriers = []: must name a carrier at least
          choose = best, carriers = [a] | groups.g.choose = best: must be one of failover, weighted, round-robin, least-cost, sticky
          carriers = [a, a] | groups.g.carriers = ["a","a"]: must name each carrier once: a
          carriers = [a], choose = round-robin, weights.a = 1 | groups.g.weights = {…}: is for a weighted or sticky group only
          carriers = [a], sticky-by = both | groups.g.sticky-by = both: is for a sticky group only
          carriers = [a], prices-file = x | groups.g.prices-file = x: is for a least-cost group only
          carriers = [a], choose = weighted, weights.b = 1 | groups.g.weights.b = 1: unknown key; did you mean a?
          carriers = [a], max-error-rate = 20 | groups.g.max-error-rate = 20: must be a number from 0 to 1
          carriers = [a], choose = least-cost | groups.g.prices: must be given here, or in a prices-file
          carriers = [a], choose = least-cost, prices { XX { a = 1 } } | groups.g.prices.XX = {…}: must be the first digits of numbers, a country, or other
          carriers = [a], choose = least-cost, prices { 49 { a = 1, nobody = 2 } } | groups.g.prices.49.nobody = 2: unknown key
          carriers = [a], choose = least-cost, prices { 49 { a = free } } | groups.g.prices.49.a = free: must be a number from 0 to 1000000000
          """)
  void mistakesInGroups(String group, String problem) {
    assertThat(tables.problems("", "groups.g { " + group + " }", "rules = []"))
        .containsExactly("routes.conf:2: " + problem);
  }

  @Test
  void namesMustDiffer() {
    assertThat(
            tables.problems(
                "groups.a.carriers = [b]",
                "rules = [",
                "{ name = r, to = b }",
                "{ name = r, to = b }",
                "]"))
        .containsExactly(
            "routes.conf:1: groups.a = {…}: is the name of a carrier already",
            "routes.conf:4: rules[1].name = r: must differ from the names of all earlier rules");
  }

  @Test
  void everyFileNamesItsOwnLines() {
    tables.write(tables.networks(), "", "networks = [{ mcc = 26, mnc = \"01\", prefix = 49151 }]");
    tables.write(directory.resolve("prices.conf"), "", "", "prices { 49 { x = 1 } }");

    assertThat(
            tables.problems(
                "groups.g { carriers = [a], choose = least-cost, prices-file = prices.conf }",
                "rules = []"))
        .containsExactly(
            "networks.conf:2: networks[0].mcc = 26: must be three digits",
            "prices.conf:3: prices.49.x = 1: unknown key; did you mean a?");
    assertThat(
            tables.problems(
                "groups.g { carriers = [a], choose = least-cost, prices-file = gone.conf }",
                "rules = []"))
        .contains("gone.conf: does not exist");
  }

  @Test
  void aPriceOrANetworkStandsOnce() {
    tables.write(
        tables.networks(),
        "networks = [",
        "{ mcc = 262, mnc = \"01\", prefix = 49151 }",
        "{ mcc = 262, mnc = \"02\", prefix = [\"+49151\", 49152] }",
        "]");
    tables.write(directory.resolve("prices.conf"), "prices { 49 { a = 1 } }");

    assertThat(
            tables.problems(
                "groups.g {",
                "carriers = [a], choose = least-cost, prices.49.a = 2, prices-file = prices.conf",
                "}",
                "rules = []"))
        .containsExactly(
            "networks.conf:3: networks[1].prefix = [\"+49151\",49152]: must differ: +49151 belongs to"
                + " 262-01 already",
            "prices.conf:1: prices.49 = {…}: has prices already");
  }

  @Test
  void theHomeCountryIsACountry() {
    assertThat(tables.home("XX").problems("rules = []"))
        .containsExactly(
            "--set: message-center.routes.home-country = XX: must be a country code of two letters"
                + " (ISO 3166), or null");
  }
}

package org.messagecenter.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.server.route.Tables.Message;

/** The choice within a group. */
class GroupTest {
  private static final int MESSAGES = 20_000;
  private static final double NEAR = 0.02;

  @TempDir Path directory;
  private Tables tables;

  @BeforeEach
  void tables() {
    tables = new Tables(directory);
  }

  private RouteTable group(String settings) {
    return tables.table(
        "groups.g { carriers = [a, b, c], " + settings + " }", "rules = [{ name = r, to = g }]");
  }

  /** Those named are not bound; the others are, and well. */
  private static HealthBoard without(String... unbound) {
    Set<String> out = Set.of(unbound);
    return carrier -> new CarrierHealth(!out.contains(carrier), 0, 20);
  }

  private static HealthBoard only(String carrier, CarrierHealth health) {
    return name -> name.equals(carrier) ? health : new CarrierHealth(true, 0, 20);
  }

  private static String why(RouteTable table, Message message, HealthBoard health) {
    return ((Route.Via) table.route(message.request(), health)).why();
  }

  @Test
  void failoverTakesTheFirstThatIsBound() {
    RouteTable table = group("choose = failover");

    assertThat(Tables.message().carrier(table)).isEqualTo("a");
    assertThat(Tables.message().carrier(table, without("a"))).isEqualTo("b");
    assertThat(Tables.message().carrier(table, without("a", "b"))).isEqualTo("c");
    assertThat(why(table, Tables.message(), without())).isEqualTo("the first of its group");
    assertThat(why(table, Tables.message(), without("a")))
        .isEqualTo("the next one: those before it are not bound, or not well");
  }

  @Test
  void whenNoneIsBoundTheMessageWaitsForTheFirst() {
    RouteTable table = group("");

    for (int failures = 0; failures < 4; failures += 3) {
      Message message = Tables.message().failures(failures);
      assertThat(message.carrier(table, without("a", "b", "c"))).isEqualTo("a");
      assertThat(why(table, message, without("a", "b", "c")))
          .isEqualTo("none of the group is bound; the message waits there");
    }
    assertThat(Tables.message().carrier(table, carrier -> null)).isEqualTo("a");
  }

  @Test
  void aCarrierBeyondALimitComesAfterThoseThatAreWell() {
    RouteTable table = group("max-error-rate = 0.2, max-latency = 500ms");
    CarrierHealth failing = new CarrierHealth(true, 0.21, 20);
    CarrierHealth slow = new CarrierHealth(true, 0, 501);

    assertThat(Tables.message().carrier(table, only("a", new CarrierHealth(true, 0.2, 500))))
        .isEqualTo("a");
    assertThat(Tables.message().carrier(table, only("a", failing))).isEqualTo("b");
    assertThat(Tables.message().carrier(table, only("a", slow))).isEqualTo("b");
    assertThat(Tables.message().carrier(table, carrier -> failing)).isEqualTo("a");
  }

  @Test
  void aCarrierThatFailsIsBetterThanOneThatIsNotBound() {
    RouteTable table = group("max-error-rate = 0.2");

    HealthBoard health = carrier -> new CarrierHealth(carrier.equals("b"), 0.5, 20);
    assertThat(Tables.message().carrier(table, health)).isEqualTo("b");
  }

  @Test
  void failedAttemptsLeadToTheNextThatIsBound() {
    RouteTable table = group("");

    assertThat(Tables.message().failures(1).carrier(table)).isEqualTo("b");
    assertThat(Tables.message().failures(2).carrier(table)).isEqualTo("c");
    assertThat(Tables.message().failures(3).carrier(table)).isEqualTo("a");
    assertThat(Tables.message().failures(1).carrier(table, without("b"))).isEqualTo("c");
    assertThat(Tables.message().failures(1).carrier(table, without("b", "c"))).isEqualTo("a");
    assertThat(why(table, Tables.message().failures(1), without()))
        .isEqualTo("another one after failed attempts");
  }

  @Test
  void unlessTheMessageIsToStay() {
    RouteTable table = group("retry-elsewhere = false");

    assertThat(Tables.message().failures(1).carrier(table)).isEqualTo("a");
    assertThat(Tables.message().failures(1).carrier(table, without("a"))).isEqualTo("b");
  }

  @Test
  void aCarrierThatTheRuleNamesIsNotLeft() {
    RouteTable table = tables.table("rules = [{ name = r, to = b }]");

    assertThat(Tables.message().carrier(table)).isEqualTo("b");
    assertThat(Tables.message().failures(3).carrier(table, without("b"))).isEqualTo("b");
    assertThat(why(table, Tables.message(), without())).isEqualTo("the rule names it");
  }

  @Test
  void weightsAreShares() {
    RouteTable table = group("choose = weighted, weights { a = 70, b = 25, c = 5 }");

    Map<String, Double> shares = shares(table, without());
    assertThat(shares.get("a")).isCloseTo(0.70, within(NEAR));
    assertThat(shares.get("b")).isCloseTo(0.25, within(NEAR));
    assertThat(shares.get("c")).isCloseTo(0.05, within(NEAR));
  }

  @Test
  void theShareOfACarrierThatIsOutGoesToTheOthersByTheirWeights() {
    RouteTable table = group("choose = weighted, weights { a = 60, b = 30, c = 10 }");

    Map<String, Double> shares = shares(table, without("a"));
    assertThat(shares).doesNotContainKey("a");
    assertThat(shares.get("b")).isCloseTo(0.75, within(NEAR));
    assertThat(shares.get("c")).isCloseTo(0.25, within(NEAR));
  }

  @Test
  void onlyThoseOfTheCarrierThatIsOutMove() {
    RouteTable table = group("choose = weighted");
    Random random = new Random(7);

    for (int i = 0; i < MESSAGES; i++) {
      Message message = Tables.message().draw(random.nextLong());
      String usual = message.carrier(table);
      if (!usual.equals("b")) {
        assertThat(message.carrier(table, without("b"))).isEqualTo(usual);
      }
    }
  }

  @Test
  void aWeightOfZeroIsForNeed() {
    RouteTable table = group("choose = weighted, weights { b = 0, c = 0 }");

    assertThat(shares(table, without())).containsOnlyKeys("a");
    assertThat(Tables.message().carrier(table, without("a"))).isEqualTo("b");
  }

  @Test
  void inTurnAllAreEqual() {
    RouteTable table = group("choose = round-robin");

    assertThat(shares(table, without()).values())
        .hasSize(3)
        .allSatisfy(share -> assertThat(share).isCloseTo(1 / 3.0, within(NEAR)));
  }

  @Test
  void drawsThatFollowEachOtherAreSharedAsWell() {
    RouteTable table = group("choose = round-robin");
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < MESSAGES; i++) {
      counts.merge(Tables.message().draw(i).carrier(table), 1, Integer::sum);
    }

    assertThat(counts.values())
        .hasSize(3)
        .allSatisfy(
            count -> assertThat((double) count / MESSAGES).isCloseTo(1 / 3.0, within(NEAR)));
  }

  @Test
  void stickyIsTheSameForTheSameNumberWhateverTheDraw() {
    RouteTable table = group("choose = sticky");
    Random random = new Random(11);
    Map<String, String> carriers = new HashMap<>();
    for (int i = 0; i < MESSAGES; i++) {
      String number = "49151" + (10_000_000 + random.nextInt(2_000));
      String carrier =
          Tables.message()
              .to(number)
              .from(5, "S" + random.nextInt(9))
              .draw(random.nextLong())
              .carrier(table);
      assertThat(carriers.putIfAbsent(number, carrier)).isIn(null, carrier);
    }
    long ofA = carriers.values().stream().filter("a"::equals).count();
    assertThat((double) ofA / carriers.size()).isCloseTo(1 / 3.0, within(0.05));
  }

  @Test
  void stickyMovesOnlyTheNumbersOfACarrierThatLeft() {
    RouteTable three = group("choose = sticky, sticky-by = source");
    RouteTable two =
        new Tables(directory)
            .table(
                "groups.g { carriers = [c, a], choose = sticky, sticky-by = source }",
                "rules = [{ name = r, to = g }]");
    for (int i = 0; i < 2_000; i++) {
      Message message = Tables.message().from(1, "4917000" + i);
      String before = message.carrier(three);
      if (!before.equals("b")) {
        assertThat(message.carrier(two)).isEqualTo(before);
      }
    }
  }

  @Test
  void stickyByBothTellsPairsApart() {
    RouteTable table = group("choose = sticky, sticky-by = both");
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      counts.merge(Tables.message().from(1, "4917000" + i).carrier(table), 1, Integer::sum);
    }
    assertThat(counts).containsOnlyKeys("a", "b", "c");
  }

  @Test
  void theCheapestForTheLongestPrefixThenTheCountryThenOthers() {
    RouteTable table =
        group(
            "choose = least-cost, prices {"
                + " other { a = 0.09, b = 0.08, c = 0.10 },"
                + " DE { a = 0.07, c = 0.000001 },"
                + " 4915 { a = 0.05, b = 0.06, c = 0.2 },"
                + " 49151 { b = 0.04 } }");

    assertThat(Tables.message().carrier(table)).isEqualTo("b");
    assertThat(Tables.message().to("4915212345678").carrier(table)).isEqualTo("a");
    assertThat(Tables.message().to("491701234567").carrier(table)).isEqualTo("c");
    assertThat(Tables.message().to("33612345678").carrier(table)).isEqualTo("b");
    assertThat(Tables.message().carrier(table, without("b"))).isEqualTo("a");
  }

  @Test
  void anUnknownPriceComesLastAndEqualOnesInTheirOrder() {
    RouteTable table = group("choose = least-cost, prices { 49 { b = 5, c = 5 } }");

    assertThat(Tables.message().carrier(table)).isEqualTo("b");
    assertThat(Tables.message().failures(1).carrier(table)).isEqualTo("c");
    assertThat(Tables.message().failures(2).carrier(table)).isEqualTo("a");
    assertThat(Tables.message().to("33612345678").carrier(table)).isEqualTo("a");
  }

  @Test
  void pricesMayStandInAFileOfTheirOwn() {
    tables.write(directory.resolve("prices.conf"), "prices { 49 { c = 0.01, a = 0.02 } }");

    assertThat(Tables.message().carrier(group("choose = least-cost, prices-file = prices.conf")))
        .isEqualTo("c");
    assertThat(
            Tables.message()
                .carrier(
                    group(
                        "choose = least-cost, prices { 4915 { b = 0.001 } }, prices-file ="
                            + " prices.conf")))
        .isEqualTo("b");
  }

  private static Map<String, Double> shares(RouteTable table, HealthBoard health) {
    Random random = new Random(3);
    Map<String, Double> shares = new HashMap<>();
    for (int i = 0; i < MESSAGES; i++) {
      String carrier = Tables.message().draw(random.nextLong()).carrier(table, health);
      shares.merge(carrier, 1.0 / MESSAGES, Double::sum);
    }
    return shares;
  }
}

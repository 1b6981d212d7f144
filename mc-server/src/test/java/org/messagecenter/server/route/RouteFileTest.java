package org.messagecenter.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.server.config.ConfigProblem;
import org.slf4j.LoggerFactory;

/** Changed files are read again, and bad ones change nothing. */
class RouteFileTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @TempDir Path directory;
  private Tables tables;
  private long clock = 1;

  @BeforeEach
  void tables() {
    tables = new Tables(directory);
    write("rules = [{ name = first, to = a }]");
  }

  /** Files written one after the other may have the same time and size. */
  private void write(Path file, String... lines) {
    tables.write(file, lines);
    try {
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000 * clock++));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void write(String... lines) {
    write(tables.file(), lines);
  }

  private RouteFile file() throws Exception {
    return new RouteFile(tables.settings(), Tables.ALL_WELL, registry);
  }

  private static String rule(RouteFile routes) {
    return routes.route(Tables.message().request()).rule();
  }

  private double count(String meter) {
    return registry.get(meter).functionCounter().count();
  }

  @Test
  void aChangedFileTakesOver() throws Exception {
    RouteFile routes = file();
    assertThat(rule(routes)).isEqualTo("first");
    assertThat(routes.refuses()).isFalse();

    write("rules = [{ name = other, reject {} }]");
    routes.check();

    assertThat(rule(routes)).isEqualTo("other");
    assertThat(routes.refuses()).isTrue();
    assertThat(count("mc.route.reloads")).isEqualTo(1);
  }

  /** The accounts file is read at the next start only; what else was changed cannot wait for it. */
  @Test
  void aNewAccountKeepsNoOtherRuleFromTakingOver() throws Exception {
    RouteFile routes = file();
    write("rules = [{ name = new, when { account = nobody }, to = a }, { name = other, to = b }]");
    Logger logger = (Logger) LoggerFactory.getLogger(RouteFile.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    routes.check();
    logger.detachAppender(lines);
    assertThat(lines.list.stream().map(ILoggingEvent::getFormattedMessage))
        .anyMatch(line -> line.contains("routes.conf:1: rule new is for account nobody"));
    assertThat(rule(routes)).isEqualTo("other");
    assertThat(count("mc.route.reloads")).isEqualTo(1);
  }

  @Test
  void aFileThatIsAsItWasIsNotReadAgain() throws Exception {
    RouteFile routes = file();

    routes.check();
    routes.check();

    assertThat(count("mc.route.reloads")).isZero();
  }

  @Test
  void aFileWithMistakesKeepsTheOldRoutesAndIsReadOnce() throws Exception {
    RouteFile routes = file();

    for (String bad :
        new String[] {"rules = [{ name = x, to = gone }]", "rules = [", "", "groups {}"}) {
      write(bad);
      double before = count("mc.route.reload-failures");
      routes.check();
      routes.check();

      assertThat(rule(routes)).as(bad).isEqualTo("first");
      assertThat(count("mc.route.reload-failures")).isEqualTo(before + 1);
    }

    write("rules = [{ name = mended, to = b }]");
    routes.check();
    assertThat(rule(routes)).isEqualTo("mended");
  }

  @Test
  void aFileThatIsGoneKeepsTheOldRoutes() throws Exception {
    RouteFile routes = file();

    Files.delete(tables.file());
    routes.check();
    assertThat(rule(routes)).isEqualTo("first");

    write("rules = [{ name = back, to = a }]");
    routes.check();
    assertThat(rule(routes)).isEqualTo("back");
  }

  @Test
  void theOtherFilesAreWatchedToo() throws Exception {
    Path prices = directory.resolve("prices.conf");
    write(prices, "prices.49 { a = 1, b = 2 }");
    write(
        "groups.g { carriers = [a, b], choose = least-cost, prices-file = prices.conf }",
        "rules = [{ name = r, to = g }]");
    RouteFile routes = file();
    assertThat(carrier(routes)).isEqualTo("a");

    write(prices, "prices.49 { a = 2, b = 1 }");
    routes.check();
    assertThat(carrier(routes)).isEqualTo("b");

    write(tables.networks(), "networks = [{ mcc = 262, mnc = \"01\", prefix = 49 }]");
    routes.check();
    write("rules = [{ name = r, when { network = 262-01 }, to = c }]");
    routes.check();
    assertThat(carrier(routes)).isEqualTo("c");
    assertThat(count("mc.route.reloads")).isEqualTo(3);
  }

  @Test
  void aFileThatIsNamedBeforeItIsThereIsWaitedFor() throws Exception {
    RouteFile routes = file();

    write(
        "groups.g { carriers = [a, b], choose = least-cost, prices-file = later.conf }",
        "rules = [{ name = r, to = g }]");
    routes.check();
    assertThat(rule(routes)).isEqualTo("first");

    write(directory.resolve("later.conf"), "prices.49 { a = 2, b = 1 }");
    routes.check();
    assertThat(carrier(routes)).isEqualTo("b");
  }

  @Test
  void bracketsWithoutEndDoNotEndTheChecks() throws Exception {
    RouteFile routes = file();

    write("rules = " + "[".repeat(200_000));
    routes.check();
    assertThat(rule(routes)).isEqualTo("first");

    write("rules = [{ name = mended, to = b }]");
    routes.check();
    assertThat(rule(routes)).isEqualTo("mended");
  }

  private static String carrier(RouteFile routes) {
    return ((Route.Via) routes.route(Tables.message().request())).carrier();
  }

  @Test
  void whoAsksForAReloadHearsWhatIsWrong() throws Exception {
    RouteFile routes = file();

    assertThat(routes.reload()).isEmpty();

    write("", "rules = [{ name = x, to = gone }]");
    assertThat(routes.reload())
        .containsExactly(
            new ConfigProblem(
                tables.file().toString(),
                2,
                "rules[0].to",
                "gone",
                "must be a group or a carrier: a, b, c"));
    assertThat(rule(routes)).isEqualTo("first");
    assertThat(routes.explain(Tables.message().request()).route().rule()).isEqualTo("first");
  }
}

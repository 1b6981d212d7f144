package org.messagecenter.server.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

/** The numbers file and what it makes of a message. */
class NumbersFileTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Set<String> CARRIERS = Set.of("m", "n", "north", "south");

  @TempDir Path directory;

  private final AccountBook accounts =
      Samples.book(
          Samples.account("acme", "+4477001", "4477*"),
          Samples.account("blue"),
          Samples.account("cyan"));

  private InboundSettings read(String section, String... entries) throws Exception {
    Files.writeString(
        directory.resolve("numbers.conf"), "numbers = [\n" + String.join("\n", entries) + "\n]");
    Path file =
        Files.writeString(
            directory.resolve("main.conf"),
            "message-center { inbound { numbers-file = numbers.conf\n" + section + "\n} }");
    Section root = ConfigSource.shipped(ROOT).withFile(file).load();
    InboundSettings settings = InboundSettings.from(root.section("inbound"), accounts, CARRIERS);
    root.verify();
    return settings;
  }

  private static String owner(
      InboundSettings settings, String carrier, String number, String keyword) {
    Ownership owner = settings.numbers().owner(carrier, number, () -> keyword);
    return owner == null ? "nobody" : owner.account().systemId() + " " + owner.parts();
  }

  @Test
  void shippedIsNothingButTheNumbersOfTheAccounts() throws Exception {
    Section root = ConfigSource.shipped(ROOT).load();
    InboundSettings settings = InboundSettings.from(root.section("inbound"), accounts, CARRIERS);
    root.verify();
    assertThat(settings.noOwner()).isEqualTo(CommandStatus.ESME_RINVDSTADR);
    assertThat(settings.joinTime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(owner(settings, "north", "+4477001", "")).isEqualTo("acme SEPARATE");
    assertThat(owner(settings, "north", "44770", "")).isEqualTo("acme SEPARATE");
    assertThat(owner(settings, "north", "49", "")).isEqualTo("nobody");
    assertThat(settings.numbers().waits("north", "44770")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "north, 60300, vote, blue JOIN",
    "north, 60300, stop, cyan SEPARATE",
    "north, 60300, '', cyan SEPARATE",
    "south, 60300, vote, acme SEPARATE",
    "north, 4477001, '', acme SEPARATE",
    "north, 44770012, '', acme SEPARATE",
    "north, 4477009, '', blue SEPARATE",
    "south, 4477009, '', cyan SEPARATE",
    "north, +44770091, '', blue SEPARATE",
    "north, 49171, '', nobody",
  })
  void theMostExactEntryDecides(String carrier, String number, String keyword, String expected)
      throws Exception {
    InboundSettings settings =
        read(
            "",
            "{ number = \"60300\", account = cyan }",
            "{ number = \"60300\", keywords = [VOTE, STIMME], account = blue, parts = join }",
            "{ number = \"60300\", keywords = [Vote], carriers = [south], account = acme }",
            "{ number = \"4477009*\", account = blue }",
            "{ number = \"+4477009*\", carriers = [south], account = cyan }");
    assertThat(owner(settings, carrier, number, keyword)).isEqualTo(expected);
  }

  @Test
  void whatNoEntryOfANumberWantsFallsToTheNextShorterOneAndToTheDefault() throws Exception {
    InboundSettings settings =
        read(
            "default-account = cyan, parts = join, no-owner = permanent",
            "{ number = \"447700\", keywords = [vote], account = blue }",
            "{ number = \"49*\", carriers = [south], account = blue }");
    assertThat(owner(settings, "north", "447700", "vote")).isEqualTo("blue JOIN");
    assertThat(owner(settings, "north", "447700", "x")).isEqualTo("acme JOIN");
    assertThat(owner(settings, "north", "4930", "x")).isEqualTo("cyan JOIN");
    assertThat(owner(settings, "south", "4930", "x")).isEqualTo("blue JOIN");
    assertThat(settings.noOwner()).isEqualTo(CommandStatus.ESME_RX_P_APPN);
  }

  @Test
  void aPartWaitsWhereTheWholeOrTheKeywordIsWanted() throws Exception {
    NumberTable numbers =
        read(
                "",
                "{ number = \"1\", account = blue, parts = join }",
                "{ number = \"2\", account = blue }",
                "{ number = \"3\", account = blue, keywords = [a] }",
                "{ number = \"3*\", account = cyan }",
                "{ number = \"4\", account = blue, keywords = [a], carriers = [south] }",
                "{ number = \"4*\", account = cyan }")
            .numbers();
    assertThat(List.of("1", "2", "3", "31", "4", "5"))
        .filteredOn(number -> numbers.waits("north", number))
        .containsExactly("1", "3");
    assertThat(numbers.waits("south", "4")).isTrue();
  }

  @Test
  void anAccountsOwnNumberMayBeDescribedButNotGivenAway() throws Exception {
    assertThat(
            owner(read("", "{ number = \"4477*\", account = acme, parts = join }"), "", "4477", ""))
        .isEqualTo("acme JOIN");
    assertThatThrownBy(() -> read("", "{ number = \"4477*\", account = blue }"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("4477* belongs to acme already: the numbers of acme")
        .hasMessageContaining("numbers.conf:2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ number = \"1x\", account = blue }|must be digits",
        "{ number = \"1\", account = pink }|no account has this system-id",
        "{ number = \"1\" }|account: is missing",
        "{ number = \"1\", account = blue, keywords = [\"a b\"] }|must be a word",
        "{ number = \"1\", account = blue, part = join }|did you mean parts?",
        "{ number = \"1\", account = blue, carriers = [nort] }|no carrier has the name nort",
        "{ number = \"7*\", account = blue }|7* belongs to cyan already",
        "{ number = \"8\", account = blue, keywords = [B, c] }|8 [a, b] belongs to cyan already",
        "{ number = \"9\", account = blue, carriers = [n] }|9 from [m, n] belongs to cyan already",
      })
  void errorsNameThePlace(String entry, String message) {
    assertThatThrownBy(
            () ->
                read(
                    "",
                    "{ number = \"7*\", account = cyan }",
                    "{ number = \"8\", account = cyan, keywords = [a, b] }",
                    "{ number = \"9\", account = cyan, carriers = [m, n] }",
                    entry))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("numbers.conf:5")
        .hasMessageContaining(message);
    assertThatThrownBy(() -> read("default-account = pink"))
        .hasMessageContaining("default-account");
  }

  @Test
  void whatIsTakenOutOfAnothersPrefixIsTold() {
    NumberIndex index = new NumberIndex();
    Ownership blue = new Ownership(Samples.account("blue"), Parts.JOIN, "the test");
    Ownership cyan = new Ownership(Samples.account("cyan"), Parts.JOIN, "the test");
    index.add(entry("44", true, blue, "here"));
    index.add(entry("4477", true, cyan, "there"));
    index.add(entry("44771", false, cyan, "elsewhere"));
    assertThat(index.within(10))
        .containsExactly(
            "4477* of cyan (there) is taken out of 44* of blue (here)",
            "44771 of cyan (elsewhere) is taken out of 44* of blue (here)");
  }

  private static NumberEntry entry(String number, boolean prefix, Ownership owner, String place) {
    return new NumberEntry(number, prefix, Set.of(), Set.of(), owner, place);
  }

  // ---- read again ----------------------------------------------------------------------------

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private long clock = 1;

  /** Files written one after the other may have the same time and size. */
  private void write(String... entries) throws IOException {
    Path file = directory.resolve("numbers.conf");
    Files.writeString(file, "numbers = [\n" + String.join("\n", entries) + "\n]");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000 * clock++));
  }

  private static String owner(NumbersFile file) {
    Ownership owner = file.table().owner("north", "60300", () -> "");
    return owner == null ? "nobody" : owner.account().systemId() + ", " + owner.how();
  }

  private double count(String meter) {
    return registry.get(meter).functionCounter().count();
  }

  @Test
  void aChangedFileTakesOver() throws Exception {
    NumbersFile file = new NumbersFile(read("parts = join"), registry);
    file.check();
    assertThat(owner(file)).isEqualTo("nobody");
    assertThat(count("mc.inbound.reloads")).isZero();

    write("{ number = 4, account = cyan }", "{ number = \"60*\", account = blue }");
    file.check();
    file.check();

    assertThat(owner(file)).startsWith("blue, prefix, ").endsWith("numbers.conf:3");
    assertThat(file.table().owner("north", "4477001", () -> ""))
        .isNotNull()
        .extracting(owner -> owner.account().systemId())
        .isEqualTo("acme");
    assertThat(file.table().waits("north", "60300")).isTrue();
    assertThat(count("mc.inbound.reloads")).isEqualTo(1);
  }

  @Test
  void aFileWithAMistakeChangesNothingAndIsReadOnce() throws Exception {
    NumbersFile file = new NumbersFile(read("", "{ number = 60300, account = blue }"), registry);
    String before = owner(file);

    for (String bad :
        List.of(
            "{ number = 60300, account = gone }",
            "{ number = 60300, account = cyan, carriers = [gone] }",
            "{ number = 60300, account = cyan, carrier = n }",
            "{ number = 4477001, account = cyan }",
            "{ number = 1, account = cyan }, { number = 1, account = blue }",
            "{ number = ")) {
      write("{ number = 2, account = blue }", bad);
      double failures = count("mc.inbound.reload-failures");
      file.check();
      file.check();
      assertThat(owner(file)).as(bad).isEqualTo(before);
      assertThat(count("mc.inbound.reload-failures")).as(bad).isEqualTo(failures + 1);
    }
    assertThat(file.reload().toString()).contains("numbers.conf");
    Files.writeString(directory.resolve("numbers.conf"), "");
    assertThat(file.reload()).isNotEmpty();
    Files.delete(directory.resolve("numbers.conf"));
    assertThat(file.reload()).isNotEmpty();
    assertThat(owner(file)).isEqualTo(before);

    write("{ number = 60300, account = cyan }");
    file.check();
    assertThat(owner(file)).startsWith("cyan, exact number, ");
  }

  @Test
  void theMistakeIsNamedWithItsLine() throws Exception {
    NumbersFile file = new NumbersFile(read(""), registry);
    write("{ number = 2, account = blue }", "{ number = 3, account = gone }");

    assertThat(file.reload()).hasSize(1);
    assertThat(file.reload().get(0).toString())
        .contains("numbers.conf:3", "account", "no account has this system-id");
  }

  @Test
  void numbersWithoutAFileStayAsTheyAre() {
    NumbersFile file = new NumbersFile(InboundSettings.of(accounts), registry);
    file.check();
    assertThat(file.reload()).isEmpty();
    assertThat(count("mc.inbound.reloads")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "'Vote for me', vote",
    "'  VOTE', vote",
    "'\"Stop!\" he said', stop",
    "'STRASSE', strasse",
    "'straße', strasse",
    "'ГОЛОС 5', голос",
    "'#', '#'",
    "'１２３', 123",
    "'', ''",
    "'   ', ''",
  })
  void theFirstWordIsComparedWithoutCaseOrPunctuation(String text, String word) {
    assertThat(Keyword.first(text)).isEqualTo(word);
    assertThat(Keyword.folded(word)).isEqualTo(word);
  }
}

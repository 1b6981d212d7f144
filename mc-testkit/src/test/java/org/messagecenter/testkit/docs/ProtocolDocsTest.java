package org.messagecenter.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of docs/protocol say what the tables say. With -Ddocs.write they are written anew. */
class ProtocolDocsTest {
  private static final String COMMAND =
      "mvn -q -pl mc-testkit -am test -Dtest=ProtocolDocsTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write";

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]*)(?:#([^)]*))?\\)");

  private static final Map<String, Supplier<String>> PAGES =
      new TreeMap<>(
          Map.of(
              "README.md", IndexPage::text,
              "commands.md", CommandsPage::text,
              "fields.md", FieldsPage::text,
              "tlvs.md", TlvsPage::text,
              "statuses.md", StatusesPage::text,
              "states.md", StatesPage::text,
              "pics.md", PicsPage::text));

  static Stream<String> pages() {
    return PAGES.keySet().stream();
  }

  private static Path directory() {
    return Repository.root().resolve("docs").resolve("protocol");
  }

  private static String page(String name) {
    Supplier<String> page = PAGES.get(name);
    assertThat(page).isNotNull();
    return page.get();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void saysWhatTheTablesSay(String name) throws IOException {
    CommittedPage.assertFresh("docs/protocol/" + name, page(name), COMMAND);
  }

  @Test
  void theCommandStandsWhereThePagesSayItDoes() throws IOException {
    assertThat(Files.readString(Repository.root().resolve("CONTRIBUTING.md"))).contains(COMMAND);
  }

  @Test
  void theIndexListsEveryPage() throws IOException {
    Path docs = Repository.root().resolve("docs");
    String index = Files.readString(docs.resolve("README.md"));
    try (Stream<Path> files = Files.walk(docs)) {
      List<String> unlisted =
          files
              .map(file -> docs.relativize(file).toString().replace('\\', '/'))
              .filter(file -> file.endsWith(".md") && !file.equals("README.md"))
              .filter(file -> !index.contains("](" + file + ")"))
              .toList();

      assertThat(unlisted).as("pages that docs/README.md does not list").isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(String name) {
    List<String> broken =
        LINK.matcher(page(name))
            .results()
            .filter(link -> !leadsSomewhere(name, link.group(1), link.group(2)))
            .map(link -> link.group())
            .distinct()
            .toList();

    assertThat(broken).isEmpty();
  }

  private static boolean leadsSomewhere(String from, String file, String section) {
    if (file.startsWith("../")) {
      return Files.exists(directory().resolve(file).normalize());
    }
    String name = file.isEmpty() ? from : file;
    return PAGES.containsKey(name)
        && (section == null || page(name).contains("\n## " + section + "\n"));
  }
}

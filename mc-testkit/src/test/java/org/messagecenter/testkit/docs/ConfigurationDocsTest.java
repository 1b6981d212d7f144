package org.messagecenter.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.Section.Expected;

/** docs/configuration.md says what the program reads. With -Ddocs.write it is written anew. */
class ConfigurationDocsTest {
  private static final String COMMAND =
      "mvn -q -pl mc-testkit -am test -Dtest=ConfigurationDocsTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write";

  @Test
  void saysWhatTheProgramReads() throws Exception {
    CommittedPage.assertFresh("docs/configuration.md", ConfigurationPage.text(), COMMAND);
  }

  @Test
  void theCommandStandsWhereThePageSaysItDoes() throws IOException {
    assertThat(Files.readString(Repository.root().resolve("CONTRIBUTING.md"))).contains(COMMAND);
  }

  /** Its own, or that of its section. */
  @Test
  void everySettingHasAMeaning() {
    assertThat(ConfigurationPage.reference())
        .filteredOn(section -> section.comments().isEmpty())
        .flatExtracting(ReferenceText.Section::groups)
        .filteredOn(group -> group.comment().isEmpty())
        .isEmpty();
  }

  @Test
  void everythingReadIsInTheReference() throws ConfigException {
    Set<String> written =
        ConfigurationPage.reference().stream()
            .flatMap(section -> section.groups().stream())
            .flatMap(group -> group.settings().stream())
            .map(ReferenceText.Setting::path)
            .collect(Collectors.toSet());

    assertThat(ConfigurationPage.read().settings().keySet())
        .allMatch(read -> written.stream().anyMatch(path -> isOrContains(path, read)));
  }

  private static boolean isOrContains(String path, String read) {
    return read.equals(path) || read.startsWith(path + ".") || read.startsWith(path + "[");
  }

  @Test
  void readsTheReferenceAsItIsWritten() {
    List<ReferenceText.Section> sections =
        ReferenceText.read(
            """
            # The file.

            all {
              # The section.
              one {
                # About both
                # of these.
                a = 1
                b = [ x ]

                c = 30s # with a comment
                # About a map.
                d {}
              }
              # Free-standing.

              # About e.
              e = null
            }
            """);

    assertThat(sections)
        .containsExactly(
            new ReferenceText.Section("", List.of("The file."), List.of()),
            new ReferenceText.Section(
                "all", List.of("Free-standing."), List.of(group("About e.", "all.e", "null"))),
            new ReferenceText.Section(
                "all.one",
                List.of("The section."),
                List.of(
                    group("About both of these.", "all.one.a", "1", "all.one.b", "[ x ]"),
                    group("", "all.one.c", "30s # with a comment"),
                    group("About a map.", "all.one.d", "{}"))));
  }

  private static ReferenceText.Group group(String comment, String... settings) {
    List<ReferenceText.Setting> all = new ArrayList<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.add(new ReferenceText.Setting(settings[i], settings[i + 1]));
    }
    return new ReferenceText.Group(comment, all);
  }

  @Test
  void whatItCannotReadIsAnError() {
    assertThatThrownBy(() -> ReferenceText.read("a: 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a: 1");
    assertThatThrownBy(() -> ReferenceText.read("a {"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not closed");
  }

  @Test
  void saysWhatASettingTakes() {
    Map<String, Expected> expected =
        Map.of(
            "a", new Expected("a text", false, false),
            "b", new Expected("a path", true, false),
            "c[0].name", new Expected("a text", false, false),
            "d.1", new Expected("1 to 5 characters", false, true));

    assertThat(List.of("a", "b", "c", "d"))
        .extracting(path -> takes(path, expected))
        .containsExactly(
            "a text",
            "a list, each a path",
            "a list of { … } with name: a text",
            "{ name = value, … }, each value 1 to 5 characters");
    assertThatThrownBy(() -> takes("e", expected)).hasMessageContaining("nobody reads e");
  }

  private static String takes(String path, Map<String, Expected> expected) {
    return ConfigurationPage.takes(new ReferenceText.Setting(path, ""), expected);
  }
}

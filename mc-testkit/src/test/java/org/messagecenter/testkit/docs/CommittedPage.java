package org.messagecenter.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A page that a test writes, and that is committed. */
final class CommittedPage {
  private CommittedPage() {}

  /**
   * Fails when the committed page says something else. With -Ddocs.write it is written anew first.
   *
   * @param name the page's path in the repository
   * @param command what writes it, for the failure's text
   */
  static void assertFresh(String name, String expected, String command) throws IOException {
    Path file = Repository.root().resolve(name);
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }
    assertThat(file).as("%s is missing; run: %s", name, command).exists();
    assertThat(firstDifference(Files.readString(file), expected))
        .as("%s is stale; run: %s", name, command)
        .isEmpty();
  }

  /** The line in question, or nothing; a page as a whole is too long for a message. */
  private static String firstDifference(String actual, String expected) {
    List<String> written = actual.lines().toList();
    List<String> wanted = expected.lines().toList();
    for (int i = 0; i < Math.max(written.size(), wanted.size()); i++) {
      String is = i < written.size() ? written.get(i) : "the end";
      String should = i < wanted.size() ? wanted.get(i) : "the end";
      if (!is.equals(should)) {
        return "line " + (i + 1) + " is: " + is + "\n should be: " + should;
      }
    }
    return "";
  }
}

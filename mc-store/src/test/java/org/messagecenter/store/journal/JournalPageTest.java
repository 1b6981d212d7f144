package org.messagecenter.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples in docs/journal.md are the golden octets, and the page tells this version. */
class JournalPageTest {

  private static final Path PAGE = Path.of("..", "docs", "journal.md");

  /** Offset, octets in groups of digits, and after two blanks at least what they are. */
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{4})  ((?:[0-9a-f]+ ?)+?)  +.*");

  @Test
  void theExamplesAreTheGoldenOctets() throws IOException {
    assertThat(examples())
        .containsExactly(
            golden("journal-0000000001.seg.hex").replaceAll("\\s", ""),
            golden("records.hex").split("\n", -1)[1]);
  }

  @Test
  void thePageTellsTheVersion() throws IOException {
    assertThat(Files.readString(PAGE))
        .contains("**" + SegmentHeader.VERSION + ", and\nfrozen**")
        .contains("| 8 | 4 | format version: " + SegmentHeader.VERSION + " |");
  }

  /** The digits of each example; every offset must be right. */
  private static List<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    StringBuilder digits = new StringBuilder();
    for (String line : Files.readAllLines(PAGE)) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        assertThat(Integer.parseInt(matcher.group(1), 16)).as(line).isEqualTo(digits.length() / 2);
        digits.append(matcher.group(2).replace(" ", ""));
      } else if (digits.length() > 0) {
        examples.add(digits.toString());
        digits.setLength(0);
      }
    }
    return examples;
  }

  private static String golden(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(JournalPageTest.class.getResourceAsStream("/golden/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }
  }
}

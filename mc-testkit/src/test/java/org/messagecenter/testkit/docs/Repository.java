package org.messagecenter.testkit.docs;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of this project are. */
final class Repository {
  private Repository() {}

  /** The directory above the modules. */
  static Path root() {
    Path candidate = Path.of("").toAbsolutePath();
    while (!Files.exists(candidate.resolve("CONTRIBUTING.md"))) {
      Path parent = candidate.getParent();
      if (parent == null) {
        throw new IllegalStateException("the tests do not run inside the repository");
      }
      candidate = parent;
    }
    return candidate;
  }
}

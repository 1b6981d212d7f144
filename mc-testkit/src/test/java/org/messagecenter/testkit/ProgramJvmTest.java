package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramJvmTest {

  /** A JVM that must share classes ends when it finds no archive fit for that. */
  @Test
  void theArchiveOfClassesFits(@TempDir Path home) throws Exception {
    List<String> command = new ArrayList<>(ProgramJvm.command(home));
    assumeTrue(
        command.stream().anyMatch(word -> word.contains("SharedArchiveFile")),
        "the program comes in directories, not in jars");
    command.add(1, "-Xshare:on");
    command.add("--version");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}

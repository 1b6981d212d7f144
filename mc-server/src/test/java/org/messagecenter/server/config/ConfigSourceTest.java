package org.messagecenter.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSourceTest {

  @TempDir Path directory;

  @Test
  void commandLineOverFileOverShipped() throws Exception {
    Path file = write("message-center.listen { port = 1, host = filed }\n");

    Section listen =
        ConfigSource.shipped(directory)
            .withFile(file)
            .with("listen.port", "2")
            .with("--port", "message-center.listen.port", "3")
            .load()
            .section("listen");

    assertThat(listen.port("port")).hasValue(3);
    assertThat(listen.string("host")).isEqualTo("filed");
    assertThat(listen.port("tls-port")).hasValue(3550);
  }

  @Test
  void relativePathsStartWhereTheyAreWritten() throws Exception {
    Path home = directory.resolve("home");
    ConfigSource shipped = ConfigSource.shipped(home);
    Path file = write("message-center.store.directory = here\n");

    assertThat(shipped.load().section("store").file("directory")).isEqualTo(home.resolve("data"));
    assertThat(shipped.withFile(file).load().section("store").file("directory"))
        .isEqualTo(directory.resolve("here"));
    assertThat(shipped.with("store.directory", "x").load().section("store").file("directory"))
        .isEqualTo(Path.of("x").toAbsolutePath());
  }

  @Test
  void aFlagIsNamedAsTheOriginOfItsProblem() throws Exception {
    Section root =
        ConfigSource.shipped(directory)
            .with("--port", "listen.port", "70000")
            .with("lissen.port", "1")
            .with("listen.names", "[a, {b = 1}]")
            .load();
    root.section("listen").port("port");
    root.section("listen").strings("names");

    assertThatThrownBy(root::verify)
        .hasMessage(
            """
            --port: message-center.listen.port = 70000: must be a port from 0 (any free one) to \
            65535, or off
            --set: message-center.lissen = {…}: unknown key; did you mean listen?
            --set: message-center.listen.names[1] = {…}: must be a text""");
  }

  @Test
  void valuesOfTheCommandLineAreTextsUnlessTheyLookLikeHocon() throws Exception {
    Section root =
        ConfigSource.shipped(directory)
            .with("a", "one # two = :")
            .with("b", "[x, y]")
            .with("c", "\"quoted\"")
            .with("d", "${HOME}")
            .load();

    assertThat(root.string("a")).isEqualTo("one # two = :");
    assertThat(root.strings("b")).containsExactly("x", "y");
    assertThat(root.string("c")).isEqualTo("quoted");
    assertThat(root.string("d")).isEqualTo("${HOME}");
  }

  @Test
  void syntaxErrorsHaveTheirLine() throws IOException {
    Path file = write("message-center {\n  listen {\n    port = [1\n  }\n}\n");

    assertThatThrownBy(() -> ConfigSource.shipped(directory).withFile(file).load())
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file + ":4: ");
  }

  @Test
  void aMissingSubstitutionHasItsLine() throws IOException {
    Path file = write("message-center {\n  listen.port = ${no.such.value}\n}\n");

    assertThatThrownBy(() -> ConfigSource.shipped(directory).withFile(file).load())
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file + ":2: ")
        .hasMessageContaining("no.such.value");
  }

  @Test
  void aMissingFileAndABadFlagAreReportedTogether() {
    Path file = directory.resolve("none.conf");

    assertThatThrownBy(
            () -> ConfigSource.shipped(directory).withFile(file).with("a..b", "1").load())
        .hasMessage("--set: a..b = 1: is not HOCON\n" + file + ": does not exist");
  }

  @Test
  void settingsOutsideTheNamespaceArePointedBackInside() throws Exception {
    Path file = write("listen.port = 1\n");
    Section root = ConfigSource.shipped(directory).withFile(file).load();

    assertThatThrownBy(root::verify)
        .hasMessage(
            file + ":1: listen = {…}: unknown key; settings belong inside message-center { … }");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("message-center.conf"), text);
  }
}

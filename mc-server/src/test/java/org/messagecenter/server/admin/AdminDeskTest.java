package org.messagecenter.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The socket, its rights, and what becomes of requests good and bad. */
@SuppressWarnings("try") // a desk serves by being open
class AdminDeskTest {

  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path directory;

  private final List<String> lines = new ArrayList<>();
  private final List<AdminCommand> commands = new ArrayList<>();

  AdminDeskTest() {
    command(
        "echo",
        (words, answer) -> {
          for (String word : words) {
            answer.line("<" + word + ">");
          }
          return AdminCommand.OK;
        });
  }

  private void command(String name, AdminCommand.Handler handler) {
    commands.add(new AdminCommand(name, "WORDS", "Test.", handler));
  }

  private Path socket() {
    return directory.resolve("admin.sock");
  }

  private AdminDesk started() throws IOException {
    return AdminDesk.start(new AdminSettings(true, socket()), commands, LONG);
  }

  private int ask(String... words) throws IOException {
    lines.clear();
    return AdminClient.ask(socket(), List.of(words), lines::add);
  }

  private SocketChannel connected() throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket()));
    return channel;
  }

  /** What the server says to these octets, until it closes. */
  private String raw(byte[] request, boolean thenEnd) throws IOException {
    try (SocketChannel channel = connected()) {
      ByteBuffer octets = ByteBuffer.wrap(request);
      while (octets.hasRemaining()) {
        channel.write(octets);
      }
      if (thenEnd) {
        channel.shutdownOutput();
      }
      return rest(channel);
    }
  }

  private static String rest(SocketChannel channel) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(1 << 16);
    try {
      while (channel.read(octets) >= 0) {
        assertThat(octets.hasRemaining()).isTrue();
      }
    } catch (SocketException e) {
      // A server that closes with something unread resets the connection.
    }
    return new String(octets.array(), 0, octets.position(), StandardCharsets.UTF_8);
  }

  @Test
  void aCommandGetsItsWords() throws IOException {
    try (AdminDesk desk = started()) {
      assertThat(ask("echo", "a", "b c", "", "q\"u\\o", "ü€", "end 0")).isZero();

      assertThat(lines).containsExactly("<a>", "<b c>", "<>", "<q\"u\\o>", "<ü€>", "<end 0>");
    }
  }

  @Test
  void anAnswerIsPlainTextWithItsStatusAtTheEnd() throws IOException {
    try (AdminDesk desk = started()) {
      assertThat(raw("echo 1  \"2 3\"\n".getBytes(StandardCharsets.UTF_8), false))
          .isEqualTo("<1>\n<2 3>\nend 0\n");
    }
  }

  @Test
  void nothingInALineForgesAnotherOneOrCommandsTheTerminal() throws IOException {
    command(
        "peer",
        (words, answer) -> {
          answer.line("id 1\nend 1\u001b[2J\u009b1m ü");
          return AdminCommand.OK;
        });
    try (AdminDesk desk = started()) {
      assertThat(ask("peer")).isZero();
      assertThat(lines).containsExactly("id 1?end 1?[2J?1m ü");
    }
  }

  @Test
  void theLongestNameIsMeant() throws IOException {
    command(
        "echo twice",
        (words, answer) -> {
          answer.line(words + " " + words);
          return AdminCommand.FAILED;
        });
    try (AdminDesk desk = started()) {
      assertThat(ask("echo", "twice", "x")).isEqualTo(AdminCommand.FAILED);
      assertThat(lines).containsExactly("[x] [x]");
      ask("echo", "once");
      assertThat(lines).containsExactly("<once>");
    }
  }

  @Test
  void helpListsAndSoDoesAnUnknownCommand() throws IOException {
    try (AdminDesk desk = started()) {
      assertThat(ask("help")).isZero();
      assertThat(lines)
          .containsExactly(
              "  echo WORDS", "      Test.", "  help", "      List what can be asked.");
      assertThat(ask("ech")).isEqualTo(AdminCommand.USAGE);
      assertThat(lines).hasSize(5).startsWith("there is no command ech; there are");
      assertThat(ask()).isEqualTo(AdminCommand.USAGE);
    }
  }

  @Test
  void aCommandThatBreaksOffSaysSo() throws IOException {
    command("bad words", (words, answer) -> AdminCommand.USAGE);
    command(
        "bad file",
        (words, answer) -> {
          answer.line("so far");
          throw new IOException("no such file");
        });
    command(
        "bad luck",
        (words, answer) -> {
          throw new IllegalStateException("oh");
        });
    command(
        "bad jar",
        (words, answer) -> {
          throw new NoClassDefFoundError("gone");
        });
    try (AdminDesk desk = started()) {
      assertThat(ask("bad", "words")).isEqualTo(AdminCommand.USAGE);
      assertThat(lines).containsExactly("usage: bad words WORDS");
      assertThat(ask("bad", "file")).isEqualTo(AdminCommand.FAILED);
      assertThat(lines)
          .containsExactly("so far", "bad file broke off: java.io.IOException: no such file");
      assertThat(ask("bad", "luck")).isEqualTo(AdminCommand.FAILED);
      assertThat(lines).hasSize(1);
      assertThat(ask("bad", "jar")).isEqualTo(AdminCommand.FAILED);
      assertThat(lines).containsExactly("bad jar broke off: java.lang.NoClassDefFoundError: gone");
    }
  }

  @Test
  void longAnswersArriveWhole() throws IOException {
    int count = 50_000;
    command(
        "many",
        (words, answer) -> {
          for (int i = 0; i < count; i++) {
            answer.line("line " + i + " ü");
          }
          return AdminCommand.OK;
        });
    try (AdminDesk desk = started()) {
      assertThat(ask("many")).isZero();
      assertThat(lines).hasSize(count).endsWith("line " + (count - 1) + " ü");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo \"never closed\n", "echo without an end", ""})
  void whatIsNoRequestIsRefused(String request) throws IOException {
    try (AdminDesk desk = started()) {
      assertThat(raw(request.getBytes(StandardCharsets.UTF_8), true))
          .startsWith("a request is one line of at most 4096 octets")
          .endsWith("\nend 2\n");
    }
  }

  @Test
  void aLineWithoutEndIsNotReadForEver() throws IOException {
    byte[] longest = ("echo " + "x".repeat(4096 - 6) + "\n").getBytes(StandardCharsets.UTF_8);
    try (AdminDesk desk = started()) {
      assertThat(raw(longest, false)).endsWith("x>\nend 0\n");
      byte[] longer = new byte[4096];
      java.util.Arrays.fill(longer, (byte) 'x');
      assertThat(raw(longer, false)).endsWith("\nend 2\n");
    }
    assertThatThrownBy(() -> ask("echo", "x".repeat(4096))).hasMessageContaining("4096 octets");
    assertThatThrownBy(() -> ask("echo", "x\ny")).hasMessageContaining("one line");
  }

  @Test
  void aSilentClientIsCutOff() throws IOException {
    try (AdminDesk desk =
            AdminDesk.start(new AdminSettings(true, socket()), commands, Duration.ofMillis(20));
        SocketChannel silent = connected()) {
      assertThat(rest(silent)).isEmpty();
      assertThat(askUntilAnswered("echo")).isZero();
    }
  }

  /** On a busy machine whoever asks may be taken for silent too. */
  private int askUntilAnswered(String... words) throws IOException {
    long deadline = TimedChannel.deadline(LONG);
    while (true) {
      try {
        return ask(words);
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  @Test
  void onlyAFewAreServedAtOnce() throws Exception {
    CountDownLatch begun = new CountDownLatch(AdminDesk.MOST_CLIENTS);
    CountDownLatch release = new CountDownLatch(1);
    command(
        "wait",
        (words, answer) -> {
          begun.countDown();
          release.await();
          return AdminCommand.OK;
        });
    List<SocketChannel> clients = new ArrayList<>();
    try (AdminDesk desk = started()) {
      for (int i = 0; i < AdminDesk.MOST_CLIENTS; i++) {
        SocketChannel client = connected();
        client.write(ByteBuffer.wrap("wait\n".getBytes(StandardCharsets.UTF_8)));
        clients.add(client);
      }
      begun.await();

      try (SocketChannel more = connected()) {
        assertThat(rest(more)).isEqualTo("too many requests at once; try again\nend 1\n");
      }

      release.countDown();
      for (SocketChannel client : clients) {
        assertThat(rest(client)).isEqualTo("end 0\n");
        client.close();
      }
    } finally {
      release.countDown();
    }
  }

  @Test
  void onlyTheOwnerMayOpenTheSocket() throws IOException {
    Path deep = directory.resolve("a/b/admin.sock");
    try (AdminDesk desk = AdminDesk.start(new AdminSettings(true, deep), commands, LONG)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)))
          .isEqualTo("rw-------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(directory.resolve("a/b"))))
          .isEqualTo("rwx------");
      assertThat(deep.resolveSibling(".a")).doesNotExist();
      assertThat(AdminClient.ask(deep, List.of("echo", "x"), lines::add)).isZero();
    }
    assertThat(deep).doesNotExist();
  }

  @Test
  void theSocketOfADeadProcessIsReplaced() throws IOException {
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket()));
    }
    assertThat(socket()).exists();
    assertThatThrownBy(() -> ask("echo"))
        .hasMessageStartingWith("no server answers at " + socket());

    try (AdminDesk desk = started()) {
      assertThat(ask("echo")).isZero();
    }
    assertThatThrownBy(() -> ask("echo"))
        .hasMessage("no server is running: there is no socket " + socket());
  }

  @Test
  void theSocketOfALivingProcessIsLeftAlone() throws IOException {
    try (AdminDesk first = started()) {
      assertThatThrownBy(this::started)
          .isInstanceOf(IOException.class)
          .hasMessage(
              "the admin socket "
                  + socket()
                  + " is in use by another process; stop that, or set admin.socket");
      assertThat(ask("echo")).isZero();
    }
  }

  @Test
  void noOtherFileIsTouched() throws IOException {
    Files.writeString(socket(), "precious");

    assertThatThrownBy(this::started).hasMessageStartingWith(socket() + " is no socket");

    assertThat(socket()).hasContent("precious");
  }

  @Test
  void aPathThatIsTooLongIsNamed() {
    Path path = directory.resolve("x".repeat(110));

    assertThatThrownBy(() -> AdminDesk.start(new AdminSettings(true, path), commands))
        .hasMessage(
            "the admin socket cannot be "
                + path
                + ": a path of at most 107 octets; set admin.socket to a shorter one");
  }

  /** As in an installation far below the root, where the server and the commands start. */
  @Test
  void aPathThatIsTooLongButNearIsFoundFromHere() throws IOException {
    Path here = Path.of("").toAbsolutePath();
    Path store = Path.of("target", "x".repeat(80));
    Path near = here.resolve(store).resolve("admin.sock");
    assumeTrue(near.toString().length() > 107, "the working directory is too near the root");
    AdminSettings settings = new AdminSettings(true, near);
    try (AdminDesk desk = AdminDesk.start(settings, commands)) {
      assertThat(AdminClient.ask(near, List.of("echo", "hello"), lines::add)).isZero();
      assertThat(lines).containsExactly("<hello>");
      assertThatThrownBy(() -> AdminDesk.start(settings, commands))
          .hasMessageContaining("is in use by another process");
    }
    assertThat(near).doesNotExist();
    Files.delete(store);
  }

  @Test
  void switchedOffThereIsNone() throws IOException {
    try (AdminDesk desk = AdminDesk.start(new AdminSettings(false, socket()), commands)) {
      assertThat(socket()).doesNotExist();
    }
  }

  @Test
  void theEndCutsConnectionsOff() throws Exception {
    try (AdminDesk desk = started();
        SocketChannel open = connected()) {
      open.write(ByteBuffer.wrap("ec".getBytes(StandardCharsets.UTF_8)));
      desk.close();
      assertThat(rest(open)).isEmpty();
    }
  }

  @Test
  void anAnswerThatBreaksOffIsNotTakenForWhole() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket()));
      Thread half =
          new Thread(
              () -> {
                try (SocketChannel client = server.accept()) {
                  client.write(ByteBuffer.wrap("half\nend".getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      half.start();

      assertThatThrownBy(() -> ask("echo")).hasMessage("the server's answer broke off");
      assertThat(lines).containsExactly("half");
    }
  }

  @Test
  void theAnswerOfAServerThatDoesNotWaitForTheRequestIsRead() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket()));
      SocketChannel asker = connected();
      try (SocketChannel client = server.accept()) {
        client.write(ByteBuffer.wrap("too many\nend 1\n".getBytes(StandardCharsets.UTF_8)));
      }

      try (TimedChannel channel = new TimedChannel(asker)) {
        assertThat(AdminClient.talk(channel, new byte[] {'\n'}, lines::add)).isEqualTo(1);
      }
      assertThat(lines).containsExactly("too many");
    }
  }

  @Test
  void twoOfOneNameAreAMistake() {
    command("echo", (words, answer) -> 0);

    assertThatThrownBy(() -> new Commands(commands))
        .hasMessage("two admin commands are named echo");
  }
}

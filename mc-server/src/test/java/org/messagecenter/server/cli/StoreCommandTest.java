package org.messagecenter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoreSettings;

class StoreCommandTest {

  private static final int SEGMENT = 1 << 20;
  private static final int SEGMENT_HEADER = 72;

  @TempDir Path home;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    var terminal =
        new HashPasswordCommand.Terminal() {
          @Override
          public char @Nullable [] ask(String prompt) {
            return null;
          }

          @Override
          public BufferedReader input() {
            return new BufferedReader(new StringReader(""));
          }
        };
    return new Cli(
            (settings, options) -> termination -> ExitStatus.OK,
            home,
            terminal,
            new PrintWriter(out, true),
            new PrintWriter(err, true))
        .execute(arguments);
  }

  private Path data() {
    return home.resolve("data");
  }

  private JournalStore open() throws IOException {
    JournalStore store =
        JournalStore.open(
            StoreSettings.defaults(data()).withSegmentBytes(SEGMENT).withSpareSegments(0));
    store.start(due -> {}, mail -> {}, info -> {}, (cause, what) -> {});
    return store;
  }

  /** Two messages, of which the first has ended and left a receipt; returns the second's id. */
  private String fill(JournalStore store) throws Exception {
    CompletableFuture<Long> first = new CompletableFuture<>();
    CompletableFuture<String> second = new CompletableFuture<>();
    store.accept(message("491700000001"), answering(first, new CompletableFuture<>()));
    store.accept(message("491700000002"), answering(new CompletableFuture<>(), second));
    long key = first.get(60, TimeUnit.SECONDS);
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    store.finish(
        key,
        MessageState.DELIVERED,
        0,
        0,
        new NewMail("acme", MailKind.RECEIPT, Long.MAX_VALUE, octets("receipt"), null),
        done::complete);
    assertThat(done.get(60, TimeUnit.SECONDS)).isTrue();
    return second.get(60, TimeUnit.SECONDS);
  }

  private static NewMessage message(String destination) {
    return new NewMessage(
        "acme", destination, MessageKind.MT, 1, 1, Long.MAX_VALUE, octets("hello"), null);
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static AcceptCallback answering(
      CompletableFuture<Long> keys, CompletableFuture<String> ids) {
    return new AcceptCallback() {
      @Override
      public void accepted(long key, String messageId, @Nullable Object attachment) {
        keys.complete(key);
        ids.complete(messageId);
      }

      @Override
      public void refused(StoreFailure why, @Nullable Object attachment) {
        keys.completeExceptionally(new AssertionError(why));
      }
    };
  }

  private String filled() throws Exception {
    try (JournalStore store = open()) {
      return fill(store);
    }
  }

  @Test
  void theConfiguredDirectoryIsChecked() throws Exception {
    filled();

    assertThat(run("store", "check")).isEqualTo(ExitStatus.OK);

    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .contains("1 messages pending", "1 mails pending", "2 MESSAGE", "  acme: 1")
        .endsWith("clean\n");
  }

  @Test
  void damageHasAFileAnOffsetAndAStatus() throws Exception {
    filled();
    Path segment = data().resolve("0000000001.seg");
    byte[] octets = Files.readAllBytes(segment);
    octets[SEGMENT_HEADER] ^= 1;
    Files.write(segment, octets);

    assertThat(run("store", "check", data().toString())).isEqualTo(ExitStatus.BROKEN);

    assertThat(err.toString()).startsWith(segment + " at offset 72, ");
  }

  @Test
  void anUnfinishedCommitHasAStatusOfItsOwn() throws Exception {
    Path copy = home.resolve("copy");
    try (JournalStore store = open()) {
      fill(store);
      Files.createDirectory(copy);
      for (String name : List.of("0000000001.seg", "store.key", "store.ids")) {
        Files.copy(data().resolve(name), copy.resolve(name));
      }
    }
    Path segment = copy.resolve("0000000001.seg");
    byte[] octets = Files.readAllBytes(segment);
    // The last group was not written to its end; the file keeps its length.
    int last = octets.length - 1;
    while (octets[last] == 0) {
      last--;
    }
    octets[last] = 0;
    Files.write(segment, octets);

    assertThat(run("store", "check", copy.toString())).isEqualTo(ExitStatus.TORN);
  }

  @Test
  void besideAServerOnlyALiveCheckIsMade() throws Exception {
    try (JournalStore store = open()) {
      fill(store);

      assertThat(run("store", "check")).isEqualTo(ExitStatus.STORE_FAILED);
      assertThat(err.toString()).contains("is in use by another process");
      assertThat(run("store", "check", "--live")).isEqualTo(ExitStatus.OK);
    }
  }

  @Test
  void statsAreForPeopleOrPrograms() throws Exception {
    filled();

    assertThat(run("store", "stats")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).contains("due: 1  waiting: 0  at carrier: 0", "mails: 1,");

    out.getBuffer().setLength(0);
    assertThat(run("store", "stats", "--json")).isEqualTo(ExitStatus.OK);
    assertThat(out.toString())
        .startsWith("{\"journalBytes\":")
        .contains("\"stages\":{\"due\":1,\"waiting\":0,\"at_carrier\":0}", "\"mails\":1")
        .endsWith("}\n");
  }

  @Test
  void exportMasksNumbersAndLeavesTextsOut() throws Exception {
    String id = filled();

    assertThat(run("store", "export")).isEqualTo(ExitStatus.OK);

    assertThat(out.toString().lines()).hasSize(3);
    assertThat(out.toString())
        .contains("\"type\":\"message\",\"id\":\"" + id + "\"", "\"destination\":\"4917…02\"")
        .contains("\"type\":\"mail\"", "\"type\":\"ended\"", "\"state\":\"delivered\"")
        .doesNotContain("491700000002", "body");

    out.getBuffer().setLength(0);
    run("store", "export", "--pending", "--bodies", "--unmasked");
    assertThat(out.toString().lines()).hasSize(1);
    assertThat(out.toString()).contains("\"491700000002\"", "\"body\":\"68656c6c6f\"");
  }

  @Test
  void aBackupIsMadeBesideTheServerAndIsClean() throws Exception {
    Path copy = home.resolve("copy");
    try (JournalStore store = open()) {
      fill(store);

      int status = run("store", "backup", "--to", copy.toString(), "--rate", "50MiB");

      assertThat(status).isEqualTo(ExitStatus.OK);
    }
    assertThat(run("store", "check", copy.toString())).isEqualTo(ExitStatus.OK);
    assertThat(out.toString()).contains("1 messages pending", "1 mails pending");

    assertThat(run("store", "backup", "--to", copy.toString())).isEqualTo(ExitStatus.STORE_FAILED);
    assertThat(err.toString()).contains("is not empty");
  }

  @Test
  void aRateIsASize() {
    assertThat(run("store", "backup", "--to", "x", "--rate", "fast")).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString()).contains("'fast' is no size");
  }

  @Test
  void whatIsWholeIsSaved() throws Exception {
    filled();
    Path segment = data().resolve("0000000001.seg");
    byte[] octets = Files.readAllBytes(segment);
    octets[SEGMENT_HEADER] ^= 1;
    Files.write(segment, octets);
    Path saved = home.resolve("saved");

    assertThat(run("store", "salvage", data().toString(), "--to", saved.toString()))
        .isEqualTo(ExitStatus.OK);

    assertThat(run("store", "check", saved.toString())).isEqualTo(ExitStatus.OK);
    assertThat(Files.readString(saved.resolve("salvage-report.txt"))).contains(segment + "\t72\t");
  }

  @Test
  void aDirectoryThatIsNoneIsSaid() {
    assertThat(run("store", "check", "/no/such")).isEqualTo(ExitStatus.STORE_FAILED);
    assertThat(err.toString()).isEqualTo("/no/such is no directory\n");
    assertThat(run("store")).isEqualTo(ExitStatus.USAGE);
    assertThat(run("store", "salvage", "--help")).isEqualTo(ExitStatus.OK);
  }
}

package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.FunctionCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.messagecenter.server.admin.AdminClient;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.RunningMessageCenter;
import org.messagecenter.testkit.Submission;

/** What the tests of the whole relay share: its files, and how to look inside. */
final class Relay {
  static final Duration SOON = Duration.ofMinutes(3);
  static final Duration A_WHILE = Duration.ofMillis(300);

  private static final Path DIALECTS = Path.of("..", "conf", "dialects");
  private static final int SUBMITTERS = 8;

  private final List<String> carriers = new ArrayList<>();
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();

  private Relay() {}

  /** No carrier, and a first retry after a tenth of a second. */
  static Relay begin() {
    return new Relay().with("deliver.retry.first", "100ms").with("deliver.retry.jitter", "0");
  }

  /** Adds a carrier that is bound to again at once, whatever happens. */
  Relay carrier(String name, int port, String... keys) {
    carriers.add(
        """
        {
          name = %s, hosts = ["127.0.0.1:%d"], system-id = us, password = secret
          reconnect { first = 20ms, longest = 100ms, refused = 100ms }
          %s
        }
        """
            .formatted(name, port, String.join("\n", keys)));
    return this;
  }

  /** Lets carriers name this one of the dialects that are shipped. */
  Relay dialect(String name) {
    try {
      return file(
          "conf/dialects/" + name + ".conf", Files.readString(DIALECTS.resolve(name + ".conf")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Relay routes(String text) {
    return file("conf/routes.conf", text).with("routes.file", "conf/routes.conf");
  }

  /** Everything goes to one carrier or group. */
  Relay routeTo(String name) {
    return routes("rules = [{ name = all, to = " + name + " }]");
  }

  Relay file(String path, String text) {
    files.put(path, text);
    return this;
  }

  Relay with(String key, String value) {
    settings.put(key, value);
    return this;
  }

  private String carriersFile() {
    return "carriers = [\n" + String.join(",\n", carriers) + "]\n";
  }

  /** Starts it in this process. */
  MessageCenterServer start() {
    MessageCenterServer.Builder builder =
        MessageCenterServer.usual().withFile("carriers.file", "conf/carriers.conf", carriersFile());
    files.forEach(builder::withFile);
    settings.forEach(builder::with);
    return builder.start();
  }

  /** Starts it in a process of its own. */
  MessageCenterProcess startProcess() {
    MessageCenterProcess.Builder builder =
        MessageCenterProcess.usual()
            .withFile("carriers.file", "conf/carriers.conf", carriersFile());
    files.forEach(builder::withFile);
    settings.forEach(builder::with);
    return builder.start();
  }

  /** A counter of the server, with these tags in pairs; 0 while there is none. */
  static long count(MessageCenterServer center, String name, String... tags) {
    FunctionCounter counter = center.meters().find(name).tags(tags).functionCounter();
    return counter == null ? 0 : (long) counter.count();
  }

  /** Waits until so many binds to a carrier stand. */
  static void awaitBinds(MessageCenterServer center, String carrier, int count) {
    Await.until(
        count + " binds to " + carrier,
        SOON,
        () ->
            center.meters().get("mc.carrier.binds").tag("carrier", carrier).gauge().value()
                == count);
  }

  /** Asks the running server in the directory {@code home} as an operator does. */
  static List<String> ask(Path home, String... words) {
    List<String> lines = new ArrayList<>();
    assertThat(ask(home, lines, words)).as(String.join("\n", lines)).isZero();
    return lines;
  }

  /** The same, of what the server is to refuse. */
  static List<String> askInVain(Path home, String... words) {
    List<String> lines = new ArrayList<>();
    assertThat(ask(home, lines, words)).as(String.join("\n", lines)).isNotZero();
    return lines;
  }

  private static int ask(Path home, List<String> lines, String... words) {
    try {
      return AdminClient.ask(
          home.resolve("data").resolve("admin.sock"), List.of(words), lines::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until so many messages stand in the queue of a carrier. */
  static void awaitWaiting(MessageCenterServer center, String carrier, int count) {
    Await.until(
        count + " messages to wait for " + carrier,
        SOON,
        () ->
            ask(center.home(), "queue", "list").stream()
                .anyMatch(line -> line.startsWith(carrier + " waiting " + count + " ")));
  }

  /** A message to be receipted, whatever its end. */
  static Submission message(String destination) {
    return Submission.to(destination).registeredDelivery(1);
  }

  /** A bind over TLS as the usual account. */
  static JsmppEsme bind(RunningMessageCenter center) throws IOException {
    return center.esme().bind();
  }

  /** Takes the next receipt, which has to be about this message. */
  static ReceivedMessage receipt(JsmppEsme esme, String id, String stat) {
    ReceivedMessage receipt =
        esme.delivered()
            .takeFirst("the receipt of " + id, each -> id.equals(each.receiptedMessageId()), SOON);
    assertThat(receipt.receipt().stat()).isEqualTo(stat);
    assertThat(receipt.receipt().id()).isEqualTo(id);
    assertThat(receipt.isReceipt()).isTrue();
    return receipt;
  }

  /** The same, with its err code. */
  static ReceivedMessage receipt(JsmppEsme esme, String id, String stat, String err) {
    ReceivedMessage receipt = receipt(esme, id, stat);
    assertThat(receipt.receipt().err()).isEqualTo(err);
    return receipt;
  }

  /**
   * Submits several at a time, and waits for all answers.
   *
   * @return the ids in no particular order
   */
  static List<String> submitAll(JsmppEsme esme, int count, IntFunction<Submission> each) {
    List<String> ids = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(SUBMITTERS);
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int t = 0; t < SUBMITTERS; t++) {
      all.add(
          CompletableFuture.runAsync(
              () -> {
                for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                  try {
                    ids.add(esme.submit(each.apply(n)));
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
              },
              threads));
    }
    threads.shutdown();
    CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]))
        .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
        .join();
    return List.copyOf(ids);
  }

  /** The ids that receipts with this end are about, in the order they came. */
  static List<String> ids(List<ReceivedMessage> receipts, String stat) {
    List<String> ids = new ArrayList<>();
    for (ReceivedMessage receipt : receipts) {
      assertThat(receipt.receipt().stat()).isEqualTo(stat);
      assertThat(receipt.receiptedMessageId()).isEqualTo(receipt.receipt().id());
      ids.add(receipt.receipt().id());
    }
    return ids;
  }
}

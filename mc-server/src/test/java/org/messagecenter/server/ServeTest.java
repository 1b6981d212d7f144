package org.messagecenter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.server.cli.ExitStatus;
import org.messagecenter.server.cli.RunOptions;
import org.messagecenter.server.cli.StartException;
import org.messagecenter.server.cli.Termination;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.config.Section;

/** What the operator reads, and with which status the process ends, when it cannot serve. */
class ServeTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @TempDir Path directory;

  private String port = "0";
  private Path carriers = ROOT.resolve("conf/carriers.conf");

  @BeforeEach
  void hasServedBefore() throws Exception {
    assertThat(serve()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void aDataDirectoryInUseIsRefusedInOneSentence() throws Exception {
    try (FileChannel other =
        FileChannel.open(directory.resolve("lock"), StandardOpenOption.WRITE)) {
      var held = other.lock();

      refused(ExitStatus.STORE_FAILED).hasMessageContaining(directory + " is in use");

      held.release();
    }
    assertThat(serve()).isEqualTo(ExitStatus.OK);
  }

  @Test
  void aDamagedJournalIsRefusedWithFilePlaceAndWhatToDo() throws Exception {
    Path segment;
    try (var files = Files.list(directory)) {
      segment = files.filter(file -> file.toString().endsWith(".seg")).findFirst().orElseThrow();
    }
    byte[] octets = Files.readAllBytes(segment);
    octets[8] ^= 1;
    Files.write(segment, octets);

    refused(ExitStatus.STORE_FAILED)
        .hasMessageStartingWith(segment + " is damaged at offset 0: ")
        .hasMessageContaining("mc store check");

    assertThat(segment).hasBinaryContent(octets);
  }

  @Test
  void anAddressInUseIsNoFaultOfTheStore() throws Exception {
    try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = String.valueOf(other.getLocalPort());

      refused(ExitStatus.NOT_STARTED).hasMessageStartingWith("Cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  void nothingRunsOnWhenACarriersTrustCannotBeUsed() throws Exception {
    Path trust = Files.writeString(directory.resolve("trust.pem"), "none");
    carriers =
        Files.writeString(
            directory.resolve("carriers.conf"),
            """
            carriers = [{
              name = acme, hosts = ["127.0.0.1:1"], system-id = us, password = secret
              tls = true, trust = "%s"
            }]
            """
                .formatted(trust));
    Set<Thread> before = writers();

    refused(ExitStatus.NOT_STARTED).hasMessageContaining("trust.pem");

    // Those of other tests may end meanwhile, and a stop waits for its own only so long.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!before.containsAll(writers()) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000);
    }
    assertThat(before).containsAll(writers());
  }

  /** The threads that write a history: one begins to run whenever a message center is made. */
  private static Set<Thread> writers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("history"))
        .collect(Collectors.toSet());
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(int status) {
    return assertThatThrownBy(this::serve)
        .isInstanceOfSatisfying(
            StartException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  /** Serves and stops at once, in this JVM. */
  private int serve() throws Exception {
    Section settings =
        ConfigSource.shipped(ROOT)
            .with("listen.port", port)
            .with("listen.tls-port", "off")
            .with("store.directory", directory.toString())
            .with("store.segment-size", "64KiB")
            .with("store.reserve", "0")
            .with("carriers.file", carriers.toString())
            .load();
    var prepared = new Serve().prepare(settings, new RunOptions(ROOT, false, false));
    settings.verify();
    var termination = new Termination();
    termination.request(ExitStatus.OK, "test");
    return prepared.run(termination);
  }
}

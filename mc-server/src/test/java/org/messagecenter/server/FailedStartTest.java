package org.messagecenter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.log.MessageWords;

/** Wherever a start breaks off, nothing of it goes on: another one can follow in the process. */
class FailedStartTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

  @TempDir Path directory;
  private String port = "0";
  private final Set<Thread> before = threads();

  /** A registry that breaks off at a meter, and so whatever part registers that. */
  private static final class Registry extends SimpleMeterRegistry {
    private final String breaksAt;

    Registry(String breaksAt) {
      this.breaksAt = breaksAt;
    }

    private void look(Meter.Id id) {
      if (id.getName().equals(breaksAt)) {
        throw new NoClassDefFoundError("missing at " + breaksAt);
      }
    }

    @Override
    protected <T> FunctionCounter newFunctionCounter(Meter.Id id, T of, ToDoubleFunction<T> value) {
      look(id);
      return super.newFunctionCounter(id, of, value);
    }

    @Override
    protected <T> Gauge newGauge(Meter.Id id, @Nullable T of, ToDoubleFunction<T> value) {
      look(id);
      return super.newGauge(id, of, value);
    }
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon() || isOurs(thread.getName()))
        .collect(Collectors.toSet());
  }

  private static boolean isOurs(String name) {
    return name.startsWith("mc-")
        || name.startsWith("store")
        || name.startsWith("history")
        || name.startsWith("admin")
        || name.equals("password");
  }

  private MessageCenter start(String breaksAt) throws Exception {
    Path carriers =
        Files.writeString(
            directory.resolve("carriers.conf"),
            """
            carriers = [
              { name = one, hosts = ["127.0.0.1:1"], system-id = us, password = secret }
            ]
            """);
    var root =
        ConfigSource.shipped(ROOT)
            .with("listen.port", port)
            .with("listen.tls-port", "off")
            .with("store.directory", directory.resolve("data").toString())
            .with("store.segment-size", "64KiB")
            .with("store.reserve", "0")
            .with("carriers.file", carriers.toString())
            .with("capture.directory", directory.resolve("capture").toString())
            .with("capture.accounts", "[all]")
            .load();
    ServerSettings settings = ServerSettings.from(root);
    return MessageCenter.start(settings, null, new Registry(breaksAt), new MessageWords(false));
  }

  private void assertNothingGoesOn() throws Exception {
    long deadline = System.nanoTime() + PATIENCE;
    Set<Thread> left;
    do {
      LockSupport.parkNanos(1_000_000);
      left = threads();
      left.removeAll(before);
    } while (!left.isEmpty() && System.nanoTime() < deadline);
    assertThat(left).isEmpty();
    start("").close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mc.history.off",
        "mc.capture.recorded",
        "mc.mail.held",
        "mc.route.reloads",
        "mc.congestion"
      })
  void breakingOffAtAPartClosesThoseBefore(String meter) throws Exception {
    assertThatThrownBy(() -> start(meter)).hasMessage("missing at " + meter);
    assertNothingGoesOn();
  }

  @Test
  void breakingOffAtTheLastStepClosesAll() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = String.valueOf(other.getLocalPort());
      assertThatThrownBy(() -> start(""))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Cannot listen on");
    }
    assertThat(directory.resolve("data/admin.sock")).doesNotExist();
    port = "0";
    assertNothingGoesOn();
  }
}

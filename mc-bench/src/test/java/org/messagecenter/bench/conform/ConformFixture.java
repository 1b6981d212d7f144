package org.messagecenter.bench.conform;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs checks against a message center on this machine. */
final class ConformFixture {
  static final Party ORDINARY = new Party(1, 1, "12025550123");
  static final Party SENDER = new Party(1, 1, "12025550100");

  private ConformFixture() {}

  /** So patient that only something that never comes takes time. */
  static Target target(int port) {
    return target(port, SENDER);
  }

  /** For what never comes: still longer than a busy machine stands still. */
  static Target impatient(int port) {
    return target(port, SENDER, 0, Duration.ofSeconds(2));
  }

  static Target target(int port, Party source) {
    return target(port, source, 0);
  }

  static Target target(int port, Party source, int outbindPort) {
    return target(port, source, outbindPort, Duration.ofSeconds(60));
  }

  private static Target target(int port, Party source, int outbindPort, Duration limit) {
    return new Target(
        "127.0.0.1",
        port,
        null,
        "model",
        "secret",
        "",
        "",
        source,
        ORDINARY,
        new Party(1, 1, "99812025550"),
        new Party(1, 1, "99912025550"),
        new Party(1, 1, "55512025550"),
        "friends",
        outbindPort,
        limit,
        limit);
  }

  /** The result of one check. */
  static Result run(ModelCenter center, String id) throws IOException {
    return run(target(center.port()), false, List.of(id)).get(0);
  }

  static List<Result> run(Target target, boolean strict, @Nullable List<String> ids)
      throws IOException {
    TlvFindings tlvs = new TlvFindings();
    Watch watch = new Watch(tlvs);
    Facts facts = Facts.gather(target, watch);
    List<Check> checks =
        Catalogue.all().stream().filter(check -> ids == null || ids.contains(check.id())).toList();
    return new Runner(target, facts, watch, tlvs, strict, true, System::nanoTime)
        .run(checks, result -> {});
  }
}

package org.messagecenter.server.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.capture.CaptureDecoder;
import org.messagecenter.protocol.capture.CaptureSink;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.server.listen.Tap;

class LiveCaptureTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 5000);
  private static final InetSocketAddress SELF = new InetSocketAddress("192.0.2.1", 3550);
  private static final String BIND =
      "00000021 00000009 00000000 00000001 64656d6f00 73656372657400 00 34000000";
  private static final String BIND_RESP = "00000011 80000009 00000000 00000001 00";
  private static final String ENQUIRE_LINK = "00000010 00000015 00000000 00000002";

  @TempDir Path directory;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicLong micros = new AtomicLong(1_790_000_000_000_000L);
  private final List<String> comments = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  @Test
  void anAccountFromItsBindOn() throws IOException {
    try (LiveCapture capture = start(settings(Set.of("demo"), Set.of(), 1 << 20, 4, 1 << 20))) {
      Tap.Listening demo = open(capture, 1, true);
      Tap.Listening other = open(capture, 2, false);
      demo.received(octets(BIND));
      other.received(octets(BIND.replace("64656d6f", "64656d32")));
      assertThat(other.bound("dem2")).isFalse();
      assertThat(demo.bound("demo")).isTrue();
      demo.sent(octets(BIND_RESP));
      demo.received(octets(ENQUIRE_LINK));
      demo.closed();
    }

    assertThat(read()).containsExactly(masked(BIND), hex(BIND_RESP), hex(ENQUIRE_LINK));
    assertThat(comments).containsExactly("session 1, account demo, from 192.0.2.7:5000, TLS");
    assertThat(problems).isEmpty();
    assertThat(count("mc.capture.dropped")).isZero();
  }

  @Test
  void everySessionBoundOrNot() throws IOException {
    try (LiveCapture capture = start(settings(Set.of("all"), Set.of(), 1 << 20, 4, 1 << 20))) {
      Tap.Listening first = open(capture, 1, false);
      first.received(octets(ENQUIRE_LINK));
      first.closed();
      Tap.Listening second = open(capture, 2, false);
      second.received(octets(BIND));
      second.bound("demo");
      second.sent(octets(BIND_RESP));
    }

    assertThat(read()).containsExactly(hex(ENQUIRE_LINK), masked(BIND), hex(BIND_RESP));
    assertThat(comments)
        .containsExactly(
            "session 1, from 192.0.2.7:5000",
            "session 2, from 192.0.2.7:5000",
            "session 2, account demo, from 192.0.2.7:5000");
  }

  @Test
  void oneSessionByItsNumber() throws IOException {
    try (LiveCapture capture = start(settings(Set.of(), Set.of(2L), 1 << 20, 4, 1 << 20))) {
      assertThat(tap(capture, 1, false)).isNull();
      open(capture, 2, false).received(octets(ENQUIRE_LINK));
    }
    assertThat(read()).containsExactly(hex(ENQUIRE_LINK));
  }

  @Test
  void whatComesBeforeTheBindIsBounded() throws IOException {
    try (LiveCapture capture = start(settings(Set.of("demo"), Set.of(), 1 << 20, 4, 1 << 20))) {
      Tap.Listening demo = open(capture, 1, false);
      for (int i = 0; i < SessionTap.MAX_EARLY / 16 + 10; i++) {
        demo.received(octets(ENQUIRE_LINK));
      }
      demo.bound("demo");
      demo.received(octets(BIND));
      demo.closed();
    }

    assertThat(read()).hasSize(SessionTap.MAX_EARLY / 16 + 1).last().isEqualTo(masked(BIND));
    assertThat(problems).singleElement().asString().contains("160 octets are missing");
  }

  /** Pieces larger than the whole queue never find room. */
  @Test
  void whatFindsNoRoomIsCountedAndLeavesAHole() throws IOException {
    String large = "000007d0 00000099 00000000 00000005" + "00".repeat(2000 - 16);
    try (LiveCapture capture = start(settings(Set.of("all"), Set.of(), 1 << 20, 4, 1000))) {
      Tap.Listening session = open(capture, 1, false);
      session.received(octets(large));
      session.received(octets(ENQUIRE_LINK));
      session.closed();
    }

    assertThat(read()).containsExactly(hex(ENQUIRE_LINK));
    assertThat(problems).singleElement().asString().contains("2000 octets are missing");
    assertThat(count("mc.capture.dropped")).isEqualTo(1);
    assertThat(count("mc.capture.recorded")).isEqualTo(2);
  }

  @Test
  void filesAreBoundedInSizeAndNumber() throws IOException {
    Path foreign = Files.writeString(directory.resolve("mine.txt"), "kept");
    for (int run = 0; run < 2; run++) {
      try (LiveCapture capture = start(settings(Set.of("all"), Set.of(), 65_536, 3, 1 << 26))) {
        Tap.Listening session = open(capture, 1, false);
        for (int i = 0; i < 4000; i++) {
          session.received(octets(ENQUIRE_LINK));
        }
      }
    }

    List<Path> files = files();
    assertThat(files).hasSize(3);
    for (Path file : files) {
      assertThat(Files.size(file)).isLessThanOrEqualTo(65_536);
    }
    assertThat(foreign).exists();
    // Only the last file begins with the session's own handshake being gone; each names it.
    assertThat(read().size()).isGreaterThan(800);
    assertThat(comments).hasSize(3).containsOnly("session 1, from 192.0.2.7:5000");
  }

  @Test
  void onlyTheOwnerMayRead() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "this file system has no permissions");
    Path below = directory.resolve("made/here");
    CaptureSettings settings =
        new CaptureSettings(Set.of("all"), Set.of(), below, 1 << 20, 1, 1 << 20);
    start(settings).close();

    assertThat(Files.getPosixFilePermissions(below))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    try (Stream<Path> all = Files.list(below)) {
      assertThat(all)
          .singleElement()
          .satisfies(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .isEqualTo(PosixFilePermissions.fromString("rw-------")));
    }
  }

  @Test
  void aDirectoryThatCannotBeUsedIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    CaptureSettings settings =
        new CaptureSettings(Set.of("all"), Set.of(), file, 1 << 20, 1, 1 << 20);

    assertThatThrownBy(() -> start(settings))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void afterItsEndItTakesNothing() throws IOException {
    LiveCapture capture = start(settings(Set.of("all"), Set.of(), 1 << 20, 4, 1 << 20));
    Tap.Listening session = open(capture, 1, false);
    capture.close();
    session.received(octets(ENQUIRE_LINK));
    session.closed();

    assertThat(read()).isEmpty();
    assertThat(count("mc.capture.dropped")).isEqualTo(1);
  }

  private LiveCapture start(CaptureSettings settings) throws IOException {
    return LiveCapture.start(settings, registry, micros::getAndIncrement, Duration.ofMinutes(1));
  }

  private CaptureSettings settings(
      Set<String> accounts, Set<Long> sessions, long maxBytes, int files, long queue) {
    return new CaptureSettings(accounts, sessions, directory, maxBytes, files, queue);
  }

  private static Tap.Listening open(LiveCapture capture, long id, boolean tls) {
    return Objects.requireNonNull(tap(capture, id, tls));
  }

  private static Tap.@Nullable Listening tap(LiveCapture capture, long id, boolean tls) {
    return capture.opened(id, PEER, SELF, tls, false);
  }

  private double count(String name) {
    return registry.get(name).functionCounter().count();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(file -> file.toString().endsWith(".pcapng")).sorted().toList();
    }
  }

  /** The PDUs of all files in hexadecimal. */
  private List<String> read() throws IOException {
    List<String> pdus = new ArrayList<>();
    CaptureSink sink =
        new CaptureSink() {
          @Override
          public void pdu(long frame, long micros, String from, String to, Octets octets) {
            pdus.add(HexFormat.of().formatHex(octets.toByteArray()));
          }

          @Override
          public void problem(long frame, String what) {
            problems.add(what);
          }

          @Override
          public void comment(long frame, String comment) {
            comments.add(comment);
          }
        };
    for (Path file : files()) {
      try (InputStream in = Files.newInputStream(file)) {
        CaptureDecoder.decode(in, OptionalInt.of(2775), sink);
      }
    }
    return pdus;
  }

  private static ByteBuf octets(String hex) {
    return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex(hex)));
  }

  private static String hex(String spaced) {
    return spaced.replace(" ", "");
  }

  private static String masked(String bind) {
    String covered = HexFormat.of().formatHex("******".getBytes(ISO_8859_1));
    return hex(bind).replace("736563726574", covered);
  }
}

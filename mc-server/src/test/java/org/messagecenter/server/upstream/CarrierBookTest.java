package org.messagecenter.server.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Bind;
import org.messagecenter.protocol.pdu.BindResp;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.deliver.KeptOutcomes;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.listen.Connections;
import org.messagecenter.server.listen.ListenSettings;
import org.messagecenter.server.listen.SmppListener;
import org.messagecenter.server.listen.TlsContexts;
import org.messagecenter.server.listen.TlsSettings;
import org.messagecenter.server.upstream.BindStatus.State;

/** Carriers over real connections; the test is the message center at their other end. */
@Timeout(300)
class CarrierBookTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int PATIENCE_MILLIS = 120_000;

  @TempDir Path directory;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EventLoopGroup loops = SmppListener.eventLoops(2, "test-loop");
  private final Lanes lanes = new Lanes(loops, 2, System::nanoTime);
  private final LinkedBlockingQueue<String> outcomes = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<String> arrived = new LinkedBlockingQueue<>();
  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
  private HostNames.Resolver resolver = InetAddress::getAllByName;
  private @Nullable CarrierBook book;

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    if (book != null) {
      book.close();
    }
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private ServerSocket listen() throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    listener.setSoTimeout(PATIENCE_MILLIS);
    open.add(listener);
    return listener;
  }

  private CarrierBook book(String entries) throws Exception {
    Path file =
        Files.writeString(directory.resolve("carriers.conf"), "carriers = [" + entries + "]");
    var root = ConfigSource.shipped(ROOT).with("carriers.file", file.toString()).load();
    CarriersSettings settings = CarriersSettings.from(root.section("carriers"));
    ListenSettings listen = ListenSettings.from(root.section("listen"));
    root.verify();
    CarrierBook made =
        new CarrierBook(
            settings,
            lanes,
            new Connections(listen, lanes, System::nanoTime, null),
            (carrier, bind, port, request) -> {
              arrived.add(bind + " " + request.pdu().commandId().wireName());
              port.respond(
                  request,
                  PduTable.blank(request.pdu().commandId().response()),
                  CommandStatus.ESME_ROK);
            },
            registry,
            System::nanoTime,
            System::currentTimeMillis,
            resolver);
    book = made;
    return made;
  }

  /** A carrier for which no time runs out on a slow machine, unless more says otherwise. */
  private static String entry(String name, String hosts, String... more) {
    return "{ name = "
        + name
        + ", hosts = ["
        + hosts
        + "], system-id = us, password = secret\n"
        + "connect = 1h, response = 1h, enquire-link = 0\n"
        + "reconnect { first = 20ms, longest = 50ms, refused = 50ms }\n"
        + String.join("\n", more)
        + "}\n";
  }

  private static String at(ServerSocket listener) {
    return "\"127.0.0.1:" + listener.getLocalPort() + "\"";
  }

  private Socket accept(ServerSocket listener) throws IOException {
    Socket socket = listener.accept();
    socket.setSoTimeout(PATIENCE_MILLIS);
    open.add(socket);
    return socket;
  }

  private static Packet read(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int length = in.readInt();
    byte[] rest = in.readNBytes(length - 4);
    return (Packet)
        PduCodec.decode(
            Unpooled.wrappedBuffer(
                Unpooled.buffer().writeInt(length), Unpooled.wrappedBuffer(rest)));
  }

  private static byte[] octets(Pdu pdu, int status, int sequence) {
    var buffer = Unpooled.buffer();
    PduCodec.encode(buffer, pdu, status, sequence);
    return ByteBufUtil.getBytes(buffer);
  }

  private static void write(Socket socket, Pdu pdu, int status, int sequence) throws IOException {
    socket.getOutputStream().write(octets(pdu, status, sequence));
  }

  private Socket bind(ServerSocket listener) throws IOException {
    Socket socket = accept(listener);
    Packet bind = read(socket);
    write(socket, BindResp.to((Bind) bind.pdu(), "mc", Tlvs.EMPTY), 0, bind.sequence());
    return socket;
  }

  /** Takes every bind from now on, and says no more; some may have been given up meanwhile. */
  private void takeBinds(ServerSocket listener) {
    Thread taking =
        new Thread(
            () -> {
              while (!listener.isClosed()) {
                try {
                  bind(listener);
                } catch (IOException e) {
                  // The next one may be in time.
                }
              }
            },
            "message center");
    taking.setDaemon(true);
    taking.start();
  }

  private CarrierStatus status(String carrier) {
    return Objects.requireNonNull(book).status().join().stream()
        .filter(each -> each.name().equals(carrier))
        .findFirst()
        .orElseThrow();
  }

  private CarrierStatus until(String carrier, Predicate<CarrierStatus> reached) {
    long deadline = System.nanoTime() + Duration.ofMillis(PATIENCE_MILLIS).toNanos();
    CarrierStatus status = status(carrier);
    while (!reached.test(status)) {
      assertThat(System.nanoTime()).as("waited too long; it is %s", status).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
      status = status(carrier);
    }
    return status;
  }

  private static String lastError(CarrierStatus status) {
    return status.binds().get(0).lastError();
  }

  private void send(String carrier, String name) {
    var port = Objects.requireNonNull(Objects.requireNonNull(book).find(carrier));
    Lane lane = port.lane();
    KeptOutcomes kept = new KeptOutcomes(lane);
    kept.whenCompleted(() -> outcomes.addAll(kept.take()));
    lane.loop()
        .execute(() -> port.send(kept.of(name, Stage.message("1", 1, Tlvs.EMPTY), Long.MAX_VALUE)));
  }

  private String outcome() throws InterruptedException {
    String outcome = outcomes.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    return outcome == null ? "nothing" : outcome;
  }

  @Test
  void theEndOfTheCertificateThatWeShowIsTold() throws Exception {
    // Any certificate would do: the listener's own is easily made.
    var root = ConfigSource.shipped(ROOT).with("tls.directory", directory.toString()).load();
    TlsContexts made =
        new TlsContexts(
            TlsSettings.from(root.section("tls")),
            InstantSource.system(),
            System::nanoTime,
            Runnable::run);
    CarrierBook carriers =
        book(
            entry(
                    "shown",
                    "\"127.0.0.1:1\"",
                    "tls = true",
                    "certificate = \"" + directory.resolve("server.crt") + "\"",
                    "key = \"" + directory.resolve("server.key") + "\"")
                + ","
                + entry("none", "\"127.0.0.1:1\"", "tls = true"));
    EmbeddedChannel background = new EmbeddedChannel();
    carriers.watchCertificates(background.eventLoop());
    background.finishAndReleaseAll();

    assertThat(carriers.certificate("none")).isNull();
    assertThat(carriers.certificate("shown"))
        .isEqualTo(
            "shown: our certificate "
                + directory.resolve("server.crt")
                + ", until "
                + made.expiry());
    assertThat(registry.find("mc.carrier.certificate-days-left").gauges()).hasSize(1);
    assertThat(
            registry
                .get("mc.carrier.certificate-days-left")
                .tag("carrier", "shown")
                .gauge()
                .value())
        .isBetween(390.0, 397.0);
  }

  @Test
  void eachCarrierIsBoundServedAndUnbound() throws Exception {
    ServerSocket one = listen();
    ServerSocket two = listen();
    CarrierBook carriers = book(entry("one", at(one)) + ", " + entry("two", at(two), "binds = 2"));
    assertThat(carriers.all()).hasSize(2);
    assertThat(carriers.find("three")).isNull();
    assertThat(carriers.of("three")).isNull();
    assertThat(Objects.requireNonNull(carriers.settings("two")).binds()).isEqualTo(2);
    assertThat(Objects.requireNonNull(carriers.find("one")).lane())
        .isNotSameAs(Objects.requireNonNull(carriers.find("two")).lane());
    carriers.start();
    Socket socket = bind(one);
    bind(two);
    bind(two);
    until("one", status -> status.bound() == 1);
    assertThat(until("two", status -> status.bound() == 2).room()).isEqualTo(20);
    assertThat(Objects.requireNonNull(carriers.of("one")).bound()).isTrue();

    send("one", "m");
    Packet submit = read(socket);
    write(socket, new SubmitSmResp("id", Tlvs.EMPTY), 0, submit.sequence());
    assertThat(outcome()).isEqualTo("m Taken[carrierId=CarrierId[carrier=one, id=id]]");
    write(socket, PduTable.blank(CommandId.DELIVER_SM), 0, 5);
    assertThat(read(socket).pdu().commandId()).isEqualTo(CommandId.DELIVER_SM_RESP);
    assertThat(arrived).containsExactly("one/1 deliver_sm");

    var stopped = carriers.stop();
    Packet unbind = read(socket);
    assertThat(unbind.pdu().commandId()).isEqualTo(CommandId.UNBIND);
    write(socket, PduTable.blank(CommandId.UNBIND_RESP), 0, unbind.sequence());
    stopped.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(status("one").binds().get(0).state()).isEqualTo(State.STOPPED);
  }

  @Test
  void aHostThatRefusesIsFollowedByTheNext() throws Exception {
    // Nobody else gets its port, and nobody listens.
    Socket silent = new Socket();
    open.add(silent);
    silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    String dead = "\"127.0.0.1:" + silent.getLocalPort() + "\"";
    ServerSocket there = listen();
    book(entry("c", dead + ", " + at(there))).start();
    bind(there);
    CarrierStatus status = until("c", each -> each.bound() == 1);
    assertThat(lastError(status)).containsIgnoringCase("connection refused");
    assertThat("\"" + status.binds().get(0).host() + "\"").isEqualTo(at(there));
  }

  @Test
  void aNameThatNobodyKnowsIsTold() throws Exception {
    resolver =
        host -> {
          throw new UnknownHostException(host);
        };
    book(entry("c", "\"no-such-host.invalid:2775\"")).start();
    CarrierStatus status = until("c", each -> !lastError(each).isEmpty());
    assertThat(lastError(status)).isEqualTo("no address is known for no-such-host.invalid");
  }

  @Test
  void aNameServerThatHangsHoldsUpOnlyThoseWhoNeedIt() throws Exception {
    CountDownLatch answers = new CountDownLatch(1);
    open.add(answers::countDown);
    LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
    resolver =
        host -> {
          asked.add(host);
          if (host.startsWith("hangs")) {
            awaitQuietly(answers);
          }
          return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
    ServerSocket named = listen();
    ServerSocket numbered = listen();
    ServerSocket late = listen();
    List<String> entries = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      entries.add(entry("dead" + i, "\"hangs-" + i + ".example:1\"", "connect = 50ms"));
    }
    String port = ":" + late.getLocalPort();
    entries.add(entry("late", "\"hangs.example" + port + "\"", "connect = 1s, binds = 3"));
    entries.add(entry("named", "\"there.example:" + named.getLocalPort() + "\""));
    entries.add(entry("numbered", at(numbered)));
    book(String.join(", ", entries)).start();
    bind(named);
    bind(numbered);
    until("named", each -> each.bound() == 1);
    until("numbered", each -> each.bound() == 1);
    for (int attempt = 0; attempt < 2; attempt++) {
      long before = status("late").binds().get(0).lastErrorAt();
      CarrierStatus failed = until("late", each -> each.binds().get(0).lastErrorAt() != before);
      assertThat(lastError(failed)).isEqualTo("no address was found within 1s");
    }
    assertThat(asked.stream().filter("hangs.example"::equals)).hasSize(1);
    answers.countDown();
    takeBinds(late);
    until("late", each -> each.bound() == 3);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aLookUpThatEndsWithAnErrorIsAFailureLikeOthers() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    resolver =
        host -> {
          if (calls.incrementAndGet() == 1) {
            throw new OutOfMemoryError("injected");
          }
          return new InetAddress[] {InetAddress.getLoopbackAddress()};
        };
    ServerSocket listener = listen();
    book(entry("c", "\"host.example:" + listener.getLocalPort() + "\"")).start();
    bind(listener);
    CarrierStatus status = until("c", each -> each.bound() == 1);
    assertThat(lastError(status)).isEqualTo("injected");
  }

  @Test
  void aConnectionThatEndsWithinAnAnswerLeavesItUnknown() throws Exception {
    ServerSocket listener = listen();
    book(entry("c", at(listener))).start();
    Socket socket = bind(listener);
    until("c", each -> each.bound() == 1);
    send("c", "m");
    byte[] answer = octets(new SubmitSmResp("id", Tlvs.EMPTY), 0, read(socket).sequence());
    socket.getOutputStream().write(answer, 0, answer.length - 3);
    socket.close();
    assertThat(outcome()).isEqualTo("m Unknown[error=1201]");
    bind(listener);
    until("c", each -> each.bound() == 1);
  }

  @Test
  void anAnswerInPiecesIsAnAnswer() throws Exception {
    ServerSocket listener = listen();
    book(entry("c", at(listener))).start();
    Socket socket = bind(listener);
    socket.setTcpNoDelay(true);
    until("c", each -> each.bound() == 1);
    send("c", "m");
    for (byte octet : octets(new SubmitSmResp("id", Tlvs.EMPTY), 0, read(socket).sequence())) {
      socket.getOutputStream().write(octet);
    }
    assertThat(outcome()).startsWith("m Taken");
  }

  @Test
  void aCarrierThatTalksNonsenseIsLeftAndTriedAgain() throws Exception {
    ServerSocket listener = listen();
    book(entry("c", at(listener))).start();
    Socket socket = bind(listener);
    socket
        .getOutputStream()
        .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    bind(listener);
    CarrierStatus status = until("c", each -> each.bound() == 1);
    assertThat(lastError(status)).isEqualTo("framing error");
  }

  @Test
  void aCarrierThatFallsSilentIsCut() throws Exception {
    ServerSocket listener = listen();
    book(entry("c", at(listener), "enquire-link = 100ms, response = 2s")).start();
    takeBinds(listener);
    until("c", each -> lastError(each).equals("enquire link timeout"));
    until("c", each -> each.bound() == 1);
  }

  @Test
  void aBindThatIsNeverAnsweredIsTriedAgain() throws Exception {
    ServerSocket listener = listen();
    book(entry("c", at(listener), "response = 2s")).start();
    accept(listener);
    until("c", each -> lastError(each).equals("the bind was not answered"));
    takeBinds(listener);
    until("c", each -> each.bound() == 1);
  }

  @Test
  void aCarrierThatUnbindsIsBoundToAgain() throws Exception {
    ServerSocket listener = listen();
    book(entry("c", at(listener))).start();
    Socket socket = bind(listener);
    write(socket, PduTable.blank(CommandId.UNBIND), 0, 3);
    assertThat(read(socket).pdu().commandId()).isEqualTo(CommandId.UNBIND_RESP);
    bind(listener);
    assertThat(lastError(until("c", each -> each.bound() == 1))).isEqualTo("unbound");
  }

  @Test
  void aCloseDoesNotWaitForACarrierThatFellSilent() throws Exception {
    ServerSocket listener = listen();
    CarrierBook carriers = book(entry("c", at(listener)));
    carriers.start();
    bind(listener);
    until("c", each -> each.bound() == 1);
    carriers.close();
    // Long before the hour in which it might have answered.
    until("c", status -> status.binds().get(0).state() == State.STOPPED);
  }

  @Test
  void aFileForTlsThatIsNotThereIsNamed() {
    String missing = directory.resolve("ca.pem").toString();
    assertThatThrownBy(
            () -> book(entry("c", "\"h:1\"", "tls = true", "trust = \"" + missing + "\"")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(missing);
  }

  @Test
  void mistakesInTheFileAreTold() {
    assertThatThrownBy(() -> book("{ name = c }")).isInstanceOf(ConfigException.class);
  }
}

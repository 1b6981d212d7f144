package org.messagecenter.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.codec.PduFrameDecoder;
import org.messagecenter.protocol.session.SessionLimits;
import org.messagecenter.protocol.session.SessionSettings;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.lane.Lanes;

/** Real sockets: who is let in, whom a proxy names, and how a connection ends. */
class SmppListenerTest {
  private static final int READ_LIMIT_MILLIS = 60_000;

  /** No time runs out on a slow machine. */
  private static final Duration AGES = Duration.ofHours(1);

  private static final SessionSettings PATIENT =
      new SessionSettings(AGES, Duration.ZERO, Duration.ZERO, AGES, SessionLimits.defaults(), 0x50);

  private final RecordingHandler desk = new RecordingHandler();
  private final EventLoopGroup loops = SmppListener.eventLoops(1, "test");
  private final List<Socket> clients = new ArrayList<>();
  private @Nullable SmppListener listener;

  @AfterEach
  void stop() throws IOException {
    for (Socket client : clients) {
      client.close();
    }
    SmppListener running = listener;
    if (running != null) {
      running.close();
    }
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private SmppListener start(
      int halfOpen, int halfOpenPerAddress, int perAddress, ProxyMode proxy, String... trusted)
      throws IOException {
    return start(null, halfOpen, halfOpenPerAddress, perAddress, proxy, trusted);
  }

  private SmppListener start(
      @Nullable Supplier<SslContext> tls,
      int halfOpen,
      int halfOpenPerAddress,
      int perAddress,
      ProxyMode proxy,
      String... trusted)
      throws IOException {
    ListenSettings settings =
        new ListenSettings(
            "127.0.0.1",
            OptionalInt.of(0),
            tls == null ? OptionalInt.empty() : OptionalInt.of(0),
            16,
            1,
            PduFrameDecoder.DEFAULT_MAX_LENGTH,
            1 << 20,
            AGES,
            AGES,
            halfOpen,
            halfOpenPerAddress,
            perAddress,
            proxy,
            new TrustedNetworks(
                List.of(trusted).stream()
                    .map(text -> TrustedNetworks.parse(text).orElseThrow())
                    .toList()));
    SmppListener started =
        new SmppListener(
            loops,
            new SessionPipeline(
                settings,
                new Lanes(loops, 1, System::nanoTime),
                () -> PATIENT,
                desk,
                System::nanoTime,
                null,
                null),
            tls);
    started.start();
    listener = started;
    return started;
  }

  private Socket connect(int port) throws IOException {
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setSoTimeout(READ_LIMIT_MILLIS);
    clients.add(client);
    return client;
  }

  private static void send(Socket client, ByteBuf pdu) throws IOException {
    client.getOutputStream().write(ByteBufUtil.getBytes(pdu));
    pdu.release();
  }

  private static void send(Socket client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static CommandId read(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    int length = in.readInt();
    CommandId command = CommandId.of(in.readInt());
    in.readNBytes(length - 8);
    if (command == null) {
      throw new AssertionError("an unknown command came back");
    }
    return command;
  }

  /** Whether nothing more comes, for whatever reason. */
  private static boolean ended(Socket client) throws IOException {
    try {
      return client.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  // ---- limits ---------------------------------------------------------------------------------

  @Test
  void halfOpenConnectionsBeyondTheLimitOfAnAddressAreClosedAtOnce() throws Exception {
    int port = start(0, 2, 0, ProxyMode.OFF).port();
    Socket first = connect(port);
    assertThat(desk.next()).isEqualTo("opened");
    connect(port);
    assertThat(desk.next()).isEqualTo("opened");

    assertThat(ended(connect(port))).isTrue();
    assertThat(desk.next()).isEqualTo("turned away 127.0.0.1 HALF_OPEN_OF_ADDRESS");

    send(first, Wire.bind(1));
    assertThat(read(first)).isEqualTo(CommandId.BIND_TRANSCEIVER_RESP);
    assertThat(desk.next()).isEqualTo("bind_transceiver 1");
    connect(port);
    assertThat(desk.next()).as("the bound one takes no half-open place").isEqualTo("opened");
  }

  @Test
  void halfOpenConnectionsBeyondTheLimitInAllAreClosedAtOnce() throws Exception {
    int port = start(1, 0, 0, ProxyMode.OFF).port();
    Socket first = connect(port);
    assertThat(desk.next()).isEqualTo("opened");
    assertThat(ended(connect(port))).isTrue();
    assertThat(desk.next()).isEqualTo("turned away 127.0.0.1 HALF_OPEN");

    first.close();
    assertThat(desk.next()).isEqualTo("closed PEER_CLOSED");
    connect(port);
    assertThat(desk.next()).isEqualTo("opened");
  }

  @Test
  void connectionsOfAnAddressAreLimitedEvenIfBound() throws Exception {
    int port = start(0, 0, 1, ProxyMode.OFF).port();
    Socket first = connect(port);
    send(first, Wire.bind(1));
    assertThat(read(first)).isEqualTo(CommandId.BIND_TRANSCEIVER_RESP);
    assertThat(ended(connect(port))).isTrue();
    assertThat(desk.take()).contains("turned away 127.0.0.1 CONNECTIONS_OF_ADDRESS");
  }

  // ---- PROXY protocol -------------------------------------------------------------------------

  @Test
  void theAddressThatAProxyNamesIsThePeers() throws Exception {
    int port = start(0, 1, 0, ProxyMode.REQUIRED, "127.0.0.0/8").port();
    Socket client = connect(port);
    send(client, "PROXY TCP4 192.0.2.7 198.51.100.1 40001 2775\r\n");
    send(client, Wire.blank(CommandId.ENQUIRE_LINK, 1));
    assertThat(read(client)).isEqualTo(CommandId.ENQUIRE_LINK_RESP);
    assertThat(desk.channels.get(0).peer()).isEqualTo("192.0.2.7:40001");

    Socket sameAddress = connect(port);
    send(sameAddress, "PROXY TCP4 192.0.2.7 198.51.100.1 40002 2775\r\n");
    assertThat(ended(sameAddress)).isTrue();
    assertThat(desk.take()).containsExactly("opened", "turned away 192.0.2.7 HALF_OPEN_OF_ADDRESS");

    Socket otherAddress = connect(port);
    send(otherAddress, "PROXY TCP4 192.0.2.8 198.51.100.1 40001 2775\r\n");
    assertThat(desk.next()).as("limits are those of the named address").isEqualTo("opened");
  }

  @Test
  void aHeaderFromAnyoneElseIsNotBelieved() throws Exception {
    int port = start(0, 0, 0, ProxyMode.OPTIONAL, "10.0.0.0/8").port();
    Socket client = connect(port);
    send(client, "PROXY TCP4 192.0.2.7 198.51.100.1 40001 2775\r\n");
    assertThat(read(client)).isEqualTo(CommandId.GENERIC_NACK);
    assertThat(desk.channels.get(0).remoteAddress().getAddress().isLoopbackAddress()).isTrue();
  }

  @Test
  void whereItIsRequiredOthersAreTurnedAway() throws Exception {
    int port = start(0, 0, 0, ProxyMode.REQUIRED, "10.0.0.0/8").port();
    assertThat(ended(connect(port))).isTrue();
    assertThat(desk.next()).isEqualTo("turned away 127.0.0.1 PROXY_UNTRUSTED");
  }

  @Test
  void whereItIsRequiredAPduIsNoHeader() throws Exception {
    int port = start(0, 0, 0, ProxyMode.REQUIRED, "127.0.0.1").port();
    Socket client = connect(port);
    send(client, Wire.bind(1));
    assertThat(ended(client)).isTrue();
    assertThat(desk.next()).isEqualTo("turned away 127.0.0.1 PROXY_HEADER");
  }

  @Test
  void aMalformedHeaderEndsTheConnectionAndItsPlaceIsFree() throws Exception {
    int port = start(1, 0, 0, ProxyMode.OPTIONAL, "127.0.0.1").port();
    Socket client = connect(port);
    send(client, "PROXY TCP4 not-an-address\r\n");
    assertThat(ended(client)).isTrue();
    assertThat(desk.next()).isEqualTo("turned away 127.0.0.1 PROXY_HEADER");
    Socket next = connect(port);
    send(next, Wire.bind(1));
    assertThat(read(next)).isEqualTo(CommandId.BIND_TRANSCEIVER_RESP);
  }

  @Test
  void theHeaderComesBeforeTls(@TempDir Path certificates) throws Exception {
    TlsContexts contexts =
        new TlsContexts(
            new TlsSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                certificates,
                TlsSettings.ClientAuthentication.NONE,
                Optional.empty(),
                List.of(),
                true,
                Duration.ZERO),
            Instant::now,
            System::nanoTime,
            problem -> {});
    int port = start(contexts::current, 0, 0, 0, ProxyMode.REQUIRED, "127.0.0.1").tlsPort();
    Socket plain = connect(port);
    send(plain, "PROXY TCP4 192.0.2.7 198.51.100.1 40001 3550\r\n");
    Socket client =
        trusting(certificates.resolve("ca.crt"))
            .getSocketFactory()
            .createSocket(plain, "localhost", port, true);
    send(client, Wire.bind(1));

    assertThat(read(client)).isEqualTo(CommandId.BIND_TRANSCEIVER_RESP);
    assertThat(desk.channels.get(0).peer()).isEqualTo("192.0.2.7:40001");
    assertThat(desk.channels.get(0).tls()).isTrue();
  }

  private static SSLContext trusting(Path authority) throws Exception {
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("ca", new PemFile(authority).certificates().get(0));
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trust);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  // ---- the end --------------------------------------------------------------------------------

  @Test
  void thePeerReadsTheAnswerToItsUnbindAndThenTheEnd() throws Exception {
    Socket client = connect(start(0, 0, 0, ProxyMode.OFF).port());
    send(client, Wire.bind(1));
    assertThat(read(client)).isEqualTo(CommandId.BIND_TRANSCEIVER_RESP);
    // In one piece: what came after our side is closed for good would be answered by a reset.
    send(
        client,
        Unpooled.wrappedBuffer(
            Wire.blank(CommandId.UNBIND, 2), Wire.blank(CommandId.SUBMIT_SM, 3)));

    assertThat(read(client)).isEqualTo(CommandId.UNBIND_RESP);
    assertThat(client.getInputStream().read()).as("an end, no reset").isEqualTo(-1);
    assertThat(List.of(desk.next(), desk.next(), desk.next()))
        .containsExactly("opened", "bind_transceiver 1", "closed UNBOUND");
  }

  @Test
  void aPeerThatClosesItsHalfHasClosed() throws Exception {
    Socket client = connect(start(0, 0, 0, ProxyMode.OFF).port());
    send(client, Wire.bind(1));
    assertThat(read(client)).isEqualTo(CommandId.BIND_TRANSCEIVER_RESP);
    client.shutdownOutput();

    assertThat(ended(client)).isTrue();
    assertThat(List.of(desk.next(), desk.next(), desk.next()))
        .containsExactly("opened", "bind_transceiver 1", "closed PEER_CLOSED");
  }

  @Test
  void whatCameBeforeTheHalfCloseIsStillAnswered() throws Exception {
    Socket client = connect(start(0, 0, 0, ProxyMode.OFF).port());
    send(client, Wire.bind(1));
    send(client, Wire.blank(CommandId.SUBMIT_SM, 2));
    client.shutdownOutput();

    assertThat(read(client)).isEqualTo(CommandId.BIND_TRANSCEIVER_RESP);
    assertThat(read(client)).isEqualTo(CommandId.SUBMIT_SM_RESP);
    assertThat(ended(client)).isTrue();
  }
}

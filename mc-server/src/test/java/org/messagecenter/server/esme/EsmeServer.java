package org.messagecenter.server.esme;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.session.SessionLimits;
import org.messagecenter.protocol.session.SessionSettings;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.server.account.Account;
import org.messagecenter.server.account.AccountBook;
import org.messagecenter.server.account.AuthenticationSettings;
import org.messagecenter.server.account.Authenticator;
import org.messagecenter.server.account.BindType;
import org.messagecenter.server.account.Credential;
import org.messagecenter.server.account.Policy;
import org.messagecenter.server.account.Windows;
import org.messagecenter.server.config.ConfigException;
import org.messagecenter.server.config.ConfigSource;
import org.messagecenter.server.fake.RecordingStore;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.listen.ListenSettings;
import org.messagecenter.server.listen.SessionPipeline;
import org.messagecenter.server.listen.SmppListener;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.server.mailbox.BoundSessions;
import org.messagecenter.server.mailbox.MailCounters;
import org.messagecenter.server.mailbox.MailDesk;
import org.messagecenter.server.mailbox.MailSettings;

/** The desks of this package behind a real port of the loopback address, and clients of it. */
final class EsmeServer implements AutoCloseable {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int READ_LIMIT_MILLIS = 60_000;
  private static final String HASH = "$2y$08$/p2lxW0lDBcA/wRMCBywoOn8ELqlMSSRo8EK5BclRa..XWvSd1WWO";
  private static final AuthenticationSettings AUTHENTICATION =
      new AuthenticationSettings(1, 8, 0, 0, Duration.ofMinutes(1), false, 100, true);

  /** No time runs out on a slow machine. */
  private static final SessionSettings PATIENT =
      new SessionSettings(
          Duration.ofHours(1),
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofHours(1),
          SessionLimits.defaults(),
          0x50);

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final BoundSessions sessions = new BoundSessions();
  final BindDesk binds;

  private final EventLoopGroup loops = SmppListener.eventLoops(1, "test");
  private final RateLimitedLog quiet = new RateLimitedLog(1, () -> 0);
  private final List<Client> clients = new ArrayList<>();
  private final SmppListener listener;

  /** An account whose password is "secret". */
  static Account account(String systemId, Set<BindType> types, int maxBinds, Policy policy) {
    return new Account(
        systemId,
        List.of(new Credential(HASH, null)),
        List.of(),
        types,
        maxBinds,
        Windows.USUAL,
        policy,
        Map.of(),
        Optional.empty());
  }

  /**
   * Starts to listen.
   *
   * @param tellReason whether wrong credentials are answered precisely
   */
  EsmeServer(List<Account> accounts, boolean tellReason, Map<CommandId, RequestDesk> desks)
      throws IOException {
    RecordingStore store = new RecordingStore();
    MailSettings mails =
        new MailSettings(
            Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofDays(3), 100, 10_000, 3);
    MailDesk mail = new MailDesk(store, sessions, mails, new MailCounters(registry), () -> 0);
    SessionCounters counters = new SessionCounters(registry);
    binds =
        new BindDesk(
            new EsmeSettings("mc"),
            tellReason,
            Policy.USUAL,
            new Authenticator(
                AccountBook.of(accounts),
                AUTHENTICATION,
                Runnable::run,
                () -> Instant.EPOCH,
                () -> 0),
            sessions,
            mail,
            SessionLimits.defaults(),
            counters,
            quiet);
    EsmeDesk desk = new EsmeDesk(binds, desks, mail, counters, quiet, quiet);
    listener =
        new SmppListener(
            loops,
            new SessionPipeline(
                settings(),
                new Lanes(loops, 1, System::nanoTime),
                () -> PATIENT,
                desk,
                System::nanoTime,
                null,
                null),
            null);
    listener.start();
  }

  private static ListenSettings settings() {
    try {
      return ListenSettings.from(
          ConfigSource.shipped(ROOT)
              .with("listen.host", "127.0.0.1")
              .with("listen.port", "0")
              .with("listen.tls-port", "null")
              .load()
              .section("listen"));
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A new connection, which ends with the server at the latest. */
  Client connect() throws IOException {
    Client client = new Client(listener.port());
    clients.add(client);
    return client;
  }

  /** How often binds were refused with a status. */
  double refused(String status) {
    return registry.counter("mc.session.refused", "status", status).count();
  }

  @Override
  public void close() throws IOException {
    for (Client client : clients) {
      client.close();
    }
    listener.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  /** One connection, as the client has it. */
  static final class Client implements AutoCloseable {
    private final Socket socket = new Socket();

    Client(int port) throws IOException {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(READ_LIMIT_MILLIS);
    }

    void send(Pdu pdu, int sequence) throws IOException {
      ByteBuf octets = Unpooled.buffer();
      PduCodec.encode(octets, pdu, 0, sequence);
      send(octets);
    }

    void send(ByteBuf octets) throws IOException {
      socket.getOutputStream().write(ByteBufUtil.getBytes(octets));
    }

    /** The name, status and sequence number of the next PDU. */
    String read() throws IOException {
      Packet packet = readPacket();
      return packet.pdu().commandId().wireName()
          + " "
          + packet.commandStatus()
          + " "
          + packet.sequence();
    }

    Packet readPacket() throws IOException {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int length = in.readInt();
      ByteBuf octets = Unpooled.buffer(length);
      octets.writeInt(length).writeBytes(in.readNBytes(length - Integer.BYTES));
      return (Packet) PduCodec.decode(octets);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}

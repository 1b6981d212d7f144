package org.messagecenter.server.esme;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.BindTransceiver;
import org.messagecenter.protocol.pdu.CancelSmResp;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.ReplaceSmResp;
import org.messagecenter.protocol.session.SessionLimits;
import org.messagecenter.protocol.session.SessionSettings;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.CommandStatus;
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

/** Desks that throw, behind real connections: every request is answered once, and others served. */
class EsmeDeskTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int READ_LIMIT_MILLIS = 60_000;
  private static final String HASH = "$2y$08$/p2lxW0lDBcA/wRMCBywoOn8ELqlMSSRo8EK5BclRa..XWvSd1WWO";
  private static final AuthenticationSettings AUTHENTICATION =
      new AuthenticationSettings(1, 8, 0, 0, Duration.ofMinutes(1), false, 100, true);
  private static final Account DEMO =
      new Account(
          "demo",
          List.of(new Credential(HASH, null)),
          List.of(),
          Set.of(BindType.TRANSCEIVER),
          0,
          Windows.USUAL,
          Policy.USUAL,
          Map.of(),
          Optional.empty());

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final EventLoopGroup loops = SmppListener.eventLoops(1, "test");
  private final RateLimitedLog quiet = new RateLimitedLog(1, () -> 0);
  private final SmppListener listener = listener();
  private final Socket client = new Socket();

  private SmppListener listener() {
    BoundSessions sessions = new BoundSessions();
    RecordingStore store = new RecordingStore();
    MailSettings mails =
        new MailSettings(
            Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofDays(3), 100, 10_000, 3);
    MailDesk mail = new MailDesk(store, sessions, mails, new MailCounters(registry), () -> 0);
    SessionCounters counters = new SessionCounters(registry);
    BindDesk binds =
        new BindDesk(
            new EsmeSettings("mc"),
            true,
            Policy.USUAL,
            new Authenticator(
                AccountBook.of(List.of(DEMO)),
                AUTHENTICATION,
                Runnable::run,
                () -> Instant.EPOCH,
                () -> 0),
            sessions,
            mail,
            SessionLimits.defaults(),
            counters,
            quiet);
    EsmeDesk desk =
        new EsmeDesk(
            binds,
            Map.of(
                CommandId.SUBMIT_SM,
                (channel, account, request) -> {
                  throw new IllegalStateException("meant to fail");
                },
                CommandId.REPLACE_SM,
                (channel, account, request) -> {
                  channel.respond(request, new ReplaceSmResp(), CommandStatus.ESME_RREPLACEFAIL);
                  throw new IllegalStateException("meant to fail");
                },
                CommandId.CANCEL_SM,
                (channel, account, request) ->
                    channel.respond(request, new CancelSmResp(), CommandStatus.ESME_ROK)),
            mail,
            counters,
            quiet,
            quiet);
    ListenSettings settings;
    try {
      settings =
          ListenSettings.from(
              ConfigSource.shipped(ROOT)
                  .with("listen.host", "127.0.0.1")
                  .with("listen.port", "0")
                  .with("listen.tls-port", "null")
                  .load()
                  .section("listen"));
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
    return new SmppListener(
        loops,
        new SessionPipeline(
            settings,
            new Lanes(loops, 1, System::nanoTime),
            SessionSettings::defaults,
            desk,
            System::nanoTime,
            null,
            null),
        null);
  }

  @BeforeEach
  void bind() throws IOException {
    listener.start();
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port()));
    client.setSoTimeout(READ_LIMIT_MILLIS);
    send(new BindTransceiver("demo", "secret", "", 0x34, 0, 0, ""), 1);
    assertThat(read()).isEqualTo("bind_transceiver_resp 0 1");
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    listener.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void send(Pdu pdu, int sequence) throws IOException {
    ByteBuf octets = Unpooled.buffer();
    PduCodec.encode(octets, pdu, 0, sequence);
    client.getOutputStream().write(ByteBufUtil.getBytes(octets));
  }

  /** The name, status and sequence number of the next PDU. */
  private String read() throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    int length = in.readInt();
    CommandId command = CommandId.of(in.readInt());
    assertThat(command).isNotNull();
    String words = command.wireName() + " " + in.readInt() + " " + in.readInt();
    in.readNBytes(length - PduCodec.HEADER_LENGTH);
    return words;
  }

  @Test
  void aDeskThatThrowsIsASystemErrorAndTheSessionGoesOn() throws IOException {
    for (int sequence = 2; sequence < 20; sequence += 2) {
      send(PduTable.blank(CommandId.SUBMIT_SM), sequence);
      send(PduTable.blank(CommandId.CANCEL_SM), sequence + 1);
      assertThat(read()).isEqualTo("submit_sm_resp 8 " + sequence);
      assertThat(read()).isEqualTo("cancel_sm_resp 0 " + (sequence + 1));
    }
  }

  @Test
  void whatWasAnsweredBeforeIsNotAnsweredTwice() throws IOException {
    send(PduTable.blank(CommandId.REPLACE_SM), 2);
    send(PduTable.blank(CommandId.CANCEL_SM), 3);
    assertThat(read())
        .isEqualTo("replace_sm_resp " + CommandStatus.ESME_RREPLACEFAIL.value() + " 2");
    assertThat(read()).isEqualTo("cancel_sm_resp 0 3");
  }

  /** What 5.0 added is counted as the older peer is told it. */
  @Test
  void aMalformedPduIsCountedAsItWasAnswered() throws IOException {
    ByteBuf cut = Unpooled.buffer();
    // A submit_sm that ends in front of its data_coding.
    PduCodec.encodeRaw(cut, CommandId.SUBMIT_SM, 0, 2, new byte[14], 0, 14);
    client.getOutputStream().write(ByteBufUtil.getBytes(cut));
    assertThat(read()).isEqualTo("submit_sm_resp " + CommandStatus.ESME_RSUBMITFAIL.value() + " 2");
    assertThat(registry.get("mc.session.malformed").counters())
        .singleElement()
        .extracting(counter -> counter.getId().getTag("status"))
        .isEqualTo("esme_rsubmitfail");
  }
}

package org.messagecenter.testkit.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.session.OutbindRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messagecenter.protocol.capture.CaptureDecoder;
import org.messagecenter.protocol.capture.CaptureSink;
import org.messagecenter.protocol.capture.PduPrinter;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppCallee;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.RunningMessageCenter;
import org.messagecenter.testkit.Submission;
import org.messagecenter.testkit.ThrowawayIdentity;

/** ESMEs that are called when mail waits for them. */
class OutbindTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofMillis(500);
  private static final int ESME_RBINDFAIL = 0x0D;

  @TempDir Path directory;

  /** The account demo can be called at this port; demo2 as ever. */
  private Path accounts(int port, String... more) throws IOException {
    String text =
        """
        accounts = [
          {
            system-id = demo
            passwords = [{ hash = "$2y$08$/p2lxW0lDBcA/wRMCBywoOn8ELqlMSSRo8EK5BclRa..XWvSd1WWO" }]
            outbind { host = "127.0.0.1", port = %d, password = ourproof, system-id = center
              %s }
          }
          {
            system-id = demo2
            passwords = [{ hash = "$2y$08$INoXVIYGf9ZsqTk2lnMU6.0Wh0FVWgxg6v6b2e/27yOzgzwr/JG46" }]
          }
        ]
        """
            .formatted(port, String.join("\n", more));
    return Files.writeString(directory.resolve("accounts.conf"), text);
  }

  private MessageCenterServer.Builder calling(int port, String... more) throws IOException {
    return MessageCenterServer.with("accounts.file", accounts(port, more).toString())
        .with("outbind.check", "20ms")
        .with("outbind.retry-first", "50ms")
        .with("outbind.retry-longest", "200ms");
  }

  /** Submits as a transmitter that is gone before the receipts are. */
  private static List<String> submit(RunningMessageCenter center, int count) throws IOException {
    List<String> ids = new ArrayList<>();
    try (JsmppEsme transmitter = center.esme().type(BindType.BIND_TX).bind()) {
      for (int i = 0; i < count; i++) {
        ids.add(transmitter.submit(Submission.to("49170123456").registeredDelivery(1)));
      }
    }
    return ids;
  }

  private static List<String> ids(List<ReceivedMessage> receipts) {
    return receipts.stream().map(ReceivedMessage::receiptedMessageId).toList();
  }

  private static double count(MessageCenterServer center, String name) {
    return center.meters().get("mc.outbind." + name).functionCounter().count();
  }

  @Test
  void whoIsAwayIsCalledOnceAndTakesItsMail() throws IOException {
    try (JsmppCallee esme = JsmppCallee.listen(0, null, "demo", "secret");
        MessageCenterServer center = calling(esme.port()).start()) {
      esme.outbinds().expectNone(A_WHILE);
      List<String> sent = submit(center, 20);
      OutbindRequest outbind = esme.outbinds().take(SOON);

      assertThat(outbind.getSystemId()).isEqualTo("center");
      assertThat(outbind.getPassword()).isEqualTo("ourproof");
      assertThat(ids(esme.delivered().take(20, SOON))).containsExactlyElementsOf(sent);
      List<String> later = submit(center, 3);
      assertThat(ids(esme.delivered().take(3, SOON))).containsExactlyElementsOf(later);
      esme.outbinds().expectNone(A_WHILE);
      assertThat(count(center, "calls")).isEqualTo(1);
      assertThat(count(center, "bound")).isEqualTo(1);

      esme.hangUp();
      esme.outbinds().expectNone(A_WHILE);
      List<String> last = submit(center, 1);
      assertThat(ids(esme.delivered().take(1, SOON))).isEqualTo(last);
      assertThat(count(center, "calls")).isEqualTo(2);
    }
  }

  @Test
  void whoTakesItsMailIsNotCalled() throws IOException {
    try (JsmppCallee away = JsmppCallee.listen(0, null, "demo", "secret");
        MessageCenterServer center = calling(away.port()).start();
        JsmppEsme esme = center.esme().bind()) {
      esme.submit(Submission.to("49170123456").registeredDelivery(1));
      esme.delivered().take(SOON);
      away.outbinds().expectNone(A_WHILE);
      assertThat(count(center, "calls")).isZero();
    }
  }

  @Test
  void whoClosesIsCalledAgainLater() throws IOException {
    try (JsmppCallee esme = JsmppCallee.listen(0, null, "demo", "secret").refusing(3);
        MessageCenterServer center = calling(esme.port()).start()) {
      List<String> sent = submit(center, 2);

      assertThat(ids(esme.delivered().take(2, SOON))).containsExactlyElementsOf(sent);
      assertThat(esme.outbinds().all()).hasSize(4);
      assertThat(count(center, "calls")).isEqualTo(4);
      assertThat(count(center, "failed")).isEqualTo(3);
      assertThat(count(center, "bound")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = InterfaceVersion.class,
      names = {"IF_34", "IF_50"})
  void whoIsCalledMayBindAsATransceiver(InterfaceVersion version) throws IOException {
    try (JsmppCallee esme =
            JsmppCallee.listen(0, null, "demo", "secret", BindType.BIND_TRX, version);
        MessageCenterServer center = calling(esme.port()).start()) {
      List<String> sent = submit(center, 1);
      assertThat(ids(esme.delivered().take(1, SOON))).isEqualTo(sent);
      assertThat(esme.bound()).isEqualTo(1);
    }
  }

  @Test
  void anotherAccountMayNotAnswerTheCall() throws IOException {
    try (JsmppCallee stranger = JsmppCallee.listen(0, null, "demo2", "secret2");
        MessageCenterServer center = calling(stranger.port()).start()) {
      submit(center, 1);
      assertThat(stranger.refusals().take(SOON)).isEqualTo(ESME_RBINDFAIL);
      assertThat(stranger.bound()).isZero();
    }
  }

  @Test
  void overTls() throws IOException {
    ThrowawayIdentity identity = ThrowawayIdentity.create();
    try (JsmppCallee esme = JsmppCallee.listen(0, identity.serverContext(), "demo", "secret");
        MessageCenterServer center =
            calling(esme.port(), "tls = true", "trust = \"%s\"".formatted(pem(identity))).start()) {
      List<String> sent = submit(center, 2);
      assertThat(ids(esme.delivered().take(2, SOON))).containsExactlyElementsOf(sent);
    }
  }

  @Test
  void nothingIsSaidToWhoeverIsNotTrusted() throws IOException {
    Path trusted = pem(ThrowawayIdentity.create());
    ThrowawayIdentity other = ThrowawayIdentity.create();
    try (JsmppCallee esme = JsmppCallee.listen(0, other.serverContext(), "demo", "secret");
        MessageCenterServer center =
            calling(esme.port(), "tls = true", "trust = \"%s\"".formatted(trusted)).start()) {
      submit(center, 1);
      Await.until("two calls to fail", SOON, () -> count(center, "failed") >= 2);
      assertThat(esme.outbinds().all()).isEmpty();
    }
  }

  @Test
  void mailThatWaitedOverARestartIsCalledForToo() throws IOException {
    int port = JsmppCallee.freePort();
    try (MessageCenterProcess center =
        MessageCenterProcess.with("accounts.file", accounts(port).toString())
            .with("outbind.check", "20ms")
            .with("outbind.retry-first", "50ms")
            .with("outbind.retry-longest", "200ms")
            .start()) {
      List<String> sent = submit(center, 5);
      Await.until(
          "a call to come to nothing", SOON, () -> center.output().contains("came to nothing"));
      assertThat(center.terminate()).isZero();
      center.restart();
      try (JsmppCallee esme = JsmppCallee.listen(port, null, "demo", "secret")) {
        assertThat(ids(esme.delivered().take(5, SOON))).containsExactlyElementsOf(sent);
      }
      assertThat(center.output()).doesNotContain("ourproof");
    }
  }

  @Test
  void aStopDoesNotWaitForACallAndMakesNone() throws IOException {
    JsmppCallee esme = JsmppCallee.listen(0, null, "demo", "secret");
    try (esme) {
      MessageCenterServer center = calling(esme.port()).start();
      esme.refusing(Integer.MAX_VALUE);
      submit(center, 1);
      esme.outbinds().take(SOON);
      center.close();
      esme.outbinds().drain();
      esme.outbinds().expectNone(A_WHILE);
    }
  }

  @Test
  void aCallIsRecordedFromTheOutbindOn() throws IOException {
    Path captures = directory.resolve("capture");
    try (JsmppCallee esme = JsmppCallee.listen(0, null, "demo", "secret");
        MessageCenterServer center =
            calling(esme.port())
                .with("capture.accounts", "[demo]")
                .with("capture.directory", captures.toString())
                .start()) {
      submit(center, 1);
      esme.delivered().take(SOON);
    }
    Recording recording = Recording.of(captures);

    assertThat(recording.comments).anyMatch(c -> c.contains("account demo, called at 127.0.0.1:"));
    assertThat(recording.text)
        .containsSubsequence(" outbind\n", " bind_receiver\n", " bind_receiver_resp\n")
        .contains(" deliver_sm\n");
    assertThat(recording.octets).contains("center\0********\0").doesNotContain("ourproof");
  }

  private Path pem(ThrowawayIdentity identity) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(identity.certificate());
    }
    return Files.writeString(directory.resolve("trust.pem"), text.toString());
  }

  /** All files of a capture, read back. */
  private static final class Recording implements CaptureSink {
    private final PduPrinter printer = new PduPrinter(false, false);
    final List<String> comments = new ArrayList<>();
    final StringBuilder text = new StringBuilder();
    final StringBuilder octets = new StringBuilder();

    static Recording of(Path directory) throws IOException {
      Recording recording = new Recording();
      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.sorted().toList()) {
          byte[] all = Files.readAllBytes(file);
          recording.octets.append(new String(all, ISO_8859_1));
          CaptureDecoder.decode(new ByteArrayInputStream(all), OptionalInt.empty(), recording);
        }
      }
      return recording;
    }

    @Override
    public void pdu(long frame, long micros, String from, String to, Octets pdu) {
      String problem = printer.print(pdu, text);
      assertThat(problem).isNull();
    }

    @Override
    public void problem(long frame, String what) {
      throw new AssertionError(what);
    }

    @Override
    public void comment(long frame, String comment) {
      comments.add(comment);
    }
  }
}

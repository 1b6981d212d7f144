package org.messagecenter.testkit.integration;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.capture.CaptureDecoder;
import org.messagecenter.protocol.capture.CaptureSink;
import org.messagecenter.protocol.capture.PduPrinter;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.Submission;

/** Sessions recorded by a running message center, read back from the files. */
class CaptureTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;

  private final List<String> pdus = new ArrayList<>();
  private final List<String> comments = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  @Test
  void anAccountsSessionInTheClearThoughOverTls() throws IOException {
    try (MessageCenterServer center = recording("[demo]")) {
      try (JsmppEsme esme = center.esme().bind();
          JsmppEsme other = center.esme("demo2", "secret2").bind()) {
        String id = esme.submit(Submission.to("491701234567").registeredDelivery(1));
        assertThat(esme.delivered().take(SOON).receiptedMessageId()).isEqualTo(id);
        other.submit(Submission.to("491709999999"));
      }
      Await.until("both to be gone", SOON, () -> closed(center) == 2);
    }
    read();

    assertThat(problems).isEmpty();
    assertThat(comments)
        .singleElement()
        .asString()
        .matches("session \\d+, account demo, from 127\\.0\\.0\\.1:\\d+, TLS");
    assertThat(find("bind_transceiver"))
        .singleElement()
        .asString()
        .contains("system_id                    \"demo\"");
    assertThat(find("bind_transceiver_resp")).hasSize(1);
    assertThat(find("submit_sm"))
        .singleElement()
        .asString()
        .contains("destination_addr             \"491701234567\"");
    assertThat(find("submit_sm_resp")).hasSize(1);
    assertThat(find("deliver_sm")).singleElement().asString().contains("stat:DELIVRD");
    assertThat(find("deliver_sm_resp")).hasSize(1);
    assertThat(find("unbind")).isNotEmpty();
    for (byte[] file : contents()) {
      assertThat(new String(file, ISO_8859_1))
          .contains("demo\0******\0")
          .doesNotContain("secret")
          .doesNotContain("demo2");
    }
  }

  @Test
  void everySessionAndAlsoTheBindsThatFail() throws IOException {
    try (MessageCenterServer center = recording("[all]")) {
      try (RawSmpp peer = center.raw()) {
        RawPdu refused =
            peer.exchange(RawPdu.bind(RawPdu.BIND_TRANSMITTER, 1, "nobody", "hunter2"), SOON);
        assertThat(refused.status()).isNotZero();
      }
      Await.until("it to be gone", SOON, () -> closed(center) == 1);
    }
    read();

    assertThat(problems).isEmpty();
    assertThat(find("bind_transmitter")).singleElement().asString().contains("\"nobody\"");
    assertThat(find("bind_transmitter_resp")).hasSize(1);
    for (byte[] file : contents()) {
      assertThat(new String(file, ISO_8859_1)).doesNotContain("hunter2");
    }
  }

  @Test
  void withoutASettingNothingIsRecorded() throws IOException {
    try (MessageCenterServer center = recording("[]");
        JsmppEsme esme = center.esme().bind()) {
      esme.submit(Submission.to("491701234567"));
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void anAccountThatIsNotThereIsAProblem() {
    assertThatThrownBy(() -> recording("[dmeo]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("capture.accounts")
        .hasMessageContaining("dmeo");
  }

  private MessageCenterServer recording(String accounts) {
    return MessageCenterServer.usual()
        .with("capture.accounts", accounts)
        .with("capture.directory", directory.toString())
        .start();
  }

  private static double closed(MessageCenterServer center) {
    return center.meters().find("mc.session.closed").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private List<String> find(String command) {
    return pdus.stream().filter(pdu -> pdu.contains(" " + command + "\n")).toList();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.sorted().toList();
    }
  }

  private List<byte[]> contents() throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files()) {
      contents.add(Files.readAllBytes(file));
    }
    assertThat(contents).isNotEmpty();
    return contents;
  }

  private void read() throws IOException {
    for (Path file : files()) {
      try (InputStream in = Files.newInputStream(file)) {
        CaptureDecoder.decode(in, OptionalInt.empty(), new Printing());
      }
    }
  }

  private final class Printing implements CaptureSink {
    private final PduPrinter printer = new PduPrinter(false, false);

    @Override
    public void pdu(long frame, long micros, String from, String to, Octets octets) {
      StringBuilder text = new StringBuilder();
      String problem = printer.print(octets, text);
      if (problem != null) {
        problems.add(problem);
      }
      pdus.add(text.toString());
    }

    @Override
    public void problem(long frame, String what) {
      problems.add(what);
    }

    @Override
    public void comment(long frame, String comment) {
      comments.add(comment);
    }
  }
}

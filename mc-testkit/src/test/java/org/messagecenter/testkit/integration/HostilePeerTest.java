package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.RunningMessageCenter;
import org.messagecenter.testkit.Submission;

/**
 * Peers that break the rules get the answer the specification has for it; whatever they do, the
 * next ESME is served at once.
 */
class HostilePeerTest {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int ESME_RINVMSGLEN = 0x01;
  private static final int ESME_RINVCMDLEN = 0x02;
  private static final int ESME_RINVCMDID = 0x03;
  private static final int ESME_RINVBNDSTS = 0x04;
  private static final int ESME_RINVTLVSTREAM = 0xC0;
  private static final int SUBMIT_SM_RESP = RawPdu.SUBMIT_SM | RawPdu.RESPONSE;

  @SuppressWarnings("NullAway.Init")
  private static UnmovedServer server;

  @SuppressWarnings("NullAway.Init")
  private static MessageCenterProcess center;

  @BeforeAll
  static void start() throws IOException {
    server = new UnmovedServer(MessageCenterProcess.usual().start());
    center = server.process();
  }

  @AfterAll
  static void theHeapIsAsBefore() {
    try {
      server.hasNotGrown();
    } finally {
      server.close();
    }
  }

  @AfterEach
  void theNextEsmeIsServed() throws IOException {
    server.servesAtOnce();
    try (JsmppEsme esme = center.esme().bind()) {
      String id = esme.submit(Submission.to("491701234567").registeredDelivery(1));
      esme.delivered().takeFirst("its receipt", m -> id.equals(m.receiptedMessageId()), SOON);
    }
  }

  private static RawSmpp bound() throws IOException {
    RawSmpp peer = RawSmpp.connect(RunningMessageCenter.HOST, center.port());
    assertThat(
            peer.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret"), SOON).status())
        .isZero();
    return peer;
  }

  @ParameterizedTest
  @CsvSource({"15", "0", "-1", "131073", "1073741824"})
  void aBrokenLengthIsNackedAndEndsTheConnection(int length) throws IOException {
    try (RawSmpp peer = bound()) {
      peer.send(RawPdu.submit(7, "4917", 0, "hi").encode(length));
      RawPdu nack = peer.read(SOON);

      assertThat(nack.commandId()).isEqualTo(RawPdu.GENERIC_NACK);
      assertThat(nack.status()).isEqualTo(ESME_RINVCMDLEN);
      assertThat(peer.closesWithin(SOON)).isTrue();
    }
  }

  @Test
  void otherProtocolsAreTurnedAway() throws IOException {
    for (String words : List.of("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\r\n\r\n\r\n\r\n\r\n")) {
      try (RawSmpp peer = RawSmpp.connect(RunningMessageCenter.HOST, center.port())) {
        peer.send(words.getBytes(StandardCharsets.US_ASCII));
        assertThat(peer.read(SOON).status()).isEqualTo(ESME_RINVCMDLEN);
        assertThat(peer.closesWithin(SOON)).isTrue();
      }
    }
  }

  @Test
  void randomOctetsHarmNobody() throws IOException {
    Random random = new Random(42);
    for (int i = 0; i < 50; i++) {
      byte[] octets = new byte[200];
      random.nextBytes(octets);
      try (RawSmpp peer = RawSmpp.connect(RunningMessageCenter.HOST, center.port())) {
        peer.send(octets);
      }
    }
  }

  @Test
  void aTruncatedPduIsAnsweredForTheFieldThatIsMissing() throws IOException {
    try (RawSmpp peer = bound()) {
      RawPdu whole = RawPdu.submit(7, "491701234567", 0, "hello");
      byte[] cut = Arrays.copyOf(whole.body(), whole.body().length - 3);
      RawPdu answer = peer.exchange(new RawPdu(RawPdu.SUBMIT_SM, 0, 7, cut), SOON);

      assertThat(answer.commandId()).isEqualTo(SUBMIT_SM_RESP);
      assertThat(answer.status()).isEqualTo(ESME_RINVMSGLEN);
      assertThat(answer.sequence()).isEqualTo(7);
      assertThat(peer.exchange(RawPdu.submit(8, "4917", 0, "hi"), SOON).status()).isZero();
    }
  }

  @Test
  void aTlvPastTheEndIsAnsweredAndTheSessionGoesOn() throws IOException {
    try (RawSmpp peer = bound()) {
      RawPdu answer =
          peer.exchange(
              RawPdu.submit(7, "4917", 0, "hi", (byte) 4, (byte) 0x24, (byte) 0, (byte) 80), SOON);

      assertThat(answer.status()).isEqualTo(ESME_RINVTLVSTREAM);
      assertThat(peer.exchange(RawPdu.submit(8, "4917", 0, "hi"), SOON).status()).isZero();
    }
  }

  @Test
  void anUnknownCommandIsNackedAndTheSessionGoesOn() throws IOException {
    try (RawSmpp peer = bound()) {
      RawPdu nack = peer.exchange(RawPdu.request(0x00000999, 7), SOON);

      assertThat(nack.commandId()).isEqualTo(RawPdu.GENERIC_NACK);
      assertThat(nack.status()).isEqualTo(ESME_RINVCMDID);
      assertThat(nack.sequence()).isEqualTo(7);
      assertThat(peer.exchange(RawPdu.submit(8, "4917", 0, "hi"), SOON).status()).isZero();
    }
  }

  @Test
  void aSubmitBeforeTheBindIsAnswered() throws IOException {
    try (RawSmpp peer = RawSmpp.connect(RunningMessageCenter.HOST, center.port())) {
      RawPdu answer = peer.exchange(RawPdu.submit(7, "4917", 0, "hi"), SOON);

      assertThat(answer.commandId()).isEqualTo(SUBMIT_SM_RESP);
      assertThat(answer.status()).isEqualTo(ESME_RINVBNDSTS);
      assertThat(answer.sequence()).isEqualTo(7);
    }
  }

  @Test
  void responsesToNothingAreIgnored() throws IOException {
    try (RawSmpp peer = bound()) {
      peer.send(RawPdu.request(RawPdu.DELIVER_SM | RawPdu.RESPONSE, 99));
      peer.send(RawPdu.request(RawPdu.GENERIC_NACK, 98));
      peer.send(RawPdu.request(0x80000999, 97));
      RawPdu answer = peer.exchange(RawPdu.request(RawPdu.ENQUIRE_LINK, 5), SOON);

      assertThat(answer.commandId()).isEqualTo(RawPdu.ENQUIRE_LINK | RawPdu.RESPONSE);
      assertThat(answer.sequence()).isEqualTo(5);
    }
  }

  @Test
  void octetsThatDribbleAreStillAPdu() throws IOException {
    try (RawSmpp peer = bound()) {
      for (byte octet : RawPdu.submit(7, "4917", 0, "hi").encode()) {
        peer.send(new byte[] {octet});
      }
      assertThat(peer.read(SOON).status()).isZero();
    }
  }

  @Test
  void aPeerThatNeverReadsIsCut() throws IOException {
    try (RawSmpp peer = bound()) {
      byte[] one = RawPdu.submit(7, "4917", 0, "hi").encode();
      byte[] burst = new byte[one.length * 1000];
      for (int i = 0; i < 1000; i++) {
        System.arraycopy(one, 0, burst, i * one.length, one.length);
      }
      boolean cut = false;
      for (int i = 0; i < 5000 && !cut; i++) {
        try {
          peer.send(burst);
        } catch (SocketException e) {
          cut = true;
        }
      }
      assertThat(cut).as("five million unread answers").isTrue();
    }
  }
}

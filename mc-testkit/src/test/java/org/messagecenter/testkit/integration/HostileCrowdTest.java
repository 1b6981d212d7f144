package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.RunningMessageCenter;

/**
 * Peers that come in numbers, speak something else, or never read. Each attack is still under way
 * when a fresh ESME is served within a second; after all of them the heap is as it was.
 */
class HostileCrowdTest {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int CROWD = 1000;
  private static final int BIND_RESP = RawPdu.BIND_TRANSCEIVER | RawPdu.RESPONSE;

  /** The first octets of a TLS 1.2 client's handshake record of 512 octets. */
  private static final byte[] CLIENT_HELLO =
      HexFormat.of().parseHex("160301020001000001fc0303" + "5a".repeat(32) + "20");

  @SuppressWarnings("NullAway.Init")
  private static UnmovedServer server;

  private final List<RawSmpp> attackers = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    server =
        new UnmovedServer(
            MessageCenterProcess.with("listen.tls-handshake", "2s")
                .with("session.session-init", "10m")
                .start());
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
  void theNextEsmeIsServedWhileTheyAreThere() throws IOException {
    try {
      server.servesAtOnce();
    } finally {
      for (RawSmpp attacker : attackers) {
        attacker.close();
      }
    }
  }

  private RawSmpp attacker(int port) throws IOException {
    RawSmpp attacker = RawSmpp.connect(RunningMessageCenter.HOST, port);
    attackers.add(attacker);
    return attacker;
  }

  private RawSmpp plain() throws IOException {
    return attacker(server.process().port());
  }

  private RawSmpp onTlsPort() throws IOException {
    return attacker(server.process().tlsPort());
  }

  @Test
  void tlsOnThePlainPort() throws IOException {
    RawSmpp peer = plain();
    peer.send(CLIENT_HELLO);
    assertThat(peer.read(SOON).commandId()).isEqualTo(RawPdu.GENERIC_NACK);
    assertThat(peer.closesWithin(SOON)).isTrue();
  }

  @Test
  void otherProtocolsOnTheTlsPort() throws IOException {
    for (byte[] octets :
        List.of(
            RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret").encode(),
            "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
      RawSmpp peer = onTlsPort();
      peer.send(octets);
      assertThat(peer.closesWithin(SOON)).isTrue();
    }
  }

  @Test
  void handshakesThatAreNeverFinished() throws IOException {
    RawSmpp silent = onTlsPort();
    RawSmpp halfWay = onTlsPort();
    halfWay.send(CLIENT_HELLO);
    RawSmpp promising = onTlsPort();
    promising.send(Arrays.copyOf(CLIENT_HELLO, 3));

    for (RawSmpp peer : List.of(silent, halfWay, promising)) {
      assertThat(peer.closesWithin(SOON)).isTrue();
    }
  }

  @Test
  void garbageOnBothPorts() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] octets = new byte[1 + random.nextInt(300)];
      random.nextBytes(octets);
      (i % 2 == 0 ? plain() : onTlsPort()).send(octets);
    }
  }

  @Test
  void aThousandHalfOpenConnections() throws IOException {
    for (int i = 0; i < CROWD / 2; i++) {
      plain();
      onTlsPort();
    }
    server.servesAtOnce();
    assertThat(attackers.get(0).exchange(RawPdu.request(RawPdu.ENQUIRE_LINK, 1), SOON).status())
        .as("they are not cut before their time")
        .isZero();
  }

  @Test
  void announcedLengthsCostNothing() throws IOException {
    byte[] announced =
        ByteBuffer.allocate(20).putInt(128 * 1024).putInt(4).putInt(0).putInt(1).array();
    for (int i = 0; i < CROWD / 2; i++) {
      plain().send(announced);
    }
  }

  @Test
  void dribblingCrowd() throws IOException {
    byte[] bind = RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret").encode();
    for (int i = 0; i < 50; i++) {
      plain();
    }
    for (byte octet : bind) {
      for (RawSmpp peer : attackers) {
        peer.send(new byte[] {octet});
      }
    }
    for (RawSmpp peer : attackers) {
      assertThat(peer.read(SOON).commandId()).isEqualTo(BIND_RESP);
    }
  }

  @Test
  void aFloodOfWrongBinds() throws IOException {
    for (int i = 0; i < 100; i++) {
      plain().send(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "wrong" + i));
    }
    server.servesAtOnce();
    for (RawSmpp peer : attackers) {
      RawPdu answer = peer.read(SOON);
      assertThat(answer.commandId()).isEqualTo(BIND_RESP);
      assertThat(answer.status()).isNotZero();
    }
  }

  @Test
  void aFloodOfRightBinds() throws IOException {
    for (int i = 0; i < 300; i++) {
      plain().send(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "demo", "secret"));
    }
    server.servesAtOnce();
    for (RawSmpp peer : attackers) {
      RawPdu answer = peer.read(SOON);
      assertThat(answer.commandId()).isEqualTo(BIND_RESP);
      assertThat(answer.status()).isZero();
    }
  }

  @Test
  void bindsOverAndOverOnOneConnection() throws IOException {
    RawSmpp peer = plain();
    for (int i = 1; i <= 500; i++) {
      peer.send(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, i, "demo", "secret"));
    }
    int good = 0;
    for (int i = 1; i <= 500; i++) {
      good += peer.read(SOON).status() == 0 ? 1 : 0;
    }
    assertThat(good).isEqualTo(1);
  }

  @Test
  void enquiriesWhoseAnswersNobodyReads() throws IOException {
    byte[] burst = new byte[16 * 4096];
    byte[] enquiry = RawPdu.request(RawPdu.ENQUIRE_LINK, 1).encode();
    for (int at = 0; at < burst.length; at += enquiry.length) {
      System.arraycopy(enquiry, 0, burst, at, enquiry.length);
    }
    RawSmpp peer = plain();
    Await.until("the peer that never reads to be cut", SOON, () -> !sends(peer, burst));
  }

  private static boolean sends(RawSmpp peer, byte[] octets) {
    try {
      peer.send(octets);
      return true;
    } catch (SocketException e) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.RunningMessageCenter;

/** The windows of both directions, each account with its own. */
class WindowTest {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final int ESME_RTHROTTLED = 0x58;
  private static final int SUBMIT_SM_RESP = RawPdu.SUBMIT_SM | RawPdu.RESPONSE;
  private static final int DELIVER_SM_RESP = RawPdu.DELIVER_SM | RawPdu.RESPONSE;
  private static final String DESTINATION = "491701234567";

  /** The password of each is: secret. */
  private static final String ACCOUNTS =
      """
      accounts = [
        { system-id = held, passwords = HASH, inbound-window = 4, inbound-excess = hold }
        { system-id = throttled, passwords = HASH, inbound-window = 1, inbound-excess = throttle }
        { system-id = narrow, passwords = HASH, window = 3 }
      ]
      """
          .replace(
              "HASH",
              "[{ hash = \"$2y$08$/p2lxW0lDBcA/wRMCBywoOn8ELqlMSSRo8EK5BclRa..XWvSd1WWO\" }]");

  @SuppressWarnings("NullAway.Init")
  private static MessageCenterProcess center;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    Path accounts = Files.writeString(directory.resolve("accounts.conf"), ACCOUNTS);
    center = MessageCenterProcess.with("accounts.file", accounts.toString()).start();
  }

  @AfterAll
  static void stop() {
    center.close();
  }

  private static RawSmpp bound(String account) throws IOException {
    return bound(account, false);
  }

  private static RawSmpp bound(String account, boolean tls) throws IOException {
    RawSmpp peer =
        tls
            ? RawSmpp.connect(RunningMessageCenter.HOST, center.tlsPort(), center.trust())
            : RawSmpp.connect(RunningMessageCenter.HOST, center.port());
    RawPdu bind = RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, account, "secret");
    assertThat(peer.exchange(bind, SOON).status()).isZero();
    return peer;
  }

  private static byte[] submits(int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(RawPdu.submit(2 + i, DESTINATION, 1, "number " + i).encode());
    }
    return all.toByteArray();
  }

  /**
   * The peer sends everything before it reads anything, and its answers to our deliver_sm come
   * behind it all. Whoever waited for those answers would wait for ever.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTransceiverThatIsHeldGetsEverythingAnsweredAndEveryReceipt(boolean tls) throws IOException {
    int count = 1000;
    try (RawSmpp peer = bound("held", tls)) {
      peer.send(submits(count));
      int accepted = 0;
      Set<Integer> receipts = new HashSet<>();
      while (accepted < count || receipts.size() < count) {
        RawPdu pdu = peer.read(SOON);
        if (pdu.commandId() == RawPdu.DELIVER_SM) {
          receipts.add(pdu.sequence());
          peer.send(new RawPdu(DELIVER_SM_RESP, 0, pdu.sequence(), new byte[1]));
        } else {
          assertThat(pdu.commandId()).isEqualTo(SUBMIT_SM_RESP);
          assertThat(pdu.status()).isZero();
          accepted++;
        }
      }
      assertThat(receipts).hasSize(count);
    }
  }

  @Test
  void anAccountThatIsThrottledIsTold() throws IOException {
    try (RawSmpp peer = bound("throttled")) {
      peer.send(submits(100));
      List<Integer> statuses = new ArrayList<>();
      while (statuses.size() < 100) {
        RawPdu pdu = peer.read(SOON);
        if (pdu.commandId() == SUBMIT_SM_RESP) {
          statuses.add(pdu.status());
        }
      }
      assertThat(statuses).contains(0, ESME_RTHROTTLED).containsOnly(0, ESME_RTHROTTLED);
    }
  }

  @Test
  void noMoreIsSentThanTheWindowOfTheAccountAllows() throws IOException {
    try (RawSmpp peer = bound("narrow")) {
      peer.send(submits(10));
      List<Integer> receipts = new ArrayList<>();
      int accepted = 0;
      while (accepted < 10 || receipts.size() < 3) {
        RawPdu pdu = peer.read(SOON);
        if (pdu.commandId() == RawPdu.DELIVER_SM) {
          receipts.add(pdu.sequence());
        } else {
          accepted++;
        }
      }
      RawPdu enquiry = RawPdu.request(RawPdu.ENQUIRE_LINK, 99);
      for (int answered = 0; answered < 7; answered++) {
        assertThat(peer.exchange(enquiry, SOON).sequence())
            .as("nothing but the answer comes while three are unanswered")
            .isEqualTo(99);
        peer.send(new RawPdu(DELIVER_SM_RESP, 0, receipts.get(answered), new byte[1]));
        RawPdu next = peer.read(SOON);
        assertThat(next.commandId()).isEqualTo(RawPdu.DELIVER_SM);
        receipts.add(next.sequence());
      }
    }
  }
}

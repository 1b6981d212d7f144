package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.testkit.Answer;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.PeerAddress;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/** Accounts with policies of their own on one message center, each served in its own way. */
class AccountPolicyTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String NUMBER = "491701234567";
  private static final String HASH = "$2y$08$/p2lxW0lDBcA/wRMCBywoOn8ELqlMSSRo8EK5BclRa..XWvSd1WWO";

  private static final Duration A_WHILE = Duration.ofMillis(300);
  private static final int ESME_RX_T_APPN = 0x64;
  private static final int ESME_RX_P_APPN = 0x65;
  private static final int QUERY_SM = 0x03;
  private static final byte[] SC_INTERFACE_VERSION = {0x02, 0x10, 0, 1, 0x50};

  @TempDir static Path directory;

  private static MessageCenterServer center;

  @BeforeAll
  static void start() throws IOException {
    Path accounts =
        Files.writeString(
            directory.resolve("accounts.conf"),
            """
            accounts = [
              { system-id = tolerant, passwords = [{ hash = HASH }] }
              {
                system-id = strict, passwords = [{ hash = HASH }]
                policy {
                  strictness = strict
                  tolerance { plus-sign = accept }
                  error-body = nul
                  refused-commands = [query_sm]
                  refused-command-answer = prohibited
                }
              }
              {
                system-id = quiet, passwords = [{ hash = HASH }]
                policy {
                  sc-interface-version = omit
                  throttle-status = queue-full
                  refused-commands = [query_sm]
                }
              }
              {
                system-id = narrow, passwords = [{ hash = HASH }]
                inbound-window = 1, inbound-excess = throttle
                policy.throttle-status = queue-full
              }
              {
                system-id = data, passwords = [{ hash = HASH }]
                policy.receipts.command = data-sm
              }
              {
                system-id = old, passwords = [{ hash = HASH }]
                policy.interface-version = 3.3
              }
              {
                system-id = receipts, passwords = [{ hash = HASH }]
                policy.receipts {
                  text = message-payload
                  date-digits = 12
                  message-id = decimal
                  err = decimal
                }
              }
            ]
            """
                .replace("HASH", '"' + HASH + '"'));
    center =
        MessageCenterServer.with("accounts.file", accounts.toString())
            .with("mailbox.retry-first", "100ms")
            .start();
  }

  @AfterAll
  static void stop() {
    center.close();
  }

  private static RawPdu bind(RawSmpp raw, String account, int version) throws IOException {
    RawPdu bind = RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, account, "secret");
    // Behind interface_version: addr_ton, addr_npi and an empty address_range.
    bind.body()[bind.body().length - 4] = (byte) version;
    RawPdu answer = raw.exchange(bind, SOON);
    assertThat(answer.status()).isZero();
    return answer;
  }

  private static RawPdu submit(String account, int version, RawPdu message) throws IOException {
    try (RawSmpp raw = center.raw()) {
      bind(raw, account, version);
      return raw.exchange(message, SOON);
    }
  }

  private static boolean contains(byte[] octets, byte[] part) {
    return latin1(octets).contains(latin1(part));
  }

  private static String latin1(byte[] octets) {
    return new String(octets, StandardCharsets.ISO_8859_1);
  }

  /** A submit_sm with one octet changed, counted from the end of a body without TLVs. */
  private static RawPdu changed(int fromEnd, int value) {
    RawPdu message = RawPdu.submit(2, NUMBER, 0, "hi");
    message.body()[message.body().length - fromEnd] = (byte) value;
    return message;
  }

  private static RawPdu deviating(String how) {
    return switch (how) {
      case "a NUL behind the text" -> RawPdu.submit(2, NUMBER, 0, "hi", (byte) 0);
      case "a TLV too short" ->
          RawPdu.submit(2, NUMBER, 0, "hi", (byte) 2, (byte) 4, (byte) 0, (byte) 1, (byte) 7);
      case "spaces in the number" -> RawPdu.submit(2, "49 170 1234567", 0, "hi");
      case "a reserved data_coding" -> changed(5, 0x0F);
      case "registered_delivery 0x80" -> RawPdu.submit(2, NUMBER, 0x80, "hi");
      case "a plus sign" -> RawPdu.submit(2, "+" + NUMBER, 0, "hi");
      default -> throw new IllegalArgumentException(how);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "a NUL behind the text, 0x34, 0xC0",
    "a TLV too short, 0x34, 0xC2",
    "spaces in the number, 0x34, 0x0B",
    "a reserved data_coding, 0x34, 0x45",
    "a reserved data_coding, 0x50, 0x104",
    "registered_delivery 0x80, 0x34, 0x07",
    "a plus sign, 0x34, 0",
  })
  void theTolerantAccountIsServedAndTheStrictOneTold(String how, int version, int strictStatus)
      throws IOException {
    assertThat(submit("tolerant", version, deviating(how)).status()).isZero();
    RawPdu answer = submit("strict", version, deviating(how));
    assertThat(answer.status()).isEqualTo(strictStatus);
    if (strictStatus != 0) {
      assertThat(answer.body()).containsExactly(0);
    }
  }

  @Test
  void errorsAreAHeaderOnlyUnlessThePolicyWantsMore() throws IOException {
    RawPdu noDestination = RawPdu.submit(2, "", 0, "hi");
    assertThat(submit("tolerant", 0x34, noDestination).body()).isEmpty();
    assertThat(submit("strict", 0x34, noDestination).body()).containsExactly(0);
  }

  @Test
  void statusesOf5_0GoTo5_0PeersOnly() throws IOException {
    RawPdu query = new RawPdu(QUERY_SM, 0, 2, new byte[] {'a', 0, 1, 1, '4', 0});
    assertThat(submit("strict", 0x50, query))
        .returns(QUERY_SM | RawPdu.RESPONSE, RawPdu::commandId)
        .returns(0x101, RawPdu::status);
    assertThat(submit("strict", 0x34, query))
        .returns(QUERY_SM | RawPdu.RESPONSE, RawPdu::commandId)
        .returns(0x03, RawPdu::status);
    assertThat(submit("quiet", 0x50, query))
        .returns(RawPdu.GENERIC_NACK, RawPdu::commandId)
        .returns(0x03, RawPdu::status)
        .returns(2, RawPdu::sequence);
  }

  @Test
  void aVersionMayBeLeftUnsaid() throws IOException {
    try (RawSmpp said = center.raw();
        RawSmpp unsaid = center.raw()) {
      assertThat(contains(bind(said, "tolerant", 0x34).body(), SC_INTERFACE_VERSION)).isTrue();
      assertThat(bind(unsaid, "quiet", 0x34).body())
          .isEqualTo("messagecenter\0".getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void anAccountSpeaksTheVersionOfItsPolicy() throws IOException {
    try (RawSmpp raw = center.raw()) {
      assertThat(contains(bind(raw, "old", 0x50).body(), SC_INTERFACE_VERSION)).isFalse();
      raw.send(RawPdu.submit(2, NUMBER, 1, "hi"));
      RawPdu receipt = receipt(raw);
      // Nothing behind the text: no TLVs.
      assertThat(latin1(receipt.body())).endsWith(" text:hi");
    }
  }

  @Test
  void receiptsLookAsThePolicyWants() throws IOException {
    try (RawSmpp raw = center.raw()) {
      bind(raw, "receipts", 0x34);
      String id = latin1(raw.exchange(RawPdu.submit(2, NUMBER, 1, "hi"), SOON).body()).trim();
      String decimal = new BigInteger(id, 16).toString();
      assertThat(latin1(receipt(raw).body()))
          .containsPattern(
              "\0\\x04\\x24..id:"
                  + decimal
                  + " sub:001 dlvrd:001 submit date:\\d{12} done date:\\d{12}"
                  + " stat:DELIVRD err:000 text:hi")
          .contains("\u001e\0" + (char) (decimal.length() + 1) + decimal + "\0");
    }
  }

  // ---- throttle-status ------------------------------------------------------------------------

  /** Two in one packet: the second is read before the store has answered the first. */
  @Test
  void excessMayBeCalledAFullQueue() throws IOException {
    try (RawSmpp raw = center.raw()) {
      bind(raw, "narrow", 0x34);
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      both.writeBytes(RawPdu.submit(2, NUMBER, 0, "hi").encode());
      both.writeBytes(RawPdu.submit(3, NUMBER, 0, "hi").encode());
      raw.send(both.toByteArray());
      assertThat(raw.read(SOON)).returns(3, RawPdu::sequence).returns(0x14, RawPdu::status);
      assertThat(raw.read(SOON)).returns(2, RawPdu::sequence).returns(0, RawPdu::status);
      assertThat(raw.exchange(RawPdu.submit(4, NUMBER, 0, "hi"), SOON).status()).isZero();
    }
  }

  // ---- receipts in data_sm --------------------------------------------------------------------

  private static final Submission MESSAGE = Submission.to(NUMBER).text("hi").registeredDelivery(1);

  @Test
  void receiptsMayComeAsDataSm() throws IOException {
    try (JsmppEsme esme = center.esme("data", "secret").bind()) {
      String id = esme.submit(MESSAGE);
      ReceivedMessage receipt = esme.delivered().take(SOON);
      assertThat(receipt.isReceipt()).isTrue();
      assertThat(receipt.shortMessage()).isEmpty();
      assertThat(receipt.receipt().id()).isEqualTo(id);
      assertThat(receipt.receipt().stat()).isEqualTo("DELIVRD");
      assertThat(receipt.receiptedMessageId()).isEqualTo(id);
      assertThat(receipt.source()).isEqualTo(PeerAddress.international(NUMBER));
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void aDataSmThatIsRefusedForNowComesAgain() throws IOException {
    try (JsmppEsme esme =
        center
            .esme("data", "secret")
            .bind()
            .answering(Answer.first(1, Answer.refuse(ESME_RX_T_APPN)))) {
      String id = esme.submit(MESSAGE);
      assertThat(esme.delivered().take(2, SOON))
          .allMatch(receipt -> receipt.receipt().id().equals(id));
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void aDataSmThatIsRefusedForGoodDoesNot() throws IOException {
    try (JsmppEsme esme =
        center
            .esme("data", "secret")
            .bind()
            .answering(Answer.first(1, Answer.refuse(ESME_RX_P_APPN)))) {
      esme.submit(MESSAGE);
      esme.delivered().take(SOON);
      esme.delivered().expectNone(A_WHILE);
    }
  }

  private static RawPdu receipt(RawSmpp raw) throws IOException {
    RawPdu pdu = raw.read(SOON);
    while (pdu.commandId() != RawPdu.DELIVER_SM) {
      pdu = raw.read(SOON);
    }
    return pdu;
  }
}

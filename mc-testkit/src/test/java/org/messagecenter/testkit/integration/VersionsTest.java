package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVCMDID;
import static org.messagecenter.testkit.integration.Refusals.assertRefused;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.MessageState;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.PeerAddress;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/** What sessions of each version may ask, and the forms they are answered in. */
class VersionsTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration A_WHILE = Duration.ofMillis(200);
  private static final String SHORT_ID = "[0-9a-fA-F]{8}";
  private static final String LONG_ID = "[0-9a-f]{32}";
  private static final String IN_AN_HOUR = "000000010000000R";
  private static final PeerAddress ANY = new PeerAddress(0, 0, "");
  private static final PeerAddress SOURCE = PeerAddress.international("4915100000000");
  private static final Submission MESSAGE = Submission.to("49170").registeredDelivery(1);

  @AutoClose private static final MessageCenterServer CENTER = MessageCenterServer.usual().start();

  // ---- 3.3 ------------------------------------------------------------------------------------

  @Test
  void aShortIdIsTheSameInReceiptsAndLaterRequests() throws IOException {
    try (JsmppEsme old = CENTER.esme().version(InterfaceVersion.IF_33).bind()) {
      String id = old.submit(MESSAGE);
      assertThat(id).matches(SHORT_ID);
      assertThat(old.delivered().take(SOON).receipt().id()).isEqualTo(id);
      assertThat(old.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.DELIVERED);

      String later = old.submit(MESSAGE.scheduleDeliveryTime(IN_AN_HOUR));
      assertThat(later).matches(SHORT_ID).isNotEqualTo(id);
      old.replace(later, MESSAGE.text("new").scheduleDeliveryTime(IN_AN_HOUR));
      old.cancel(later, SOURCE, ANY, "");
      ReceivedMessage receipt = old.delivered().take(SOON);
      assertThat(receipt.receipt().id()).isEqualTo(later);
      assertThat(receipt.receipt().stat()).isEqualTo("DELETED");
      assertThat(receipt.receipt().text()).isEqualTo("new");
    }
  }

  @Test
  void aShortIdStaysShortOnLaterSessionsAndALongOneLong() throws IOException {
    try (JsmppEsme old = CENTER.esme().version(InterfaceVersion.IF_33).bind()) {
      String shortId = old.submit(MESSAGE.scheduleDeliveryTime(IN_AN_HOUR));
      String longId;
      try (JsmppEsme recent = CENTER.esme().type(BindType.BIND_TX).bind()) {
        longId = recent.submit(MESSAGE.scheduleDeliveryTime(IN_AN_HOUR));
        assertThat(longId).matches(LONG_ID);
        assertThat(recent.query(shortId, SOURCE).getMessageState()).isEqualTo(MessageState.ENROUTE);
        recent.cancel(shortId, SOURCE, ANY, "");
        recent.cancel(longId, SOURCE, ANY, "");
      }
      assertThat(old.delivered().take(2, SOON))
          .extracting(receipt -> receipt.receipt().id())
          .containsExactlyInAnyOrder(shortId, longId);
    }
  }

  /** Nothing that a 3.4 session submitted puts a TLV on the wire to a 3.3 session. */
  @Test
  void nothingSentToAThreeThreeSessionHasTlvs() throws IOException {
    try (JsmppEsme old = CENTER.esme().version(InterfaceVersion.IF_33).bind();
        JsmppEsme recent = CENTER.esme().type(BindType.BIND_TX).bind()) {
      recent.submit(
          Submission.to("5550100")
              .registeredDelivery(0x11)
              .messagePayload("paid")
              .shortMessage(new byte[0])
              .tlv(0x0204, new byte[] {0, 1}));
      recent.submit(MESSAGE.tlv(0x0204, new byte[] {0, 2}));
      recent.data(Submission.to("998").registeredDelivery(0x11).messagePayload("data"));
      List<ReceivedMessage> came = old.delivered().take(4, SOON);

      assertThat(came).allMatch(message -> message.tlvs().isEmpty());
      assertThat(came)
          .filteredOn(message -> !message.isReceipt() && !message.isIntermediate())
          .singleElement()
          .satisfies(message -> assertThat(message.text()).isEqualTo("paid"));
    }
  }

  @Test
  void responsesToAThreeThreeSessionHaveNoTlvs() throws IOException {
    try (RawSmpp raw = CENTER.raw()) {
      RawPdu bound =
          raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSMITTER, 1, "demo2", "secret2", 0x33), SOON);
      assertThat(new String(bound.body(), StandardCharsets.US_ASCII)).isEqualTo("messagecenter\0");
      RawPdu submitted = raw.exchange(RawPdu.submit(2, "49170", 0, "hello"), SOON);
      // 8 digits and their NUL.
      assertThat(submitted.body()).hasSize(9);
    }
  }

  @Test
  void aThreeThreeSessionGetsNoAlert() throws IOException {
    try (JsmppEsme old = CENTER.esme("demo2", "secret2").version(InterfaceVersion.IF_33).bind()) {
      try (JsmppEsme recent = CENTER.esme("demo2", "secret2").type(BindType.BIND_TX).bind()) {
        recent.submit(Submission.to("9961").registeredDelivery(1).tlv(0x0421, new byte[] {1}));
      }
      assertThat(old.delivered().take(SOON).receipt().stat()).isEqualTo("DELIVRD");
      old.alerts().expectNone(A_WHILE);
      assertThat(old.isBound()).isTrue();
    }
  }

  @Test
  void aThreeThreeSessionHasNoDataSm() throws IOException {
    try (RawSmpp raw = CENTER.raw()) {
      raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSMITTER, 1, "demo2", "secret2", 0x33), SOON);
      byte[] body = {0, 1, 1, '4', 0, 1, 1, '4', '9', 0, 0, 0, 0};

      assertThat(raw.exchange(new RawPdu(0x103, 0, 2, body), SOON).status())
          .isEqualTo(STAT_ESME_RINVCMDID);
      assertThat(raw.exchange(RawPdu.request(RawPdu.ENQUIRE_LINK, 3), SOON).status()).isZero();
    }
  }

  /** The low bits of esm_class meant nothing then. */
  @Test
  void aThreeThreeSessionHasNoModes() throws IOException {
    try (JsmppEsme old = CENTER.esme().version(InterfaceVersion.IF_33).bind()) {
      for (int esmClass = 0; esmClass < 4; esmClass++) {
        String id = old.submit(MESSAGE.esmClass(esmClass));
        assertThat(old.delivered().take(SOON).receipt().id()).isEqualTo(id);
      }
    }
  }

  @Test
  void manyDestinationsShareAShortIdToo() throws IOException {
    try (JsmppEsme old = CENTER.esme().version(InterfaceVersion.IF_33).bind()) {
      String id =
          old.submitMulti(
                  MESSAGE,
                  List.of(PeerAddress.international("49170"), PeerAddress.international("49171")))
              .getMessageId();
      assertThat(id).matches(SHORT_ID);
      assertThat(old.delivered().take(2, SOON))
          .extracting(receipt -> receipt.receipt().id())
          .containsOnly(id);
      assertThat(old.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.DELIVERED);
    }
  }

  // ---- states ---------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({"IF_33, ENROUTE", "IF_34, ENROUTE", "IF_50, SCHEDULED"})
  void onlyFiveOhKnowsScheduled(InterfaceVersion version, MessageState state) throws IOException {
    try (JsmppEsme esme = CENTER.esme().version(version).bind()) {
      String id = esme.submit(MESSAGE.scheduleDeliveryTime(IN_AN_HOUR));

      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(state);
    }
  }

  @ParameterizedTest
  @CsvSource({"IF_33, UNDELIVERABLE", "IF_34, REJECTED", "IF_50, REJECTED"})
  void threeThreeDoesNotKnowRejected(InterfaceVersion version, MessageState state)
      throws IOException {
    try (JsmppEsme esme = CENTER.esme().version(version).bind()) {
      String id = esme.submit(Submission.to("997").registeredDelivery(1));
      esme.delivered().take(SOON);

      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(state);
    }
  }

  // ---- before 5.0 -----------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(ints = {0x33, 0x34})
  void broadcastsBelongToFiveOh(int version) throws IOException {
    try (RawSmpp raw = CENTER.raw()) {
      raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSMITTER, 1, "demo2", "secret2", version), SOON);
      // All mandatory fields of each are there, and empty.
      Map.of(0x111, 11, 0x112, 4, 0x113, 5)
          .forEach(
              (command, octets) -> {
                RawPdu answer = exchange(raw, new RawPdu(command, 0, command, new byte[octets]));
                assertThat(answer.commandId()).isEqualTo(command | RawPdu.RESPONSE);
                assertThat(answer.status()).isEqualTo(STAT_ESME_RINVCMDID);
              });
    }
  }

  private static RawPdu exchange(RawSmpp raw, RawPdu request) {
    try {
      return raw.exchange(request, SOON);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anIdOfAThreeFourSessionIsUnknownInShort() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submit(MESSAGE.scheduleDeliveryTime(IN_AN_HOUR));

      assertRefused(0x0C, () -> esme.query(id.substring(0, 8), SOURCE));
      assertRefused(0x0C, () -> esme.query(id.substring(24), SOURCE));
    }
  }
}

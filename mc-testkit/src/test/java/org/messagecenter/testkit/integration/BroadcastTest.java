package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.testkit.integration.Broadcaster.AREA;
import static org.messagecenter.testkit.integration.Broadcaster.AREA_SUCCESS;
import static org.messagecenter.testkit.integration.Broadcaster.CONTENT_TYPE;
import static org.messagecenter.testkit.integration.Broadcaster.END_TIME;
import static org.messagecenter.testkit.integration.Broadcaster.ERROR_STATUS;
import static org.messagecenter.testkit.integration.Broadcaster.INTERVAL;
import static org.messagecenter.testkit.integration.Broadcaster.REPETITIONS;
import static org.messagecenter.testkit.integration.Broadcaster.USER_MESSAGE_REFERENCE;
import static org.messagecenter.testkit.integration.Broadcaster.alias;
import static org.messagecenter.testkit.integration.Broadcaster.tlv;
import static org.messagecenter.testkit.integration.Broadcaster.values;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.jsmpp.bean.BroadcastSmResp;
import org.jsmpp.bean.MessageState;
import org.jsmpp.bean.QueryBroadcastSmResp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.messagecenter.testkit.Await;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.RawPdu;

/** Broadcasts over the simulated cells, in the form of jSMPP's PDUs. */
class BroadcastTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int ESME_RINVSCHED = 0x61;
  private static final int ESME_RINVMSGID = 0x0C;
  private static final int ESME_RMISSINGTLV = 0xC3;
  private static final int ESME_RINVBCASTALIAS_NAME = 0x108;
  private static final int ESME_RINVBCASTAREAFMT = 0x109;
  private static final int ESME_RBCASTFAIL = 0x10D;
  private static final int ESME_RBCASTCANCELFAIL = 0x10F;
  private static final String IN_AN_HOUR = "000000010000000R";

  @AutoClose
  private static final MessageCenterServer CENTER =
      MessageCenterServer.with(
              "broadcast.areas",
              "[{ name = downtown, success = 95 }, { name = harbour, success = 40 }]")
          .with("broadcast.success", "88")
          .start();

  private static int sources;

  @SuppressWarnings("NullAway.Init")
  private Broadcaster esme;

  @BeforeEach
  void bind() throws IOException {
    esme = Broadcaster.bind(CENTER, "demo", "secret");
    esme.source = "49151" + (1_000 + sources++);
  }

  @AfterEach
  void close() throws IOException {
    esme.close();
  }

  private String accepted(RawPdu response) {
    return esme.ok(response, BroadcastSmResp.class).getMessageId();
  }

  @Test
  void itIsUnderWayInEachAreaUntilItIsCancelled() throws IOException {
    String id =
        accepted(
            esme.request("downtown", "harbour")
                .area(1, 0, 0, 0, 0)
                .with(USER_MESSAGE_REFERENCE, 0, 7)
                .send());
    assertThat(id).matches("[0-9a-f]{32}");
    QueryBroadcastSmResp told = esme.ok(esme.query(id), QueryBroadcastSmResp.class);

    assertThat(told.getMessageId()).isEqualTo(id);
    assertThat(esme.state(id)).isEqualTo(MessageState.ENROUTE);
    assertThat(values(told, AREA))
        .containsExactly(alias("downtown"), alias("harbour"), new byte[] {1, 0, 0, 0, 0});
    assertThat(values(told, AREA_SUCCESS))
        .containsExactly(new byte[] {95}, new byte[] {40}, new byte[] {88});
    assertThat(values(told, USER_MESSAGE_REFERENCE)).containsExactly(new byte[] {0, 7});
    assertThat(values(told, END_TIME)).isEmpty();

    esme.ok(esme.cancel(id));
    QueryBroadcastSmResp ended = esme.ok(esme.query(id), QueryBroadcastSmResp.class);
    assertThat(esme.state(id)).isEqualTo(MessageState.DELETED);
    assertThat(values(ended, END_TIME)).singleElement().satisfies(BroadcastTest::isTime);
    assertThat(esme.cancel(id).status()).isEqualTo(ESME_RBCASTCANCELFAIL);
  }

  private static void isTime(byte[] value) {
    assertThat(new String(value, StandardCharsets.US_ASCII)).matches("\\d{13}00[+]\0?");
  }

  @Test
  void beforeItsStartItIsScheduledAndReachesNobody() throws IOException {
    Broadcaster.Request request = esme.request("downtown");
    request.schedule = IN_AN_HOUR;
    String id = accepted(request.send());
    QueryBroadcastSmResp told = esme.ok(esme.query(id), QueryBroadcastSmResp.class);

    assertThat(esme.state(id)).isEqualTo(MessageState.SCHEDULED);
    assertThat(values(told, AREA_SUCCESS)).containsExactly(new byte[] {(byte) 255});
    esme.ok(esme.cancel(id));
    assertThat(esme.state(id)).isEqualTo(MessageState.DELETED);
  }

  @Test
  void itExpiresAfterItsLastRepetitionOrItsValidity() throws IOException {
    String repeated = accepted(esme.request("downtown").with(REPETITIONS, 0, 1).send());
    Broadcaster.Request once = esme.request("downtown");
    once.priority = 1;
    String immediate = accepted(once.send());
    Broadcaster.Request brief = esme.request("downtown");
    brief.validity = "000000000001000R";
    String limited = accepted(brief.send());
    String endless = accepted(esme.broadcast("downtown"));
    // The longest that can be asked for.
    String longest =
        accepted(
            esme.request("downtown")
                .with(REPETITIONS, 0xFF, 0xFF)
                .with(INTERVAL, 0x0E, 0xFF, 0xFF)
                .send());

    for (String id : List.of(repeated, immediate, limited)) {
      Await.until("the end of " + id, SOON, () -> stateOf(id) == MessageState.EXPIRED);
      assertThat(esme.cancel(id).status()).isEqualTo(ESME_RBCASTCANCELFAIL);
    }
    assertThat(esme.state(endless)).isEqualTo(MessageState.ENROUTE);
    assertThat(esme.state(longest)).isEqualTo(MessageState.ENROUTE);
  }

  private MessageState stateOf(String id) {
    try {
      return esme.state(id);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsOverIsKeptForAWhileOnly() throws IOException {
    try (MessageCenterServer forgetful =
            MessageCenterServer.with("broadcast.kept", "100ms").start();
        Broadcaster own = Broadcaster.bind(forgetful, "demo", "secret")) {
      String id = own.ok(own.broadcast("anywhere"), BroadcastSmResp.class).getMessageId();
      own.ok(own.cancel(id));

      Await.until(
          "it is forgotten",
          SOON,
          () -> {
            try {
              return own.query(id).status() == ESME_RINVMSGID;
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  // ---- areas ----------------------------------------------------------------------------------

  @Test
  void anAreaThatIsNotKnownIsNamedAndTheOthersServed() throws IOException {
    BroadcastSmResp response =
        esme.ok(esme.request("nowhere", "downtown").area(9, 1, 2).send(), BroadcastSmResp.class);

    assertThat(values(response, AREA)).containsExactly(alias("nowhere"), new byte[] {9, 1, 2});
    assertThat(values(response, ERROR_STATUS))
        .containsExactly(new byte[] {0, 0, 1, 8}, new byte[] {0, 0, 1, 9});
    QueryBroadcastSmResp told =
        esme.ok(esme.query(response.getMessageId()), QueryBroadcastSmResp.class);
    assertThat(values(told, AREA_SUCCESS))
        .containsExactly(new byte[] {0}, new byte[] {95}, new byte[] {0});
  }

  @Test
  void withNoAreaLeftTheWholeIsRefused() throws IOException {
    assertThat(esme.broadcast("nowhere", "elsewhere").status()).isEqualTo(ESME_RINVBCASTALIAS_NAME);
    assertThat(esme.request().area(9, 1, 2).send().status()).isEqualTo(ESME_RINVBCASTAREAFMT);
    assertThat(esme.request("nowhere").area(9, 1, 2).send().status()).isEqualTo(ESME_RBCASTFAIL);
    assertThat(esme.request().send().status()).isEqualTo(ESME_RMISSINGTLV);
  }

  @ParameterizedTest
  @CsvSource({
    // tag, value, status
    "0x0601, 090010, 0x10B",
    "0x0605, 070001, 0x107",
    "0x0605, 080000, 0x107",
    "0x0600, 07, 0x112",
    "0x0603, 07, 0x10C",
  })
  void eachValueIsRefusedWithItsOwnStatus(int tag, String hex, int status) throws IOException {
    byte[] value = HexFormat.of().parseHex(hex);
    int[] octets = new int[value.length];
    for (int i = 0; i < octets.length; i++) {
      octets[i] = value[i];
    }
    assertThat(esme.request("downtown").with(tag, octets).send().status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"0x0601", "0x0604", "0x0605"})
  void whatIsMandatoryIsMissed(int tag) throws IOException {
    assertThat(esme.request("downtown").without(tag).send().status()).isEqualTo(ESME_RMISSINGTLV);
  }

  @Test
  void theTimesAreChecked() throws IOException {
    Broadcaster.Request past = esme.request("downtown");
    past.schedule = "010101000000000+";
    assertThat(past.send().status()).isEqualTo(ESME_RINVSCHED);
  }

  // ---- which one is meant ---------------------------------------------------------------------

  @Test
  void onlyItsSenderReachesABroadcast() throws IOException {
    String id = accepted(esme.broadcast("downtown"));
    try (Broadcaster stranger = Broadcaster.bind(CENTER, "demo2", "secret2")) {
      stranger.source = esme.source;
      assertThat(stranger.query(id).status()).isEqualTo(ESME_RINVMSGID);
      assertThat(stranger.cancel(id).status()).isEqualTo(ESME_RINVMSGID);
    }
    String own = esme.source;
    esme.source = "4915199";
    assertThat(esme.query(id).status()).isEqualTo(ESME_RINVMSGID);
    assertThat(esme.cancel(id).status()).isEqualTo(ESME_RINVMSGID);
    assertThat(esme.cancel("").status()).isEqualTo(ESME_RBCASTCANCELFAIL);
    esme.source = own;
    assertThat(esme.query("").status()).isEqualTo(ESME_RINVMSGID);
    assertThat(esme.query("unknown").status()).isEqualTo(ESME_RINVMSGID);
    assertThat(esme.state(id)).isEqualTo(MessageState.ENROUTE);
  }

  @Test
  void ofSeveralWithOneReferenceTheNewestIsAskedFor() throws IOException {
    accepted(esme.request("downtown").with(USER_MESSAGE_REFERENCE, 0, 9).send());
    String newest = accepted(esme.request("harbour").with(USER_MESSAGE_REFERENCE, 0, 9).send());
    accepted(esme.request("harbour").with(USER_MESSAGE_REFERENCE, 0, 8).send());

    assertThat(
            esme.ok(esme.query("", tlv(USER_MESSAGE_REFERENCE, 0, 9)), QueryBroadcastSmResp.class)
                .getMessageId())
        .isEqualTo(newest);
    assertThat(esme.query("", tlv(USER_MESSAGE_REFERENCE, 0, 1)).status())
        .isEqualTo(ESME_RINVMSGID);
  }

  @Test
  void withoutAnIdAllOfASourceServiceAndContentAreCancelled() throws IOException {
    Broadcaster.Request wap = esme.request("downtown");
    wap.serviceType = "WAP";
    String ofWap = accepted(wap.send());
    String weather = accepted(esme.request("downtown").with(CONTENT_TYPE, 1, 0, 0x11).send());
    String usual = accepted(esme.broadcast("downtown"));

    assertThat(esme.cancel("", "USSD").status()).isEqualTo(ESME_RBCASTCANCELFAIL);
    esme.ok(esme.cancel("", "WAP"));
    assertThat(esme.state(ofWap)).isEqualTo(MessageState.DELETED);
    esme.ok(esme.cancel("", tlv(CONTENT_TYPE, 1, 0, 0x11)));
    assertThat(esme.state(weather)).isEqualTo(MessageState.DELETED);
    assertThat(esme.state(usual)).isEqualTo(MessageState.ENROUTE);
    esme.ok(esme.cancel(""));
    assertThat(esme.state(usual)).isEqualTo(MessageState.DELETED);
  }

  @Test
  void oneIsReplacedByIdOrByReference() throws IOException {
    String id = accepted(esme.request("downtown").with(USER_MESSAGE_REFERENCE, 0, 5).send());
    Broadcaster.Request byId = esme.request("harbour").with(REPETITIONS, 0, 0);
    byId.replace = 1;
    assertThat(byId.send().status()).isEqualTo(ESME_RINVMSGID);
    byId.messageId = id;
    assertThat(accepted(byId.send())).isEqualTo(id);
    QueryBroadcastSmResp told = esme.ok(esme.query(id), QueryBroadcastSmResp.class);
    assertThat(values(told, AREA)).containsExactly(alias("harbour"));

    String other = accepted(esme.request("downtown").with(USER_MESSAGE_REFERENCE, 0, 6).send());
    Broadcaster.Request byReference = esme.request("harbour").with(USER_MESSAGE_REFERENCE, 0, 6);
    byReference.replace = 1;
    assertThat(accepted(byReference.send())).isEqualTo(other);
    byReference.messageId = other;
    assertThat(byReference.send().status()).isEqualTo(ESME_RINVMSGID);
    esme.ok(esme.cancel(id));
    assertThat(byId.send().status()).isEqualTo(ESME_RBCASTFAIL);
    byId.messageId = "unknown";
    assertThat(byId.send().status()).isEqualTo(ESME_RINVMSGID);
  }
}

package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jsmpp.SMPPConstant.STAT_ESME_RCANCELFAIL;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVDLNAME;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVDSTADR;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVDSTTON;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVESMCLASS;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVMSGID;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVNUMDESTS;
import static org.jsmpp.SMPPConstant.STAT_ESME_RINVSCHED;
import static org.jsmpp.SMPPConstant.STAT_ESME_RSUBMITFAIL;
import static org.messagecenter.testkit.integration.Refusals.assertRefused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jsmpp.bean.MessageState;
import org.jsmpp.bean.UnsuccessDelivery;
import org.jsmpp.session.SubmitMultiResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.PeerAddress;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;
import org.messagecenter.testkit.ReceivedMessage;
import org.messagecenter.testkit.Submission;

/** submit_multi: one id, and for each destination its own way, end and receipt. */
class SubmitMultiTest {
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration A_WHILE = Duration.ofMillis(200);
  private static final int SUBMIT_MULTI = 0x21;
  private static final int ESME_RINVSUBREP = 0x42;
  private static final String IN_AN_HOUR = "000000010000000R";
  private static final PeerAddress ANY = new PeerAddress(0, 0, "");
  private static final PeerAddress SOURCE = PeerAddress.international("4915100000000");
  private static final Submission MESSAGE = Submission.to("0").registeredDelivery(1);

  @AutoClose private static final MessageCenterServer CENTER = MessageCenterServer.usual().start();

  private static List<PeerAddress> to(String... digits) {
    return List.of(digits).stream().map(PeerAddress::international).toList();
  }

  private static Map<String, String> statesByDestination(List<ReceivedMessage> receipts) {
    Map<String, String> states = new HashMap<>();
    for (ReceivedMessage receipt : receipts) {
      assertThat(states.put(receipt.source().digits(), receipt.receipt().stat())).isNull();
    }
    return states;
  }

  @Test
  void eachDestinationHasItsOwnReceiptUnderTheOneId() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      SubmitMultiResult result = esme.submitMulti(MESSAGE, to("49170", "999", "997", "49171"));
      List<ReceivedMessage> receipts = esme.delivered().take(4, SOON);

      assertThat(result.getUnsuccessDeliveries()).isNullOrEmpty();
      assertThat(receipts).allMatch(r -> r.receipt().id().equals(result.getMessageId()));
      assertThat(statesByDestination(receipts))
          .isEqualTo(
              Map.of("49170", "DELIVRD", "999", "UNDELIV", "997", "REJECTD", "49171", "DELIVRD"));
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void twoHundredAndFiftyFiveDestinations() throws IOException {
    List<PeerAddress> all =
        IntStream.range(0, 255).mapToObj(i -> PeerAddress.international("49170" + i)).toList();
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submitMulti(MESSAGE, all).getMessageId();
      List<ReceivedMessage> receipts = esme.delivered().take(255, SOON);

      assertThat(receipts).allMatch(r -> r.receipt().id().equals(id));
      assertThat(receipts)
          .extracting(ReceivedMessage::source)
          .containsExactlyInAnyOrderElementsOf(all);
      assertThat(receipts).allMatch(r -> r.receipt().stat().equals("DELIVRD"));
      esme.delivered().expectNone(A_WHILE);
      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.DELIVERED);
    }
  }

  @Test
  void theSameDestinationTwiceIsTwoMessages() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      esme.submitMulti(MESSAGE, to("49170", "49170"));

      assertThat(esme.delivered().take(2, SOON)).allMatch(ReceivedMessage::isReceipt);
      esme.delivered().expectNone(A_WHILE);
    }
  }

  // ---- refusals -------------------------------------------------------------------------------

  @Test
  void refusedDestinationsAreNamedAndTheOthersServed() throws IOException {
    PeerAddress letters = new PeerAddress(1, 1, "49abc");
    PeerAddress strange = new PeerAddress(0, 1, "friends");
    try (JsmppEsme esme = CENTER.esme().bind()) {
      SubmitMultiResult result =
          esme.submitMulti(MESSAGE, List.of(letters, PeerAddress.international("49170"), strange));

      assertThat(result.getUnsuccessDeliveries())
          .extracting(SubmitMultiTest::address)
          .containsExactly(letters, strange);
      assertThat(result.getUnsuccessDeliveries())
          .extracting(UnsuccessDelivery::getErrorStatusCode)
          .containsOnly(STAT_ESME_RINVDSTADR);
      ReceivedMessage receipt = esme.delivered().take(SOON);
      assertThat(receipt.source().digits()).isEqualTo("49170");
      assertThat(receipt.receipt().id()).isEqualTo(result.getMessageId());
      esme.delivered().expectNone(A_WHILE);
    }
  }

  private static PeerAddress address(UnsuccessDelivery refused) {
    return new PeerAddress(
        refused.getDestinationAddress().getTon(),
        refused.getDestinationAddress().getNpi(),
        refused.getDestinationAddress().getAddress());
  }

  @Test
  void withNoDestinationLeftTheWholeIsRefused() throws IOException {
    PeerAddress letters = new PeerAddress(1, 1, "49abc");
    try (JsmppEsme esme = CENTER.esme().bind()) {
      assertRefused(
          STAT_ESME_RINVDSTADR, () -> esme.submitMulti(MESSAGE, List.of(letters, letters)));
      esme.delivered().expectNone(A_WHILE);
    }
  }

  @Test
  void whatIsWrongWithTheMessageRefusesTheWhole() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      assertRefused(
          STAT_ESME_RINVSCHED,
          () -> esme.submitMulti(MESSAGE.scheduleDeliveryTime("010101000000000+"), to("49170")));
      assertRefused(
          STAT_ESME_RINVESMCLASS, () -> esme.submitMulti(MESSAGE.esmClass(2), to("49170")));
      assertRefused(
          ESME_RINVSUBREP, () -> esme.submitMulti(MESSAGE.replaceIfPresent(1), to("49170")));
      esme.delivered().expectNone(A_WHILE);
    }
  }

  /** jSMPP sends addresses only: here are none, lists, and addresses of different faults. */
  @Test
  void listsAndEmptyListsOfDestinations() throws IOException {
    try (RawSmpp raw = CENTER.raw()) {
      raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSMITTER, 1, "demo", "secret"), SOON);

      assertThat(multi(raw, 2, 0, new byte[0]).status()).isEqualTo(STAT_ESME_RINVNUMDESTS);
      byte[] list = entry(2, -1, -1, "friends");
      assertThat(multi(raw, 3, 1, list).status()).isEqualTo(STAT_ESME_RINVDLNAME);
      byte[] ton = entry(1, 9, 1, "49170");
      assertThat(multi(raw, 4, 1, ton).status()).isEqualTo(STAT_ESME_RINVDSTTON);
      assertThat(multi(raw, 5, 2, join(list, ton)).status()).isEqualTo(STAT_ESME_RSUBMITFAIL);

      RawPdu mixed = multi(raw, 6, 3, join(list, entry(1, 1, 1, "49170"), ton));
      assertThat(mixed.status()).isZero();
      // Behind the message_id and its NUL: two entries of TON, NPI, address and status.
      byte[] rest = Arrays.copyOfRange(mixed.body(), 33, mixed.body().length);
      assertThat(rest)
          .isEqualTo(
              join(
                  new byte[] {2, 0, 0},
                  "friends\0".getBytes(StandardCharsets.US_ASCII),
                  new byte[] {0, 0, 0, STAT_ESME_RINVDLNAME, 9, 1},
                  "49170\0".getBytes(StandardCharsets.US_ASCII),
                  new byte[] {0, 0, 0, STAT_ESME_RINVDSTTON}));
    }
  }

  private static byte[] entry(int flag, int ton, int npi, String name) {
    byte[] text = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    return flag == 2
        ? join(new byte[] {2}, text)
        : join(new byte[] {1, (byte) ton, (byte) npi}, text);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static RawPdu multi(RawSmpp raw, int sequence, int count, byte[] destinations)
      throws IOException {
    return multi(raw, sequence, count, destinations, 0);
  }

  private static RawPdu multi(
      RawSmpp raw, int sequence, int count, byte[] destinations, int registered)
      throws IOException {
    byte[] body =
        join(
            new byte[] {0, 0, 0, 0, (byte) count},
            destinations,
            new byte[] {0, 0, 0, 0, 0, (byte) registered, 0, 0, 0, 1, 'x'});
    return raw.exchange(new RawPdu(SUBMIT_MULTI, 0, sequence, body), SOON);
  }

  // ---- distribution lists ---------------------------------------------------------------------

  /** An account with a list of two and one of so many that two of them are one too many. */
  private static MessageCenterServer withLists(Path directory) throws IOException {
    String half =
        IntStream.range(0, 128)
            .mapToObj(i -> "\"49171" + (1000 + i) + '"')
            .collect(Collectors.joining(", "));
    Path accounts =
        Files.writeString(
            directory.resolve("accounts.conf"),
            """
            accounts = [
              {
                system-id = lists
                passwords = [{
                  hash = "$2y$08$/p2lxW0lDBcA/wRMCBywoOn8ELqlMSSRo8EK5BclRa..XWvSd1WWO"
                }]
                distribution-lists { friends = ["49170", "999"], half = [HALF] }
              }
            ]
            """
                .replace("HALF", half));
    return MessageCenterServer.with("accounts.file", accounts.toString()).start();
  }

  private static RawPdu receipt(RawSmpp raw) throws IOException {
    RawPdu pdu = raw.read(SOON);
    assertThat(pdu.commandId()).isEqualTo(RawPdu.DELIVER_SM);
    raw.send(new RawPdu(RawPdu.DELIVER_SM | RawPdu.RESPONSE, 0, pdu.sequence(), new byte[] {0}));
    return pdu;
  }

  @Test
  void aListStandsForItsMembers(@TempDir Path directory) throws IOException {
    try (MessageCenterServer lists = withLists(directory);
        RawSmpp raw = lists.raw()) {
      raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "lists", "secret"), SOON);
      byte[] friends = entry(2, -1, -1, "friends");
      RawPdu answer = multi(raw, 2, 2, join(friends, entry(1, 1, 1, "49171")), 1);
      assertThat(answer.status()).isZero();
      String id = new String(answer.body(), 0, 32, StandardCharsets.US_ASCII);
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        texts.add(new String(receipt(raw).body(), StandardCharsets.ISO_8859_1));
      }
      assertThat(texts).allMatch(text -> text.contains("id:" + id));
      assertThat(texts).filteredOn(text -> text.contains("stat:DELIVRD")).hasSize(2);
      assertThat(texts)
          .filteredOn(text -> text.contains("stat:UNDELIV"))
          .singleElement()
          .asString()
          .contains("999");

      byte[] half = entry(2, -1, -1, "half");
      assertThat(multi(raw, 3, 2, join(half, half)).status()).isZero();
      assertThat(multi(raw, 4, 3, join(half, half, entry(1, 1, 1, "49171"))).status())
          .isEqualTo(STAT_ESME_RINVNUMDESTS);
    }
  }

  // ---- one id for many ------------------------------------------------------------------------

  @Test
  void theStateIsUnderWayUntilAllHaveEndedThenTheFirstFailure() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      String id = esme.submitMulti(MESSAGE, to("49170", "998", "999", "997")).getMessageId();
      esme.delivered().take(3, SOON);

      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.ENROUTE);
      esme.cancel(id, SOURCE, ANY, "");
      assertThat(esme.delivered().take(SOON).receipt().stat()).isEqualTo("DELETED");
      // In the order of the destinations, not of their ends.
      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.DELETED);
      assertRefused(STAT_ESME_RCANCELFAIL, () -> esme.cancel(id, SOURCE, ANY, ""));
    }
  }

  @Test
  void oneDestinationOrAllOfThemAreCancelled() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind();
        JsmppEsme stranger = CENTER.esme("demo2", "secret2").bind()) {
      Submission later = MESSAGE.scheduleDeliveryTime(IN_AN_HOUR);
      String id = esme.submitMulti(later, to("49170", "49171", "49172")).getMessageId();

      assertRefused(STAT_ESME_RINVMSGID, () -> stranger.cancel(id, SOURCE, ANY, ""));
      esme.cancel(id, SOURCE, PeerAddress.international("49171"), "");
      assertThat(esme.delivered().take(SOON).source().digits()).isEqualTo("49171");
      esme.delivered().expectNone(A_WHILE);
      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.ENROUTE);
      assertRefused(
          STAT_ESME_RCANCELFAIL,
          () -> esme.cancel(id, SOURCE, PeerAddress.international("49171"), ""));
      esme.cancel(id, SOURCE, ANY, "");
      assertThat(esme.delivered().take(2, SOON))
          .extracting(receipt -> receipt.source().digits())
          .containsExactlyInAnyOrder("49170", "49172");
      assertThat(esme.query(id, SOURCE).getMessageState()).isEqualTo(MessageState.DELETED);
    }
  }

  @Test
  void allPendingDestinationsAreReplaced() throws IOException {
    try (JsmppEsme esme = CENTER.esme().bind()) {
      Submission later = MESSAGE.text("old").scheduleDeliveryTime(IN_AN_HOUR);
      String id = esme.submitMulti(later, to("5550101", "5550102", "5550103")).getMessageId();
      esme.cancel(id, SOURCE, PeerAddress.international("5550102"), "");
      assertThat(esme.delivered().take(SOON).receipt().stat()).isEqualTo("DELETED");
      esme.replace(id, MESSAGE.text("new").scheduleDeliveryTime("000000000000000R"));
      List<ReceivedMessage> came = esme.delivered().take(4, SOON);

      assertThat(came)
          .filteredOn(message -> !message.isReceipt())
          .allMatch(message -> message.text().equals("new"))
          .extracting(message -> message.destination().digits())
          .containsExactlyInAnyOrder("5550101", "5550103");
      assertThat(came)
          .filteredOn(ReceivedMessage::isReceipt)
          .allMatch(receipt -> receipt.receipt().id().equals(id))
          .hasSize(2);
      esme.delivered().expectNone(A_WHILE);
    }
  }
}

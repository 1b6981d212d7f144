package org.messagecenter.server.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.DataSm;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.history.History;
import org.messagecenter.store.queue.JournalStore;
import org.messagecenter.store.queue.Mail;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MessageIds;
import org.messagecenter.store.queue.StoreSettings;

/** Which receipt is whose, whatever form it has. */
class HomeNotesTest {

  private static final long KEY = 0x1000_0000_0200L;
  private static final Address FROM = new Address(1, 1, "491700000001");
  private static final Address TO = new Address(5, 0, "ACME");

  private final List<String> noted = new ArrayList<>();
  private final History history =
      new History() {
        @Override
        public void home(long key, String bind, int status) {
          noted.add(key + " " + bind + " " + status);
        }
      };

  private final JournalStore store;

  HomeNotesTest(@TempDir Path home) throws IOException {
    store = JournalStore.open(StoreSettings.defaults(home).withSpareSegments(0));
  }

  @BeforeEach
  void start() {
    store.start(due -> {}, mail -> {}, info -> {}, (cause, what) -> {});
  }

  @AfterEach
  void stop() {
    store.close();
  }

  private String id() {
    return ids().encode(7, KEY);
  }

  private MessageIds ids() {
    return store.messageIds();
  }

  private static Tlvs receipt(String id) {
    return Tlvs.builder()
        .put(TlvTag.MESSAGE_STATE, 2)
        .put(TlvTag.RECEIPTED_MESSAGE_ID, id)
        .put(TlvTag.USER_MESSAGE_REFERENCE, new byte[] {1, 2})
        .build();
  }

  private static byte[] deliverSm(String text, Tlvs tlvs) {
    return body(
        new DeliverSm(
            "CMT",
            FROM,
            TO,
            4,
            0,
            0,
            "",
            "",
            0,
            0,
            0,
            0,
            Octets.of(text.getBytes(StandardCharsets.US_ASCII)),
            tlvs));
  }

  private static byte[] body(Pdu pdu) {
    ByteBuf buffer = Unpooled.buffer();
    PduCodec.encodeBody(buffer, pdu);
    return ByteBufUtil.getBytes(buffer);
  }

  private List<String> noted(MailKind kind, byte[] body) {
    noted.clear();
    new HomeNotes(history, ids())
        .answered(new Mail(3, "demo", kind, 0, 1, 2, body, null, false), "bind_receiver", 8);
    return noted;
  }

  @Test
  void aReceiptAndANotice() {
    for (String text : List.of("", "id:1 stat:DELIVRD", "x".repeat(254))) {
      byte[] body = deliverSm(text, receipt(id()));

      assertThat(noted(MailKind.RECEIPT, body)).containsExactly(KEY + " bind_receiver 8");
      assertThat(noted(MailKind.INTERMEDIATE, body)).hasSize(1);
      assertThat(noted(MailKind.MO, body)).isEmpty();
    }
  }

  @Test
  void aReceiptAsDataSm() {
    byte[] body = body(new DataSm("", FROM, TO, 4, 0, 0, receipt(id())));

    assertThat(noted(MailKind.DATA, body)).containsExactly(KEY + " bind_receiver 8");
  }

  @Test
  void everyFormOfTheId() {
    String decimal = new BigInteger(id(), 16).toString();
    for (String form :
        List.of(
            id(),
            id().toUpperCase(Locale.ROOT),
            decimal,
            "0".repeat(39 - decimal.length()) + decimal)) {
      assertThat(noted(MailKind.RECEIPT, deliverSm("", receipt(form)))).as(form).hasSize(1);
    }
  }

  @Test
  void whatNamesNoMessageOfOurs() {
    for (String form : List.of("", "0123abcd", "12345678", "f".repeat(32), "9".repeat(39), "x y")) {
      assertThat(noted(MailKind.RECEIPT, deliverSm("", receipt(form)))).as(form).isEmpty();
    }
    assertThat(noted(MailKind.RECEIPT, deliverSm("hello", Tlvs.EMPTY))).isEmpty();
  }

  @Test
  void aBodyThatIsCutAnywhere() {
    byte[] body = deliverSm("id:1", receipt(id()));
    for (int length = 0; length < body.length; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      noted(MailKind.RECEIPT, cut);
      noted(MailKind.DATA, cut);
      assertThat(noted.size()).isLessThanOrEqualTo(1);
    }
  }
}

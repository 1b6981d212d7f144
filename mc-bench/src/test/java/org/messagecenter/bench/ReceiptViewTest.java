package org.messagecenter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;

class ReceiptViewTest {

  private static final String TEXT =
      "id:abc123 sub:001 dlvrd:001 submit date:2601010000 done date:2601010000 stat:%s err:000"
          + " text:hi";

  private final ReceiptView view = new ReceiptView();
  private final ByteBuf in = Unpooled.buffer().writeBytes(new byte[5]);

  private boolean read(int esmClass, String text, Tlvs tlvs) {
    int start = in.writerIndex();
    DeliverSm pdu =
        new DeliverSm(
            "CMT",
            new Address(1, 1, "491701234567"),
            new Address(5, 0, "shop"),
            esmClass,
            0,
            0,
            "",
            "",
            0,
            0,
            0,
            0,
            Octets.of(text.getBytes(StandardCharsets.US_ASCII)),
            tlvs);
    PduCodec.encode(in, pdu, 0, 1);
    return view.read(in, start, in.writerIndex());
  }

  private String id() {
    return in.toString(view.idAt(), view.idLength(), StandardCharsets.US_ASCII);
  }

  @Test
  void takesTheIdFromTheTlv() {
    Tlvs tlvs =
        Tlvs.builder()
            .put(TlvTag.MESSAGE_STATE, 2)
            .put(TlvTag.RECEIPTED_MESSAGE_ID, "fedcba")
            .build();

    assertThat(read(0x04, TEXT.formatted("DELIVRD"), tlvs)).isTrue();
    assertThat(view.isReceipt()).isTrue();
    assertThat(view.isFinal()).isTrue();
    assertThat(id()).isEqualTo("fedcba");
  }

  @Test
  void takesTheIdFromTheText() {
    assertThat(read(0x04, TEXT.formatted("UNDELIV"), Tlvs.EMPTY)).isTrue();
    assertThat(view.isFinal()).isTrue();
    assertThat(id()).isEqualTo("abc123");
  }

  @Test
  void takesTheTextFromMessagePayload() {
    byte[] text = TEXT.formatted("DELIVRD").getBytes(StandardCharsets.US_ASCII);

    assertThat(read(0x04, "", Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, text).build())).isTrue();
    assertThat(id()).isEqualTo("abc123");
  }

  @Test
  void anEmptyPayloadDoesNotHideTheText() {
    Tlvs empty = Tlvs.builder().put(TlvTag.MESSAGE_PAYLOAD, new byte[0]).build();

    assertThat(read(0x04, TEXT.formatted("DELIVRD"), empty)).isTrue();
    assertThat(id()).isEqualTo("abc123");
  }

  @Test
  void knowsAStateThatIsNotFinal() {
    assertThat(read(0x04, TEXT.formatted("ENROUTE"), Tlvs.EMPTY)).isTrue();
    assertThat(view.isFinal()).isFalse();
    assertThat(read(0x04, "", Tlvs.builder().put(TlvTag.MESSAGE_STATE, 1).build())).isTrue();
    assertThat(view.isFinal()).isFalse();
    assertThat(view.idLength()).isZero();
  }

  @Test
  void otherMessagesAreNoReceipts() {
    assertThat(read(0x00, TEXT.formatted("DELIVRD"), Tlvs.EMPTY)).isTrue();
    assertThat(view.isReceipt()).isFalse();
    assertThat(read(0x20, TEXT.formatted("ENROUTE"), Tlvs.EMPTY)).isTrue();
    assertThat(view.isReceipt()).isFalse();
  }

  @Test
  void everyTruncationIsRefusedOrReadWithoutFailing() {
    read(0x04, TEXT.formatted("DELIVRD"), Tlvs.builder().put(TlvTag.MESSAGE_STATE, 2).build());
    int start = 5;
    int end = in.writerIndex();
    for (int cut = start + 16; cut < end - 5; cut++) {
      assertThat(view.read(in.slice(0, cut), start, cut)).as("cut at %d", cut).isFalse();
    }
  }
}

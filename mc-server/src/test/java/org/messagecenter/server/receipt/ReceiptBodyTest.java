package org.messagecenter.server.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.protocol.receipt.ReceiptStyle;
import org.messagecenter.protocol.receipt.ReceiptText;
import org.messagecenter.protocol.spec.TlvTag;

/** The second way to write a receipt, beside the codec's. */
class ReceiptBodyTest {
  private static final byte KIND = 8;
  private static final ReceiptStyle STYLE = ReceiptStyle.USUAL;
  private static final long SUBMITTED = 1_700_000_000_000L;
  private static final long DONE = SUBMITTED + 61_000;

  private final Random random = new Random(34);

  private String text(int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      text.append((char) (1 + random.nextInt(255)));
    }
    return text.toString();
  }

  private Octets octets(int length) {
    byte[] octets = new byte[length + 3];
    random.nextBytes(octets);
    return new Octets(octets, 2, length);
  }

  private Address address() {
    return new Address(random.nextInt(256), random.nextInt(256), text(64));
  }

  private SubmitSm message() {
    return new SubmitSm(
        text(5),
        address(),
        address(),
        random.nextInt(256),
        random.nextInt(256),
        random.nextInt(4),
        "",
        "",
        random.nextInt(256),
        0,
        random.nextInt(256),
        0,
        octets(random.nextInt(161)),
        Tlvs.EMPTY);
  }

  private static byte[] encoded(
      SubmitSm message,
      int esmClass,
      Octets text,
      String id,
      MessageState state,
      int error,
      @Nullable Octets reference) {
    Tlvs.Builder tlvs =
        Tlvs.builder()
            .put(TlvTag.RECEIPTED_MESSAGE_ID, id)
            .put(TlvTag.MESSAGE_STATE, state.value())
            .put(TlvTag.NETWORK_ERROR_CODE, new byte[] {KIND, (byte) (error >> 8), (byte) error});
    if (reference != null) {
      tlvs.put(TlvTag.USER_MESSAGE_REFERENCE, reference);
    }
    ByteBuf body = Unpooled.buffer();
    PduCodec.encodeBody(
        body,
        new DeliverSm(
            message.serviceType(),
            message.destinationAddr().forDeliverSm(),
            message.sourceAddr().forDeliverSm(),
            esmClass,
            0,
            0,
            "",
            "",
            0,
            0,
            0,
            0,
            text,
            tlvs.build()));
    return ByteBufUtil.getBytes(body);
  }

  @Test
  void everyOctetIsAsTheCodecHasIt() {
    MessageState[] states = MessageState.values();
    for (int i = 0; i < 5000; i++) {
      SubmitSm message = message();
      int esmClass = random.nextInt(256);
      Octets words = octets(random.nextInt(30));
      String id = text(64);
      MessageState state = states[random.nextInt(states.length)];
      int error = random.nextInt(0x10000);
      Octets reference = random.nextBoolean() ? octets(2) : null;
      Octets text =
          random.nextInt(10) == 0
              ? Octets.EMPTY
              : Octets.of(ReceiptText.print(STYLE, id, SUBMITTED, DONE, state, error, words));

      assertThat(ReceiptBody.fits(id, text.length(), reference)).isTrue();
      ReceiptBody body = ReceiptBody.begin(message, esmClass, text.length(), id, reference);
      if (!text.isEmpty()) {
        body.print(STYLE, id, SUBMITTED, DONE, state, error, words);
      }
      assertThat(body.end(id, state, KIND, error, reference))
          .isEqualTo(encoded(message, esmClass, text, id, state, error, reference));
    }
  }

  @Test
  void whatIsTooLongIsLeftToTheCodec() {
    assertThat(ReceiptBody.fits("x".repeat(64), 254, octets(2))).isTrue();
    assertThat(ReceiptBody.fits("x".repeat(65), 254, null)).isFalse();
    assertThat(ReceiptBody.fits("x", 255, null)).isFalse();
    assertThat(ReceiptBody.fits("x", 1, octets(1))).isFalse();
  }
}

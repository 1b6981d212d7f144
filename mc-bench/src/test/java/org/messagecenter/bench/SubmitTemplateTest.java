package org.messagecenter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.TlvTag;

class SubmitTemplateTest {

  private static Packet write(SubmitTemplate template, int sequence, long number) {
    ByteBuf out = Unpooled.buffer();
    template.write(out, sequence, number);
    assertThat(out.readableBytes()).isEqualTo(template.length());
    return (Packet) PduCodec.decode(out);
  }

  @Test
  void onlySequenceAndLastDigitsChange() {
    SubmitTemplate template = new SubmitTemplate("4915", "49170", 20, 1);

    Packet first = write(template, 7, 0);
    Packet other = write(template, 0x7FFFFFFF, 1_234_567);

    assertThat(first.sequence()).isEqualTo(7);
    assertThat(other.sequence()).isEqualTo(0x7FFFFFFF);
    SubmitSm message = (SubmitSm) first.pdu();
    assertThat(message.sourceAddr().digits()).isEqualTo("4915");
    assertThat(message.destinationAddr().digits()).isEqualTo("49170000000");
    assertThat(message.registeredDelivery()).isEqualTo(1);
    assertThat(((SubmitSm) other.pdu()).destinationAddr().digits()).isEqualTo("49170234567");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 160, 254})
  void aShortTextIsInShortMessage(int length) {
    SubmitSm message = (SubmitSm) write(new SubmitTemplate("4915", "49170", length, 0), 1, 0).pdu();

    assertThat(message.shortMessage().length()).isEqualTo(length);
    assertThat(message.tlvs().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 65_535})
  void aLongTextIsInMessagePayload(int length) {
    SubmitSm message = (SubmitSm) write(new SubmitTemplate("4915", "49170", length, 0), 1, 0).pdu();

    assertThat(message.shortMessage().length()).isZero();
    assertThat(message.tlvs().find(TlvTag.MESSAGE_PAYLOAD))
        .satisfies(payload -> assertThat(payload).isNotNull());
    assertThat(message.text().length()).isEqualTo(length);
  }
}

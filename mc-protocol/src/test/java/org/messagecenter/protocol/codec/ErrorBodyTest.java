package org.messagecenter.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.messagecenter.protocol.pdu.DataSmResp;
import org.messagecenter.protocol.pdu.EnquireLinkResp;
import org.messagecenter.protocol.pdu.GenericNack;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitMultiResp;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.TlvTag;

class ErrorBodyTest {
  private static String hex(ErrorBody form, Pdu response) {
    ByteBuf out = Unpooled.buffer();
    // Something stands before it already, as in a burst of answers.
    out.writeInt(-1);
    form.encode(out, response, 0x0B, 7);
    return ByteBufUtil.hexDump(out).substring(8);
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 00000010800000040000000b00000007",
    "NUL, 00000011800000040000000b0000000700",
    "FULL, 00000011800000040000000b0000000700",
  })
  void aSubmitSmRespHasTheBodyAskedFor(ErrorBody form, String expected) {
    assertThat(hex(form, new SubmitSmResp("", Tlvs.EMPTY))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "NUL, 00000011800000210000000b0000000700",
    "FULL, 00000012800000210000000b000000070000",
  })
  void aFullBodyHasEveryField(ErrorBody form, String expected) {
    assertThat(hex(form, new SubmitMultiResp("", List.of(), Tlvs.EMPTY))).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(ErrorBody.class)
  void whatHasNoFieldsNeverHasABody(ErrorBody form) {
    assertThat(hex(form, new GenericNack())).isEqualTo("00000010800000000000000b00000007");
    assertThat(hex(form, new EnquireLinkResp())).isEqualTo("00000010800000150000000b00000007");
  }

  @ParameterizedTest
  @EnumSource(ErrorBody.class)
  void whyADeliveryFailedIsAlwaysTold(ErrorBody form) {
    Tlvs reason = Tlvs.builder().put(TlvTag.DELIVERY_FAILURE_REASON, 1).build();
    assertThat(hex(form, new DataSmResp("", reason)))
        .isEqualTo("00000016800001030000000b00000007000425000101");
  }
}

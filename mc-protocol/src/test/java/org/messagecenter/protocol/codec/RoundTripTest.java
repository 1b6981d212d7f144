package org.messagecenter.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.pdu.BindReceiver;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.Violation;

/** What is written is read back, at every edge of every field. */
class RoundTripTest {
  static Stream<Layout<?>> layouts() {
    return PduTable.all().stream();
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void everyEdgeCaseOfAnEmptyPdu(Layout<?> layout) {
    assertRoundTrip((Pdu) layout.blank());
    edgeCases(layout).forEach(RoundTripTest::assertRoundTrip);
  }

  @Test
  void everyEdgeCaseOfAFullPdu() {
    assertThat(SubmitSm.LAYOUT.edgeCases(PduExamples.submitSm()))
        .hasSizeGreaterThan(40)
        .allSatisfy(pdu -> assertThat(SubmitSm.LAYOUT.check(pdu)).isNull())
        .allSatisfy(RoundTripTest::assertRoundTrip);
    assertThat(DeliverSm.LAYOUT.edgeCases(PduExamples.deliverSm()))
        .allSatisfy(RoundTripTest::assertRoundTrip);
  }

  static List<Pdu> examples() {
    return PduExamples.all();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyEdgeCaseOfAnExample(Pdu example) {
    assertRoundTrip(example);
    edgeCases(PduTable.layout(example.commandId()), example)
        .forEach(RoundTripTest::assertRoundTrip);
  }

  @Test
  void thereIsALegalExampleOfEveryCommand() {
    assertThat(PduExamples.all()).extracting(Pdu::commandId).containsExactly(CommandId.values());
    assertThat(PduExamples.all()).allSatisfy(pdu -> assertThat(check(pdu)).isNull());
  }

  @SuppressWarnings("unchecked")
  private static <P> @Nullable Violation check(Pdu pdu) {
    Layout<P> layout = (Layout<P>) PduTable.layout(pdu.commandId());
    return layout.check((P) pdu);
  }

  @SuppressWarnings("unchecked")
  private static <P> Stream<Pdu> edgeCases(Layout<P> layout, Pdu base) {
    return layout.edgeCases((P) base).map(Pdu.class::cast);
  }

  @Test
  void nothingIsWrittenOfAPduThatHasNoWireForm() {
    ByteBuf out = Unpooled.buffer().writeByte(1);
    BindReceiver tooLong = new BindReceiver("sixteen-letters!", "", "", 0x34, 0, 0, "");

    assertThatIllegalArgumentException().isThrownBy(() -> PduCodec.encode(out, tooLong, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> PduCodec.encodeBody(out, tooLong));
    assertThat(out.readableBytes()).isEqualTo(1);
  }

  private static <P> Stream<Pdu> edgeCases(Layout<P> layout) {
    return layout.edgeCases(layout.blank()).map(Pdu.class::cast);
  }

  private static void assertRoundTrip(Pdu pdu) {
    byte[] frame = Wire.encode(pdu, 0, 42);
    Packet packet = Wire.packet(frame);

    assertThat(packet.pdu()).isEqualTo(pdu);
    assertThat(packet.sequence()).isEqualTo(42);
    assertThat(Wire.encode(packet.pdu(), 0, 42)).isEqualTo(frame);
  }
}

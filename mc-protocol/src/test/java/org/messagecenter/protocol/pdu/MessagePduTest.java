package org.messagecenter.protocol.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.Field;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.spec.WireReader;

/** The short way of reading and writing the two messages against the layout, which decides. */
class MessagePduTest {
  private static final int ROUNDS = 50_000;

  static List<MessagePdu> messages() {
    return List.of(
        PduExamples.submitSm(),
        PduExamples.deliverSm(),
        (MessagePdu) SubmitSm.LAYOUT.blank(),
        (MessagePdu) DeliverSm.LAYOUT.blank());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void edgeCasesAreReadAndWrittenTheShortWay(MessagePdu base) throws BadBody {
    Layout<MessagePdu> layout = layout(base);
    for (MessagePdu built : layout.edgeCases(base).toList()) {
      byte[] body = written(layout, built);
      Pdu read = PduTable.read(layout, body);

      assertThat(read).isEqualTo(built).hasSameHashCodeAs(built).hasToString(built.toString());
      assertThat(shortWay(layout, body)).as("short way taken").isNotNull();
      assertThat(written((MessagePdu) read)).isEqualTo(body);
      assertThat(written(layout, (MessagePdu) read)).isEqualTo(body);
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void damagedBodiesAreReadAsTheLayoutReadsThem(MessagePdu base) {
    Layout<MessagePdu> layout = layout(base);
    byte[] whole = written(layout, base);
    Random random = new Random(20261121);
    int readable = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] body = Arrays.copyOf(whole, random.nextInt(whole.length + 3));
      for (int changes = random.nextInt(4); changes > 0 && body.length > 0; changes--) {
        body[random.nextInt(body.length)] = (byte) (random.nextBoolean() ? 0 : random.nextInt());
      }
      String expected = outcome(() -> slow(layout, body));
      assertThat(outcome(() -> PduTable.read(layout, body))).isEqualTo(expected);
      readable += expected.startsWith("BadBody") ? 0 : 1;
    }
    assertThat(readable).isBetween(ROUNDS / 100, ROUNDS);
  }

  /** What arrived is changed in its octets, what was built by its values: nobody can tell. */
  @ParameterizedTest
  @CsvSource({"'', '', 0", "'', 000001000000000R, 1", "260101000000000+, '', 17"})
  void timesAndReceiptsCanBeChanged(String schedule, String validity, int registered)
      throws BadBody {
    for (SubmitSm built : SubmitSm.LAYOUT.edgeCases(PduExamples.submitSm()).toList()) {
      SubmitSm expected =
          new SubmitSm(
              built.serviceType(),
              built.sourceAddr(),
              built.destinationAddr(),
              built.esmClass(),
              built.protocolId(),
              built.priorityFlag(),
              schedule,
              validity,
              registered,
              built.replaceIfPresentFlag(),
              built.dataCoding(),
              built.smDefaultMsgId(),
              built.shortMessage(),
              built.tlvs());
      SubmitSm read = (SubmitSm) PduTable.read(SubmitSm.LAYOUT, written(layout(built), built));
      assertThat(built.with(schedule, validity, registered)).isEqualTo(expected);
      assertThat(read.with(schedule, validity, registered)).isEqualTo(expected);
    }
  }

  @Test
  void messagesDifferByAnyFieldAndByTheirCommand() {
    SubmitSm base = PduExamples.submitSm();
    for (SubmitSm other : SubmitSm.LAYOUT.edgeCases(base).toList()) {
      boolean same = MessageFields.ALL.stream().allMatch(f -> f.value(base).equals(f.value(other)));
      assertThat(base.equals(other)).isEqualTo(same);
    }
    assertThat(SubmitSm.LAYOUT.blank()).isNotEqualTo(DeliverSm.LAYOUT.blank());
  }

  @Test
  void valuesThatWereAskedForAreKept() throws BadBody {
    byte[] body = written(layout(PduExamples.submitSm()), PduExamples.submitSm());
    MessagePdu read = (MessagePdu) PduTable.read(SubmitSm.LAYOUT, body);

    assertThat(read.sourceAddr()).isSameAs(read.sourceAddr());
    assertThat(read.destinationAddr()).isSameAs(read.destinationAddr());
    assertThat(read.shortMessage()).isSameAs(read.shortMessage());
    assertThat(read.tlvs()).isSameAs(read.tlvs());
    assertThat(read.shortMessage().array()).isSameAs(body);
    assertThat(read.text()).isSameAs(read.shortMessage());
  }

  @Test
  void nothingOfAPersonIsPrinted() throws BadBody {
    byte[] body = written(layout(PduExamples.submitSm()), PduExamples.submitSm());

    assertThat(PduTable.read(SubmitSm.LAYOUT, body).toString())
        .startsWith("submit_sm[service_type=CMT, source_addr=5/0/ACME")
        .contains("data_coding=3", TlvTag.USER_MESSAGE_REFERENCE.name())
        .doesNotContain(PduExamples.NUMBER, PduExamples.TEXT);
  }

  private interface Reading {
    Object get() throws BadBody;
  }

  private static String outcome(Reading reading) {
    try {
      MessagePdu read = (MessagePdu) reading.get();
      // The whole of each value: what toString masks must not hide a difference.
      StringBuilder text = new StringBuilder();
      for (Field<MessagePdu, ?> field : MessageFields.ALL) {
        Object value = field.value(read);
        text.append(
            value instanceof Octets octets
                ? octets.latin1()
                : value instanceof Tlvs tlvs
                    ? tlvs.raw().latin1()
                    : value instanceof Address address
                        ? address.ton() + " " + address.npi() + " " + address.digits()
                        : value.toString());
        text.append('|');
      }
      return text.toString();
    } catch (BadBody e) {
      return "BadBody " + e.getMessage() + " " + e.status();
    }
  }

  private static Object slow(Layout<MessagePdu> layout, byte[] body) throws BadBody {
    return layout.read(new WireReader(body));
  }

  private static @Nullable Pdu shortWay(Layout<MessagePdu> layout, byte[] body) {
    return layout.blank() instanceof SubmitSm ? SubmitSm.of(body) : DeliverSm.of(body);
  }

  private static byte[] written(Layout<MessagePdu> layout, MessagePdu pdu) {
    ByteBuf out = Unpooled.buffer();
    layout.write(out, pdu);
    return ByteBufUtil.getBytes(out);
  }

  private static byte[] written(MessagePdu pdu) {
    ByteBuf out = Unpooled.buffer();
    PduTable.write(out, pdu);
    return ByteBufUtil.getBytes(out);
  }

  @SuppressWarnings("unchecked")
  private static Layout<MessagePdu> layout(MessagePdu pdu) {
    return (Layout<MessagePdu>) PduTable.layout(pdu.commandId());
  }
}

package org.messagecenter.protocol.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.messagecenter.protocol.codec.Wire.bytes;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVCMDID;
import static org.messagecenter.protocol.spec.CommandStatus.ESME_RINVCMDLEN;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.pdu.EnquireLink;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;

class PduFrameDecoderTest {
  private static final List<Pdu> PDUS =
      List.of(
          PduExamples.bindTransmitter(),
          PduExamples.submitSm(),
          new EnquireLink(),
          new SubmitSmResp("1", Tlvs.EMPTY),
          PduExamples.deliverSm());

  private final EmbeddedChannel channel = new EmbeddedChannel(new PduFrameDecoder(1024));
  private final List<ByteBuf> written = new ArrayList<>();

  @AfterEach
  void noBufferIsKept() {
    channel.finishAndReleaseAll();
    assertThat(written).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
  }

  private void write(byte[] octets) {
    ByteBuf buffer = channel.alloc().buffer(octets.length).writeBytes(octets);
    written.add(buffer);
    channel.writeInbound(buffer);
  }

  private List<Inbound> arrived() {
    return Stream.generate(() -> (Inbound) channel.readInbound())
        .takeWhile(inbound -> inbound != null)
        .toList();
  }

  private static byte[] stream() {
    ByteBuf out = Unpooled.buffer();
    for (int i = 0; i < PDUS.size(); i++) {
      PduCodec.encode(out, PDUS.get(i), 0, i + 1);
    }
    return ByteBufUtil.getBytes(out);
  }

  private static void assertAllArrived(List<Inbound> inbound) {
    assertThat(inbound).hasSameSizeAs(PDUS);
    for (int i = 0; i < PDUS.size(); i++) {
      Packet packet = (Packet) inbound.get(i);
      assertThat(packet.pdu()).isEqualTo(PDUS.get(i));
      assertThat(packet.sequence()).isEqualTo(i + 1);
    }
  }

  @Test
  void manyPdusInOneRead() {
    write(stream());

    assertAllArrived(arrived());
  }

  @Test
  void oneOctetAtATime() {
    for (byte octet : stream()) {
      write(new byte[] {octet});
    }

    assertAllArrived(arrived());
  }

  @Test
  void splitAtEveryOctet() {
    byte[] stream = stream();
    for (int split = 1; split < stream.length; split++) {
      write(Arrays.copyOf(stream, split));
      write(Arrays.copyOfRange(stream, split, stream.length));

      assertAllArrived(arrived());
    }
  }

  @Test
  void aPduIsHandedOnAsSoonAsItIsComplete() {
    byte[] frame = Wire.encode(new EnquireLink());
    write(Arrays.copyOf(frame, frame.length - 1));
    assertThat(arrived()).isEmpty();

    write(new byte[] {frame[frame.length - 1]});
    assertThat(arrived()).hasSize(1);
  }

  @Test
  void malformedPdusDoNotDisturbTheirNeighbours() {
    write(bytes("00000011 00000077 00000000 00000009 FF"));
    write(Wire.encode(new EnquireLink()));

    assertThat(arrived())
        .containsExactly(
            new BadPdu(17, 0x77, 0, 9, ESME_RINVCMDID, false, "no such command"),
            new Packet(new EnquireLink(), 0, 1, Octets.EMPTY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000", "0000000F", "00000401", "7FFFFFFF", "80000010", "FFFFFFFF"})
  void anImpossibleLengthEndsTheStream(String length) {
    write(bytes(length + "00000004 00000000 00000007"));
    write(Wire.encode(new EnquireLink()));
    write(stream());

    assertThat(arrived())
        .singleElement()
        .isInstanceOfSatisfying(
            BadPdu.class,
            bad -> {
              assertThat(bad.fatal()).isTrue();
              assertThat(bad.suggested()).isEqualTo(ESME_RINVCMDLEN);
              assertThat(bad.commandLength()).isEqualTo(Integer.parseUnsignedInt(length, 16));
              assertThat(bad.commandId()).isEqualTo(4);
              assertThat(bad.sequence()).isEqualTo(7);
              assertThat(bad.reason())
                  .contains(Integer.toUnsignedString(bad.commandLength()), "16-1024");
            });
  }

  @Test
  void anImpossibleLengthIsReportedBeforeTheRestOfTheHeader() {
    write(Wire.encode(new EnquireLink()));
    write(bytes("0000000F"));
    write(bytes("00000004 00000000 00000007"));

    assertThat(arrived())
        .hasSize(2)
        .last()
        .isInstanceOfSatisfying(
            BadPdu.class,
            bad -> {
              assertThat(bad.sequence()).isZero();
              assertThat(bad.commandId()).isZero();
            });
  }

  @Test
  void otherProtocolsAreToldApart() {
    write("GET / HTTP/1.1\r\nHost: mc\r\n\r\n".getBytes(US_ASCII));

    assertThat(arrived())
        .singleElement()
        .isInstanceOfSatisfying(BadPdu.class, bad -> assertThat(bad.fatal()).isTrue());
  }

  @Test
  void theLimitItselfIsLegal() {
    int overhead = 16 + 1 + 4; // header, the NUL of message_id, tag and length of the TLV
    Tlvs filling = Tlvs.builder().put(0x1400, new byte[1024 - overhead]).build();
    byte[] frame = Wire.encode(new SubmitSmResp("", filling));
    assertThat(frame).hasSize(1024);

    write(frame);

    assertThat(arrived()).singleElement().isInstanceOf(Packet.class);
  }

  @Test
  void anAnnouncedLengthReservesNoMemory() {
    EmbeddedChannel large = new EmbeddedChannel(new PduFrameDecoder(Integer.MAX_VALUE));
    ByteBuf header = large.alloc().buffer(16, 64).writeBytes(bytes("7FFFFFF0 00000004 00000000"));

    large.writeInbound(header);

    // The cumulation is the buffer itself: nothing was allocated beside it and it did not grow.
    assertThat(header.refCnt()).isEqualTo(1);
    assertThat(header.capacity()).isEqualTo(16);
    large.finishAndReleaseAll();
    assertThat(header.refCnt()).isZero();
  }

  @Test
  void aConnectionThatEndsWithinAPduYieldsNothing() {
    byte[] frame = Wire.encode(PduExamples.submitSm());
    write(Arrays.copyOf(frame, 30));
    channel.finish();

    assertThat(arrived()).isEmpty();
  }

  @Test
  void aLimitBelowAHeaderIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PduFrameDecoder(15));
  }

  @Test
  void withoutALimitOfItsOwnItTakes128KiB() {
    EmbeddedChannel standard = new EmbeddedChannel(new PduFrameDecoder());
    standard.writeInbound(Unpooled.wrappedBuffer(bytes("00020000 00000004")));
    assertThat(standard.<Inbound>readInbound()).isNull();
    standard.finishAndReleaseAll();

    EmbeddedChannel beyond = new EmbeddedChannel(new PduFrameDecoder());
    beyond.writeInbound(Unpooled.wrappedBuffer(bytes("00020001 00000004")));
    assertThat(beyond.<Inbound>readInbound()).isInstanceOf(BadPdu.class);
    beyond.finishAndReleaseAll();
  }
}

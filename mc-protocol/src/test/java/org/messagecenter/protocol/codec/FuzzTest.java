package org.messagecenter.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.MessagePdu;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.PduTable;
import org.messagecenter.protocol.spec.Layout;
import org.messagecenter.protocol.spec.TlvTag;

/** Octets without sense never make an exception, nor use memory that did not arrive. */
class FuzzTest {
  private static final long SEED = 20261121;
  private static final int ROUNDS = 20_000;

  private final Random random = new Random(SEED);

  @Test
  void randomBodiesOfEveryCommand() {
    List<Layout<?>> layouts = PduTable.all();
    for (int i = 0; i < ROUNDS; i++) {
      Layout<?> layout = layouts.get(i % layouts.size());
      byte[] body = new byte[random.nextInt(200)];
      random.nextBytes(body);
      // Zeros make fields end, so that the later ones are reached too.
      for (int zero = random.nextInt(body.length + 1); zero > 0; zero--) {
        body[random.nextInt(body.length)] = 0;
      }
      use(Wire.decode(Wire.pdu(layout.commandId(), random.nextInt(3), body)));
    }
  }

  @Test
  void damagedPdus() {
    List<byte[]> frames = examples();
    int readable = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] frame = frames.get(i % frames.size()).clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        frame[16 + random.nextInt(frame.length - 16)] ^= (byte) (1 << random.nextInt(8));
      }
      Inbound inbound = Wire.decode(frame);
      use(inbound);
      if (inbound instanceof Packet packet) {
        readable++;
        assertThat(Wire.packet(Wire.encode(packet.pdu())).pdu()).isEqualTo(packet.pdu());
      }
    }
    assertThat(readable).isPositive();
  }

  @Test
  void randomStreamsInRandomPieces() {
    for (int round = 0; round < 500; round++) {
      EmbeddedChannel channel = new EmbeddedChannel(new PduFrameDecoder(512));
      int sent = 0;
      int decoded = 0;
      for (int piece = 0; piece < 20; piece++) {
        byte[] octets = piece();
        sent += octets.length;
        channel.writeInbound(Unpooled.wrappedBuffer(octets));
        for (Object in = channel.readInbound(); in != null; in = channel.readInbound()) {
          use((Inbound) in);
          decoded += in instanceof Packet packet ? 16 + packet.body().length() : 0;
        }
      }
      assertThat(decoded).isLessThanOrEqualTo(sent);
      channel.finishAndReleaseAll();
    }
  }

  /** Mostly PDUs, so that the stream lives for a while, cut somewhere or followed by noise. */
  private byte[] piece() {
    List<byte[]> frames = examples();
    byte[] frame = frames.get(random.nextInt(frames.size()));
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(frame, random.nextInt(frame.length));
      case 1 -> {
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        yield noise;
      }
      default -> frame;
    };
  }

  private static List<byte[]> examples() {
    List<byte[]> frames = new ArrayList<>();
    Stream.<Pdu>of(PduExamples.bindTransmitter(), PduExamples.submitSm(), PduExamples.deliverSm())
        .map(Wire::encode)
        .forEach(frames::add);
    return frames;
  }

  /** Reads what a program would read of a PDU. */
  private static void use(Inbound inbound) {
    assertThat(inbound.toString()).isNotEmpty();
    if (inbound instanceof Packet packet && packet.pdu() instanceof MessagePdu message) {
      assertThat(message.text().length()).isLessThanOrEqualTo(packet.body().length());
      message.tlvs().forEach((tag, value) -> assertThat(value.length()).isNotNegative());
      TlvTag.all()
          .forEach(
              tag -> {
                message.tlvs().intValue(tag, -1);
                message.tlvs().text(tag);
              });
      check(message);
    }
  }

  @SuppressWarnings("unchecked")
  private static <P> void check(Pdu pdu) {
    Layout<P> layout = (Layout<P>) PduTable.layout(pdu.commandId());
    assertThat(layout).isNotNull();
    layout.check((P) pdu);
  }
}

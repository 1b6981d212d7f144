package org.messagecenter.protocol.fuzz;

import static org.messagecenter.protocol.fuzz.Check.require;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;
import org.messagecenter.protocol.codec.BadPdu;
import org.messagecenter.protocol.codec.Inbound;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.codec.PduFrameDecoder;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.PduExamples;

/** A stream of octets, whole and in pieces: the same PDUs come out, and survive being written. */
class DecoderFuzzTest {
  private static final int MAX_LENGTH = 4096;

  static Stream<byte[]> seeds() {
    List<byte[]> frames = new ArrayList<>();
    ByteBuf all = Unpooled.buffer();
    for (Pdu pdu : PduExamples.all()) {
      frames.add(encode(pdu, 0, 7));
      PduCodec.encode(all, pdu, pdu.commandId().isResponse() ? 8 : 0, 8);
    }
    frames.add(ByteBufUtil.getBytes(all));
    return frames.stream();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "20m")
  void decode(byte[] octets) {
    List<Inbound> whole = feed(octets, octets.length);
    require(whole.equals(feed(octets, 1 + Arrays.hashCode(octets) & 15)), "pieces change nothing");
    long taken = 0;
    for (Inbound inbound : whole) {
      require(!inbound.toString().isEmpty(), "prints something");
      if (inbound instanceof Packet packet) {
        taken += PduCodec.HEADER_LENGTH + packet.body().length();
        Check.use(packet.pdu());
        again(packet);
      }
    }
    require(taken <= octets.length, "no octets out of nothing");
  }

  @Test
  void seedsAndDamagedSeeds() {
    Regression.run(getClass(), seeds(), 4_000, this::decode);
  }

  private static void again(Packet packet) {
    byte[] first = encode(packet.pdu(), packet.commandStatus(), packet.sequence());
    Inbound read = PduCodec.decode(Unpooled.wrappedBuffer(first));
    require(read instanceof Packet, "what was written can be read");
    Pdu pdu = ((Packet) read).pdu();
    boolean bodyless = packet.commandStatus() != 0 && packet.pdu().commandId().isResponse();
    require(bodyless || pdu.equals(packet.pdu()), "what was written is what was read");
    require(
        Arrays.equals(first, encode(pdu, packet.commandStatus(), packet.sequence())),
        "the second time is like the first");
  }

  private static List<Inbound> feed(byte[] octets, int piece) {
    EmbeddedChannel channel = new EmbeddedChannel(new PduFrameDecoder(MAX_LENGTH));
    int step = Math.max(1, piece);
    for (int at = 0; at < octets.length; at += step) {
      channel.writeInbound(Unpooled.copiedBuffer(octets, at, Math.min(step, octets.length - at)));
    }
    List<Inbound> inbound = new ArrayList<>();
    for (Object in = channel.readInbound(); in != null; in = channel.readInbound()) {
      inbound.add(in instanceof BadPdu bad && bad.fatal() ? lengthOnly(bad) : (Inbound) in);
    }
    channel.finishAndReleaseAll();
    return inbound;
  }

  /** How much of the header is known when a length is found to be impossible depends on luck. */
  private static BadPdu lengthOnly(BadPdu bad) {
    return new BadPdu(bad.commandLength(), 0, 0, 0, bad.suggested(), true, bad.reason());
  }

  private static byte[] encode(Pdu pdu, int status, int sequence) {
    ByteBuf out = Unpooled.buffer();
    PduCodec.encode(out, pdu, status, sequence);
    return ByteBufUtil.getBytes(out);
  }
}

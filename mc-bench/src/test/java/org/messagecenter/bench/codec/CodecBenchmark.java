package org.messagecenter.bench.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.Inbound;
import org.messagecenter.protocol.codec.Packet;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.pdu.MessagePdu;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.TlvCheck;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.Strictness;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.spec.Violation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One PDU with a text of 100 octets and three TLVs, from a buffer and into one. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {
  @Param({"submit_sm", "deliver_sm"})
  public String command = "";

  private final ByteBuf frame = Unpooled.directBuffer(1024);
  private final ByteBuf out = Unpooled.directBuffer(1024);
  private Pdu built = submitSm();
  private Pdu arrived = built;

  /** Fills the buffers. */
  @Setup
  public void setUp() {
    built = command.equals("submit_sm") ? submitSm() : deliverSm();
    frame.clear();
    PduCodec.encode(frame, built, 0, 1);
    arrived = ((Packet) PduCodec.decode(frame.duplicate())).pdu();
  }

  /** The octets become a PDU; no value is asked for. */
  @Benchmark
  public Inbound decode() {
    frame.readerIndex(0);
    return PduCodec.decode(frame);
  }

  /** The same, and every value that needs an object is asked for. */
  @Benchmark
  public int decodeAndUse() {
    frame.readerIndex(0);
    MessagePdu message = (MessagePdu) ((Packet) PduCodec.decode(frame)).pdu();
    return message.serviceType().length()
        + message.sourceAddr().digits().length()
        + message.destinationAddr().digits().length()
        + message.scheduleDeliveryTime().length()
        + message.validityPeriod().length()
        + message.text().length()
        + message.tlvs().intValue(TlvTag.USER_MESSAGE_REFERENCE, 0);
  }

  /** A PDU made of values becomes octets in a buffer that is there. */
  @Benchmark
  public ByteBuf encode() {
    out.clear();
    PduCodec.encode(out, built, 0, 1);
    return out;
  }

  /** A PDU that arrived becomes octets again, as in relaying. */
  @Benchmark
  public ByteBuf encodeArrived() {
    out.clear();
    PduCodec.encode(out, arrived, 0, 1);
    return out;
  }

  /** The TLVs of a PDU that arrived against the rules of its command. */
  @Benchmark
  public @Nullable Violation checkTlvs() {
    return TlvCheck.check(
        arrived.commandId(), ((MessagePdu) arrived).tlvs(), 0x34, Strictness.TOLERANT);
  }

  private static SubmitSm submitSm() {
    return new SubmitSm(
        "",
        new Address(5, 0, "ACME"),
        new Address(1, 1, "491701234589"),
        0x03,
        0,
        0,
        "",
        "",
        1,
        0,
        0,
        0,
        Octets.of(new byte[100]),
        Tlvs.builder()
            .put(TlvTag.USER_MESSAGE_REFERENCE, 0x1234)
            .put(TlvTag.SOURCE_PORT, 2948)
            .put(0x1401, new byte[] {1, 2, 3, 4})
            .build());
  }

  private static DeliverSm deliverSm() {
    return new DeliverSm(
        "",
        new Address(1, 1, "491701234589"),
        new Address(5, 0, "ACME"),
        0x04,
        0,
        0,
        "",
        "",
        0,
        0,
        0,
        0,
        Octets.of(new byte[100]),
        Tlvs.builder()
            .put(TlvTag.USER_MESSAGE_REFERENCE, 0x1234)
            .put(TlvTag.MESSAGE_STATE, 2)
            .put(TlvTag.NETWORK_ERROR_CODE, new byte[] {3, 0, 1})
            .build());
  }
}

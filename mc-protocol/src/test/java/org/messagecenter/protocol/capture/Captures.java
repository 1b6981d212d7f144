package org.messagecenter.protocol.capture;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Pdu;

/** Capture files in the tests of this package. */
final class Captures {
  static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.7", 50_000);
  static final InetSocketAddress SELF = new InetSocketAddress("192.0.2.1", 3550);
  static final long TIME = 1_790_000_000_123_456L;

  private Captures() {}

  /** Octets from hexadecimal digits, with blanks wherever they help. */
  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  static byte[] encode(Pdu pdu, int status, int sequence) {
    ByteBuf out = Unpooled.buffer();
    PduCodec.encode(out, pdu, status, sequence);
    return ByteBufUtil.getBytes(out);
  }

  static String print(byte[] pdu) {
    StringBuilder out = new StringBuilder();
    new PduPrinter(false, false).print(Octets.of(pdu), out);
    return out.toString();
  }

  /** A file being written. */
  static final class Recording {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    final PcapngWriter writer;

    Recording() throws IOException {
      writer = new PcapngWriter(file, "test");
    }

    byte[] file() {
      return file.toByteArray();
    }
  }

  /** One PDU as it was found. */
  record Found(long frame, long micros, String from, String to, Octets octets) {}

  /** Keeps what a file brings. */
  static final class Finds implements CaptureSink {
    final List<Found> pdus = new ArrayList<>();
    final List<String> problems = new ArrayList<>();
    final List<String> comments = new ArrayList<>();

    static Finds of(byte[] file) throws IOException {
      return of(file, OptionalInt.empty());
    }

    static Finds of(byte[] file, OptionalInt port) throws IOException {
      Finds finds = new Finds();
      CaptureDecoder.decode(new ByteArrayInputStream(file), port, finds);
      return finds;
    }

    List<byte[]> octets() {
      return pdus.stream().map(found -> found.octets().toByteArray()).toList();
    }

    @Override
    public void pdu(long frame, long micros, String from, String to, Octets octets) {
      pdus.add(new Found(frame, micros, from, to, octets));
    }

    @Override
    public void problem(long frame, String what) {
      problems.add(frame + ": " + what);
    }

    @Override
    public void comment(long frame, String comment) {
      comments.add(frame + ": " + comment);
    }
  }
}

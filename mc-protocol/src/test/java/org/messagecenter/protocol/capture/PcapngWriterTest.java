package org.messagecenter.protocol.capture;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.protocol.capture.Captures.bytes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.capture.Captures.Recording;

/** Every octet of the format, as the draft prints its blocks. */
class PcapngWriterTest {
  @Test
  void blocks() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PcapngWriter writer = new PcapngWriter(out, "mc");
    writer.frame(0x0001_2345_6789_ABCDL, bytes("AABBCCDDEE"), null);
    writer.frame(7, bytes("01020304"), "hello");

    byte[] expected =
        bytes(
            // Section: type, length, byte order, version 1.0, unknown size, options.
            "0A0D0D0A 00000028 1A2B3C4D 0001 0000 FFFFFFFFFFFFFFFF"
                + "0004 0002 6D630000 0000 0000 00000028"
                // Interface: Ethernet, no limit, its name.
                + "00000001 00000020 0001 0000 00000000"
                + "0002 0004 736D7070 0000 0000 00000020"
                // Frame of 5 octets, padded to 8.
                + "00000006 00000028 00000000 00012345 6789ABCD 00000005 00000005"
                + "AABBCCDDEE000000 00000028"
                // Frame with a comment.
                + "00000006 00000034 00000000 00000000 00000007 00000004 00000004"
                + "01020304 0001 0005 68656C6C6F000000 0000 0000 00000034");
    assertThat(out.toByteArray()).isEqualTo(expected);
    assertThat(writer.written()).isEqualTo(expected.length);
  }

  /** IPv4 and TCP headers whose checksums were worked out independently. */
  @Test
  void segment() {
    TcpFrame frames =
        new TcpFrame(
            new InetSocketAddress("192.0.2.7", 50_000),
            new InetSocketAddress("192.0.2.1", 2775),
            1,
            2);
    byte[] frame = frames.make(0x01020304, 0x0A0B0C0D, 0x18, "abc".getBytes(US_ASCII), 0, 3);

    assertThat(frame)
        .isEqualTo(
            bytes(
                "020000000002 020000000001 0800"
                    + "4500 002B 0000 4000 40 06 B6C4 C0000207 C0000201"
                    + "C350 0AD7 01020304 0A0B0C0D 50 18 FFFF 7F18 0000"
                    + "616263"));
  }

  /** A sum over a header with its checksum in place is all ones, whatever is in it. */
  @Test
  void checksumsAddUp() throws IOException {
    for (int length = 0; length < 5; length++) {
      TcpFrame frames =
          new TcpFrame(
              new InetSocketAddress("2001:db8::7", 1),
              new InetSocketAddress("192.0.2.1", 2775),
              1,
              2);
      byte[] frame = frames.make(1, 2, 0x10, new byte[] {9, 8, 7, 6, 5}, 0, length);
      ByteBuffer octets = ByteBuffer.wrap(frame);
      int segment = 20 + length;
      long sum = TcpFrame.sum(octets, 14 + 8, 32 + segment) + 6 + segment;
      assertThat(TcpFrame.fold(sum)).as("payload of %d", length).isZero();
      assertThat(octets.getShort(14 + 4)).isEqualTo((short) segment);
    }
  }

  @Test
  void aLongCommentIsCut() throws IOException {
    Recording recording = new Recording();
    recording.writer.frame(0, new byte[14], "ü".repeat(50_000));

    assertThat(Captures.Finds.of(recording.file()).comments)
        .containsExactly("1: " + "ü".repeat(10_000));
  }
}

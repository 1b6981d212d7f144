package org.messagecenter.protocol.codec;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes PDUs as TCP segments of one connection, in the classic pcap format over raw IPv4. */
final class PcapFile {
  private static final int LINK_RAW_IP = 101;
  private static final int IP_AND_TCP = 40;
  private static final int ESME_PORT = 40_000;
  private static final int SMPP_PORT = 2775;

  private PcapFile() {}

  static void write(Path file, List<byte[]> pdus) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      ints(out, 0xA1B2C3D4, 0x00020004, 0, 0, 0xFFFF, LINK_RAW_IP);
      int sequence = 1;
      for (byte[] pdu : pdus) {
        int length = IP_AND_TCP + pdu.length;
        ints(out, sequence, 0, length, length);
        // IPv4: header of five words, TTL 64, protocol TCP; checksums stay zero.
        ints(out, 0x45000000 | length, 0, 64 << 24 | 6 << 16, 0x7F000001, 0x7F000001);
        // TCP: header of five words, PSH and ACK.
        ints(out, ESME_PORT << 16 | SMPP_PORT, sequence, 1, 5 << 28 | 0x18 << 16 | 0xFFFF, 0);
        out.write(pdu);
        sequence += pdu.length;
      }
    }
  }

  private static void ints(DataOutputStream out, int... values) throws IOException {
    for (int value : values) {
      out.writeInt(value);
    }
  }
}

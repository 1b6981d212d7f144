package org.messagecenter.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.protocol.capture.Captures.PEER;
import static org.messagecenter.protocol.capture.Captures.SELF;
import static org.messagecenter.protocol.capture.Captures.TIME;
import static org.messagecenter.protocol.capture.Captures.encode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.capture.Captures.Finds;
import org.messagecenter.protocol.capture.Captures.Found;
import org.messagecenter.protocol.capture.Captures.Recording;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;

/** Damaged files give PDUs, problems or a BadCapture, and never more octets than they hold. */
class CaptureFuzzTest {
  private static final int ROUNDS = 5_000;

  private final Random random = new Random(20261121);

  @Test
  void damagedFiles() throws IOException {
    byte[] whole = whole();
    int read = 0;
    for (int i = 0; i < ROUNDS; i++) {
      byte[] file = whole.clone();
      for (int damage = 1 + random.nextInt(6); damage > 0; damage--) {
        int at = random.nextInt(file.length);
        switch (random.nextInt(3)) {
          case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
          case 1 -> file[at] = (byte) random.nextInt();
          default -> Arrays.fill(file, at, Math.min(file.length, at + 4), (byte) random.nextInt(3));
        }
      }
      read += use(Arrays.copyOf(file, random.nextInt(8) == 0 ? at(file) : file.length));
    }
    assertThat(read).as("PDUs read all the same").isGreaterThan(ROUNDS);
  }

  @Test
  void noiseBehindAMagicNumber() throws IOException {
    byte[][] starts = {
      Captures.bytes("0A0D0D0A 0000001C 1A2B3C4D 00010000 FFFFFFFFFFFFFFFF 0000001C"),
      Captures.bytes("A1B2C3D4 00020004 0000000000000000 0000FFFF 00000001"),
      Captures.bytes("D4C3B2A1 02000400 0000000000000000 FFFF0000 65000000"),
    };
    for (int i = 0; i < ROUNDS; i++) {
      byte[] start = starts[i % starts.length];
      byte[] file = new byte[start.length + random.nextInt(300)];
      random.nextBytes(file);
      for (int zeros = random.nextInt(file.length); zeros > 0; zeros--) {
        file[random.nextInt(file.length)] = 0;
      }
      System.arraycopy(start, 0, file, 0, start.length);
      use(file);
    }
  }

  private int at(byte[] file) {
    return random.nextInt(file.length);
  }

  private static byte[] whole() throws IOException {
    Recording file = new Recording();
    TcpConversation talk = new TcpConversation(PEER, SELF, 3);
    talk.open(file.writer, TIME, "a comment");
    talk.fromPeer(file.writer, TIME, encode(PduExamples.bindTransmitter(), 0, 1), null);
    for (int i = 0; i < 5; i++) {
      talk.fromPeer(file.writer, TIME, encode(PduExamples.submitSm(), 0, i), null);
      talk.fromSelf(file.writer, TIME, encode(new SubmitSmResp("1", Tlvs.EMPTY), 0, i), null);
    }
    talk.close(file.writer, TIME);
    return file.file();
  }

  private static int use(byte[] file) throws IOException {
    Finds finds = new Finds();
    OptionalInt port = OptionalInt.of(TcpConversation.SMPP_PORT);
    try {
      CaptureDecoder.decode(
          new ByteArrayInputStream(file), file.length % 2 == 0 ? port : OptionalInt.empty(), finds);
    } catch (BadCapture e) {
      assertThat(e.getMessage()).startsWith("at octet ");
    }
    int octets = 0;
    for (Found found : finds.pdus) {
      octets += found.octets().length();
      assertThat(Captures.print(found.octets().toByteArray())).isNotEmpty();
    }
    assertThat(octets).isLessThanOrEqualTo(file.length);
    return finds.pdus.size();
  }
}

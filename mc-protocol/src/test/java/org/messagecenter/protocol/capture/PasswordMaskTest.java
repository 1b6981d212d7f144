package org.messagecenter.protocol.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.SubmitSm;

class PasswordMaskTest {
  private static final int OUTBIND = 0x0B;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, OUTBIND})
  void coversEveryCommandThatHasOne(int commandId) {
    byte[] body = "id\0secret\0rest\0\0".getBytes(ISO_8859_1);

    assertThat(text(masked(pdu(commandId, body)), 16)).isEqualTo("id\0******\0rest\0\0");
  }

  @Test
  void nothingElseIsTouched() {
    SubmitSm submit = PduExamples.submitSm();
    byte[] octets = Captures.encode(submit, 0, 1);

    assertThat(masked(octets)).isEqualTo(octets);
  }

  @Test
  void anEmptyPasswordStaysEmpty() {
    byte[] octets = pdu(9, "id\0\0type\0".getBytes(ISO_8859_1));

    assertThat(masked(octets)).isEqualTo(octets);
  }

  @Test
  void aPasswordWithoutEndIsCoveredToTheEnd() {
    byte[] octets = pdu(9, "id\0a much too long password".getBytes(ISO_8859_1));

    assertThat(text(masked(octets), 16)).isEqualTo("id\0" + "*".repeat(24));
  }

  @Test
  void behindABrokenLengthOnlyTheHeaderIsLeft() {
    byte[] octets = "POST / HTTP/1.1\nAuthorization: Basic c2VjcmV0".getBytes(ISO_8859_1);

    assertThat(text(masked(octets), 0)).isEqualTo("POST / HTTP/1.1\n" + "*".repeat(29));
  }

  @Test
  void piecesOfAnySizeGiveTheSame() {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(pdu(0x15, new byte[0]));
    stream.writeBytes(pdu(2, "id\0secret\0\0".getBytes(ISO_8859_1)));
    stream.writeBytes(Captures.encode(PduExamples.submitSm(), 0, 3));
    stream.writeBytes(pdu(9, "other\0pass\0\0".getBytes(ISO_8859_1)));
    byte[] whole = masked(stream.toByteArray());
    assertThat(text(whole, 0)).contains("id\0******\0", "other\0****\0");

    Random random = new Random(20261121);
    for (int round = 0; round < 200; round++) {
      byte[] octets = stream.toByteArray();
      PasswordMask mask = new PasswordMask();
      int at = 0;
      while (at < octets.length) {
        int count = Math.min(octets.length - at, random.nextInt(round / 10 + 2));
        mask.apply(octets, at, count);
        at += count;
      }
      assertThat(octets).isEqualTo(whole);
    }
  }

  private static byte[] masked(byte[] octets) {
    byte[] copy = octets.clone();
    new PasswordMask().apply(copy, 0, copy.length);
    return copy;
  }

  private static byte[] pdu(int commandId, byte[] body) {
    return ByteBuffer.allocate(16 + body.length)
        .putInt(16 + body.length)
        .putInt(commandId)
        .putInt(0)
        .putInt(1)
        .put(body)
        .array();
  }

  private static String text(byte[] octets, int from) {
    return new String(octets, from, octets.length - from, ISO_8859_1);
  }
}

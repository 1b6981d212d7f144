package org.messagecenter.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messagecenter.protocol.capture.Captures.PEER;
import static org.messagecenter.protocol.capture.Captures.SELF;
import static org.messagecenter.protocol.capture.Captures.TIME;
import static org.messagecenter.protocol.capture.Captures.encode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.messagecenter.protocol.capture.Captures.Finds;
import org.messagecenter.protocol.capture.Captures.Recording;
import org.messagecenter.protocol.pdu.DeliverSmResp;
import org.messagecenter.protocol.pdu.EnquireLink;
import org.messagecenter.protocol.pdu.EnquireLinkResp;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;

class CaptureDecoderTest {
  private static final byte[] SUBMIT = encode(PduExamples.submitSm(), 0, 1);
  private static final byte[] ANSWER = encode(new SubmitSmResp("4711", Tlvs.EMPTY), 0, 1);
  private static final byte[] DELIVER = encode(PduExamples.deliverSm(), 0, 9);
  private static final byte[] DELIVERED = encode(new DeliverSmResp("", Tlvs.EMPTY), 0, 9);

  private static final int ISN = 0xFFFF_FF00;

  private final TcpFrame toServer =
      new TcpFrame(PEER, new InetSocketAddress(SELF.getAddress(), 2775), 1, 2);

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Recording file = new Recording();
    TcpConversation talk = new TcpConversation(PEER, SELF, 12);
    talk.open(file.writer, TIME, "session 12");
    talk.fromPeer(file.writer, TIME + 1, SUBMIT, null);
    talk.fromSelf(file.writer, TIME + 2, join(ANSWER, DELIVER), "two at once");
    talk.fromPeer(file.writer, TIME + 3, Arrays.copyOf(DELIVERED, 5), null);
    talk.fromPeer(file.writer, TIME + 4, Arrays.copyOfRange(DELIVERED, 5, DELIVERED.length), null);
    talk.close(file.writer, TIME + 5);

    Finds finds = Finds.of(file.file());

    assertThat(finds.problems).isEmpty();
    assertThat(finds.octets()).containsExactly(SUBMIT, ANSWER, DELIVER, DELIVERED);
    assertThat(finds.comments).containsExactly("1: session 12", "5: two at once");
    assertThat(finds.pdus.get(0).from()).isEqualTo("192.0.2.7:50000");
    assertThat(finds.pdus.get(0).to()).isEqualTo("192.0.2.1:2775");
    assertThat(finds.pdus.get(0).frame()).isEqualTo(4);
    assertThat(finds.pdus.get(0).micros()).isEqualTo(TIME + 1);
    assertThat(finds.pdus.get(3).micros()).isEqualTo(TIME + 4);
  }

  @Test
  void aLargeWriteBecomesSeveralFrames() throws IOException {
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    List<byte[]> pdus = new ArrayList<>();
    while (many.size() < 200_000) {
      pdus.add(SUBMIT);
      many.writeBytes(SUBMIT);
    }
    Recording file = new Recording();
    TcpConversation talk = new TcpConversation(PEER, SELF, 1);
    talk.open(file.writer, TIME, null);
    talk.fromPeer(file.writer, TIME, many.toByteArray(), "once");

    Finds finds = Finds.of(file.file());
    assertThat(finds.octets()).containsExactlyElementsOf(pdus);
    assertThat(finds.comments).containsExactly("4: once");
  }

  @Test
  void addressesOfEitherFamily() throws IOException {
    InetSocketAddress wide = new InetSocketAddress("2001:db8::7", 40_000);
    for (InetSocketAddress self : List.of(SELF, new InetSocketAddress("2001:db8::1", 3550))) {
      Recording file = new Recording();
      TcpConversation talk = new TcpConversation(wide, self, 1);
      talk.open(file.writer, TIME, null);
      talk.fromPeer(file.writer, TIME, SUBMIT, null);

      Finds finds = Finds.of(file.file());
      assertThat(finds.octets()).containsExactly(SUBMIT);
      assertThat(finds.pdus.get(0).from()).isEqualTo("[2001:db8:0:0:0:0:0:7]:40000");
    }
  }

  @Test
  void whatIsMissingIsAHole() throws IOException {
    Recording file = new Recording();
    TcpConversation talk = new TcpConversation(PEER, SELF, 1);
    talk.open(file.writer, TIME, null);
    talk.fromPeer(file.writer, TIME, Arrays.copyOf(SUBMIT, 50), null);
    talk.missingFromPeer(SUBMIT.length - 50 + DELIVERED.length);
    talk.fromPeer(file.writer, TIME, SUBMIT, null);
    talk.fromSelf(file.writer, TIME, ANSWER, null);
    talk.missingFromSelf(7);
    talk.fromSelf(file.writer, TIME, DELIVER, null);
    talk.close(file.writer, TIME);

    Finds finds = Finds.of(file.file());

    assertThat(finds.octets())
        .containsExactlyInAnyOrder(ANSWER, Arrays.copyOf(SUBMIT, 50), SUBMIT, DELIVER);
    int missing = SUBMIT.length - 50 + DELIVERED.length;
    assertThat(finds.problems)
        .anyMatch(problem -> problem.contains(missing + " octets are missing in the capture"))
        .anyMatch(problem -> problem.contains("7 octets are missing in the capture"));
  }

  /** Around the turn of the sequence numbers, which 32 bits bring about. */
  @Test
  void segmentsInDisorder() throws IOException {
    byte[] stream = join(SUBMIT, DELIVERED, SUBMIT, DELIVERED);
    Recording file = new Recording();
    syn(file);
    data(file, stream, 0, 40);
    data(file, stream, 200, 250);
    data(file, stream, 0, 40);
    data(file, stream, 30, 90);
    data(file, stream, 190, 210);
    data(file, stream, 250, stream.length);
    data(file, stream, 80, 200);
    data(file, stream, 10, stream.length);

    Finds finds = Finds.of(file.file());
    assertThat(finds.problems).isEmpty();
    assertThat(finds.octets()).containsExactly(SUBMIT, DELIVERED, SUBMIT, DELIVERED);
  }

  @Test
  void aNewConnectionFromTheSamePort() throws IOException {
    Recording file = new Recording();
    for (int number = 1; number <= 2; number++) {
      TcpConversation talk = new TcpConversation(PEER, SELF, number);
      talk.open(file.writer, TIME, null);
      talk.fromPeer(file.writer, TIME, SUBMIT, null);
    }
    assertThat(Finds.of(file.file()).octets()).containsExactly(SUBMIT, SUBMIT);
  }

  @Test
  void aCaptureThatBeginsInTheMiddle() throws IOException {
    byte[] stream = join(SUBMIT, SUBMIT, DELIVERED);
    Recording file = new Recording();
    data(file, stream, 30, stream.length);

    Finds finds = Finds.of(file.file(), OptionalInt.of(2775));
    assertThat(finds.octets()).containsExactly(SUBMIT, DELIVERED);
    assertThat(finds.problems)
        .singleElement()
        .asString()
        .contains((SUBMIT.length - 30) + " octets skipped before the next header");
  }

  @Test
  void otherProtocolsAreLeftOutUnlessAskedFor() throws IOException {
    Recording file = new Recording();
    syn(file);
    byte[] http = "GET / HTTP/1.1\r\nHost: example\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    data(file, http, 0, http.length);

    Finds any = Finds.of(file.file());
    assertThat(any.pdus).isEmpty();
    assertThat(any.problems).isEmpty();

    Finds named = Finds.of(file.file(), OptionalInt.of(2775));
    assertThat(named.pdus).isEmpty();
    assertThat(named.problems.get(0)).contains("command_length 1195725856 is not possible");

    assertThat(Finds.of(file.file(), OptionalInt.of(80)).problems).isEmpty();
  }

  @Test
  void aBrokenLengthIsStoodThrough() throws IOException {
    byte[] broken = SUBMIT.clone();
    broken[3] = 3;
    byte[] stream = join(DELIVERED, broken, SUBMIT, DELIVERED);
    Recording file = new Recording();
    syn(file);
    data(file, stream, 0, stream.length);

    Finds finds = Finds.of(file.file());
    assertThat(finds.octets()).containsExactly(DELIVERED, SUBMIT, DELIVERED);
    assertThat(finds.problems.get(0)).contains("command_length 3 is not possible");
    assertThat(finds.problems.get(1)).contains(broken.length + " octets skipped");
  }

  @Test
  void whatTheCaptureEndsWithinIsHandedOut() throws IOException {
    Recording file = new Recording();
    syn(file);
    data(file, SUBMIT, 0, 60);

    assertThat(Finds.of(file.file()).octets()).containsExactly(Arrays.copyOf(SUBMIT, 60));
  }

  /** Each link type with the octets before the IP packet. */
  @ParameterizedTest
  @CsvSource({
    "0, 02000000",
    "0, 00000002",
    "1, 0200000000020200000000010800",
    "1, 02000000000202000000000181000007 0800",
    "1, 020000000002020000000001 88A80007 81000008 0800",
    "101, ''",
    "12, ''",
    "228, ''",
    "108, 00000002",
    "113, 0000 0001 0006 0200000000010000 0800",
    "276, 0800 0000 00000001 0001 00 06 0200000000010000",
  })
  void linkTypes(int linkType, String before) throws IOException {
    byte[] prefix = Captures.bytes(before);
    byte[] frame = frame(SUBMIT, 0, SUBMIT.length);
    byte[] packet = Arrays.copyOfRange(frame, 14, frame.length);
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      for (int magic : new int[] {0xA1B2C3D4, 0xA1B23C4D}) {
        byte[] file = pcap(order, magic, linkType, join(prefix, packet));
        Finds finds = Finds.of(file);
        assertThat(finds.octets()).containsExactly(SUBMIT);
        assertThat(finds.pdus.get(0).micros())
            .isEqualTo(1_790_000_000_000_000L + (magic == 0xA1B23C4D ? 5 : 5000));
        for (int length = 0; length < file.length; length++) {
          cut(file, length);
        }
      }
    }
  }

  /** Cut anywhere, a file gives what is whole, and the place where it ends. */
  private static void cut(byte[] file, int length) throws IOException {
    try {
      assertThat(Finds.of(Arrays.copyOf(file, length)).pdus).isEmpty();
    } catch (BadCapture e) {
      assertThat(e).hasMessageStartingWith("at octet ");
    }
  }

  @Test
  void aLinkTypeThatCannotBeReadIsSaid() throws IOException {
    Finds finds = Finds.of(pcap(ByteOrder.LITTLE_ENDIAN, 0xA1B2C3D4, 147, new byte[60]));
    assertThat(finds.problems).containsExactly("1: link type 147 cannot be read");
  }

  @Test
  void fragmentsAreSaid() throws IOException {
    Recording file = new Recording();
    byte[] frame = frame(SUBMIT, 0, SUBMIT.length);
    frame[14 + 6] = 0x20;
    file.writer.frame(TIME, frame, null);
    file.writer.frame(TIME, frame, null);

    assertThat(Finds.of(file.file()).problems)
        .containsExactly(
            "1: fragments of IP packets are not put together",
            "2: 2 fragments of IP packets left out");
  }

  /** Sections of either byte order in one file, times in other units, blocks of other kinds. */
  @Test
  void pcapngOfOthers() throws IOException {
    byte[] frame = frame(SUBMIT, 0, SUBMIT.length);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      block(
          file,
          order,
          0x0A0D0D0A,
          b ->
              b.putInt(0x1A2B3C4D).putInt(order == ByteOrder.BIG_ENDIAN ? 0x10000 : 1).putLong(-1));
      // Nanoseconds, and an offset of 10 s.
      block(
          file,
          order,
          1,
          b ->
              b.putShort((short) 1)
                  .putShort((short) 0)
                  .putInt(0)
                  .putShort((short) 9)
                  .putShort((short) 1)
                  .putInt(order == ByteOrder.BIG_ENDIAN ? 0x09000000 : 9)
                  .putShort((short) 14)
                  .putShort((short) 8)
                  .putLong(10)
                  .putInt(0));
      block(file, order, 4, b -> b.putInt(0));
      block(file, order, 0x0BAD, b -> b.putInt(7));
      block(
          file,
          order,
          6,
          b ->
              b.putInt(0)
                  .putInt(0)
                  .putInt(5_000_000)
                  .putInt(frame.length)
                  .putInt(frame.length)
                  .put(frame));
    }
    // The obsolete and the simple kinds, as retransmissions.
    block(
        file,
        ByteOrder.BIG_ENDIAN,
        2,
        b -> b.putInt(0).putInt(0).putInt(0).putInt(frame.length).putInt(frame.length).put(frame));
    block(file, ByteOrder.BIG_ENDIAN, 3, b -> b.putInt(frame.length).put(frame));

    Finds finds = Finds.of(file.toByteArray());
    assertThat(finds.problems).isEmpty();
    assertThat(finds.octets()).containsExactly(SUBMIT);
    assertThat(finds.pdus.get(0).micros()).isEqualTo(10_005_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "00000000", "CAFEBABE00000000"})
  void otherFilesAreRefused(String hex) {
    assertThatThrownBy(() -> Finds.of(Captures.bytes(hex)))
        .isInstanceOf(BadCapture.class)
        .hasMessage("at octet 0: neither pcap nor pcapng");
  }

  @Test
  void damageIsNamedAfterWhatWasBefore() throws IOException {
    Recording file = new Recording();
    syn(file);
    data(file, SUBMIT, 0, SUBMIT.length);
    byte[] whole = file.file();
    Finds finds = new Finds();
    byte[] damaged = Arrays.copyOf(whole, whole.length + 12);
    damaged[whole.length + 3] = 6;
    damaged[whole.length + 7] = 13;

    assertThatThrownBy(
            () ->
                CaptureDecoder.decode(
                    new ByteArrayInputStream(damaged), OptionalInt.empty(), finds))
        .isInstanceOf(BadCapture.class)
        .hasMessage("at octet " + whole.length + ": a block of 13 octets");
    assertThat(finds.octets()).containsExactly(SUBMIT);
  }

  @Test
  void whatWaitsForALostSegmentIsBounded() throws IOException {
    byte[] filler = new byte[60_000];
    Recording file = new Recording();
    syn(file);
    for (int i = 1; i <= 40; i++) {
      file.writer.frame(
          TIME,
          toServer.make(ISN + 1 + 100 + i * filler.length, 0, 0x18, filler, 0, filler.length),
          null);
    }
    Finds finds = Finds.of(file.file());
    assertThat(finds.problems.get(0))
        .as("long before the end of the file")
        .startsWith("19: ")
        .contains("60100 octets are missing");
  }

  private void syn(Recording file) throws IOException {
    file.writer.frame(TIME, toServer.make(ISN, 0, TcpFrame.SYN, new byte[0], 0, 0), null);
  }

  private void data(Recording file, byte[] stream, int from, int to) throws IOException {
    file.writer.frame(TIME, frame(stream, from, to), null);
  }

  private byte[] frame(byte[] stream, int from, int to) {
    return toServer.make(ISN + 1 + from, 0, TcpFrame.ACK, stream, from, to - from);
  }

  private static byte[] pcap(ByteOrder order, int magic, int linkType, byte[] frame) {
    return ByteBuffer.allocate(24 + 16 + frame.length)
        .order(order)
        .putInt(magic)
        .putShort((short) 2)
        .putShort((short) 4)
        .putLong(0)
        .putInt(65_535)
        .putInt(linkType)
        .putInt(1_790_000_000)
        .putInt(5000)
        .putInt(frame.length)
        .putInt(frame.length)
        .put(frame)
        .array();
  }

  private static void block(
      ByteArrayOutputStream file, ByteOrder order, int type, Consumer<ByteBuffer> content) {
    ByteBuffer body = ByteBuffer.allocate(4096).order(order);
    content.accept(body);
    int length = 12 + PcapngWriter.padded(body.position());
    byte[] octets =
        ByteBuffer.allocate(length)
            .order(order)
            .putInt(type)
            .putInt(length)
            .put(body.array(), 0, length - 12)
            .putInt(length)
            .array();
    file.writeBytes(octets);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  @Test
  void bothDirectionsOfEnquireLink() throws IOException {
    Recording file = new Recording();
    TcpConversation talk = new TcpConversation(PEER, SELF, 1);
    talk.open(file.writer, TIME, null);
    talk.fromSelf(file.writer, TIME, encode(new EnquireLink(), 0, 5), null);
    talk.fromPeer(file.writer, TIME, encode(new EnquireLinkResp(), 0, 5), null);

    assertThat(Finds.of(file.file()).pdus)
        .extracting(Captures.Found::from)
        .containsExactly("192.0.2.1:2775", "192.0.2.7:50000");
  }
}

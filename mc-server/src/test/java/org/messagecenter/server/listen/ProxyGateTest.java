package org.messagecenter.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol header, byte by byte, and what is made of its absence. */
class ProxyGateTest {
  private static final InetSocketAddress PROXY = new InetSocketAddress("10.0.0.1", 5555);
  private static final byte[] FIRST = {0, 0, 0, 16, 0, 0, 0, 0x15, 0, 0, 0, 0, 0, 0, 0, 1};
  private static final String SIGNATURE = "0D0A0D0A000D0A515549540A";

  private final List<String> did = new ArrayList<>();

  private EmbeddedChannel socket(boolean required) {
    EmbeddedChannel socket = new EmbeddedChannel();
    // Before the gate begins to wait: from here on only the test lets time pass.
    socket.freezeTime();
    socket
        .pipeline()
        .addLast(
            new ProxyGate(
                PROXY,
                required,
                Duration.ofSeconds(10),
                new ProxyGate.Next() {
                  @Override
                  public void serve(InetSocketAddress peer) {
                    did.add("serve " + SmppChannel.words(peer));
                  }

                  @Override
                  public void turnAway() {
                    did.add("turn away");
                  }
                }));
    socket.pipeline().fireChannelActive();
    return socket;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static byte[] rest(EmbeddedChannel socket) {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf part = socket.readInbound(); part != null; part = socket.readInbound()) {
      all.writeBytes(part);
      part.release();
    }
    byte[] octets = new byte[all.readableBytes()];
    all.readBytes(octets);
    return octets;
  }

  /** Whatever the cut, the peer is named once and what follows the header arrives whole. */
  private void names(String peer, byte[] header) {
    for (int cut = 0; cut < header.length + FIRST.length; cut++) {
      did.clear();
      EmbeddedChannel socket = socket(true);
      ByteBuf all = Unpooled.wrappedBuffer(header, FIRST);
      socket.writeInbound(all.readRetainedSlice(cut), all);
      assertThat(did).as("cut at " + cut).containsExactly("serve " + peer);
      assertThat(rest(socket)).isEqualTo(FIRST);
      socket.finishAndReleaseAll();
    }
  }

  @Test
  void versionOneNamesThePeer() {
    names("192.0.2.7:40001", ascii("PROXY TCP4 192.0.2.7 198.51.100.1 40001 2775\r\n"));
  }

  @Test
  void versionTwoNamesThePeer() {
    names("192.0.2.7:40001", hex(SIGNATURE + "2111000C" + "C0000207C63364019C410AD7"));
  }

  @Test
  void versionTwoNamesAPeerOfVersionSixAndMayCarryMore() {
    names(
        "2001:db8:0:0:0:0:0:7:40001",
        hex(
            SIGNATURE
                + "21210029"
                + "20010DB8000000000000000000000007"
                + "20010DB8000000000000000000000001"
                + "9C410AD7"
                + "0400020000"));
  }

  @Test
  void aProxyThatSpeaksForItselfIsThePeer() {
    names("10.0.0.1:5555", hex(SIGNATURE + "20000000"));
    names("10.0.0.1:5555", ascii("PROXY UNKNOWN\r\n"));
  }

  @Test
  void withoutAHeaderTheConnectionIsThePeersOwnWhereThatIsAllowed() {
    EmbeddedChannel socket = socket(false);
    socket.writeInbound(Unpooled.copiedBuffer(FIRST));
    assertThat(did).containsExactly("serve 10.0.0.1:5555");
    assertThat(rest(socket)).isEqualTo(FIRST);
    socket.finishAndReleaseAll();
  }

  @Test
  void withoutTheRequiredHeaderItIsTurnedAway() {
    EmbeddedChannel socket = socket(true);
    socket.writeInbound(Unpooled.copiedBuffer(FIRST));
    assertThat(did).containsExactly("turn away");
    assertThat(rest(socket)).isEmpty();
    socket.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY TCP4 192.0.2.300 198.51.100.1 40001 2775\r\n",
        "PROXY TCP4 192.0.2.7 198.51.100.1 99999 2775\r\n",
        "PROXY TCP4 192.0.2.7\r\n",
        "PRIVET\r\nPRIVET\r\n",
        "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n",
      })
  void aMalformedHeaderIsTurnedAway(String header) {
    EmbeddedChannel socket = socket(false);
    socket.writeInbound(Unpooled.copiedBuffer(ascii(header)));
    assertThat(did).containsExactly("turn away");
    socket.finishAndReleaseAll();
  }

  @Test
  void anEndlessHeaderIsTurnedAway() {
    EmbeddedChannel socket = socket(false);
    socket.writeInbound(Unpooled.copiedBuffer(ascii("PROXY TCP4 " + "1".repeat(200))));
    assertThat(did).containsExactly("turn away");
    socket.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PRO", "PROXY TCP4 192.0.2.7 "})
  void aHeaderThatDoesNotComeIsTurnedAway(String begun) {
    EmbeddedChannel socket = socket(false);
    socket.writeInbound(Unpooled.copiedBuffer(ascii(begun)));
    socket.advanceTimeBy(9_999, TimeUnit.MILLISECONDS);
    socket.runScheduledPendingTasks();
    assertThat(did).isEmpty();
    socket.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    socket.runScheduledPendingTasks();
    assertThat(did).containsExactly("turn away");
    socket.finishAndReleaseAll();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PROXY TCP4 192.0.2.7 "})
  void whoLeavesBeforeTheHeaderIsForgotten(String begun) {
    EmbeddedChannel socket = socket(true);
    socket.writeInbound(Unpooled.copiedBuffer(ascii(begun)));
    socket.close();
    socket.advanceTimeBy(1, TimeUnit.MINUTES);
    socket.runScheduledPendingTasks();
    assertThat(did).isEmpty();
    socket.finishAndReleaseAll();
  }
}

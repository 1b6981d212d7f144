package org.messagecenter.server.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.capture.PcapngWriter;
import org.messagecenter.protocol.capture.TcpConversation;
import picocli.CommandLine;

class DecodeCommandTest {
  private static final String ENQUIRE_LINK = "00000010 00000015 00000000 00000007";
  private static final byte[] SUBMIT =
      HexFormat.of()
          .parseHex(
              "0000003C000000040000000000000002"
                  + "0005004D656C726F7365000101343431323334353637383900"
                  + "000000000001000300"
                  + "0548656C6C6F"
                  + "140100"
                  + "00");

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private byte[] input = {};

  @Test
  void argumentsAreOctetsInWhateverPieces() {
    assertThat(run("0000", "0010 00000015", "0x00000000", "00:00:00:07")).isEqualTo(0);

    assertThat(out.toString())
        .contains("command_id                   0x00000015 enquire_link")
        .contains("sequence_number              7");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void standardInputMayBeHexOrOctets() {
    input = ENQUIRE_LINK.getBytes(US_ASCII);
    assertThat(run()).isEqualTo(0);
    input = SUBMIT;
    assertThat(run("-", "--offsets")).isEqualTo(0);

    assertThat(out.toString())
        .contains("0x00000015 enquire_link")
        .contains("0013  source_addr                  \"Melrose\"")
        .contains("\"Hello\"");
  }

  @Test
  void severalPdusHaveTheirPlaces() {
    assertThat(run(ENQUIRE_LINK, ENQUIRE_LINK)).isEqualTo(0);

    assertThat(out.toString().lines().filter(line -> line.startsWith("octet ")))
        .containsExactly("octet 0", "octet 16");
  }

  @Test
  void whatIsBrokenHasItsPlaceAndAStatus() throws IOException {
    assertThat(run("0000001100000015000000000000000")).isEqualTo(ExitStatus.BROKEN);
    assertThat(run(ENQUIRE_LINK.replace("10", "11"))).isEqualTo(ExitStatus.BROKEN);
    assertThat(run("gibberish")).isEqualTo(ExitStatus.BROKEN);
    assertThat(run("no/such.pcap")).isEqualTo(ExitStatus.BROKEN);
    assertThat(run(Files.createFile(directory.resolve("empty")).toString()))
        .isEqualTo(ExitStatus.BROKEN);

    assertThat(err.toString().lines())
        .containsExactly(
            "argument, line 1, column 31: one digit alone; an octet has two",
            "argument, at octet 16 (0x10): command_length: 17 octets announced, 16 are here",
            "argument, line 1, column 1: \"g\" is no hexadecimal digit",
            "no/such.pcap: no such file",
            directory.resolve("empty") + ": no octets");
  }

  @Test
  void captureFiles() throws IOException {
    Path file = directory.resolve("x.pcapng");
    Files.write(file, capture(SUBMIT, Arrays.copyOf(SUBMIT, 40)));

    assertThat(run("--mask", file.toString())).isEqualTo(ExitStatus.BROKEN);

    assertThat(out.toString())
        .contains("frame 1  # session 1")
        .contains("frame 4  2026-09-21T14:13:20.000001Z  192.0.2.7:5000 > 192.0.2.1:2775")
        .contains("0x00000004 submit_sm")
        .doesNotContain("Hello", "44123456789");
    assertThat(err.toString())
        .startsWith(file + ", frame 5, at octet 40 (0x28): command_length: 60 octets announced");

    assertThat(run("--port", "99", file.toString())).isEqualTo(ExitStatus.BROKEN);
    assertThat(err.toString()).endsWith(file + ": no SMPP\n");
  }

  @Test
  void aDamagedCaptureNamesThePlace() throws IOException {
    byte[] whole = capture(SUBMIT);
    Path file = Files.write(directory.resolve("x.pcapng"), Arrays.copyOf(whole, whole.length - 3));

    assertThat(run(file.toString())).isEqualTo(ExitStatus.BROKEN);
    assertThat(out.toString()).contains("0x00000004 submit_sm");
    assertThat(err.toString()).startsWith(file + ", at octet ").contains("the file ends within");
  }

  private static byte[] capture(byte[]... pdus) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    PcapngWriter writer = new PcapngWriter(file, "test");
    TcpConversation talk =
        new TcpConversation(
            new InetSocketAddress("192.0.2.7", 5000), new InetSocketAddress("192.0.2.1", 1), 1);
    long micros = 1_790_000_000_000_000L;
    talk.open(writer, micros, "session 1");
    for (byte[] pdu : pdus) {
      talk.fromPeer(writer, ++micros, pdu, null);
    }
    talk.fromSelf(writer, ++micros, HexFormat.of().parseHex(ENQUIRE_LINK.replace(" ", "")), null);
    return file.toByteArray();
  }

  private int run(String... arguments) {
    return new CommandLine(new DecodeCommand(new ByteArrayInputStream(input)))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}

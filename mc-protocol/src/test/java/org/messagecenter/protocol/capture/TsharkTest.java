package org.messagecenter.protocol.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.messagecenter.protocol.capture.Captures.PEER;
import static org.messagecenter.protocol.capture.Captures.SELF;
import static org.messagecenter.protocol.capture.Captures.TIME;
import static org.messagecenter.protocol.capture.Captures.encode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messagecenter.protocol.capture.Captures.Recording;
import org.messagecenter.protocol.pdu.PduExamples;
import org.messagecenter.protocol.pdu.SubmitSmResp;
import org.messagecenter.protocol.pdu.Tlvs;

/** Wireshark's own reader and dissector on what we write; skipped where tshark is not installed. */
class TsharkTest {
  @TempDir Path directory;

  @Test
  void opensChecksAndDissects() throws Exception {
    assumeTrue(installed(), "tshark is not installed");
    Recording recording = new Recording();
    TcpConversation talk = new TcpConversation(PEER, SELF, 12);
    byte[] bind = encode(PduExamples.bindTransmitter(), 0, 1);
    new PasswordMask().apply(bind, 0, bind.length);
    talk.open(recording.writer, TIME, "session 12 account acme");
    talk.fromPeer(recording.writer, TIME + 1, bind, null);
    talk.fromPeer(recording.writer, TIME + 2, encode(PduExamples.submitSm(), 0, 2), null);
    talk.fromSelf(
        recording.writer, TIME + 3, encode(new SubmitSmResp("4711", Tlvs.EMPTY), 0, 2), null);
    talk.close(recording.writer, TIME + 4);
    Path file = Files.write(directory.resolve("x.pcapng"), recording.file());

    assertThat(tshark(file, "smpp", "smpp.command_id", "smpp.password", "smpp.destination_addr"))
        .containsExactly("0x00000002,********,", "0x00000004,,491701234589", "0x80000004,,");
    assertThat(tshark(file, "frame.comment", "frame.number", "frame.comment"))
        .containsExactly("1,session 12 account acme");
    assertThat(
            tshark(
                file,
                "tcp.checksum.status == 0 || ip.checksum.status == 0 || tcp.analysis.flags"
                    + " || _ws.malformed",
                "frame.number"))
        .isEmpty();
  }

  private static boolean installed() throws InterruptedException {
    try {
      return new ProcessBuilder("tshark", "--version")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(60, TimeUnit.SECONDS);
    } catch (IOException e) {
      return false;
    }
  }

  private List<String> tshark(Path file, String filter, String... fields) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "tshark",
                "-r",
                file.toString(),
                "-o",
                "tcp.check_checksum:TRUE",
                "-o",
                "ip.check_checksum:TRUE",
                "-Y",
                filter,
                "-T",
                "fields",
                "-E",
                "separator=,"));
    for (String field : fields) {
      command.add("-e");
      command.add(field);
    }
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readAllLines(output, StandardCharsets.UTF_8);
  }
}

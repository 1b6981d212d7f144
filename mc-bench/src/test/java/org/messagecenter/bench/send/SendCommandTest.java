package org.messagecenter.bench.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jsmpp.bean.BindType;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Concatenation;
import org.messagecenter.protocol.text.UserData;
import org.messagecenter.testkit.JsmppEsme;
import org.messagecenter.testkit.MessageCenterServer;
import org.messagecenter.testkit.ReceivedMessage;
import picocli.CommandLine;

/** What is said on the command line arrives, whatever it is. */
class SendCommandTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int UDHI = 0x40;

  /** Comes back to demo2, which listens. */
  private static final String LOOP = "5550212345";

  @AutoClose private static final MessageCenterServer CENTER = MessageCenterServer.usual().start();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @AutoClose private JsmppEsme listener = listen();

  private static JsmppEsme listen() {
    try {
      return CENTER.plainEsme("demo2", "secret2").type(BindType.BIND_RX).bind();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private int send(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--port", "" + CENTER.port()));
    all.addAll(List.of(arguments));
    if (!all.contains("--wait")) {
      all.addAll(0, List.of("--wait", "120"));
    }
    return new CommandLine(new SendCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private long lines(String words) {
    return out.toString().lines().filter(line -> line.contains(words)).count();
  }

  private static UserData.Whole data(ReceivedMessage message) {
    return (UserData.Whole)
        UserData.of(Octets.of(message.body()), (message.esmClass() & UDHI) != 0);
  }

  private static Concatenation which(ReceivedMessage message) {
    return Objects.requireNonNull(data(message).header().concatenation());
  }

  /** The text of the parts in the order of their numbers. */
  private static String joined(List<ReceivedMessage> parts, Alphabet alphabet) {
    return parts.stream()
        .sorted(Comparator.comparing(part -> which(part).number()))
        .map(part -> data(part).text(alphabet))
        .collect(Collectors.joining());
  }

  @Test
  void aShortTextIsOneMessage() {
    int status = send(LOOP, "Gr\u00FC\u00DFe f\u00FCr 5\u20AC");

    ReceivedMessage message = listener.delivered().take(SOON);
    assertThat(message.dataCoding()).isZero();
    assertThat(message.esmClass()).isZero();
    assertThat(data(message).text(Alphabet.GSM7)).isEqualTo("Gr\u00FC\u00DFe f\u00FCr 5\u20AC");
    assertThat(out.toString()).startsWith("accepted: message_id ");
    assertThat(lines("stat:DELIVRD")).isEqualTo(1);
    assertThat(status).isZero();
  }

  @Test
  void emojiGoOutInUcs2AndStayWhole() {
    String text = "\uD83D\uDE00".repeat(50);
    int status = send(LOOP, text);

    List<ReceivedMessage> parts = listener.delivered().take(2, SOON);
    assertThat(parts).allMatch(part -> part.dataCoding() == 8 && part.esmClass() == UDHI);
    assertThat(parts).allMatch(part -> part.body().length <= 140);
    assertThat(parts)
        .extracting(part -> data(part).text(Alphabet.UCS2).length() % 2)
        .containsOnly(0);
    assertThat(joined(parts, Alphabet.UCS2)).isEqualTo(text);
    assertThat(lines("of 2 accepted: message_id")).isEqualTo(2);
    assertThat(lines("stat:DELIVRD")).isEqualTo(2);
    assertThat(status).isZero();
  }

  @Test
  void fourHundredCharactersWithEuroSignsAreThreeParts() {
    // The cut after 153 septets would go through the escape sequence.
    String text = "a".repeat(152) + "\u20AC".repeat(40) + "z".repeat(208);
    assertThat(text).hasSize(400);
    int status = send(LOOP, text);

    List<ReceivedMessage> parts = listener.delivered().take(3, SOON);
    assertThat(parts).allMatch(part -> part.dataCoding() == 0 && part.esmClass() == UDHI);
    assertThat(parts).allMatch(part -> part.body().length <= 6 + 153);
    assertThat(parts).extracting(part -> which(part).kind()).containsOnly(Concatenation.Kind.UDH8);
    assertThat(joined(parts, Alphabet.GSM7)).isEqualTo(text);
    assertThat(lines("stat:DELIVRD")).isEqualTo(3);
    assertThat(status).isZero();
  }

  @Test
  void partsMayBeNumberedByTlvs() {
    int status = send("--sar", LOOP, "s".repeat(200));

    List<ReceivedMessage> parts = listener.delivered().take(2, SOON);
    assertThat(parts).allMatch(part -> part.esmClass() == 0);
    assertThat(parts)
        .extracting(part -> part.tlvs().get(0x020F))
        .containsExactlyInAnyOrder(new byte[] {1}, new byte[] {2});
    assertThat(parts)
        .extracting(part -> part.tlvs().get(0x020E))
        .allMatch(total -> total.length == 1 && total[0] == 2);
    assertThat(status).isZero();
  }

  @Test
  void orTheWholeTextBeOnePayload() {
    String text = "p".repeat(1000);
    int status = send("--payload", LOOP, text);

    ReceivedMessage message = listener.delivered().take(SOON);
    assertThat(message.text()).isEqualTo(text);
    assertThat(message.shortMessage()).isEmpty();
    assertThat(lines("stat:DELIVRD")).isEqualTo(1);
    assertThat(status).isZero();
  }

  @Test
  void oneUndeliveredPartIsAFailure() {
    assertThat(send("99912345", "x".repeat(161))).isEqualTo(2);
    assertThat(lines("stat:UNDELIV")).isEqualTo(2);
  }

  @Test
  void receiptsThatDoNotComeInTimeAreCounted() {
    // No carrier ever sends a receipt for these.
    assertThat(send("--wait", "1", "99412345", "x".repeat(161))).isEqualTo(2);
    assertThat(lines("2 of 2 receipts missing after 1 s")).isEqualTo(1);
  }

  @Test
  void theFirstRefusalEndsIt() {
    assertThat(send("+", "x".repeat(161))).isEqualTo(2);
    assertThat(out.toString()).startsWith("part 1 of 2 refused: ESME_RINVDSTADR");
    assertThat(lines("receipt")).isZero();
  }

  @Test
  void aTextOfTooManyPartsIsNotSent() {
    assertThat(send(LOOP, "x".repeat(255 * 153 + 1))).isEqualTo(2);
    assertThat(err.toString()).startsWith("the text cannot be sent: more than 255 parts");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void methodsExcludeEachOther() {
    assertThat(send("--sar", "--payload", LOOP, "x")).isEqualTo(CommandLine.ExitCode.USAGE);
  }
}

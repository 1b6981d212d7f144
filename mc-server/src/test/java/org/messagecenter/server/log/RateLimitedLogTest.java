package org.messagecenter.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.Dialect;
import org.slf4j.LoggerFactory;

class RateLimitedLogTest {
  private static final long SECOND = 1_000_000_000L;

  private final Logger logger = (Logger) LoggerFactory.getLogger("rate-limited");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private long now;

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
  }

  private List<String> written() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void aFloodBecomesAFewLinesAndACount() {
    RateLimitedLog log = new RateLimitedLog(3, () -> now);
    for (int i = 0; i < 100; i++) {
      log.info(logger, "mistake {}", i);
    }
    now += SECOND;
    log.info(logger, "mistake {}", 100);

    assertThat(written())
        .containsExactly(
            "mistake 0", "mistake 1", "mistake 2", "97 similar lines were left out", "mistake 100");
  }

  @Test
  void numbersAndTextsAreMaskedUnlessAsked() {
    Address number = new Address(1, 1, "491701234567");
    SubmitSm text = message(0, 0, 'h', 'i', 10, '!');
    MessageWords masked = new MessageWords(false);
    MessageWords open = new MessageWords(true);

    assertThat(masked.number(number)).isEqualTo("4917******67");
    assertThat(masked.number(new Address(0, 0, "12345"))).isEqualTo("*****");
    assertThat(masked.text(text, Dialect.STANDARD)).isEqualTo("4 octets");
    assertThat(open.number(number)).isEqualTo("491701234567");
    assertThat(open.text(text, Dialect.STANDARD)).isEqualTo("4 octets \"hi?!\"");
  }

  @Test
  void textsAreReadAsTheirSenderMeansThem() {
    MessageWords open = new MessageWords(true);
    SubmitSm packed = message(0, 0, 0xE8, 0x32, 0x9B, 0xFD, 0x46, 0x97, 0xD9, 0xEC, 0x37);
    assertThat(open.text(packed, Dialect.of(Alphabet.GSM7_PACKED)))
        .isEqualTo("9 octets \"hellohello\"");
    // Behind a header that names the Turkish table for the escape.
    SubmitSm turkish = message(0x40, 0, 3, 0x24, 1, 1, 0x1B, 'g');
    assertThat(open.text(turkish, Dialect.STANDARD)).isEqualTo("6 octets \"\u011F\"");
    SubmitSm broken = message(0x40, 0, 'l', 'o', 's', 't', '?');
    assertThat(open.text(broken, Dialect.STANDARD))
        .isEqualTo("5 octets (a user data header of 109 octets in a message of 5) \"lost?\"");
  }

  private static SubmitSm message(int esmClass, int dataCoding, int... octets) {
    byte[] text = new byte[octets.length];
    for (int i = 0; i < text.length; i++) {
      text[i] = (byte) octets[i];
    }
    return new SubmitSm(
        "",
        Address.EMPTY,
        new Address(1, 1, "4917"),
        esmClass,
        0,
        0,
        "",
        "",
        0,
        0,
        dataCoding,
        0,
        Octets.of(text),
        Tlvs.EMPTY);
  }
}

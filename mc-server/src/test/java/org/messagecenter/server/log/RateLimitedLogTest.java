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
    Octets text = Octets.of(new byte[] {'h', 'i', 10, '!'});
    MessageWords masked = new MessageWords(false);
    MessageWords open = new MessageWords(true);

    assertThat(masked.number(number)).isEqualTo("4917******67");
    assertThat(masked.number(new Address(0, 0, "12345"))).isEqualTo("*****");
    assertThat(masked.text(0, text)).isEqualTo("4 octets");
    assertThat(open.number(number)).isEqualTo("491701234567");
    assertThat(open.text(0, text)).isEqualTo("4 octets \"hi?!\"");
  }
}

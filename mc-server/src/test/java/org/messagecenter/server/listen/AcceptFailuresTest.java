package org.messagecenter.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is said when no connection can be accepted. */
class AcceptFailuresTest {
  @Test
  void aFailureIsToldInALineAndGoesNoFurther() {
    Logger log = (Logger) LoggerFactory.getLogger(SmppListener.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    EmbeddedChannel socket = new EmbeddedChannel(new AcceptFailures());
    try {
      socket.pipeline().fireExceptionCaught(new IOException("Too many open files"));

      socket.checkException();
      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly(
              "No connection can be accepted on embedded for a second: Too many open files");
    } finally {
      log.detachAppender(lines);
      socket.finishAndReleaseAll();
    }
  }
}

package org.messagecenter.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.session.InboundExcess;
import org.messagecenter.protocol.session.SessionLimits;

class WindowsTest {
  private static final SessionLimits USUAL = new SessionLimits(100, 7, InboundExcess.THROTTLE);

  @Test
  void whatAnAccountDoesNotSayIsAsUsual() {
    assertThat(Windows.USUAL.over(USUAL)).isEqualTo(USUAL);
  }

  @Test
  void whatAnAccountSaysHolds() {
    Windows own =
        new Windows(OptionalInt.of(5), OptionalInt.of(0), Optional.of(InboundExcess.HOLD));
    assertThat(own.over(USUAL)).isEqualTo(new SessionLimits(5, 0, InboundExcess.HOLD));
  }
}

package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The raw client against jSMPP, which knows what a PDU is. */
class RawSmppTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final JsmppCarrier carrier;

  RawSmppTest() throws IOException {
    carrier = JsmppCarrier.plain();
  }

  @AfterEach
  void close() throws IOException {
    carrier.close();
  }

  @Test
  void speaksJustEnough() throws IOException {
    try (RawSmpp raw = RawSmpp.connect(RunningMessageCenter.HOST, carrier.port())) {
      RawPdu bound = raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "esme", "secret"), SOON);
      RawPdu submitted = raw.exchange(RawPdu.submit(2, "491701234567", 0, "hi"), SOON);
      raw.send("00000010 00000015 00000000 00000003");
      RawPdu alive = raw.read(SOON);

      assertThat(bound.commandId()).isEqualTo(RawPdu.BIND_TRANSCEIVER | RawPdu.RESPONSE);
      assertThat(bound.status()).isZero();
      assertThat(submitted.sequence()).isEqualTo(2);
      assertThat(submitted.status()).isZero();
      assertThat(alive.commandId()).isEqualTo(RawPdu.ENQUIRE_LINK | RawPdu.RESPONSE);
      assertThat(carrier.submitted().take(SOON).message().text()).isEqualTo("hi");
    }
  }

  @Test
  void tellsACloseFromSilence() throws IOException {
    try (RawSmpp raw = RawSmpp.connect(RunningMessageCenter.HOST, carrier.port())) {
      raw.exchange(RawPdu.bind(RawPdu.BIND_TRANSCEIVER, 1, "esme", "secret"), SOON);

      assertThat(raw.closesWithin(Duration.ofMillis(50))).isFalse();
      assertThatThrownBy(() -> raw.read(Duration.ofMillis(50)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("waited 0.05 s for a PDU");
      carrier.dropConnections();
      assertThat(raw.closesWithin(SOON)).isTrue();
    }
  }
}

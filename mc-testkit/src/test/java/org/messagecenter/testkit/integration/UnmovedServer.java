package org.messagecenter.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.messagecenter.testkit.MessageCenterProcess;
import org.messagecenter.testkit.RawPdu;
import org.messagecenter.testkit.RawSmpp;

/** A message center that hostile peers must not move: it serves at once and keeps its size. */
final class UnmovedServer implements AutoCloseable {
  private static final Duration AT_ONCE = Duration.ofSeconds(1);
  private static final long GROWTH = 50L * 1024 * 1024;

  private final MessageCenterProcess process;
  private final long heapBefore;

  UnmovedServer(MessageCenterProcess process) throws IOException {
    this.process = process;
    // What the first bind and message load stays, and is nobody's attack.
    try (RawSmpp first = process.raw()) {
      bindAndSubmit(first, Duration.ofSeconds(10));
    }
    this.heapBefore = process.liveHeap();
  }

  MessageCenterProcess process() {
    return process;
  }

  /** A fresh connection is bound and its message accepted within a second. */
  void servesAtOnce() throws IOException {
    long start = System.nanoTime();
    try (RawSmpp fresh = process.raw()) {
      bindAndSubmit(fresh, AT_ONCE);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("from connect to submit_sm_resp")
        .isLessThan(AT_ONCE);
  }

  private static void bindAndSubmit(RawSmpp esme, Duration limit) throws IOException {
    assertThat(
            esme.exchange(RawPdu.bind(RawPdu.BIND_TRANSMITTER, 1, "demo", "secret"), limit)
                .status())
        .isZero();
    assertThat(esme.exchange(RawPdu.submit(2, "491701234567", 0, "hi"), limit).status()).isZero();
  }

  void hasNotGrown() {
    assertThat(process.liveHeap() - heapBefore).as("growth of the live heap").isLessThan(GROWTH);
  }

  @Override
  public void close() {
    process.close();
  }
}

package org.messagecenter.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LedgerTest {

  /** The forms of message_id that are kept in different ways. */
  enum Form {
    HEX_32("0f%030x"),
    HEX_8("%08X"),
    SHORT("%d"),
    FIFTEEN("%015d"),
    SIXTEEN("%016d"),
    WORDS("message-number-%d"),
    UPPER_CASE_32("0F%030X");

    private final String pattern;

    Form(String pattern) {
      this.pattern = pattern;
    }

    String id(int number) {
      return pattern.formatted(number);
    }
  }

  private final Ledger ledger = new Ledger(0);

  private void accepted(String id, long now) {
    ByteBuf in = Unpooled.copiedBuffer("..." + id, StandardCharsets.US_ASCII);
    ledger.accepted(in, 3, id.length(), now);
  }

  private void receipted(String id, long now) {
    ByteBuf in = Unpooled.copiedBuffer("..." + id, StandardCharsets.US_ASCII);
    ledger.receipted(in, 3, id.length(), now);
  }

  @ParameterizedTest
  @EnumSource
  void findsNothingWrongWhenAllIsWell(Form form) {
    int messages = 20_000; // more than the first tables hold
    for (int n = 0; n < messages; n++) {
      accepted(form.id(n), n);
    }
    assertThat(ledger.unreceipted()).isEqualTo(messages);
    for (int n = 0; n < messages; n++) {
      receipted(form.id(n), n + 1000);
    }

    Ledger.Result result = ledger.result();
    assertThat(result.isClean(true)).isTrue();
    assertThat(result.uniqueIds()).isEqualTo(messages);
    assertThat(result.latency().getTotalCount()).isEqualTo(messages);
    assertThat(result.latency().getMinValue()).isEqualTo(1000);
    assertThat(result.latency().getMaxValue()).isEqualTo(1000);
    assertThat(ledger.unreceipted()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void countsEachKindOfFault(Form form) {
    accepted(form.id(1), 0);
    accepted(form.id(2), 0);
    accepted(form.id(3), 0);
    accepted(form.id(3), 0); // given twice
    receipted(form.id(1), 10); // as it should be
    receipted(form.id(3), 10);
    receipted(form.id(3), 10); // again
    receipted(form.id(3), 10); // and again
    receipted(form.id(9), 10); // never given

    Ledger.Result result = ledger.result();
    assertThat(result.uniqueIds()).isEqualTo(3);
    assertThat(result.duplicateIds()).isEqualTo(1);
    assertThat(result.lostReceipts()).isEqualTo(1);
    assertThat(result.duplicateReceipts()).isEqualTo(2);
    assertThat(result.orphanReceipts()).isEqualTo(1);
    assertThat(result.isClean(true)).isFalse();
    assertThat(ledger.unreceipted()).isEqualTo(1);
  }

  @Test
  void aReceiptMayComeBeforeItsResponse() {
    receipted("%032x".formatted(7), 5);
    accepted("%032x".formatted(7), 10);

    Ledger.Result result = ledger.result();
    assertThat(result.isClean(true)).isTrue();
    assertThat(result.earlyReceipts()).isEqualTo(1);
    assertThat(result.latency().getTotalCount()).isZero();
    assertThat(ledger.unreceipted()).isZero();
  }

  @Test
  void idsAreComparedAsTheyAreWritten() {
    accepted("%032x".formatted(0xABC), 0);
    receipted("%032X".formatted(0xABC), 1);

    Ledger.Result result = ledger.result();
    assertThat(result.lostReceipts()).isEqualTo(1);
    assertThat(result.orphanReceipts()).isEqualTo(1);
  }

  @Test
  void anEmptyIdIsMissing() {
    accepted("", 0);

    assertThat(ledger.result().missingIds()).isEqualTo(1);
    assertThat(ledger.result().isClean(false)).isFalse();
  }

  @Test
  void lostReceiptsMatterOnlyWhereExpected() {
    accepted("%032x".formatted(1), 0);

    assertThat(ledger.result().isClean(true)).isFalse();
    assertThat(ledger.result().isClean(false)).isTrue();
  }

  @Test
  void countsManyRepeatsOfOneReceipt() {
    accepted("%032x".formatted(1), 0);
    for (int n = 0; n < 300; n++) {
      receipted("%032x".formatted(1), 1);
    }

    assertThat(ledger.result().duplicateReceipts()).isEqualTo(299);
  }

  @Test
  void severalLoopsMayUseIt() throws InterruptedException {
    int each = 5_000;
    CountDownLatch done = new CountDownLatch(4);
    for (int worker = 0; worker < 4; worker++) {
      int first = worker / 2 * each;
      boolean accepts = worker % 2 == 0;
      new Thread(
              () -> {
                for (int n = first; n < first + each; n++) {
                  if (accepts) {
                    accepted("%032x".formatted(n), 0);
                  } else {
                    receipted("%032x".formatted(n), 0);
                  }
                }
                done.countDown();
              })
          .start();
    }

    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(ledger.result().isClean(true)).isTrue();
    assertThat(ledger.result().uniqueIds()).isEqualTo(2L * each);
  }
}

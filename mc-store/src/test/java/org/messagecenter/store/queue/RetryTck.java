package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The part of {@link MessageStoreTck} about messages that a carrier had and has no longer. */
abstract class RetryTck extends LineTck {

  private static final CarrierId FIRST = new CarrierId("c", "1");

  /** A message that a carrier took, and that is to be attempted again in an hour. */
  private long retried(String body) {
    long key = store().accept("acme", body);
    store().store.attempted(key, 1, in(Duration.ofDays(3)), FIRST);
    assertThat(store().findByCarrierId("c", "1")).isNotNull();
    assertThat(store().retry(key, 2, in(Duration.ofHours(1)))).isEqualTo(true);
    return key;
  }

  private void checkRetried(long key, String body) {
    assertThat(store().findByCarrierId("c", "1")).isNull();
    StoredMessage found = Objects.requireNonNull(store().find(key));
    assertThat(found.carrierId()).isNull();
    assertThat(found.attempts()).isEqualTo(2);
    assertThat(text(found.body())).isEqualTo(body);
    store().settle();
    assertThat(store().findByAddress("acme", "4917000", 0, 10).bodies()).containsExactly(body);
    store().store.requestWork(5);
    store().assertQuiet();
    advance(Duration.ofHours(1));
    DueMessage due = store().takeDue();
    assertThat(due.key()).isEqualTo(key);
    assertThat(due.reason()).isEqualTo(DueReason.RETRY);
    assertThat(due.attempts()).isEqualTo(2);
  }

  @Test
  void isPushedAgainAtItsTimeWithoutACarrierId() {
    checkRetried(retried("x"), "x");
  }

  @Test
  void theCarrierIdStaysOffAfterACrash() throws IOException {
    long key = retried("x");
    reopenAfterCrash();
    checkRetried(key, "x");
  }

  @Test
  void theCarrierIdStaysOffAfterAnOrderlyEnd() throws IOException {
    long key = retried("x");
    reopen();
    checkRetried(key, "x");
  }

  @Test
  void itsValidityIsTheStoresAgain() {
    long key = store().accept("acme", "x");
    store().store.attempted(key, 1, in(Duration.ofDays(3)), FIRST);
    store().store.retry(key, 2, Long.MAX_VALUE);
    store().store.requestWork(5);
    advance(Duration.ofHours(23));
    store().assertQuiet();
    advance(Duration.ofHours(1));
    assertThat(store().takeDue().reason()).isEqualTo(DueReason.EXPIRED);
  }

  @Test
  void canBeCancelled() {
    long key = retried("x");
    assertThat(store().cancel(key, null)).isEqualTo(true);
    assertThat(store().findEndedByCarrierId("c", "1")).isNull();
    assertThat(store().retry(key, 3, clock.getAsLong())).isEqualTo(false);
  }

  @Test
  void canBeReplacedOnceItsRecordIsRead() {
    long key = retried("x");
    store().settle();
    assertThat(store().replace(key, store().message("acme", "4917999", "other"))).isEqualTo(false);
    assertThat(store().replace(key, store().message("acme", "4917000", "new"))).isEqualTo(true);
    store().store.requestWork(5);
    DueMessage due = store().takeDue();
    assertThat(text(due.body())).isEqualTo("new");
    assertThat(due.reason()).isEqualTo(DueReason.FIRST);
  }

  @Test
  void anotherCarrierMayTakeIt() throws IOException {
    long key = retried("x");
    store().store.attempted(key, 3, in(Duration.ofDays(3)), new CarrierId("d", "2"));
    assertThat(store().findByAddress("acme", "4917000", 0, 10).bodies()).isEmpty();
    assertThat(Objects.requireNonNull(store().findByCarrierId("d", "2")).attempts()).isEqualTo(3);
    assertThat(store().findByCarrierId("c", "1")).isNull();
    reopen();
    assertThat(Objects.requireNonNull(store().findByCarrierId("d", "2")).key()).isEqualTo(key);
    assertThat(store().findByCarrierId("c", "1")).isNull();
    store().finish(key, null);
    assertThat(store().findEndedByCarrierId("d", "2")).isNotNull();
    assertThat(store().findEndedByCarrierId("c", "1")).isNull();
  }

  @Test
  void whoHasTheSameCarrierIdKeepsIt() {
    long old = retried("old");
    long young = store().accept("acme", "young");
    store().store.attempted(young, 1, Long.MAX_VALUE, FIRST);
    store().store.retry(old, 3, Long.MAX_VALUE);
    assertThat(Objects.requireNonNull(store().findByCarrierId("c", "1")).key()).isEqualTo(young);
  }

  @Test
  void worksWithoutACarrierIdToo() {
    store().store.requestWork(2);
    long key = store().accept("acme", "x");
    store().takeDue();
    store().store.retry(key, 1, clock.getAsLong());
    assertThat(store().takeDue().reason()).isEqualTo(DueReason.RETRY);
  }

  @Test
  void wasAttemptedAtLeastOnce() {
    MessageStore store = store().store;
    assertThatThrownBy(() -> store.retry(1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.retry(1, 65536, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(store().retry(12345, 1, 1)).isEqualTo(false);
  }
}

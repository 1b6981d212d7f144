package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The part of {@link MessageStoreTck} about what is known of an attempt before its outcome, and
 * about outcomes that come late.
 */
abstract class LateTck extends RetryTck {

  private static final CarrierId FIRST = new CarrierId("c", "1");
  private static final CarrierId NOTE = new CarrierId("=", "about to");

  /** A message of one attempt, that is to be attempted again in a minute. */
  private long failed(String body) {
    store().store.requestWork(1);
    long key = store().accept("acme", body);
    assertThat(store().takeDue().key()).isEqualTo(key);
    store().store.attempted(key, 1, in(Duration.ofMinutes(1)), null);
    return key;
  }

  private Object takenLate(long key) {
    return store().takenLate(key, 1, in(Duration.ofDays(3)), FIRST);
  }

  private void checkTaken(long key) {
    StoredMessage found = Objects.requireNonNull(store().findByCarrierId("c", "1"));
    assertThat(found.key()).isEqualTo(key);
    assertThat(found.attempts()).isEqualTo(1);
    store().store.requestWork(1);
    advance(Duration.ofHours(71));
    store().assertQuiet();
    advance(Duration.ofHours(1));
    assertThat(store().takeDue().reason()).isEqualTo(DueReason.SILENT);
  }

  @Test
  void whatIsTakenAfterAllIsNotTriedAgain() {
    long key = failed("x");
    assertThat(takenLate(key)).isEqualTo(true);
    assertThat(store().cancel(key, null)).isEqualTo(false);
    checkTaken(key);
  }

  @Test
  void whatIsTakenAfterAllStaysSoAfterACrash() throws IOException {
    long key = failed("x");
    assertThat(takenLate(key)).isEqualTo(true);
    reopenAfterCrash();
    checkTaken(key);
  }

  @Test
  void whatIsTakenAfterAllMayBeDueAtOnce() throws IOException {
    long key = failed("x");
    assertThat(store().takenLate(key, 1, in(Duration.ZERO), NOTE)).isEqualTo(true);
    reopenAfterCrash();
    store().store.requestWork(1);
    DueMessage due = store().takeDue();
    assertThat(due.key()).isEqualTo(key);
    assertThat(due.reason()).isEqualTo(DueReason.SILENT);
    assertThat(Objects.requireNonNull(store().find(key)).carrierId()).isEqualTo(NOTE);

    long other = failed("y");
    store().store.requestWork(1);
    assertThat(store().takenLate(other, 1, in(Duration.ZERO), FIRST)).isEqualTo(true);
    due = store().takeDue();
    assertThat(due.key()).isEqualTo(other);
    assertThat(due.reason()).isEqualTo(DueReason.SILENT);
  }

  @Test
  void whatIsDueButNotPushedIsTakenAfterAll() {
    long key = failed("x");
    advance(Duration.ofMinutes(1));
    store().settle();
    assertThat(takenLate(key)).isEqualTo(true);
    checkTaken(key);
  }

  @Test
  void whatWaitsInALineIsTakenAfterAll() {
    long key = failed("x");
    store().store.requestWork(1);
    advance(Duration.ofMinutes(1));
    store().takeDue();
    store().store.park(key, 7, false);
    assertThat(takenLate(key)).isEqualTo(true);
    store().store.requestLine(7, 1);
    store().settle();
    checkTaken(key);
  }

  @Test
  void whatIsUnderWayAgainIsNot() {
    long key = failed("x");
    store().store.requestWork(1);
    advance(Duration.ofMinutes(1));
    store().takeDue();
    assertThat(takenLate(key)).isEqualTo(false);
    assertThat(store().findByCarrierId("c", "1")).isNull();
  }

  @Test
  void whatACarrierHasKeepsItsId() {
    long key = failed("x");
    CarrierId second = new CarrierId("d", "2");
    store().store.attempted(key, 2, in(Duration.ofDays(3)), second);
    assertThat(takenLate(key)).isEqualTo(false);
    assertThat(Objects.requireNonNull(store().find(key)).carrierId()).isEqualTo(second);
  }

  @Test
  void whatWasReplacedSinceIsAnotherMessage() {
    long key = failed("x");
    assertThat(store().replace(key, store().message("acme", "4917000", "new"))).isEqualTo(true);
    assertThat(takenLate(key)).isEqualTo(false);
    assertThat(text(Objects.requireNonNull(store().find(key)).body())).isEqualTo("new");
  }

  @Test
  void whatHasEndedOrNeverWasIsNotTaken() {
    long key = failed("x");
    store().finish(key, null);
    assertThat(takenLate(key)).isEqualTo(false);
    assertThat(takenLate(12345)).isEqualTo(false);
    MessageStore store = store().store;
    assertThatThrownBy(() -> store.takenLate(key, 0, 1, FIRST, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNoteLeavesTheMessageWithItsDispatcher() {
    store().store.requestWork(2);
    long key = store().accept("acme", "x");
    store().takeDue();
    assertThat(store().note(key, NOTE)).isEqualTo(true);
    StoredMessage found = Objects.requireNonNull(store().find(key));
    assertThat(found.inFlight()).isTrue();
    assertThat(found.carrierId()).isEqualTo(NOTE);
    assertThat(found.attempts()).isEqualTo(0);
    advance(Duration.ofHours(1));
    store().assertQuiet();
  }

  @Test
  void aNoteIsPushedAtOnceAfterACrash() throws IOException {
    store().store.requestWork(1);
    long key = store().accept("acme", "x");
    store().takeDue();
    store().note(key, NOTE);
    reopenAfterCrash();
    store().store.requestWork(1);
    DueMessage due = store().takeDue();
    assertThat(due.key()).isEqualTo(key);
    assertThat(due.reason()).isEqualTo(DueReason.SILENT);
    assertThat(Objects.requireNonNull(store().find(key)).carrierId()).isEqualTo(NOTE);
  }

  @Test
  void anOutcomeTakesThePlaceOfANote() throws IOException {
    store().store.requestWork(1);
    long key = store().accept("acme", "x");
    store().takeDue();
    store().note(key, NOTE);
    store().store.attempted(key, 1, in(Duration.ofDays(3)), FIRST);
    reopen();
    assertThat(store().findByCarrierId("=", "about to")).isNull();
    checkTaken(key);
  }

  @Test
  void aNoteThatWasTakenOffIsGoneAfterACrash() throws IOException {
    store().store.requestWork(1);
    long key = store().accept("acme", "x");
    store().takeDue();
    store().note(key, NOTE);
    assertThat(store().note(key, null)).isEqualTo(true);
    assertThat(Objects.requireNonNull(store().find(key)).inFlight()).isTrue();
    reopenAfterCrash();
    store().store.requestWork(1);
    DueMessage due = store().takeDue();
    assertThat(due.reason()).isEqualTo(DueReason.RETRY);
    assertThat(due.possibleDuplicate()).isTrue();
  }

  @Test
  void aNoteThatWasTakenOffLeavesItToBeFoundByItsAddress() {
    store().store.requestWork(1);
    long key = store().accept("acme", "x");
    store().takeDue();
    store().note(key, NOTE);
    store().note(key, null);
    store().store.park(key, 7, false);
    store().settle();
    assertThat(store().findByAddress("acme", "4917000", 0, 10).bodies()).containsExactly("x");
  }

  @Test
  void onlyWhatIsUnderWayHasANote() {
    long key = failed("x");
    assertThat(store().note(key, NOTE)).isEqualTo(false);
    assertThat(store().note(12345, NOTE)).isEqualTo(false);
    assertThat(Objects.requireNonNull(store().find(key)).carrierId()).isNull();
  }
}

package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The part of {@link MessageStoreTck} about parked messages and their lines. */
abstract class LineTck extends WorkTck {

  /** Within that time after its validity ended a parked message is pushed. */
  private static final Duration LATEST_END = Duration.ofSeconds(10);

  private static final int LINE = 7;

  /** Accepts messages with the bodies 0, 1, 2... and has them pushed; returns their keys. */
  private List<Long> pushed(int count) {
    List<Long> keys = new ArrayList<>();
    store().store.requestWork(count);
    for (int i = 0; i < count; i++) {
      keys.add(store().accept("acme", "" + i));
    }
    for (int i = 0; i < count; i++) {
      assertThat(store().takeDue().line()).isZero();
    }
    return keys;
  }

  private List<Long> parked(int count) {
    List<Long> keys = pushed(count);
    keys.forEach(key -> store().store.park(key, LINE, false));
    return keys;
  }

  private List<String> bodies(int count) {
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      bodies.add(text(store().takeDue().body()));
    }
    return bodies;
  }

  @Test
  void aParkedMessageWaitsForTheCreditOfItsLine() {
    List<Long> keys = parked(4);
    store().store.requestWork(10);
    store().assertQuiet();
    assertThat(store().store.stats().parked()).isEqualTo(4);
    assertThat(store().store.stats().inFlight()).isZero();

    store().store.requestLine(LINE, 1);
    DueMessage first = store().takeDue();
    assertThat(first.key()).isEqualTo(keys.get(0));
    assertThat(first.line()).isEqualTo(LINE);
    assertThat(first.reason()).isEqualTo(DueReason.FIRST);
    assertThat(text(first.body())).isEqualTo("0");
    assertThat(first.attempts()).isZero();
    assertThat(first.possibleDuplicate()).isFalse();
    store().assertQuiet();

    store().store.requestLine(LINE, 3);
    assertThat(bodies(3)).containsExactly("1", "2", "3");
    // What is pushed is counted at the end of the round.
    store().settle();
    assertThat(store().takeTold()).isEmpty();
    assertThat(store().store.stats().parked()).isZero();
    assertThat(store().store.stats().inFlight()).isEqualTo(4);
  }

  @Test
  void longLinesKeepTheirOrderAndTakeTurns() {
    int each = 1500;
    List<Long> keys = pushed(3 * each);
    for (int i = 0; i < keys.size(); i++) {
      store().store.park(keys.get(i), 1 + i / each, false);
    }
    for (int line = 1; line <= 3; line++) {
      store().store.requestLine(line, each);
    }

    List<List<Integer>> byLine = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    boolean mixed = true;
    for (int i = 0; i < 3 * each; i++) {
      DueMessage due = store().takeDue();
      byLine.get(due.line() - 1).add(Integer.parseInt(text(due.body())));
      mixed &= byLine.get(0).size() < each || !byLine.get(2).isEmpty();
    }
    for (int line = 0; line < 3; line++) {
      assertThat(byLine.get(line)).hasSize(each).isSorted().first().isEqualTo(line * each);
    }
    assertThat(mixed).as("the third line's turn came before the first was empty").isTrue();
  }

  @Test
  void whatTheLineLacksIsToldAfterThePushesAndNotKept() {
    List<Long> keys = parked(2);
    store().store.requestLine(LINE, 5);
    store().store.requestLine(9, 4);
    assertThat(store().takeTold())
        .containsExactlyInAnyOrder("unused 7: 3 after 2", "unused 9: 4 after 0");
    assertThat(bodies(2)).containsExactly("0", "1");

    store().store.park(keys.get(0), LINE, true);
    store().assertQuiet();
    store().store.requestLine(LINE, 1);
    assertThat(bodies(1)).containsExactly("0");
    assertThat(store().takeTold()).isEmpty();
  }

  @Test
  void whoReturnsGetsItsPlaceBack() {
    List<Long> keys = parked(6);
    store().store.requestLine(LINE, 4);
    bodies(4);
    for (int i : List.of(2, 0, 3, 1)) {
      store().store.park(keys.get(i), LINE, true);
    }
    store().store.requestLine(LINE, 6);
    assertThat(bodies(6)).containsExactly("0", "1", "2", "3", "4", "5");
  }

  @Test
  void whoIsParkedAnewGoesToTheEnd() {
    List<Long> keys = parked(3);
    store().store.requestLine(LINE, 1);
    bodies(1);
    store().store.park(keys.get(0), LINE, false);
    store().store.requestLine(LINE, 3);
    assertThat(bodies(3)).containsExactly("1", "2", "0");
  }

  @Test
  void whoReturnsWhileOthersAreAskedForComesFirstOrLaterButOnce() {
    int count = 2000;
    List<Long> keys = parked(count);
    store().store.requestLine(LINE, 1);
    bodies(1);
    store().store.requestLine(LINE, 1000);
    store().store.park(keys.get(0), LINE, true);
    store().store.requestLine(LINE, 1000);

    List<Integer> order = bodies(count).stream().map(Integer::parseInt).toList();
    int place = order.indexOf(0);
    assertThat(order).doesNotHaveDuplicates().hasSize(count);
    // The others keep their order, whenever the first was seen to have returned.
    assertThat(order.stream().filter(i -> i != 0).toList()).isSorted();
    assertThat(place).as("it does not wait for those that were not being pushed").isLessThan(count);
    assertThat(store().takeTold()).isEmpty();
  }

  @Test
  void aParkedMessageCanBeFoundCancelledReplacedAndFinished() {
    List<Long> keys = parked(4);
    StoredMessage found = Objects.requireNonNull(store().find(keys.get(0)));
    assertThat(found.inFlight()).isFalse();
    assertThat(found.state()).isEqualTo(MessageState.ENROUTE);
    assertThat(store().findByAddress("acme", "4917000", 0, 10).bodies())
        .containsExactly("0", "1", "2", "3");
    store().store.requestWork(1);

    assertThat(store().cancel(keys.get(0), null)).isEqualTo(true);
    assertThat(store().replace(keys.get(1), store().message("acme", "4917000", "new")))
        .isEqualTo(true);
    assertThat(store().finish(keys.get(2), null)).isEqualTo(true);

    DueMessage replaced = store().takeDue();
    assertThat(text(replaced.body())).isEqualTo("new");
    assertThat(replaced.line()).isZero();
    assertThat(replaced.reason()).isEqualTo(DueReason.FIRST);
    assertThat(store().takeTold()).containsExactly("left 7", "left 7", "left 7");
    assertThat(store().store.stats().parked()).isEqualTo(1);

    store().store.requestLine(LINE, 2);
    assertThat(bodies(1)).containsExactly("3");
    assertThat(store().takeTold()).containsExactly("unused 7: 1 after 1");
  }

  @Test
  void whatIsCancelledWhileItIsAskedForIsNotPushed() {
    List<Long> keys = parked(600);
    store().store.requestLine(LINE, 600);
    List<Object> cancelled = new ArrayList<>();
    for (long key : keys) {
      cancelled.add(StoreProbe.await(store().cancelLater(key, null)));
    }
    int pushes = store().drainDue().size();
    int changed = (int) cancelled.stream().filter(Boolean.TRUE::equals).count();
    assertThat(pushes + changed).isEqualTo(600);
    List<String> told = store().takeTold();
    assertThat(told.stream().filter("left 7"::equals)).hasSize(changed);
    int unused =
        told.stream()
            .filter(one -> one.startsWith("unused"))
            .mapToInt(one -> Integer.parseInt(one.split("[: ]+")[2]))
            .sum();
    assertThat(unused).isEqualTo(changed);
  }

  @Test
  void theEndOfValidityTakesItOutOfLine() {
    List<Long> keys = parked(3);
    advance(Duration.ofDays(1).plus(LATEST_END));
    store().assertQuiet();
    assertThat(store().takeTold()).containsExactly("left 7", "left 7", "left 7");
    assertThat(store().store.stats().parked()).isZero();
    store().store.requestLine(LINE, 3);
    assertThat(store().takeTold()).containsExactly("unused 7: 3 after 0");

    store().store.requestWork(3);
    for (long key : keys) {
      DueMessage due = store().takeDue();
      assertThat(due.key()).isEqualTo(key);
      assertThat(due.reason()).isEqualTo(DueReason.EXPIRED);
      assertThat(due.line()).isEqualTo(LINE);
      assertThat(due.dueAt()).isEqualTo(due.expiresAt());
    }
    assertThat(store().takeTold()).isEmpty();
  }

  @Test
  void eachEndsInItsTime() {
    int count = 40;
    store().store.requestWork(2 * count);
    for (int i = 0; i < count; i++) {
      long end = in(Duration.ofSeconds(60 + i));
      long key =
          store().accept(store().message("acme", "49", "" + i, clock.getAsLong(), end)).key();
      store().takeDue();
      store().store.park(key, 1 + i % 3, false);
    }
    long before = clock.getAsLong();
    int ended = 0;
    while (ended < count && clock.getAsLong() < before + Duration.ofMinutes(5).toMillis()) {
      advance(Duration.ofSeconds(1));
      for (DueMessage due : store().drainDue()) {
        long late = clock.getAsLong() - due.expiresAt();
        assertThat(late).isBetween(0L, LATEST_END.toMillis());
        assertThat(text(due.body())).isEqualTo("" + ended++);
        assertThat(due.line()).isEqualTo(1 + (ended - 1) % 3);
      }
    }
    assertThat(ended).isEqualTo(count);
  }

  @Test
  void whatIsAskedForAfterItsEndIsPushedAsExpiredByTheCreditOfAll() {
    long key = pushed(1).get(0);
    clock.advance(Duration.ofDays(2));
    store().store.park(key, LINE, false);
    store().store.requestLine(LINE, 1);
    store().assertQuiet();
    assertThat(store().takeTold()).contains("left 7", "unused 7: 1 after 0");
    store().store.requestWork(1);
    assertThat(store().takeDue().reason()).isEqualTo(DueReason.EXPIRED);
  }

  @Test
  void whatExpiredWaitsForItsLineWhenItIsParked() {
    store().accept(store().message("acme", "49", "x", clock.getAsLong(), in(Duration.ofHours(1))));
    advance(Duration.ofHours(2));
    store().store.requestWork(5);
    DueMessage due = store().takeDue();
    assertThat(due.reason()).isEqualTo(DueReason.EXPIRED);
    store().store.park(due.key(), LINE, false);
    advance(LATEST_END);
    store().assertQuiet();
    assertThat(store().takeTold()).isEmpty();
    store().store.requestLine(LINE, 1);
    assertThat(store().takeDue().reason()).isEqualTo(DueReason.EXPIRED);
  }

  @Test
  void afterACrashNothingIsParked() throws IOException {
    parked(3);
    store().settle();
    reopenAfterCrash();
    assertThat(store().store.stats().parked()).isZero();
    store().store.requestLine(LINE, 1);
    assertThat(store().takeTold()).containsExactly("unused 7: 1 after 0");
    store().store.requestWork(3);
    for (int i = 0; i < 3; i++) {
      DueMessage due = store().takeDue();
      assertThat(text(due.body())).isEqualTo("" + i);
      assertThat(due.reason()).isEqualTo(DueReason.RETRY);
      assertThat(due.line()).isZero();
    }
  }

  @Test
  void anOrderlyEndKnowsThatParkedMessagesWereNotSent() throws IOException {
    parked(3);
    reopen();
    store().store.requestWork(3);
    for (int i = 0; i < 3; i++) {
      DueMessage due = store().takeDue();
      assertThat(due.possibleDuplicate()).isFalse();
      assertThat(due.reason()).isEqualTo(DueReason.FIRST);
    }
  }

  @Test
  void onlyWhatIsUnderWayIsParked() {
    long ready = store().accept("acme", "ready");
    long waiting =
        store()
            .accept(
                store().message("acme", "49", "w", in(Duration.ofHours(1)), in(Duration.ofDays(1))))
            .key();
    for (long key : List.of(ready, waiting, 12345L)) {
      store().store.park(key, LINE, false);
    }
    store().settle();
    assertThat(store().store.stats().parked()).isZero();
    store().store.requestWork(1);
    assertThat(store().takeDue().key()).isEqualTo(ready);
    store().store.park(ready, LINE, false);
    store().store.park(ready, LINE + 1, false);
    store().store.requestLine(LINE + 1, 1);
    assertThat(store().takeTold()).containsExactly("unused 8: 1 after 0");
    store().store.requestLine(LINE, 1);
    assertThat(store().takeDue().line()).isEqualTo(LINE);
  }

  @Test
  void linesAreNumberedFromOne() {
    MessageStore store = store().store;
    assertThatThrownBy(() -> store.park(1, 0, false)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.requestLine(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store.requestLine(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}

package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.queue.StoreProbe.Accepted;

/** The part of {@link MessageStoreTck} about due messages, attempts and carrier ids. */
abstract class WorkTck extends AcceptanceTck {

  /** The store looks at fewer of those that are due before it goes on with other things. */
  private static final int MORE_THAN_A_ROUND = 20_000;

  @Test
  void aDueMessageIsPushedAtOnceWithItsAttachment() {
    store().store.requestWork(1);
    Accepted accepted = store().accept(store().message("acme", "49", "now"));

    DueMessage due = store().takeDue();
    assertThat(due.key()).isEqualTo(accepted.key());
    assertThat(due.messageId()).isEqualTo(accepted.id());
    assertThat(text(due.body())).isEqualTo("now");
    assertThat(due.attachment()).isEqualTo("attached to now");
    assertThat(due.reason()).isEqualTo(DueReason.FIRST);
    assertThat(due.possibleDuplicate()).isFalse();
    assertThat(due.attempts()).isZero();
    assertThat(due.account()).isEqualTo("acme");
    assertThat(due.destination()).isEqualTo("49");
  }

  @Test
  void nothingIsPushedWithoutCredit() {
    store().accept("acme", "one");
    store().accept("acme", "two");
    store().accept("acme", "three");
    store().assertQuiet();

    store().store.requestWork(2);

    assertThat(text(store().takeDue().body())).isEqualTo("one");
    assertThat(text(store().takeDue().body())).isEqualTo("two");
    store().assertQuiet();
  }

  @Test
  void whatWaitedForCreditComesBackWholeAndInOrder() {
    List<String> expected = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 1500; i++) {
      expected.add("message " + i + "x".repeat(i % 97));
      ids.add(store().accept(store().message("acme", "49" + i, expected.get(i))).id());
    }
    store().store.requestWork(1500);

    for (int i = 0; i < expected.size(); i++) {
      DueMessage due = store().takeDue();
      assertThat(text(due.body())).isEqualTo(expected.get(i));
      assertThat(due.messageId()).isEqualTo(ids.get(i));
      assertThat(due.possibleDuplicate()).isFalse();
    }
  }

  @Test
  void laterMessagesDoNotOvertakeThoseInLine() {
    List<CompletableFuture<Accepted>> accepted = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      accepted.add(store().acceptLater(store().message("acme", "49", "m" + i)));
      if (i % 50 == 20) {
        store().store.requestWork(50);
      }
    }
    store().store.requestWork(300);
    accepted.forEach(StoreProbe::await);
    for (int i = 0; i < 300; i++) {
      assertThat(text(store().takeDue().body())).isEqualTo("m" + i);
    }
  }

  @Test
  void aNewMessageDoesNotOvertakeABacklogAfterARestart() throws IOException {
    acceptMany(clock.getAsLong());
    reopenAfterCrash();
    expectMany();
  }

  @Test
  void aNewMessageDoesNotOvertakeManyThatAreDueAtOnce() {
    acceptMany(in(Duration.ofHours(1)));
    // The store is not woken: it finds all of them due when it is asked to accept the next one.
    clock.advance(Duration.ofHours(1));
    expectMany();
  }

  private void acceptMany(long dueAt) {
    List<CompletableFuture<Accepted>> accepted = new ArrayList<>();
    for (int i = 0; i < MORE_THAN_A_ROUND; i++) {
      accepted.add(
          store().acceptLater(store().message("acme", "49", "old", dueAt, Long.MAX_VALUE)));
    }
    accepted.forEach(StoreProbe::await);
  }

  private void expectMany() {
    store().store.requestWork(MORE_THAN_A_ROUND + 1);
    store().accept("acme", "new");
    for (int i = 0; i < MORE_THAN_A_ROUND; i++) {
      assertThat(text(store().takeDue().body())).isEqualTo("old");
    }
    assertThat(text(store().takeDue().body())).isEqualTo("new");
  }

  @Test
  void aScheduledMessageWaitsForItsTime() {
    store().store.requestWork(10);
    long key =
        store()
            .accept(
                store()
                    .message(
                        "acme", "49", "later", in(Duration.ofHours(1)), in(Duration.ofHours(2))))
            .key();
    store().assertQuiet();
    assertThat(Objects.requireNonNull(store().find(key)).state()).isEqualTo(MessageState.SCHEDULED);

    advance(Duration.ofMinutes(59));
    store().assertQuiet();
    advance(Duration.ofMinutes(1));

    DueMessage due = store().takeDue();
    assertThat(text(due.body())).isEqualTo("later");
    assertThat(due.reason()).isEqualTo(DueReason.FIRST);
    assertThat(due.possibleDuplicate()).isFalse();
  }

  @Test
  void schedulesComeDueInTheOrderOfTheirTimes() {
    for (int i = 0; i < 200; i++) {
      int minute = i * 37 % 200;
      store()
          .accept(
              store()
                  .message(
                      "acme",
                      "49",
                      "" + minute,
                      in(Duration.ofMinutes(1 + minute)),
                      Long.MAX_VALUE));
    }
    store().store.requestWork(200);
    advance(Duration.ofHours(5));
    for (int i = 0; i < 200; i++) {
      assertThat(text(store().takeDue().body())).isEqualTo("" + i);
    }
  }

  @Test
  void aScheduleSurvivesARestartAndIsNoDuplicate() throws IOException {
    store().accept(store().message("acme", "49", "later", in(Duration.ofHours(1)), Long.MAX_VALUE));
    reopenAfterCrash();
    store().store.requestWork(1);
    store().assertQuiet();
    advance(Duration.ofHours(1));
    DueMessage due = store().takeDue();
    assertThat(due.possibleDuplicate()).isFalse();
    assertThat(due.reason()).isEqualTo(DueReason.FIRST);
  }

  @Test
  void aMessageWhoseValidityPassesWhileItWaitsIsPushedAsExpired() {
    store().store.requestWork(1);
    long key =
        store()
            .accept(
                store()
                    .message("acme", "49", "x", in(Duration.ofHours(2)), in(Duration.ofHours(1))))
            .key();
    advance(Duration.ofHours(1));
    DueMessage due = store().takeDue();
    assertThat(due.key()).isEqualTo(key);
    assertThat(due.reason()).isEqualTo(DueReason.EXPIRED);
  }

  @Test
  void whatCameDueAsExpiredIsExpiredThoughTheClockGoesBack() {
    store()
        .accept(
            store().message("acme", "49", "x", in(Duration.ofHours(2)), in(Duration.ofHours(1))));
    advance(Duration.ofHours(1));
    store().assertQuiet();
    advance(Duration.ofMinutes(-30));
    store().store.requestWork(1);
    assertThat(store().takeDue().reason()).isEqualTo(DueReason.EXPIRED);
  }

  @Test
  void whatWasInFlightAtACrashMayBeADuplicateThoughTheClockGoesBack() throws IOException {
    store().store.requestWork(1);
    store().accept("acme", "sent");
    assertThat(store().takeDue().possibleDuplicate()).isFalse();
    clock.advance(Duration.ofHours(-1));
    reopenAfterCrash();
    store().store.requestWork(1);
    store().assertQuiet();
    advance(Duration.ofHours(1));
    assertThat(store().takeDue().possibleDuplicate()).isTrue();
  }

  @Test
  void aMessageThatExpiredInLineIsPushedAsExpired() {
    store().accept(store().message("acme", "49", "x", clock.getAsLong(), in(Duration.ofHours(1))));
    advance(Duration.ofHours(1));
    store().assertQuiet();
    store().store.requestWork(1);
    assertThat(store().takeDue().reason()).isEqualTo(DueReason.EXPIRED);
  }

  @Test
  void aMessageInFlightIsNotPushedWhenItExpires() {
    store().store.requestWork(5);
    store().accept("acme", "x");
    store().takeDue();
    advance(Duration.ofDays(2));
    store().assertQuiet();
  }

  @Test
  void anAttemptBringsTheMessageBackAtItsTime() {
    store().store.requestWork(5);
    long key = store().accept("acme", "x");
    store().takeDue();
    store().store.attempted(key, 1, in(Duration.ofSeconds(30)), null);
    store().assertQuiet();

    advance(Duration.ofSeconds(30));

    DueMessage due = store().takeDue();
    assertThat(due.attempts()).isEqualTo(1);
    assertThat(due.reason()).isEqualTo(DueReason.RETRY);
    assertThat(due.attachment()).isNull();
    assertThat(text(due.body())).isEqualTo("x");
  }

  @Test
  void anAttemptDueAtOnceIsPushedAgain() {
    store().store.requestWork(5);
    long key = store().accept("acme", "x");
    store().takeDue();
    store().store.attempted(key, 1, clock.getAsLong(), null);
    assertThat(store().takeDue().attempts()).isEqualTo(1);
  }

  @Test
  void anExpiredMessageIsPushedAgainOnlyWhenItsTimeComes() {
    store().store.requestWork(5);
    long key = store().accept("acme", "x");
    store().takeDue();
    store().store.attempted(key, 1, Long.MAX_VALUE, null);
    advance(Duration.ofDays(1));
    assertThat(store().takeDue().reason()).isEqualTo(DueReason.EXPIRED);

    // The dispatcher gives it some more time: no second push before that.
    store().store.attempted(key, 1, in(Duration.ofDays(2)), null);
    advance(Duration.ofHours(47));
    store().assertQuiet();
    advance(Duration.ofHours(1));
    assertThat(store().takeDue().reason()).isEqualTo(DueReason.EXPIRED);
  }

  @Test
  void aMessageAtTheCarrierWaitsForItsReceiptBeyondItsValidity() {
    store().store.requestWork(5);
    long key = store().accept("acme", "x");
    store().takeDue();
    store().store.attempted(key, 1, in(Duration.ofDays(3)), new CarrierId("c", "1"));
    advance(Duration.ofHours(71));
    store().assertQuiet();
    advance(Duration.ofHours(1));
    assertThat(store().takeDue().reason()).isEqualTo(DueReason.SILENT);
  }

  @Test
  void attemptsSurviveAnOrderlyRestart() throws IOException {
    store().store.requestWork(5);
    long key = store().accept("acme", "x");
    store().takeDue();
    store().store.attempted(key, 3, in(Duration.ofSeconds(30)), new CarrierId("c", "abc"));

    reopen();

    StoredMessage found = Objects.requireNonNull(store().findByCarrierId("c", "abc"));
    assertThat(found.key()).isEqualTo(key);
    assertThat(found.attempts()).isEqualTo(3);
    assertThat(found.nextDueAt()).isEqualTo(in(Duration.ofSeconds(30)));
    store().store.requestWork(5);
    advance(Duration.ofSeconds(30));
    DueMessage due = store().takeDue();
    assertThat(due.attempts()).isEqualTo(3);
    assertThat(due.possibleDuplicate()).isTrue();
    assertThat(due.reason()).isEqualTo(DueReason.SILENT);
  }

  @Test
  void aMessageInFlightAtACrashIsAPossibleDuplicate() throws IOException {
    store().store.requestWork(1);
    store().accept("acme", "sent");
    store().takeDue();

    reopenAfterCrash();

    store().store.requestWork(1);
    DueMessage due = store().takeDue();
    assertThat(text(due.body())).isEqualTo("sent");
    assertThat(due.possibleDuplicate()).isTrue();
  }

  @Test
  void anOrderlyCloseTellsTheSentFromTheUnsent() throws IOException {
    store().store.requestWork(1);
    store().accept("acme", "sent");
    store().accept("acme", "unsent");
    store().takeDue();

    reopen();

    store().store.requestWork(2);
    DueMessage sent = store().takeDue();
    DueMessage unsent = store().takeDue();
    assertThat(text(sent.body())).isEqualTo("sent");
    assertThat(sent.possibleDuplicate()).isTrue();
    assertThat(unsent.possibleDuplicate()).isFalse();
    assertThat(unsent.reason()).isEqualTo(DueReason.FIRST);
  }

  @Test
  void aCrashRightAfterAnOrderlyRestartForgetsWhatTheCloseKnew() throws IOException {
    store().accept("acme", "x");
    reopen();
    store().store.requestWork(1);
    assertThat(store().takeDue().possibleDuplicate()).isFalse();
    reopenAfterCrash();
    store().store.requestWork(1);
    assertThat(store().takeDue().possibleDuplicate()).isTrue();
  }

  @Test
  void findsByCarrierId() {
    long first = store().accept("acme", "one");
    long second = store().accept("acme", "two");
    store().store.attempted(first, 1, Long.MAX_VALUE, new CarrierId("c1", "77"));
    store().store.attempted(second, 1, Long.MAX_VALUE, new CarrierId("c2", "77"));

    StoredMessage found = Objects.requireNonNull(store().findByCarrierId("c1", "77"));
    assertThat(found.key()).isEqualTo(first);
    assertThat(text(found.body())).isEqualTo("one");
    assertThat(found.carrierId()).isEqualTo(new CarrierId("c1", "77"));
    assertThat(Objects.requireNonNull(store().findByCarrierId("c2", "77")).key()).isEqualTo(second);
    assertThat(store().findByCarrierId("c1", "78")).isNull();
    assertThat(store().findByCarrierId("c", "177")).isNull();

    store().finish(first, null);
    assertThat(store().findByCarrierId("c1", "77")).isNull();
  }

  @Test
  void aNewCarrierIdReplacesTheOldOne() throws IOException {
    long key = store().accept("acme", "one");
    store().store.attempted(key, 1, Long.MAX_VALUE, new CarrierId("c", "1"));
    store().store.attempted(key, 2, Long.MAX_VALUE, new CarrierId("c", "2"));
    store().store.attempted(key, 3, Long.MAX_VALUE, null);
    assertThat(store().findByCarrierId("c", "1")).isNull();
    assertThat(Objects.requireNonNull(store().findByCarrierId("c", "2")).attempts()).isEqualTo(3);

    reopen();

    assertThat(store().findByCarrierId("c", "1")).isNull();
    assertThat(Objects.requireNonNull(store().findByCarrierId("c", "2")).key()).isEqualTo(key);
  }

  @Test
  void aCarrierIdUsedAgainMeansTheYoungerMessage() {
    long old = store().accept("acme", "old");
    long young = store().accept("acme", "young");
    store().store.attempted(old, 1, Long.MAX_VALUE, new CarrierId("c", "1"));
    store().store.attempted(young, 1, Long.MAX_VALUE, new CarrierId("c", "1"));
    assertThat(Objects.requireNonNull(store().findByCarrierId("c", "1")).key()).isEqualTo(young);
    store().finish(old, null);
    assertThat(Objects.requireNonNull(store().findByCarrierId("c", "1")).key()).isEqualTo(young);
  }
}

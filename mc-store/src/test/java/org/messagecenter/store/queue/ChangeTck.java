package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.queue.StoreProbe.Accepted;

/** The part of {@link MessageStoreTck} about cancel, replace and look-ups by address. */
abstract class ChangeTck extends RepeatTck {

  private NewMessage later(String body) {
    return store().message("acme", "49", body, in(Duration.ofHours(1)), in(Duration.ofDays(1)));
  }

  @Test
  void aCancelledMessageIsNeverPushed() throws IOException {
    long scheduled = store().accept(later("scheduled")).key();
    long inLine = store().accept("acme", "in line");
    assertThat(store().cancel(scheduled, store().mail("acme", "receipt 1"))).isEqualTo(true);
    assertThat(store().cancel(inLine, store().mail("acme", "receipt 2"))).isEqualTo(true);
    assertThat(store().cancel(inLine, store().mail("acme", "again"))).isEqualTo(false);
    assertThat(store().find(inLine)).isNull();

    store().store.requestWork(5);
    advance(Duration.ofHours(2));
    store().assertQuiet();
    reopenAfterCrash();

    store().store.requestWork(5);
    store().assertQuiet();
    store().store.requestMail("acme", 5);
    assertThat(store().drainMail())
        .extracting(mail -> text(mail.body()))
        .containsExactly("receipt 1", "receipt 2");
    assertThat(store().cancel(inLine, null)).isEqualTo(false);
    assertThat(store().cancel(12345, null)).isEqualTo(false);
  }

  @Test
  void anAttemptUnderWayIsNotCancelledNorReplaced() throws IOException {
    store().store.requestWork(1);
    long key = store().accept("acme", "x");
    store().takeDue();
    assertThat(store().cancel(key, store().mail("acme", "receipt"))).isEqualTo(false);
    assertThat(store().replace(key, store().message("acme", "4917000", "y"))).isEqualTo(false);
    assertThat(text(Objects.requireNonNull(store().find(key)).body())).isEqualTo("x");
    assertThat(store().store.stats().mailboxes()).isEmpty();

    store().store.attempted(key, 1, in(Duration.ofHours(1)), null);
    assertThat(store().cancel(key, store().mail("acme", "receipt"))).isEqualTo(true);
    reopenAfterCrash();
    assertThat(store().store.stats().pending()).isZero();
    assertThat(store().store.stats().mailboxes()).containsEntry("acme", 1);
  }

  @Test
  void whatACarrierHasIsNotCancelledNorReplaced() throws IOException {
    store().store.requestWork(1);
    long key = store().accept("acme", "x");
    store().takeDue();
    store().store.attempted(key, 1, in(Duration.ofHours(1)), new CarrierId("c", "1"));
    assertThat(store().cancel(key, null)).isEqualTo(false);
    assertThat(store().replace(key, store().message("acme", "4917000", "y"))).isEqualTo(false);
    reopen();
    assertThat(store().cancel(key, null)).isEqualTo(false);
    assertThat(store().replace(key, store().message("acme", "4917000", "y"))).isEqualTo(false);
    assertThat(store().findByAddress("acme", "4917000", 0, 5).pending()).isEmpty();
    assertThat(Objects.requireNonNull(store().findByCarrierId("c", "1")).key()).isEqualTo(key);
  }

  @Test
  void theCreditOfACancelledPushIsThereAgain() {
    for (int round = 0; round < 20; round++) {
      long first = store().accept("acme", "first");
      store().accept("acme", "second");
      // The credit may go to the first message, whose body is being read when it is cancelled.
      store().store.requestWork(1);
      Object cancelled = store().cancel(first, null);
      DueMessage due = store().takeDue();
      assertThat(text(due.body())).isEqualTo(cancelled.equals(true) ? "second" : "first");
      store().finish(due.key(), null);
      if (cancelled.equals(false)) {
        store().store.requestWork(1);
        store().finish(store().takeDue().key(), null);
      }
      store().assertQuiet();
    }
  }

  @Test
  void replacedContentIsWhatIsPushed() throws IOException {
    Accepted accepted = store().accept(later("old"));
    assertThat(store().replace(accepted.key(), store().message("acme", "49", "new")))
        .isEqualTo(true);
    for (int life = 0; life < 3; life++) {
      StoredMessage found = Objects.requireNonNull(store().find(accepted.key()));
      assertThat(text(found.body())).isEqualTo("new");
      assertThat(found.messageId()).isEqualTo(accepted.id());
      store().store.requestWork(1);
      DueMessage due = store().takeDue();
      assertThat(text(due.body())).isEqualTo("new");
      assertThat(due.messageId()).isEqualTo(accepted.id());
      assertThat(due.attachment()).isNull();
      store().assertQuiet();
      if (life == 0) {
        reopenAfterCrash();
      } else {
        reopen();
      }
    }
  }

  @Test
  void replaceSetsTimesAndAttemptsAnew() throws IOException {
    store().store.requestWork(1);
    long key = store().accept("acme", "old");
    store().takeDue();
    store().store.attempted(key, 7, in(Duration.ofMinutes(1)), null);
    long due = in(Duration.ofHours(1));
    long expires = in(Duration.ofHours(2));
    NewMessage content = store().message("acme", "4917000", "new", due, expires);
    assertThat(store().replace(key, content)).isEqualTo(true);

    reopenAfterCrash();

    StoredMessage found = Objects.requireNonNull(store().find(key));
    assertThat(found.attempts()).isZero();
    assertThat(found.nextDueAt()).isEqualTo(due);
    assertThat(found.expiresAt()).isEqualTo(expires);
    assertThat(found.state()).isEqualTo(MessageState.SCHEDULED);
    store().store.requestWork(1);
    advance(Duration.ofMinutes(59));
    store().assertQuiet();
    advance(Duration.ofMinutes(1));
    DueMessage pushed = store().takeDue();
    assertThat(pushed.reason()).isEqualTo(DueReason.FIRST);
    assertThat(pushed.possibleDuplicate()).isFalse();
  }

  @Test
  void anExpiredPushMayFollowAReplacement() {
    store().store.requestWork(5);
    long key = store().accept("acme", "old");
    store().takeDue();
    store().store.attempted(key, 1, Long.MAX_VALUE, null);
    advance(Duration.ofDays(1));
    assertThat(store().takeDue().reason()).isEqualTo(DueReason.EXPIRED);
    store().store.attempted(key, 1, in(Duration.ofDays(5)), null);
    NewMessage content =
        store().message("acme", "4917000", "new", in(Duration.ofDays(9)), in(Duration.ofHours(1)));
    assertThat(store().replace(key, content)).isEqualTo(true);
    advance(Duration.ofHours(1));
    assertThat(store().takeDue().reason()).isEqualTo(DueReason.EXPIRED);
  }

  @Test
  void replacingALaterRecipientKeepsItsId() throws IOException {
    List<NewMessage> both =
        List.of(store().message("acme", "491", "a"), store().message("acme", "492", "b"));
    Accepted accepted = store().acceptAll(both);
    long second = accepted.key() | 1;
    assertThat(store().replace(second, store().message("acme", "492", "c"))).isEqualTo(true);
    reopenAfterCrash();
    assertThat(store().replace(second, store().message("acme", "492", "d"))).isEqualTo(true);
    assertThat(store().lookup(accepted.id()).bodies()).containsExactly("a", "d");
    store().store.requestWork(2);
    assertThat(store().takeDue().messageId()).isEqualTo(accepted.id());
    assertThat(store().takeDue().messageId()).isEqualTo(accepted.id());
  }

  @Test
  void anotherAccountDestinationOrKindIsNoReplacement() throws IOException {
    Accepted accepted = store().accept(store().tagged("49", "old", 7, false));
    NewMessage right = store().tagged("49", "new", 8, false);
    for (int life = 0; life < 2; life++) {
      assertThat(replace(accepted, "other", "49", MessageKind.MT)).isEqualTo(false);
      assertThat(replace(accepted, "acme", "48", MessageKind.MT)).isEqualTo(false);
      assertThat(replace(accepted, "acm", "e49", MessageKind.MT)).isEqualTo(false);
      assertThat(replace(accepted, "acme", "49", MessageKind.BROADCAST)).isEqualTo(false);
      reopenAfterCrash();
      assertThat(store().lookup(accepted.id()).bodies()).containsExactly("old");
      assertThat(store().findByAddress("acme", "49", 7, 5).bodies()).containsExactly("old");
    }
    assertThat(store().replace(accepted.key(), right)).isEqualTo(true);
    assertThat(store().lookup(accepted.id()).bodies()).containsExactly("new");
  }

  private Object replace(Accepted old, String account, String destination, MessageKind kind) {
    byte[] body = {1};
    long now = in(Duration.ZERO);
    NewMessage content =
        new NewMessage(account, destination, kind, now, now, Long.MAX_VALUE, body, null);
    return store().replace(old.key(), content);
  }

  @Test
  void theLastOfSeveralReplacementsCounts() throws IOException {
    long key = store().accept("acme", "first");
    for (int i = 0; i < 200; i++) {
      assertThat(store().replace(key, store().message("acme", "4917000", "x".repeat(1000) + i)))
          .isEqualTo(true);
    }
    store().settle();
    reopenAfterCrash();
    assertThat(text(Objects.requireNonNull(store().find(key)).body())).endsWith("x199");
  }

  @Test
  void findsByAddressTheOldestFirst() throws IOException {
    long first = store().accept(store().tagged("49", "one", 7, false)).key();
    long second = store().accept(store().tagged("49", "two", 7, false)).key();
    store().accept(store().tagged("49", "three", 7, true));
    store().accept(store().tagged("49", "another tag", 8, false));
    store().accept(store().tagged("48", "another destination", 7, false));
    store().accept(store().message("other", "49", "another account"));
    for (int life = 0; life < 3; life++) {
      assertThat(store().findByAddress("acme", "49", 7, 10).bodies())
          .containsExactly("one", "two", "three");
      assertThat(store().findByAddress("acme", "49", 7, 2).bodies()).containsExactly("one", "two");
      assertThat(store().findByAddress("acme", "49", 7, first, 1).bodies()).containsExactly("two");
      assertThat(store().findByAddress("acme", "49", 7, second, 9).bodies())
          .containsExactly("three");
      assertThat(store().findByAddress("acme", "49", 8, 10).bodies())
          .containsExactly("another tag");
      assertThat(store().findByAddress("other", "49", 0, 10).bodies())
          .containsExactly("another account");
      assertThat(store().findByAddress("acme", "49", 9, 10).bodies()).isEmpty();
      assertThat(store().findByAddress("acme", "49", 7, 0).bodies()).isEmpty();
      if (life == 0) {
        reopenAfterCrash();
      } else {
        reopen();
      }
    }
    store().cancel(first, null);
    assertThat(store().findByAddress("acme", "49", 7, first, 1).bodies()).containsExactly("two");
    assertThat(store().findByAddress("acme", "49", 7, 10).bodies()).containsExactly("two", "three");
  }

  @Test
  void findsByAddressWhatIsNotInFlight() {
    store().store.requestWork(1);
    long key = store().accept(store().tagged("49", "pushed", 7, false)).key();
    store().takeDue();
    assertThat(store().findByAddress("acme", "49", 7, 5).bodies()).isEmpty();
    store().store.attempted(key, 1, in(Duration.ofHours(1)), null);
    store().accept(store().tagged("49", "waits", 7, false));
    assertThat(store().findByAddress("acme", "49", 7, 5).bodies())
        .containsExactly("pushed", "waits");
    store().store.requestWork(1);
    store().takeDue();
    assertThat(store().findByAddress("acme", "49", 7, 5).bodies()).containsExactly("pushed");
  }

  @Test
  void aReplacementIsFoundByItsNewTag() {
    long key = store().accept(store().tagged("49", "old", 7, false)).key();
    assertThat(store().replace(key, store().tagged("49", "new", 8, false))).isEqualTo(true);
    assertThat(store().findByAddress("acme", "49", 7, 5).bodies()).isEmpty();
    assertThat(store().findByAddress("acme", "49", 8, 5).bodies()).containsExactly("new");
  }
}

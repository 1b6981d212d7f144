package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The part of {@link MessageStoreTck} about mailboxes. */
abstract class MailTck extends LateTck {

  @Test
  void mailIsPushedInOrderWithinTheCreditsOfItsAccount() {
    for (int i = 0; i < 20; i++) {
      store().post(store().mail("acme", "a" + i));
      store().post(store().mail("other", "o" + i));
    }
    store().assertQuiet();
    store().store.requestMail("acme", 15);
    for (int i = 0; i < 15; i++) {
      assertThat(text(store().takeMail().body())).isEqualTo("a" + i);
    }
    store().assertQuiet();
    store().store.requestMail("other", 20);
    for (int i = 0; i < 20; i++) {
      assertThat(text(store().takeMail().body())).isEqualTo("o" + i);
    }
    store().store.requestMail("acme", 15);
    for (int i = 15; i < 20; i++) {
      assertThat(text(store().takeMail().body())).isEqualTo("a" + i);
    }
    store().assertQuiet();
  }

  @Test
  void mailWithCreditComesFromMemoryWithItsAttachment() {
    store().store.requestMail("acme", 1);
    store().post(store().mail("acme", "m"));
    assertThat(store().takeMail().attachment()).isEqualTo("attached to m");
  }

  @Test
  void whatWaitedForAMomentComesBehindWhatWasThereBefore() throws IOException {
    for (int i = 0; i < 30; i++) {
      store().post(store().mail("acme", "m" + i));
    }
    // From now on these are on disk alone.
    reopen();
    for (int i = 30; i < 45; i++) {
      store().post(store().mail("acme", "m" + i));
    }
    for (int i = 0; i < 45; i++) {
      store().store.requestMail("acme", i % 3 == 0 ? 3 : 0);
      Mail mail = store().takeMail();
      assertThat(text(mail.body())).isEqualTo("m" + i);
      assertThat(mail.possibleDuplicate()).isFalse();
      assertThat(mail.attempts()).isZero();
    }
    store().assertQuiet();
    assertThat(store().store.stats().mailboxes()).containsEntry("acme", 45);
  }

  @Test
  void laterMailDoesNotOvertakeMailInLine() {
    List<CompletableFuture<Object>> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      long key = store().accept("acme", "x" + i);
      answers.add(store().finishLater(key, store().mail("acme", "m" + i)));
      if (i % 10 == 5) {
        store().store.requestMail("acme", 10);
      }
    }
    answers.forEach(StoreProbe::await);
    for (int i = 0; i < 40; i++) {
      assertThat(text(store().takeMail().body())).isEqualTo("m" + i);
    }
  }

  @Test
  void cancelledCreditsPushNothing() {
    store().store.requestMail("acme", 10);
    store().store.cancelMailRequests("acme");
    store().post(store().mail("acme", "m"));
    store().assertQuiet();
    store().store.requestMail("acme", 1);
    assertThat(text(store().takeMail().body())).isEqualTo("m");
  }

  @Test
  void mailDoneIsNeverPushedAgain() throws IOException {
    store().store.requestMail("acme", 1);
    store().post(store().mail("acme", "m"));
    store().store.mailDone(store().takeMail().key(), MailOutcome.DELIVERED);
    // Forced: what was lazy before it is durable with it.
    store().post(store().mail("other", "m"));

    reopenAfterCrash();

    store().store.requestMail("acme", 1);
    store().assertQuiet();
    assertThat(store().store.stats().mailboxes()).containsOnlyKeys("other");
  }

  @Test
  void unsentMailComesAgainFirstAndIsNoDuplicate() {
    store().store.requestMail("acme", 3);
    for (int i = 0; i < 5; i++) {
      store().post(store().mail("acme", "m" + i));
    }
    List<Mail> pushed = List.of(store().takeMail(), store().takeMail(), store().takeMail());
    store().store.cancelMailRequests("acme");
    store().store.mailUnsent(pushed.get(1).key());
    store().store.mailUnsent(pushed.get(0).key());
    store().store.mailReleased(pushed.get(2).key());
    store().assertQuiet();

    store().store.requestMail("acme", 3);
    List<Mail> again = store().drainMail();
    assertThat(again).extracting(mail -> text(mail.body())).containsExactly("m0", "m1", "m2");
    assertThat(again).extracting(Mail::possibleDuplicate).containsExactly(false, false, true);

    for (Mail mail : again) {
      store().store.mailUnsent(mail.key());
    }
    store().assertQuiet();
    store().store.requestMail("acme", 5);
    assertThat(store().drainMail())
        .as("what may be a duplicate once stays one")
        .extracting(Mail::possibleDuplicate)
        .containsExactly(false, false, true, false, false);
  }

  @Test
  void releasedMailComesAgainFirstAsAPossibleDuplicate() {
    store().store.requestMail("acme", 3);
    for (int i = 0; i < 5; i++) {
      store().post(store().mail("acme", "m" + i));
    }
    List<Mail> pushed = List.of(store().takeMail(), store().takeMail(), store().takeMail());
    store().store.cancelMailRequests("acme");
    // In any order: they come back in theirs.
    store().store.mailReleased(pushed.get(2).key());
    store().store.mailReleased(pushed.get(0).key());
    store().store.mailReleased(pushed.get(1).key());
    store().assertQuiet();

    store().store.requestMail("acme", 5);

    List<Mail> again = store().drainMail();
    assertThat(again)
        .extracting(mail -> text(mail.body()))
        .containsExactly("m0", "m1", "m2", "m3", "m4");
    assertThat(again)
        .extracting(Mail::possibleDuplicate)
        .containsExactly(true, true, true, false, false);
    assertThat(again).extracting(Mail::attempts).containsOnly(0);
  }

  @Test
  void aRetryWaitsForItsTimeAndBlocksNobody() {
    store().store.requestMail("acme", 10);
    store().post(store().mail("acme", "first"));
    Mail first = store().takeMail();
    store().store.mailRetry(first.key(), in(Duration.ofSeconds(10)));
    store().post(store().mail("acme", "second"));
    assertThat(text(store().takeMail().body())).isEqualTo("second");
    store().assertQuiet();

    advance(Duration.ofSeconds(10));

    Mail again = store().takeMail();
    assertThat(text(again.body())).isEqualTo("first");
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.queuedAt()).isEqualTo(TestClock.START);
  }

  @Test
  void aRetrySurvivesARestart() throws IOException {
    store().store.requestMail("acme", 1);
    store().post(store().mail("acme", "m"));
    store().store.mailRetry(store().takeMail().key(), in(Duration.ofSeconds(10)));
    reopen();
    store().store.requestMail("acme", 1);
    store().assertQuiet();
    advance(Duration.ofSeconds(10));
    Mail again = store().takeMail();
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.possibleDuplicate()).isTrue();
  }

  @Test
  void mailPushedBeforeACrashIsAPossibleDuplicate() throws IOException {
    store().store.requestMail("acme", 1);
    store().post(store().mail("acme", "sent"));
    store().takeMail();
    reopenAfterCrash();
    store().store.requestMail("acme", 1);
    assertThat(store().takeMail().possibleDuplicate()).isTrue();
  }

  @Test
  void anOrderlyCloseTellsSentMailFromUnsent() throws IOException {
    store().store.requestMail("acme", 1);
    store().post(store().mail("acme", "sent"));
    store().post(store().mail("acme", "unsent"));
    store().takeMail();
    reopen();
    store().store.requestMail("acme", 2);
    assertThat(store().takeMail().possibleDuplicate()).isTrue();
    assertThat(store().takeMail().possibleDuplicate()).isFalse();
  }

  @Test
  void mailKnowsTheMessageThatItTellsOf() throws IOException {
    long key = store().accept("acme", "m");
    store().post(store().mail("acme", "notice").about(key));
    store().finish(key, store().mail("acme", "receipt"));
    long other = store().accept("acme", "other");
    store().cancel(other, store().mail("acme", "cancelled"));
    store().post(store().mail("acme", "of nothing"));
    store().store.requestMail("acme", 1);
    assertThat(store().takeMail().about()).isEqualTo(key);

    reopen();

    store().store.requestMail("acme", 4);
    // The first was sent before, and comes again.
    assertThat(
            List.of(
                store().takeMail().about(),
                store().takeMail().about(),
                store().takeMail().about(),
                store().takeMail().about()))
        .containsExactly(key, key, other, 0L);
  }

  @Test
  void whoQueuesMailHearsItsKeyFirst() {
    long key = store().accept("acme", "m");
    CompletableFuture<List<Long>> answers = new CompletableFuture<>();
    List<Long> told = new ArrayList<>();
    DoneCallback listener =
        new DoneCallback() {
          @Override
          public void queued(long mailKey) {
            told.add(mailKey);
          }

          @Override
          public void done(boolean changed) {
            told.add(changed ? 1L : 0L);
            if (told.size() == 5) {
              answers.complete(told);
            }
          }
        };
    long now = clock.getAsLong();
    store().store.post(store().mail("acme", "one"), listener);
    for (int i = 0; i < 2; i++) {
      NewMail receipt = store().mail("acme", "receipt");
      store().store.finish(key, MessageState.DELIVERED, 0, now, receipt, listener);
    }
    List<Long> heard = answers.orTimeout(60, TimeUnit.SECONDS).join();
    store().store.requestMail("acme", 2);
    long first = store().takeMail().key();
    long second = store().takeMail().key();
    assertThat(heard).containsExactly(first, 1L, second, 1L, 0L);
    assertThat(MessageIds.isMail(first)).isTrue();
    assertThat(MessageIds.isMail(key)).isFalse();
  }

  @Test
  void mailThatNobodyTookIsTold() {
    for (int i = 0; i < MAILBOX_COUNT + 1; i++) {
      store().post(store().mail("acme", "m" + i));
    }
    store().settle();
    assertThat(store().takeLost()).containsExactly("DROPPED");
    advance(MAIL_EXPIRY);
    store().settle();
    assertThat(store().takeLost()).hasSize(MAILBOX_COUNT).containsOnly("EXPIRED");
  }

  @Test
  void mailExpiresAndIsCounted() {
    store().post(store().mail("acme", "m"));
    store().post(new NewMail("acme", MailKind.MO, in(Duration.ofHours(1)), new byte[] {1}, null));
    advance(Duration.ofHours(1));
    store().settle();
    assertThat(store().store.stats().mailsExpired()).isEqualTo(1);
    advance(MAIL_EXPIRY);
    store().settle();
    assertThat(store().store.stats().mailsExpired()).isEqualTo(2);
    assertThat(store().store.stats().mailboxes()).isEmpty();
    store().store.requestMail("acme", 1);
    store().assertQuiet();
  }

  @Test
  void aFullMailboxDropsItsOldest() throws IOException {
    for (int i = 0; i < MAILBOX_COUNT + 10; i++) {
      store().post(store().mail("acme", "m" + i));
    }
    store().settle();
    assertThat(store().store.stats().mailsDropped()).isEqualTo(10);
    assertThat(store().store.stats().mailboxes()).containsEntry("acme", MAILBOX_COUNT);
    reopen();
    store().store.requestMail("acme", 1);
    assertThat(text(store().takeMail().body())).isEqualTo("m10");
  }

  @Test
  void aFullMailboxKeepsWhatIsInFlight() {
    store().store.requestMail("acme", 1);
    store().post(store().mail("acme", "in flight"));
    Mail first = store().takeMail();
    for (int i = 0; i < MAILBOX_COUNT + 5; i++) {
      store().post(store().mail("acme", "m" + i));
    }
    store().store.mailRetry(first.key(), clock.getAsLong());
    store().store.requestMail("acme", 1);
    assertThat(text(store().takeMail().body())).isEqualTo("in flight");
  }

  @Test
  void aFullMailboxKeepsNoMoreOfWhatIsRefusedForNow() throws IOException {
    store().store.requestMail("acme", MAILBOX_COUNT + 10);
    for (int i = 0; i < MAILBOX_COUNT + 10; i++) {
      store().post(store().mail("acme", "m" + i));
    }
    for (int i = 0; i < MAILBOX_COUNT + 10; i++) {
      store().store.mailRetry(store().takeMail().key(), in(Duration.ofSeconds(10)));
    }
    store().settle();
    assertThat(store().store.stats().mailsDropped()).isEqualTo(10);
    assertThat(store().store.stats().mailboxes()).containsEntry("acme", MAILBOX_COUNT);

    store().store.requestMail("acme", 5);
    for (int i = 0; i < 5; i++) {
      store().post(store().mail("acme", "late" + i));
      store().store.mailRetry(store().takeMail().key(), in(Duration.ofSeconds(10)));
    }
    store().settle();
    assertThat(store().store.stats().mailsDropped()).isEqualTo(15);

    reopen();
    advance(Duration.ofSeconds(10));
    store().store.requestMail("acme", MAILBOX_COUNT + 1);
    List<Mail> kept = store().drainMail();
    assertThat(kept).hasSize(MAILBOX_COUNT).extracting(Mail::attempts).containsOnly(1);
    assertThat(text(kept.get(0).body())).isEqualTo("m10");
  }
}

package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.queue.StoreProbe.Accepted;

/**
 * What every {@link MessageStore} must do. A store's own test extends this class and says how to
 * open one; its wall clock is {@link #clock}.
 */
public abstract class MessageStoreTck {

  /** Grows with {@link MessageStore#INTERFACE_VERSION}, and when a test is added. */
  public static final int VERSION = 1;

  /** Limits that the opened store must have. */
  protected static final int MAILBOX_COUNT = 50;

  /** Mail is kept for that long. */
  protected static final Duration MAIL_EXPIRY = Duration.ofDays(3);

  protected final TestClock clock = new TestClock();
  private @Nullable StoreProbe current;

  /** Opens the store of this test; again and again the same, after it was closed. */
  protected abstract MessageStore open() throws IOException;

  /** Makes the store notice that the clock was moved. */
  protected abstract void wake(MessageStore store);

  /**
   * Ends the store without closing it in order: like a crash, after which {@link #open} recovers.
   */
  protected abstract void crash(MessageStore store) throws IOException;

  @BeforeEach
  void openFirst() throws IOException {
    current = new StoreProbe(open(), clock).start();
  }

  @AfterEach
  void closeLast() {
    store().close();
  }

  /** The store under test. */
  protected final StoreProbe store() {
    return Objects.requireNonNull(current);
  }

  private void reopen() throws IOException {
    store().close();
    current = new StoreProbe(open(), clock).start();
  }

  private void reopenAfterCrash() throws IOException {
    crash(store().store);
    current = new StoreProbe(open(), clock).start();
  }

  private void advance(Duration by) {
    clock.advance(by);
    wake(store().store);
  }

  private long in(Duration time) {
    return clock.getAsLong() + time.toMillis();
  }

  @Test
  void theVersionIsTheInterfaces() {
    assertThat(MessageStore.INTERFACE_VERSION).isEqualTo(VERSION);
  }

  // Acceptance

  @Test
  void whatWasAcceptedSurvivesACrash() throws IOException {
    long key = store().accept("acme", "hello");

    reopenAfterCrash();

    StoredMessage found = Objects.requireNonNull(store().find(key));
    assertThat(text(found.body())).isEqualTo("hello");
    assertThat(found.account()).isEqualTo("acme");
    assertThat(found.destination()).isEqualTo("4917000");
    assertThat(found.kind()).isEqualTo(MessageKind.MT);
    assertThat(found.acceptedAt()).isEqualTo(TestClock.START);
    assertThat(found.expiresAt()).isEqualTo(TestClock.START + 86_400_000L);
    assertThat(found.attempts()).isZero();
  }

  @Test
  void acceptanceHandsBackTheAttachment() {
    Accepted accepted = store().accept(store().message("acme", "49", "x"));
    assertThat(accepted.attachment()).isEqualTo("attached to x");
  }

  @Test
  void keysAndIdsAreUniqueAcrossRestarts() throws IOException {
    Set<Long> keys = new HashSet<>();
    Set<String> ids = new HashSet<>();
    for (int life = 0; life < 3; life++) {
      List<CompletableFuture<Accepted>> answers = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        answers.add(store().acceptLater(store().message("acme", "49" + i, "body " + i)));
      }
      for (var answer : answers) {
        Accepted accepted = StoreProbe.await(answer);
        assertThat(keys.add(accepted.key())).isTrue();
        assertThat(ids.add(accepted.id())).isTrue();
        assertThat(accepted.id()).matches("[0-9a-f]{32}");
      }
      if (life % 2 == 0) {
        reopenAfterCrash();
      } else {
        reopen();
      }
    }
  }

  @Test
  void idsLeadToTheirKeysEvenAfterARestart() throws IOException {
    Accepted accepted = store().accept(store().message("acme", "49", "x"));
    assertThat(store().store.messageIds().decode(accepted.id())).isEqualTo(accepted.key());

    reopen();

    MessageIds ids = store().store.messageIds();
    assertThat(ids.decode(accepted.id())).isEqualTo(accepted.key());
    assertThat(ids.decode(accepted.id().toUpperCase(Locale.ROOT))).isEqualTo(accepted.key());
  }

  @Test
  void forgedIdsAreRejected() {
    String id = store().accept(store().message("acme", "49", "x")).id();
    MessageIds ids = store().store.messageIds();
    for (int i = 0; i < id.length(); i++) {
      char[] forged = id.toCharArray();
      forged[i] = forged[i] == '0' ? '1' : '0';
      assertThat(ids.decode(new String(forged))).isEqualTo(-1);
    }
    assertThat(ids.decode("")).isEqualTo(-1);
    assertThat(ids.decode(id + "0")).isEqualTo(-1);
    assertThat(ids.decode("z".repeat(32))).isEqualTo(-1);
  }

  @Test
  void keysGrowInTheOrderOfAcceptance() {
    long last = 0;
    for (int i = 0; i < 20; i++) {
      long key = store().accept("acme", "m" + i);
      assertThat(key).isGreaterThan(last);
      last = key;
    }
  }

  @Test
  void aLongBodySurvives() throws IOException {
    String body = "x".repeat(200_000);
    long key = store().accept("acme", body);
    reopenAfterCrash();
    assertThat(text(Objects.requireNonNull(store().find(key)).body())).isEqualTo(body);
  }

  @Test
  void aPartOfAnArrayIsKeptAsABody() throws IOException {
    byte[] bytes = "..hello..".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    long now = clock.getAsLong();
    NewMessage message =
        new NewMessage("acme", "49", MessageKind.MO, now, now, now + 1000, bytes, 2, 5, null);
    store().store.requestWork(1);
    long key = store().accept(message).key();
    assertThat(text(store().takeDue().body())).isEqualTo("hello");
    reopenAfterCrash();
    StoredMessage found = Objects.requireNonNull(store().find(key));
    assertThat(text(found.body())).isEqualTo("hello");
    assertThat(found.kind()).isEqualTo(MessageKind.MO);
  }

  @Test
  void textBeyondAsciiSurvives() throws IOException {
    long key = store().accept(store().message("münchen", "+49€", "grüße")).key();
    reopen();
    StoredMessage found = Objects.requireNonNull(store().find(key));
    assertThat(found.account()).isEqualTo("münchen");
    assertThat(found.destination()).isEqualTo("+49€");
    assertThat(text(found.body())).isEqualTo("grüße");
  }

  // Due work

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

  // Attempts

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
  void aMessageAtTheCarrierExpiresOnce() {
    store().store.requestWork(5);
    long key = store().accept("acme", "x");
    store().takeDue();
    store().store.attempted(key, 1, Long.MAX_VALUE, new CarrierId("c", "1"));
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
    assertThat(due.reason()).isEqualTo(DueReason.RETRY);
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

  // Ends

  @Test
  void finishQueuesTheReceipt() {
    long key = store().accept("acme", "x");
    assertThat(store().finish(key, store().mail("acme", "receipt"))).isEqualTo(true);
    assertThat(store().find(key)).isNull();

    store().store.requestMail("acme", 1);

    Mail mail = store().takeMail();
    assertThat(text(mail.body())).isEqualTo("receipt");
    assertThat(mail.account()).isEqualTo("acme");
    assertThat(mail.kind()).isEqualTo(MailKind.RECEIPT);
    assertThat(mail.attempts()).isZero();
    assertThat(mail.queuedAt()).isEqualTo(TestClock.START);
    assertThat(mail.possibleDuplicate()).isFalse();
  }

  @Test
  void finishIsIdempotent() {
    long key = store().accept("acme", "x");
    CompletableFuture<Object> first = store().finishLater(key, store().mail("acme", "receipt"));
    CompletableFuture<Object> second = store().finishLater(key, store().mail("acme", "again"));
    assertThat(StoreProbe.await(first)).isEqualTo(true);
    assertThat(StoreProbe.await(second)).isEqualTo(false);
    assertThat(store().finish(key, store().mail("acme", "once more"))).isEqualTo(false);
    assertThat(store().finish(12345, null)).isEqualTo(false);

    store().store.requestMail("acme", 10);
    assertThat(store().drainMail())
        .extracting(mail -> text(mail.body()))
        .containsExactly("receipt");
  }

  @Test
  void theEndAndItsReceiptSurviveTogether() throws IOException {
    long key = store().accept("acme", "x");
    store().finish(key, store().mail("acme", "receipt"));

    reopenAfterCrash();

    assertThat(store().find(key)).isNull();
    store().store.requestWork(1);
    store().store.requestMail("acme", 1);
    assertThat(text(store().takeMail().body())).isEqualTo("receipt");
    store().assertQuiet();
    assertThat(store().finish(key, store().mail("acme", "again"))).isEqualTo(false);
  }

  @Test
  void finishFromTheSinkJoinsTheNextCommit() {
    StoreProbe probe = store();
    AtomicInteger count = new AtomicInteger();
    probe.store.requestWork(100);
    List<Long> keys = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      keys.add(probe.accept("acme", "m" + i));
    }
    for (long key : keys) {
      probe.store.find(
          key,
          found ->
              probe.store.finish(
                  key, MessageState.DELIVERED, 0, 0, null, changed -> count.incrementAndGet()));
    }
    while (count.get() < 100) {
      probe.settle();
    }
    assertThat(probe.store.stats().pending()).isZero();
  }

  @Test
  void aFinishedMessageInLineIsNotPushed() {
    long first = store().accept("acme", "one");
    store().accept("acme", "two");
    store().finish(first, null);
    store().store.requestWork(5);
    assertThat(text(store().takeDue().body())).isEqualTo("two");
    store().assertQuiet();
  }

  @Test
  void aFinishedScheduleIsNotPushed() {
    long key =
        store()
            .accept(store().message("acme", "49", "x", in(Duration.ofHours(1)), Long.MAX_VALUE))
            .key();
    store().store.requestWork(5);
    store().finish(key, null);
    advance(Duration.ofHours(2));
    store().assertQuiet();
  }

  // Carrier ids

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

  // Mail

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

  // Order of a round, counters, end

  @Test
  void callbacksComeBeforePushesAndTheListenerLast() throws IOException {
    store().close();
    List<String> events = java.util.Collections.synchronizedList(new ArrayList<>());
    MessageStore store = open();
    StoreProbe probe = new StoreProbe(store, clock);
    store.start(
        due -> events.add("due"),
        mail -> events.add("mail"),
        info -> events.add("committed"),
        (cause, what) -> events.add(what));
    store.requestWork(1);
    store.accept(
        probe.message("acme", "49", "x"),
        new AcceptCallback() {
          @Override
          public void accepted(long key, String messageId, @Nullable Object attachment) {
            events.add("accepted");
          }

          @Override
          public void refused(StoreFailure why, @Nullable Object attachment) {
            events.add("refused");
          }
        });
    probe.settle();
    current = probe;

    assertThat(events).containsSubsequence("accepted", "due", "committed");
  }

  @Test
  void countsWhatIsThere() throws IOException {
    store().store.requestWork(1);
    long key = store().accept("acme", "one");
    store().accept("acme", "two");
    store().takeDue();
    store().settle();
    StoreStats stats = store().store.stats();
    assertThat(stats.pending()).isEqualTo(2);
    assertThat(stats.inFlight()).isEqualTo(1);
    assertThat(stats.accepted()).isEqualTo(2);
    assertThat(stats.commits()).isPositive();
    assertThat(stats.failure()).isNull();

    store().finish(key, store().mail("acme", "r"));
    reopen();
    stats = store().store.stats();
    assertThat(stats.recoveredMessages()).isEqualTo(1);
    assertThat(stats.recoveredMails()).isEqualTo(1);
    assertThat(stats.mailboxes()).containsEntry("acme", 1);
  }

  @Test
  void aClosedStoreSaysSo() {
    MessageStore store = store().store;
    store.close();
    assertThat(store().accept(store().message("a", "b", "c")).failure())
        .isEqualTo(StoreFailure.CLOSED);
    assertThat(store().finish(1, null)).isEqualTo(StoreFailure.CLOSED);
    assertThat(store().post(store().mail("a", "b"))).isEqualTo(StoreFailure.CLOSED);
    assertThat(store().find(1)).isNull();
    store.requestWork(1);
    store.mailDone(1, MailOutcome.DELIVERED);
    store.close();
  }

  @Test
  void whatWasAskedBeforeCloseIsDurable() throws IOException {
    CompletableFuture<Accepted> answer = store().acceptLater(store().message("a", "b", "c"));
    reopen();
    long key = StoreProbe.await(answer).key();
    assertThat(store().find(key)).isNotNull();
  }
}

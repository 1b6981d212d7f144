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
import org.junit.jupiter.api.Test;
import org.messagecenter.store.queue.StoreProbe.Accepted;

/** The part of {@link MessageStoreTck} about acceptance, ids, ends and receipts. */
abstract class AcceptanceTck extends StoreTckBase {

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
        new NewMessage(
            "acme", "49", MessageKind.MO, now, now, now + 1000, bytes, 2, 5, 0, false, null);
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
}

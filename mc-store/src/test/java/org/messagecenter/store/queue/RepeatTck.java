package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.queue.StoreProbe.Accepted;

/** The part of {@link MessageStoreTck} about submissions that come again. */
abstract class RepeatTck extends SubmissionTck {
  private static final long PRINT = 0x1234_5678_9ABC_DEF0L;
  private static final Duration WINDOW = Duration.ofMinutes(10);

  private NewMessage message(String body, boolean shortId) {
    return store().tagged("4917", body, 7, shortId);
  }

  private Accepted once(String body, long fingerprint, boolean shortId) {
    return StoreProbe.await(
        store().acceptOnce(message(body, shortId), fingerprint, in(WINDOW.negated())));
  }

  private void assertAgain(Accepted first, Accepted second) {
    assertThat(second.attachment()).asString().startsWith("again ");
    assertThat(second.key()).isEqualTo(first.key());
    assertThat(second.id()).isEqualTo(first.id());
  }

  private void assertNew(Accepted first, Accepted second) {
    assertThat(second.attachment()).asString().startsWith("attached ");
    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @Test
  void whatComesAgainIsAnsweredWithTheFirstId() throws IOException {
    for (boolean shortId : new boolean[] {false, true}) {
      long print = shortId ? PRINT + 1 : PRINT;
      Accepted first = once("first", print, shortId);
      assertAgain(first, once("second", print, shortId));
      assertNew(first, once("other", print + 100, shortId));
      reopenAfterCrash();
      assertAgain(first, once("third", print, shortId));
      reopen();
      assertAgain(first, once("fourth", print, shortId));
      assertThat(store().lookup(first.id()).bodies()).containsExactly("first");
    }
    assertThat(store().store.stats().pending()).isEqualTo(4);
  }

  @Test
  void bothInOneCommitAreOne() {
    CompletableFuture<Accepted> first =
        store().acceptOnce(message("first", false), PRINT, in(WINDOW.negated()));
    CompletableFuture<Accepted> second =
        store().acceptOnce(message("second", false), PRINT, in(WINDOW.negated()));
    assertAgain(StoreProbe.await(first), StoreProbe.await(second));
    store().store.requestWork(2);
    assertThat(store().drainDue()).hasSize(1);
  }

  @Test
  void withoutAFingerprintNothingIsTheSame() {
    assertNew(once("first", 0, false), once("first", 0, false));
  }

  @Test
  void longAgoIsNotTheSame() {
    Accepted first = once("first", PRINT, false);
    advance(WINDOW.plusMillis(1));
    Accepted second = once("second", PRINT, false);
    assertNew(first, second);
    advance(WINDOW);
    assertAgain(second, once("third", PRINT, false));
  }

  @Test
  void anEndedOneIsStillTheSame() throws IOException {
    Accepted first = once("first", PRINT, false);
    store().store.requestWork(1);
    store().takeDue();
    store().finish(first.key(), null);
    assertAgain(first, once("second", PRINT, false));
    reopenAfterCrash();
    assertAgain(first, once("third", PRINT, false));
    assertThat(store().store.stats().pending()).isZero();
  }

  @Test
  void aReplacedOneIsNotTheSame() throws IOException {
    Accepted first = once("first", PRINT, false);
    assertThat(store().replace(first.key(), message("new", false))).isEqualTo(true);
    Accepted second = once("first", PRINT, false);
    assertNew(first, second);
    reopenAfterCrash();
    assertAgain(second, once("first", PRINT, false));
    assertThat(store().lookup(first.id()).bodies()).containsExactly("new");
  }

  @Test
  void oneForSeveralIsTheSameAsAWhole() throws IOException {
    List<NewMessage> recipients =
        List.of(store().tagged("1", "a", 1, true), store().tagged("2", "b", 1, true));
    Accepted first = StoreProbe.await(store().acceptAllOnce(recipients, PRINT, 0));
    assertAgain(first, StoreProbe.await(store().acceptAllOnce(recipients, PRINT, 0)));
    reopenAfterCrash();
    assertAgain(first, StoreProbe.await(store().acceptAllOnce(recipients, PRINT, 0)));
    assertThat(store().lookup(first.id()).bodies()).containsExactly("a", "b");
    assertThat(store().store.stats().pending()).isEqualTo(2);
  }
}

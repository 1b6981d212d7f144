package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InboxTest {

  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Inbox<String> inbox = new Inbox<>("letter");

  @Test
  void givesTheOldestFirst() {
    inbox.add("a");
    inbox.add("b");

    assertThat(inbox.take(SHORT)).isEqualTo("a");
    assertThat(inbox.take(SHORT)).isEqualTo("b");
  }

  @Test
  void leavesWhatDoesNotMatch() {
    inbox.add("a");
    inbox.add("bb");
    inbox.add("c");

    assertThat(inbox.takeFirst("a long letter", s -> s.length() == 2, SHORT)).isEqualTo("bb");
    assertThat(inbox.all()).containsExactly("a", "c");
  }

  @Test
  void namesWhatNeverCame() {
    inbox.add("a");

    assertThatThrownBy(() -> inbox.takeFirst("a long letter", s -> s.length() == 2, SHORT))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("0.02 s")
        .hasMessageContaining("a long letter")
        .hasMessageContaining("[a]");
    assertThatThrownBy(() -> inbox.take(2, SHORT))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("2 × letter; 1 arrived");
  }

  @Test
  void wakesUpWhenSomethingArrives() {
    CompletableFuture<String> taken = CompletableFuture.supplyAsync(() -> inbox.take(LONG));

    inbox.add("a");

    assertThat(taken.join()).isEqualTo("a");
  }

  @Test
  void noticesWhatWasNotExpected() {
    inbox.expectNone(SHORT);
    inbox.add("a");

    assertThatThrownBy(() -> inbox.expectNone(SHORT)).hasMessageContaining("[a]");
  }

  @Test
  void awaitLooksOnceMoreWhenTheLimitHasPassed() {
    Await.until("nothing to wait for", Duration.ZERO, () -> true);

    assertThatThrownBy(() -> Await.until("the impossible", SHORT, () -> false))
        .isInstanceOf(AssertionError.class)
        .hasMessage("waited 0.02 s for the impossible");
  }
}

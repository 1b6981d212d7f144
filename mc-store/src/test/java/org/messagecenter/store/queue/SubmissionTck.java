package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.messagecenter.store.queue.StoreProbe.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.messagecenter.store.queue.StoreProbe.Accepted;
import org.messagecenter.store.queue.StoreProbe.Found;

/** The part of {@link MessageStoreTck} about several recipients, short ids and look-ups by id. */
abstract class SubmissionTck extends MailTck {

  private List<NewMessage> recipients(int count, boolean shortId) {
    List<NewMessage> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(store().tagged("49" + i, "to " + i, 100 + i, shortId));
    }
    return all;
  }

  @Test
  void severalRecipientsShareOneId() throws IOException {
    Accepted accepted = store().acceptAll(recipients(3, false));
    assertThat(accepted.attachment()).isEqualTo("attached to to 0");
    assertThat(accepted.id()).matches("[0-9a-f]{32}");
    assertThat(store().store.messageIds().decode(accepted.id())).isEqualTo(accepted.key());

    for (int restart = 0; restart < 3; restart++) {
      Found found = store().lookup(accepted.id());
      assertThat(found.bodies()).containsExactly("to 0", "to 1", "to 2");
      assertThat(found.pending())
          .extracting(StoredMessage::key)
          .containsExactly(accepted.key(), accepted.key() | 1, accepted.key() | 2);
      assertThat(found.pending()).extracting(StoredMessage::messageId).containsOnly(accepted.id());
      assertThat(found.pending()).extracting(StoredMessage::tag).containsExactly(100, 101, 102);
      assertThat(found.ended()).isEmpty();
      if (restart == 0) {
        reopenAfterCrash();
      } else {
        reopen();
      }
    }
  }

  @Test
  void eachRecipientIsPushedOnItsOwn() throws IOException {
    store().store.requestWork(2);
    Accepted accepted = store().acceptAll(recipients(3, false));
    for (int i = 0; i < 2; i++) {
      DueMessage due = store().takeDue();
      assertThat(text(due.body())).isEqualTo("to " + i);
      assertThat(due.attachment()).isEqualTo("attached to to " + i);
      assertThat(due.key()).isEqualTo(accepted.key() | i);
      assertThat(due.messageId()).isEqualTo(accepted.id());
    }
    store().assertQuiet();
    store().store.requestWork(1);
    DueMessage last = store().takeDue();
    assertThat(last.destination()).isEqualTo("492");
    assertThat(last.messageId()).isEqualTo(accepted.id());

    store().finish(accepted.key(), store().mail("acme", "receipt 0"));
    reopen();

    store().store.requestWork(3);
    assertThat(store().drainDue())
        .extracting(DueMessage::destination)
        .containsExactlyInAnyOrder("491", "492");
    assertThat(store().store.stats().mailboxes()).containsEntry("acme", 1);
  }

  @Test
  void asManyRecipientsAsOrdinals() throws IOException {
    Accepted accepted = store().acceptAll(recipients(MessageStore.MAX_RECIPIENTS, true));
    assertThat(store().lookup(accepted.id()).pending()).hasSize(256);
    reopenAfterCrash();
    assertThat(store().lookup(accepted.id()).pending()).hasSize(256);
    assertThat(store().store.stats().pending()).isEqualTo(256);
    List<NewMessage> tooMany = recipients(257, false);
    assertThatThrownBy(() -> store().acceptAll(tooMany))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().acceptAll(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSubmissionLongerThanASegmentIsKept() throws IOException {
    List<NewMessage> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(store().message("acme", "49" + i, i + "x".repeat(3000)));
    }
    Accepted accepted = store().acceptAll(all);
    reopenAfterCrash();
    assertThat(store().lookup(accepted.id()).bodies())
        .hasSize(100)
        .contains("7" + "x".repeat(3000));
  }

  @Test
  void shortIdsAreEightDigitsAndUniqueAcrossRestarts() throws IOException {
    Set<String> ids = new HashSet<>();
    for (int life = 0; life < 4; life++) {
      for (int i = 0; i < 20; i++) {
        Accepted accepted = store().accept(store().tagged("49" + i, "short", 0, true));
        assertThat(accepted.id()).matches("[0-9a-f]{8}");
        assertThat(ids.add(accepted.id())).isTrue();
        store().finish(accepted.key(), null);
      }
      if (life % 2 == 0) {
        reopenAfterCrash();
      } else {
        reopen();
      }
    }
  }

  @Test
  void aShortIdLeadsToItsMessageAndIsItsNameEverywhere() throws IOException {
    store().store.requestWork(1);
    Accepted accepted = store().accept(store().tagged("49", "short", 5, true));
    assertThat(store().takeDue().messageId()).isEqualTo(accepted.id());

    reopenAfterCrash();

    Found found = store().lookup(accepted.id().toUpperCase(Locale.ROOT));
    assertThat(found.bodies()).containsExactly("short");
    assertThat(found.pending().get(0).messageId()).isEqualTo(accepted.id());
    assertThat(Objects.requireNonNull(store().find(accepted.key())).messageId())
        .isEqualTo(accepted.id());
    store().store.requestWork(1);
    assertThat(store().takeDue().messageId()).isEqualTo(accepted.id());
  }

  @Test
  void lookupTellsWhatEndedAndWhatIsPending() {
    for (boolean shortId : new boolean[] {false, true}) {
      Accepted accepted = store().acceptAll(recipients(3, shortId));
      store().finish(accepted.key(), null);
      store().cancel(accepted.key() | 2, null);

      Found found = store().lookup(accepted.id());

      assertThat(found.bodies()).containsExactly("to 1");
      long now = clock.getAsLong();
      assertThat(found.ended())
          .containsExactly(
              new EndedMessage(
                  accepted.key(),
                  accepted.id(),
                  MessageState.DELIVERED,
                  0,
                  now,
                  100,
                  MessageKind.MT),
              new EndedMessage(
                  accepted.key() | 2,
                  accepted.id(),
                  MessageState.DELETED,
                  0,
                  now,
                  102,
                  MessageKind.MT));
      store().finish(accepted.key() | 1, null);
      assertThat(store().lookup(accepted.id()).pending()).isEmpty();
      assertThat(store().lookup(accepted.id()).ended()).hasSize(3);
    }
  }

  @Test
  void lookupFindsNothingForIdsNeverGiven() {
    String id = store().accept(store().message("acme", "49", "x")).id();
    String shortId = store().accept(store().tagged("49", "x", 0, true)).id();
    String other = shortId.charAt(0) == '0' ? "1" : "0";
    for (String unknown :
        new String[] {
          "",
          "0",
          "00000000",
          "zzzzzzzz",
          other + shortId.substring(1),
          id.substring(1) + "x",
          id + id
        }) {
      Found found = store().lookup(unknown);
      assertThat(found.pending()).as(unknown).isEmpty();
      assertThat(found.ended()).as(unknown).isEmpty();
    }
  }

  @Test
  void whatEndedIsRememberedAfterACrash() throws IOException {
    Accepted several = store().acceptAll(recipients(3, false));
    Accepted one = store().accept(store().tagged("49", "one", 9, true));
    store().finish(several.key() | 1, null);
    store().finish(one.key(), null);
    List<EndedMessage> ofSeveral = store().lookup(several.id()).ended();
    List<EndedMessage> ofOne = store().lookup(one.id()).ended();

    reopenAfterCrash();

    assertThat(ofSeveral).extracting(EndedMessage::key).containsExactly(several.key() | 1);
    assertThat(ofOne).extracting(EndedMessage::tag).containsExactly(9);
    assertThat(store().lookup(several.id()).ended()).isEqualTo(ofSeveral);
    assertThat(store().lookup(several.id()).bodies()).containsExactly("to 0", "to 2");
    assertThat(store().lookup(one.id()).ended()).isEqualTo(ofOne);
    assertThat(store().lookup(one.id()).pending()).isEmpty();
  }

  @Test
  void anEndedMessageIsFoundByItsLastCarrierId() throws IOException {
    Accepted accepted = store().accept(store().tagged("49", "short", 5, true));
    long pending = store().accept("acme", "pending");
    store().store.attempted(accepted.key(), 1, Long.MAX_VALUE, new CarrierId("c", "first"));
    store().store.attempted(accepted.key(), 2, Long.MAX_VALUE, new CarrierId("c", "last"));
    store().store.attempted(pending, 1, Long.MAX_VALUE, new CarrierId("c", "pending"));
    store().finish(accepted.key(), null);

    for (int life = 0; life < 2; life++) {
      assertThat(store().findEndedByCarrierId("c", "last"))
          .isEqualTo(
              new EndedMessage(
                  accepted.key(),
                  Objects.requireNonNull(accepted.id()),
                  MessageState.DELIVERED,
                  0,
                  clock.getAsLong(),
                  5,
                  MessageKind.MT));
      assertThat(store().findEndedByCarrierId("c", "first")).isNull();
      assertThat(store().findEndedByCarrierId("cl", "ast")).isNull();
      assertThat(store().findEndedByCarrierId("c", "pending")).isNull();
      assertThat(store().findByCarrierId("c", "last")).isNull();
      reopenAfterCrash();
    }
  }

  @Test
  void theMessageThatEndedLastIsMeantByACarrierIdUsedTwice() {
    Accepted first = store().accept(store().message("acme", "49", "first"));
    store().store.attempted(first.key(), 1, Long.MAX_VALUE, new CarrierId("c", "1"));
    store().finish(first.key(), null);
    Accepted second = store().accept(store().message("acme", "49", "second"));
    store().store.attempted(second.key(), 1, Long.MAX_VALUE, new CarrierId("c", "1"));
    store().finish(second.key(), null);

    EndedMessage found = (EndedMessage) store().findEndedByCarrierId("c", "1");
    assertThat(Objects.requireNonNull(found).key()).isEqualTo(second.key());
    // Nothing is kept that the long id could be made from.
    assertThat(found.messageId()).isEmpty();
  }

  @Test
  void lookupTellsWhatIsInFlight() {
    store().store.requestWork(1);
    String id = store().accept(store().message("acme", "49", "x")).id();
    store().takeDue();
    assertThat(store().lookup(id).pending()).extracting(StoredMessage::inFlight).containsOnly(true);
  }
}

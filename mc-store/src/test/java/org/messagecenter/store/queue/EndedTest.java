package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndedTest {

  private final Aliases aliases = new Aliases();
  private final Ended ended = new Ended(aliases, 5000);

  private static long key(int epoch, int number) {
    return (long) epoch << 44 | (long) number << 9;
  }

  private void put(long key, int alias) {
    ended.put(key, MessageState.EXPIRED.code(), 3, 44, 55, alias);
  }

  @Test
  void remembersAsManyAsItHasPlacesFor() {
    for (int i = 1; i <= 20_000; i++) {
      put(key(1, i), 0);
    }
    for (int i = 1; i <= 20_000; i++) {
      EndedMessage found = ended.find(key(1, i), 0, "id");
      // 5000 become 8192.
      if (i > 20_000 - 8192) {
        assertThat(found)
            .isEqualTo(new EndedMessage(key(1, i), "id", MessageState.EXPIRED, 3, 44, 55));
      } else {
        assertThat(found).isNull();
      }
    }
  }

  @Test
  void theFirstOfAnEpochDoNotPushOutTheLast() {
    for (int i = 1; i <= 1000; i++) {
      put(key(1, i), 0);
      put(key(2, i), 0);
    }
    for (int i = 1; i <= 1000; i++) {
      assertThat(ended.find(key(1, i), 0, "id")).isNotNull();
      assertThat(ended.find(key(2, i), 0, "id")).isNotNull();
    }
  }

  @Test
  void recipientsOfOneSubmissionHaveTheirOwnPlaces() {
    for (int ordinal = 0; ordinal < 256; ordinal++) {
      put(key(1, 7) | ordinal, 9);
    }
    for (int ordinal = 0; ordinal < 256; ordinal++) {
      assertThat(ended.find(key(1, 7) | ordinal, 9, "id")).isNotNull();
      assertThat(ended.find(key(1, 7) | ordinal, 0, "id")).isNull();
    }
  }

  @Test
  void anAliasIsInUseUntilItsEndIsForgotten() {
    put(key(1, 1), 9);
    assertThat(aliases.key(9)).isEqualTo(key(1, 1));
    for (int i = 2; i <= 8192; i++) {
      put(key(1, i), 0);
    }
    assertThat(aliases.key(9)).isEqualTo(key(1, 1));
    put(key(1, 8193), 0);
    assertThat(aliases.key(9)).isEqualTo(-1);
  }

  @Test
  void withoutPlacesNothingIsRemembered() {
    Ended none = new Ended(aliases, 0);
    none.put(key(1, 1), MessageState.DELIVERED.code(), 0, 0, 0, 9);
    assertThat(none.find(key(1, 1), 9, "id")).isNull();
    assertThat(aliases.key(9)).isEqualTo(-1);
  }
}

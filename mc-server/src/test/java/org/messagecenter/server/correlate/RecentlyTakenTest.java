package org.messagecenter.server.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;

class RecentlyTakenTest {
  private static Taken taken(long key, @Nullable SubmitSm message) {
    return new Taken(key, message, "demo", "id" + key, 0);
  }

  @Test
  void theOldestMakePlaceByCount() {
    RecentlyTaken recent = new RecentlyTaken(3, Long.MAX_VALUE);
    for (int i = 1; i <= 5; i++) {
      recent.put("" + i, taken(i, null));
    }
    assertThat(recent.size()).isEqualTo(3);
    assertThat(recent.find("2")).isNull();
    assertThat(recent.find("3")).isEqualTo(taken(3, null));
  }

  @Test
  void andByOctets() {
    SubmitSm message = Pdus.submit(1);
    long each = taken(1, message).octets();
    assertThat(each).isGreaterThan(taken(1, null).octets());
    RecentlyTaken recent = new RecentlyTaken(100, 2 * each);
    for (int i = 1; i <= 3; i++) {
      recent.put("" + i, taken(i, message));
    }
    assertThat(recent.find("1")).isNull();
    assertThat(recent.size()).isEqualTo(2);

    // What has ended takes no octets, and what is replaced counts once.
    recent.end("2", MessageState.DELIVERED);
    recent.put("3", taken(3, message));
    recent.put("4", taken(4, message));
    assertThat(recent.find("3")).isNotNull();
    assertThat(recent.find("4")).isNotNull();
    assertThat(recent.end("2")).isEqualTo(MessageState.DELIVERED);
    assertThat(recent.find("2")).isNull();
  }

  @Test
  void endsAreForgottenToo() {
    RecentlyTaken recent = new RecentlyTaken(3, Long.MAX_VALUE);
    for (int i = 0; i < 10_001; i++) {
      recent.end("" + i, MessageState.DELIVERED);
    }
    assertThat(recent.end("0")).isNull();
    assertThat(recent.end("1")).isEqualTo(MessageState.DELIVERED);
    recent.put("1", taken(1, null));
    assertThat(recent.end("1")).isNull();
  }

  @Test
  void noneMayBeKept() {
    RecentlyTaken recent = new RecentlyTaken(0, Long.MAX_VALUE);
    recent.put("1", taken(1, null));
    assertThat(recent.size()).isZero();
    assertThat(recent.find("1")).isNull();
  }
}

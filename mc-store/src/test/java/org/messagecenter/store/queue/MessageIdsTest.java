package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageIdsTest {

  /** FIPS 197, appendix C.1. */
  private static final byte[] SECRET = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");

  private final MessageIds ids = new MessageIds(SECRET);

  @Test
  void isFrozen() {
    // openssl enc -aes-128-ecb -nopad of 07 0000100000000100 00000000000000
    assertThat(ids.encode(7, 0x0000_1000_0000_0100L)).isEqualTo("ae5f49c3de1bbe91eb754c83bc55e253");
  }

  @Test
  void goesThereAndBack() {
    Random random = new Random(1);
    MessageIds.Batch batch = new MessageIds.Batch(ids);
    long[] keys = random.longs(1000, 1, Long.MAX_VALUE).toArray();
    for (int i = 0; i < keys.length; i++) {
      batch.add(i & 0xFF, keys[i]);
    }
    batch.encrypt();
    for (int i = 0; i < keys.length; i++) {
      String id = ids.encode(i & 0xFF, keys[i]);
      assertThat(batch.id(i)).isEqualTo(id);
      assertThat(ids.decode(id)).isEqualTo(keys[i]);
    }
  }

  @Test
  void anotherStoresIdsMeanNothingHere() {
    byte[] other = SECRET.clone();
    other[0]++;
    assertThat(ids.decode(new MessageIds(other).encode(1, 1234))).isEqualTo(-1);
  }

  @Test
  void rejectsWhatIsNoHex() {
    String id = ids.encode(1, 1234);
    for (char c : new char[] {'g', '/', ':', '@', '`', ' ', '\u0130', '\uFF11', 0}) {
      assertThat(ids.decode(c + id.substring(1))).as("character %d", (int) c).isEqualTo(-1);
    }
  }

  @Test
  void shardsAreFrozenAndSpread() {
    assertThat(MessageIds.shard("acme", "491700000001")).isEqualTo(125);
    assertThat(MessageIds.shard("", "")).isEqualTo(75);
    int[] counts = new int[256];
    for (int i = 0; i < 256_000; i++) {
      counts[MessageIds.shard("acme", "4917" + (10_000_000 + i))]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(500, 2000);
    }
  }

  @Test
  void aKeyHasSixteenOctets() {
    assertThatThrownBy(() -> new MessageIds(new byte[15]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package org.messagecenter.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class KeyedHashTest {

  private static KeyedHash keyed(int first) {
    byte[] key = new byte[16];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (first + i);
    }
    KeyedHash hash = new KeyedHash();
    hash.key(key);
    return hash;
  }

  /** The vector in the paper: fifteen octets 0 to 14 under the key 0 to 15. */
  @Test
  void isSipHash() {
    byte[] rest = {8, 9, 10, 11, 12, 13, 14};
    assertThat(keyed(0).of(0x0706_0504_0302_0100L, rest, rest.length))
        .isEqualTo(0xA129_CA61_49BE_45E5L);
  }

  @Test
  void tellsTheBorderBetweenTheTexts() {
    byte[] text = "carrier and id".getBytes(StandardCharsets.UTF_8);
    KeyedHash hash = keyed(0);
    assertThat(hash.of(text, 7, 7)).isNotEqualTo(hash.of(text, 6, 8));
    assertThat(hash.of(text, 7, 7)).isEqualTo(keyed(0).of(text, 7, 7));
    assertThat(hash.of(text, 7, 7)).isNotEqualTo(keyed(1).of(text, 7, 7));
    assertThat(hash.of(text, 7, 7)).isNotEqualTo(hash.of(text, 7, 6));
  }
}

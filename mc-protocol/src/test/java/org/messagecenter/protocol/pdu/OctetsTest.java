package org.messagecenter.protocol.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OctetsTest {
  private final byte[] array = {1, 2, (byte) 0xFF, 4};
  private final Octets octets = new Octets(array, 1, 2);

  @Test
  void aSliceHasOnlyItsOwnOctets() {
    assertThat(octets.length()).isEqualTo(2);
    assertThat(octets.isEmpty()).isFalse();
    assertThat(octets.at(1)).isEqualTo(255);
    assertThat(octets.toByteArray()).isEqualTo(new byte[] {2, (byte) 0xFF});
    assertThat(octets.latin1()).isEqualTo("\u0002\u00ff");
    byte[] target = new byte[3];
    octets.copyTo(target, 1);
    assertThat(target).isEqualTo(new byte[] {0, 2, (byte) 0xFF});
  }

  @Test
  void equalityIsByContent() {
    assertThat(octets)
        .isEqualTo(Octets.of(new byte[] {2, (byte) 0xFF}))
        .hasSameHashCodeAs(Octets.of(new byte[] {2, (byte) 0xFF}))
        .isNotEqualTo(Octets.of(new byte[] {2}));
    assertThat(octets.slice(1, 1)).isEqualTo(Octets.of(new byte[] {(byte) 0xFF}));
    assertThat(octets.slice(2, 0)).isSameAs(Octets.EMPTY);
    assertThat(Octets.of(new byte[0])).isSameAs(Octets.EMPTY);
  }

  @Test
  void nothingOutsideCanBeReached() {
    List<ThrowingCallable> outside =
        List.of(
            () -> octets.at(2),
            () -> octets.at(-1),
            () -> octets.slice(1, 2),
            () -> octets.slice(-1, 1),
            () -> new Octets(array, 3, 2));

    assertThat(outside)
        .allSatisfy(
            access -> assertThatThrownBy(access).isInstanceOf(IndexOutOfBoundsException.class));
  }
}

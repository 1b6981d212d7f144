package org.messagecenter.protocol.pdu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Addresses that are read once and found again. */
class KnownAddressesTest {
  private final KnownAddresses known = new KnownAddresses();

  private Address read(Address address) {
    byte[] digits = address.digits().getBytes(StandardCharsets.ISO_8859_1);
    byte[] octets = new byte[digits.length + 6];
    octets[2] = (byte) address.ton();
    octets[3] = (byte) address.npi();
    System.arraycopy(digits, 0, octets, 4, digits.length);
    return known.of(octets, 2, 4 + digits.length);
  }

  @Test
  void whatWasReadIsFoundAgain() {
    Address first = read(new Address(1, 1, "491700000001"));

    assertThat(read(new Address(1, 1, "491700000001"))).isSameAs(first);
  }

  @Test
  void everyPartOfItCounts() {
    for (Address address :
        new Address[] {
          new Address(1, 1, "4917"),
          new Address(2, 1, "4917"),
          new Address(1, 2, "4917"),
          new Address(1, 1, "491"),
          new Address(1, 1, "4918"),
          new Address(255, 254, "\u00ff\u00e9\u0080"),
          Address.EMPTY
        }) {
      assertThat(read(address)).isEqualTo(address);
      assertThat(read(address)).isEqualTo(address);
    }
  }

  @Test
  void moreThanThereArePlacesFor() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 10_000; i++) {
        Address address = new Address(1, 1, String.valueOf(491_700_000 + i));
        assertThat(read(address)).isEqualTo(address);
      }
    }
  }
}

package org.messagecenter.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedNetworksTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.5, 10.0.0.5, true",
    "10.0.0.5, 10.0.0.6, false",
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "fd00::/8, fd12::1, true",
    "fd00::/8, 2001:db8::1, false",
    "::1, ::1, true",
    "::1, 127.0.0.1, false",
  })
  void anAddressIsInItsNetwork(String network, String address, boolean inside) {
    TrustedNetworks trusted =
        new TrustedNetworks(List.of(TrustedNetworks.parse(network).orElseThrow()));
    assertThat(trusted.contains(new InetSocketAddress(address, 1))).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "10.0.0.0/33", "::1/129", "10.0.0/8", "10.0.0.0/-1", "/8"})
  void namesAndNonsenseAreNoNetwork(String text) {
    assertThat(TrustedNetworks.parse(text)).isEmpty();
  }
}

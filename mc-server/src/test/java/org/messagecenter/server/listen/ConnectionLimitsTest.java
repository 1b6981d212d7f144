package org.messagecenter.server.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest {
  private final InetAddress one = address(1);
  private final InetAddress other = address(2);

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static ConnectionLimits.Place enter(ConnectionLimits limits) {
    return Objects.requireNonNull(limits.enter());
  }

  @Test
  void halfOpenConnectionsAreLimitedInAll() {
    ConnectionLimits limits = new ConnectionLimits(2, 0, 0);
    ConnectionLimits.Place first = enter(limits);
    enter(limits);
    assertThat(limits.enter()).isNull();

    first.bound();
    first.bound();
    enter(limits);
    assertThat(limits.enter()).isNull();
    first.leave();
    assertThat(limits.enter()).as("a bound connection took no half-open place").isNull();
  }

  @Test
  void halfOpenConnectionsAreLimitedForEachAddress() {
    ConnectionLimits limits = new ConnectionLimits(0, 1, 0);
    ConnectionLimits.Place first = enter(limits);
    assertThat(first.from(one)).isNull();
    ConnectionLimits.Place second = enter(limits);
    assertThat(second.from(one)).isEqualTo(TurnedAway.HALF_OPEN_OF_ADDRESS);
    assertThat(enter(limits).from(other)).isNull();
    second.leave();
    first.bound();
    assertThat(enter(limits).from(one)).isNull();
  }

  @Test
  void connectionsAreLimitedForEachAddressBoundOrNot() {
    ConnectionLimits limits = new ConnectionLimits(0, 0, 2);
    List<ConnectionLimits.Place> places = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      ConnectionLimits.Place place = enter(limits);
      assertThat(place.from(one)).isNull();
      place.bound();
      places.add(place);
    }
    ConnectionLimits.Place third = enter(limits);
    assertThat(third.from(one)).isEqualTo(TurnedAway.CONNECTIONS_OF_ADDRESS);
    third.leave();
    places.get(0).leave();
    places.get(0).leave();
    assertThat(enter(limits).from(one)).isNull();
    assertThat(enter(limits).from(one)).isEqualTo(TurnedAway.CONNECTIONS_OF_ADDRESS);
  }

  @Test
  void addressesWithoutAConnectionAreForgotten() {
    ConnectionLimits limits = new ConnectionLimits(0, 0, 0);
    for (int i = 0; i < 1000; i++) {
      ConnectionLimits.Place place = enter(limits);
      place.from(address(i % 200));
      if (i % 2 == 0) {
        place.bound();
      }
      place.leave();
    }
    assertThat(limits.addresses()).isZero();
  }
}

package org.messagecenter.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class FreePortsTest {

  private final int port = FreePorts.next();
  private final InetSocketAddress address =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), port);

  @Test
  void whoListensThereMayDoSoAgainAndAgain() throws IOException {
    for (int n = 0; n < 3; n++) {
      try (ServerSocket listener = new ServerSocket()) {
        listener.bind(address);
        try (Socket client = new Socket(address.getAddress(), port)) {
          assertThat(client.getPort()).isEqualTo(port);
          listener.accept().close();
        }
      }
    }
  }

  @Test
  void nobodyAnswersThereMeanwhile() {
    assertThatThrownBy(() -> new Socket(address.getAddress(), port).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nobodyElseFindsItFree() throws IOException {
    try (Socket other = new Socket()) {
      assertThatThrownBy(() -> other.bind(address)).isInstanceOf(BindException.class);
    }
  }
}

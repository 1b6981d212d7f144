package org.messagecenter.protocol.capture;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** One side of a connection. */
record Endpoint(InetAddress address, int port) {

  /** From the four or sixteen octets of an address. */
  static Endpoint of(byte[] address, int port) {
    try {
      return new Endpoint(InetAddress.getByAddress(address), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("only a wrong number of octets is refused", e);
    }
  }

  @Override
  public String toString() {
    String host = address.getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}

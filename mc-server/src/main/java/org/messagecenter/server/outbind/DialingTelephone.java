package org.messagecenter.server.outbind;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.messagecenter.server.listen.SmppDialer;

/** Looks the host's name up and dials; of several addresses each call takes the next one. */
final class DialingTelephone implements Telephone {
  private final SmppDialer dialer;

  DialingTelephone(SmppDialer dialer) {
    this.dialer = dialer;
  }

  @Override
  public void call(Callee callee, SmppDialer.Call call) {
    String host = callee.target().host();
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      call.ended(e);
      return;
    }
    InetAddress address = addresses[callee.failures % addresses.length];
    dialer.call(
        new InetSocketAddress(address, callee.target().port()),
        callee.tls(),
        host,
        callee.outbind(),
        call);
  }
}

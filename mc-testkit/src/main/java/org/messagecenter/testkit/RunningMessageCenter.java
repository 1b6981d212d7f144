package org.messagecenter.testkit;

import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.messagecenter.testkit.JsmppEsme.Settings;

/** A message center that the kit started, in whatever way, and how to reach it. */
public interface RunningMessageCenter extends AutoCloseable {

  /** The address of both listeners. */
  String HOST = "127.0.0.1";

  /** The port of the listener without TLS. */
  int port();

  /** The port of the listener with TLS. */
  int tlsPort();

  /** The PEM file of the authority that signed the listener's certificate. */
  Path authority();

  /** Trusts this message center's development certificate. */
  default SSLContext trust() throws IOException {
    return PeerTls.trusting(authority());
  }

  /** Begins the description of a bind over TLS as the account {@code demo}. */
  default Settings esme() throws IOException {
    return esme("demo", "secret");
  }

  /** Begins the description of a bind over TLS that trusts this message center. */
  default Settings esme(String systemId, String password) throws IOException {
    return JsmppEsme.to(HOST, tlsPort()).tls(trust()).as(systemId, password);
  }

  /** Begins the description of a bind over plain TCP. */
  default Settings plainEsme(String systemId, String password) {
    return JsmppEsme.to(HOST, port()).as(systemId, password);
  }

  /** Connects to the plain listener for bytes of any kind. */
  default RawSmpp raw() throws IOException {
    return RawSmpp.connect(HOST, port());
  }

  /** Stops it and removes everything it wrote. */
  @Override
  void close();
}

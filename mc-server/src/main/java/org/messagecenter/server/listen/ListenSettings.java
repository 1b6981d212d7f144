package org.messagecenter.server.listen;

import java.time.Duration;
import java.util.OptionalInt;
import org.messagecenter.server.config.Section;

/**
 * Where and how connections are accepted.
 *
 * @param host the address both listeners bind to
 * @param port TCP port of the plain listener; 0 picks a free one, empty runs none
 * @param tlsPort TCP port of the TLS listener; 0 picks a free one, empty runs none
 * @param backlog connections the operating system may hold before they are accepted
 * @param eventLoops threads that serve connections; 0 takes half of the processors, at least one
 * @param maxPduLength largest command_length accepted, in octets
 * @param maxPendingOutput octets a peer may leave unread before it is cut
 * @param stalledAfter how long a peer may leave the high water mark exceeded before it is cut
 * @param tlsHandshake time allowed for a TLS handshake
 * @param maxHalfOpen connections without a bind that may be open; 0 for no limit
 * @param maxHalfOpenPerAddress the same from one address
 * @param maxPerAddress connections from one address, bound or not; 0 for no limit
 * @param proxy whether connections begin with a PROXY protocol header
 * @param proxyTrusted the addresses such a header is believed to
 */
public record ListenSettings(
    String host,
    OptionalInt port,
    OptionalInt tlsPort,
    int backlog,
    int eventLoops,
    int maxPduLength,
    int maxPendingOutput,
    Duration stalledAfter,
    Duration tlsHandshake,
    int maxHalfOpen,
    int maxHalfOpenPerAddress,
    int maxPerAddress,
    ProxyMode proxy,
    TrustedNetworks proxyTrusted) {

  private static final int MOST = 1_000_000;

  public static ListenSettings from(Section s) {
    ProxyMode proxy = s.oneOf("proxy-protocol", ProxyMode.class);
    TrustedNetworks trusted = TrustedNetworks.from(s, "proxy-trusted");
    if (proxy != ProxyMode.OFF && trusted.isEmpty()) {
      s.problem("proxy-trusted", "must name who may send the header that proxy-protocol asks for");
    }
    return new ListenSettings(
        s.string("host"),
        s.port("port"),
        s.port("tls-port"),
        s.integer("backlog", 1, 65535),
        s.integer("event-loops", 0, 256),
        (int) s.bytes("max-pdu-length", 1024, 16 * 1024 * 1024),
        (int) s.bytes("max-pending-output", 64 * 1024, 1024 * 1024 * 1024),
        s.duration("stalled-after", Duration.ofSeconds(1), Duration.ofHours(1)),
        s.duration("tls-handshake", Duration.ofMillis(100), Duration.ofMinutes(5)),
        s.integer("max-half-open", 0, MOST),
        s.integer("max-half-open-per-address", 0, MOST),
        s.integer("max-connections-per-address", 0, MOST),
        proxy,
        trusted);
  }

  /** The number of event loops to start. */
  public int loops() {
    return eventLoops > 0
        ? eventLoops
        : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }
}

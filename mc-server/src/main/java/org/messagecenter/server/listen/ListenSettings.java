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
    Duration tlsHandshake) {

  public static ListenSettings from(Section s) {
    return new ListenSettings(
        s.string("host"),
        s.port("port"),
        s.port("tls-port"),
        s.integer("backlog", 1, 65535),
        s.integer("event-loops", 0, 256),
        (int) s.bytes("max-pdu-length", 1024, 16 * 1024 * 1024),
        (int) s.bytes("max-pending-output", 64 * 1024, 1024 * 1024 * 1024),
        s.duration("stalled-after", Duration.ofSeconds(1), Duration.ofHours(1)),
        s.duration("tls-handshake", Duration.ofMillis(100), Duration.ofMinutes(5)));
  }

  /** The number of event loops to start. */
  public int loops() {
    return eventLoops > 0
        ? eventLoops
        : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
  }
}

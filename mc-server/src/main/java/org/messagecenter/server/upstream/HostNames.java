package org.messagecenter.server.upstream;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Finds the addresses of hosts, each name by a call of its own, so that a name server that does not
 * answer holds up only those who want its names. It asks the way the machine is set up, files and
 * search domains included. Thread-safe.
 */
public final class HostNames {
  private final Resolver resolver;
  private final Executor threads;
  private final Map<String, SlowCall<List<InetAddress>>> calls = new ConcurrentHashMap<>();

  /** Finds the addresses of one name, however long that takes. */
  @FunctionalInterface
  public interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /**
   * @param threads run a look-up at once or refuse it: {@link SlowCall#threads}
   */
  public HostNames(Resolver resolver, Executor threads) {
    this.resolver = resolver;
    this.threads = threads;
  }

  /**
   * Looks a name up. An address needs no looking up, and is there at once.
   *
   * @return completes with at least one address, exceptionally when there is none; who waits no
   *     longer completes it
   */
  public CompletableFuture<List<InetAddress>> find(String host) {
    if (isAddress(host)) {
      try {
        return CompletableFuture.completedFuture(List.of(InetAddress.getAllByName(host)));
      } catch (UnknownHostException e) {
        return CompletableFuture.failedFuture(e);
      }
    }
    return calls
        .computeIfAbsent(
            host, name -> new SlowCall<>(() -> List.of(resolver.addresses(name)), threads))
        .ask();
  }

  private static boolean isAddress(String host) {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }
}

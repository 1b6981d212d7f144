package org.messagecenter.server.outbind;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.DurationText;
import org.messagecenter.server.listen.SmppDialer;
import org.messagecenter.server.upstream.HostNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks the host's name up and dials; of several addresses each call takes the next one. A name
 * server has as long as the connection that follows, and one that is silent holds up nobody else's
 * call.
 */
final class DialingTelephone implements Telephone {
  private static final Logger log = LoggerFactory.getLogger(DialingTelephone.class);

  private final Dial dial;
  private final HostNames names;
  private final Duration limit;
  private final ScheduledExecutorService thread;

  /** Connects to an address and sends outbind; any thread. */
  @FunctionalInterface
  interface Dial {
    void call(InetSocketAddress address, Callee callee, SmppDialer.Call call);
  }

  /**
   * @param limit how long a name server may take
   * @param thread sees to that, and dials
   */
  DialingTelephone(Dial dial, HostNames names, Duration limit, ScheduledExecutorService thread) {
    this.dial = dial;
    this.names = names;
    this.limit = limit;
    this.thread = thread;
  }

  @Override
  public void call(Callee callee, SmppDialer.Call call) {
    String host = callee.target().host();
    int turn = callee.failures;
    CompletableFuture<List<InetAddress>> addresses = names.find(host);
    Future<?> late;
    try {
      late =
          thread.schedule(
              () ->
                  addresses.completeExceptionally(
                      new TimeoutException(
                          "no address was found within " + DurationText.of(limit))),
              limit.toNanos(),
              TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("{} is not called any more", callee.account());
      return;
    }
    addresses.whenComplete(
        (all, failure) -> {
          late.cancel(false);
          onThread(
              () -> {
                if (all == null) {
                  call.ended(cause(host, failure));
                } else {
                  dial(all.get(Math.floorMod(turn, all.size())), callee, call);
                }
              });
        });
  }

  private void dial(InetAddress address, Callee callee, SmppDialer.Call call) {
    try {
      dial.call(new InetSocketAddress(address, callee.target().port()), callee, call);
    } catch (RuntimeException | Error e) {
      // An Error too: the account is called again only when this is heard of.
      call.ended(e);
    }
  }

  private void onThread(Runnable task) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      log.debug("a name was found after the last look");
    }
  }

  private static @Nullable Throwable cause(String host, @Nullable Throwable failure) {
    return failure instanceof UnknownHostException
        ? new UnknownHostException("no address is known for " + host)
        : failure;
  }
}

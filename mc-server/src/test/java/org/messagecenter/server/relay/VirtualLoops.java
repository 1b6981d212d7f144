package org.messagecenter.server.relay;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A group of loops, of which nothing is asked but the next one. */
final class VirtualLoops {
  private VirtualLoops() {}

  static EventLoopGroup group(List<VirtualLoop> loops) {
    AtomicInteger turn = new AtomicInteger();
    return (EventLoopGroup)
        Proxy.newProxyInstance(
            VirtualLoops.class.getClassLoader(),
            new Class<?>[] {EventLoopGroup.class},
            (proxy, method, arguments) -> {
              if (!method.getName().equals("next")) {
                throw new UnsupportedOperationException(method.getName());
              }
              EventLoop next = loops.get(turn.getAndIncrement() % loops.size());
              return next;
            });
  }
}

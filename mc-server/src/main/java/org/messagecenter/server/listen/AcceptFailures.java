package org.messagecenter.server.listen;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a listening socket's pipeline. It says that a connection could not be accepted, as
 * when the process has no file left for it. The socket then waits for a second before it tries
 * again, so there is no more than a line a second.
 */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(SmppListener.class);

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.warn(
        "No connection can be accepted on {} for a second: {}",
        context.channel().localAddress(),
        cause.getMessage());
  }
}

package org.messagecenter.server.admin;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A connection whose reads and writes do not wait for ever. {@link #close} ends both. */
final class TimedChannel implements Closeable {
  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;

  TimedChannel(SocketChannel channel) throws IOException {
    this.channel = channel;
    channel.configureBlocking(false);
    this.selector = Selector.open();
    this.key = channel.register(selector, 0);
  }

  /** When a wait that begins now is over, by {@link System#nanoTime}. */
  static long deadline(Duration wait) {
    return System.nanoTime() + wait.toNanos();
  }

  /** Reads what there is, at least one octet; -1 at the end. */
  int read(ByteBuffer into, long deadline) throws IOException {
    int count = channel.read(into);
    while (count == 0) {
      await(SelectionKey.OP_READ, deadline);
      count = channel.read(into);
    }
    return count;
  }

  /** Writes all that remains. */
  void write(ByteBuffer from, long deadline) throws IOException {
    while (from.hasRemaining()) {
      if (channel.write(from) == 0) {
        await(SelectionKey.OP_WRITE, deadline);
      }
    }
  }

  private void await(int operation, long deadline) throws IOException {
    try {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new IOException("the other side took too long");
      }
      key.interestOps(operation);
      selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
      selector.selectedKeys().clear();
    } catch (ClosedSelectorException | CancelledKeyException e) {
      throw new IOException("closed", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    selector.close();
  }
}

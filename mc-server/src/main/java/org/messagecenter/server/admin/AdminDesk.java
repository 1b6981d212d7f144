package org.messagecenter.server.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the operator's requests, each on a thread of its own, a few at a time. No event loop and
 * no thread of the store has anything to do with it.
 */
public final class AdminDesk implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdminDesk.class);

  static final int MOST_CLIENTS = 4;
  static final int MOST_REQUEST = 4096;

  private static final Duration REQUEST_TIME = Duration.ofSeconds(30);
  private static final Duration WRITE_TIME = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIME = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final Duration IDLE_TIME = Duration.ofSeconds(10);

  private final Commands commands;
  private final @Nullable SocketFile socket;
  private final Duration requestTime;
  private final ThreadPoolExecutor threads;
  private final Set<TimedChannel> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  private AdminDesk(Commands commands, @Nullable SocketFile socket, Duration requestTime) {
    this.commands = commands;
    this.socket = socket;
    this.requestTime = requestTime;
    AtomicInteger count = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            MOST_CLIENTS,
            IDLE_TIME.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> daemon(task, "admin-" + count.incrementAndGet()));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins to listen, if the settings want that.
   *
   * @throws IOException saying what to do, when the socket's path is in use or of no use
   */
  public static AdminDesk start(AdminSettings settings, List<AdminCommand> commands)
      throws IOException {
    return start(settings, commands, REQUEST_TIME);
  }

  static AdminDesk start(AdminSettings settings, List<AdminCommand> commands, Duration requestTime)
      throws IOException {
    SocketFile socket = settings.enabled() ? SocketFile.listen(settings.socket()) : null;
    AdminDesk desk = new AdminDesk(new Commands(commands), socket, requestTime);
    if (socket != null) {
      try {
        daemon(() -> desk.accept(socket), "admin").start();
      } catch (Error e) {
        desk.close();
        throw e;
      }
    }
    return desk;
  }

  private void accept(SocketFile from) {
    boolean failing = false;
    while (!closing) {
      try {
        serve(from.channel().accept());
        failing = false;
      } catch (IOException | RuntimeException | Error e) {
        // Too many open files or threads, as a rule: others may close some.
        if (!closing && !failing) {
          log.error("the admin socket takes no connections for now", e);
        }
        failing = true;
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private void serve(SocketChannel channel) throws IOException {
    TimedChannel client;
    try {
      client = new TimedChannel(channel);
    } catch (IOException e) {
      channel.close();
      log.warn("an admin connection could not be used: {}", e.toString());
      return;
    }
    open.add(client);
    try {
      threads.execute(() -> answer(client));
    } catch (RejectedExecutionException e) {
      // The little that is said fits into the socket's buffer, whether or not it is read.
      if (!closing) {
        finish(client, new Answer(client), "too many requests at once; try again", 1);
      }
      close(client);
    } catch (Error e) {
      // No memory for a thread: who asked learns it by the end of the connection.
      close(client);
      throw e;
    }
  }

  private void answer(TimedChannel client) {
    Answer answer = new Answer(client);
    try {
      String line = request(client);
      List<String> words = line == null ? null : Words.split(line);
      if (words == null) {
        finish(
            client,
            answer,
            "a request is one line of at most "
                + MOST_REQUEST
                + " octets, in"
                + " which quotation marks come in pairs",
            AdminCommand.USAGE);
      } else {
        finish(client, answer, "", commands.run(words, answer));
      }
    } catch (IOException e) {
      log.debug("an admin request was not answered to its end", e);
    } catch (RuntimeException | Error e) {
      log.error("an admin request broke off", e);
    } finally {
      close(client);
    }
  }

  private static void finish(TimedChannel client, Answer answer, String line, int status) {
    try {
      if (!line.isEmpty()) {
        answer.line(line);
      }
      answer.line("end " + status);
      answer.flush();
    } catch (IOException e) {
      log.debug("{} does not read its answer", client, e);
    }
  }

  private void close(TimedChannel client) {
    open.remove(client);
    try {
      client.close();
    } catch (IOException e) {
      log.debug("{} could not be closed", client, e);
    }
  }

  /** The request without its line end; null when it has none in time or is too long. */
  private @Nullable String request(TimedChannel client) throws IOException {
    ByteBuffer octets = ByteBuffer.allocate(MOST_REQUEST);
    long deadline = TimedChannel.deadline(requestTime);
    while (octets.hasRemaining()) {
      int before = octets.position();
      if (client.read(octets, deadline) < 0) {
        return null;
      }
      for (int i = before; i < octets.position(); i++) {
        if (octets.get(i) == '\n') {
          return new String(octets.array(), 0, i, StandardCharsets.UTF_8);
        }
      }
    }
    return null;
  }

  /** Whoever asked does not read the answer: no failure of the command. */
  static final class AskerGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    AskerGoneException(IOException cause) {
      super("the asker does not read", cause);
    }
  }

  /** Gathers lines, so that they travel together. For one thread. */
  private static final class Answer implements AdminAnswer {
    private static final int FULL = 32 * 1024;

    private final TimedChannel client;
    private final StringBuilder gathered = new StringBuilder();

    Answer(TimedChannel client) {
      this.client = client;
    }

    @Override
    public void line(String text) throws IOException {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        // What peers said may be in it: it must not forge lines, nor command a terminal.
        gathered.append(Character.isISOControl(c) ? '?' : c);
      }
      gathered.append('\n');
      if (gathered.length() >= FULL) {
        flush();
      }
    }

    void flush() throws IOException {
      ByteBuffer octets = StandardCharsets.UTF_8.encode(gathered.toString());
      gathered.setLength(0);
      try {
        client.write(octets, TimedChannel.deadline(WRITE_TIME));
      } catch (IOException e) {
        throw new AskerGoneException(e);
      }
    }
  }

  /** Answers no more, and takes the socket's file away. */
  @Override
  public void close() {
    closing = true;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        log.warn("the admin socket could not be closed: {}", e.toString());
      }
    }
    // First, so that a connection is either among the open ones already or finds no thread.
    threads.shutdown();
    // Not by interrupts: they would close the files a command reads.
    open.forEach(this::close);
    try {
      if (!threads.awaitTermination(CLOSE_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("an admin command is still running");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package org.messagecenter.server.queue;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.receipt.MessageState;
import org.messagecenter.server.account.Outbound;
import org.messagecenter.server.deliver.Attempt;
import org.messagecenter.server.deliver.CarrierPort;
import org.messagecenter.server.deliver.Outcome;
import org.messagecenter.server.deliver.QueueAttempts;
import org.messagecenter.server.dialect.CarrierDialect;
import org.messagecenter.server.history.History;
import org.messagecenter.server.lane.Lane;
import org.messagecenter.server.lane.Lanes;
import org.messagecenter.server.pace.Rate;

/** A queue between a carrier and a store that do as they are told, in virtual time. */
final class QueueRig implements AutoCloseable {
  static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** What a message is, for one that the store gives out again. */
  record Known(String account, SubmitSm message) {}

  private record Timed(long at, long order, Runnable task) {}

  private record Request(int line, int n) {}

  final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  final Lane lane = new Lanes(group, 1, () -> 0).all().get(0);
  final Waiting waiting = new Waiting();
  final Map<Integer, ArrayList<Long>> lines = new HashMap<>();
  final Map<Long, Known> known = new HashMap<>();
  final List<Long> sent = new ArrayList<>();
  final List<Attempt> outstanding = new ArrayList<>();
  final List<String> queued = new ArrayList<>();
  final LineBook book;
  final CarrierQueue queue;
  int window;
  boolean bound;
  int mostInMemory;

  /** Whether what comes out of a line has another route by now. */
  boolean elsewhere;

  int wentElsewhere;

  /** Whether the store leaves what it is asked for later. */
  boolean storeIsBusy;

  private final PriorityQueue<Timed> timers =
      new PriorityQueue<>(
          (a, b) -> a.at == b.at ? Long.compare(a.order, b.order) : Long.compare(a.at, b.at));
  private final ArrayDeque<Request> requests = new ArrayDeque<>();
  private long now = -5 * SECOND;
  private long order;

  private final History notes =
      new History() {
        @Override
        public void queued(long key, String carrier, String why) {
          queued.add(key + " " + carrier + " " + why);
        }
      };

  QueueRig(QueueSettings settings, Function<String, Outbound> accounts) {
    book = new LineBook(accounts);
    queue =
        new CarrierQueue(
            new Port(),
            settings,
            book,
            new Store(),
            waiting,
            notes,
            (nanos, task) -> timers.add(new Timed(now + nanos, order++, task)),
            () -> now);
  }

  static QueueRig unlimited() {
    return new QueueRig(new QueueSettings(Rate.UNLIMITED, false, 0), account -> Outbound.UNLIMITED);
  }

  private final class Store implements Backlog.Parking {
    @Override
    public void park(long key, int line, boolean again) {
      ArrayList<Long> keys = lines.computeIfAbsent(line, id -> new ArrayList<>());
      if (!again) {
        keys.add(key);
        return;
      }
      ListIterator<Long> at = keys.listIterator();
      while (at.hasNext()) {
        if (at.next() > key) {
          at.previous();
          break;
        }
      }
      at.add(key);
    }

    @Override
    public void requestLine(int line, int n) {
      if (n <= 0) {
        throw new IllegalArgumentException(n + " of line " + line);
      }
      requests.add(new Request(line, n));
    }
  }

  private final class Port implements CarrierPort {
    @Override
    public String name() {
      return "carrier";
    }

    @Override
    public Lane lane() {
      return lane;
    }

    @Override
    public CarrierDialect dialect() {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean bound() {
      return bound;
    }

    @Override
    public int room() {
      return bound ? window - outstanding.size() : 0;
    }

    @Override
    public void whenRoom(Runnable listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void send(Attempt attempt) {
      if (room() <= 0) {
        throw new AssertionError("no room");
      }
      sent.add(attempt.key());
      outstanding.add(attempt);
    }
  }

  /** A new message. */
  void offer(long key, String account, String source, int priority) {
    Known message = new Known(account, QueueAttempts.message(source, priority));
    known.put(key, message);
    queue.offer(attempt(key, message, 0));
    look();
  }

  void offer(long key, String account) {
    offer(key, account, "1", 0);
  }

  private Attempt attempt(long key, Known message, int line) {
    return QueueAttempts.attempt(
        lane, key, message.account, line, message.message, (attempt, outcome) -> {});
  }

  /** The carrier answers the attempt; as the dispatcher does with it. */
  void answer(Attempt attempt, Outcome outcome) {
    boolean full = queue.port().room() == 0;
    outstanding.remove(attempt);
    if (outcome instanceof Outcome.Throttled throttled) {
      sent.remove(attempt.key());
      attempt.again();
      queue.back(attempt, throttled.pauseMillis());
    } else if (outcome instanceof Outcome.NotSent) {
      sent.remove(attempt.key());
      attempt.again();
      queue.back(attempt, 0);
    } else {
      queue.answered();
    }
    if (full && queue.port().room() > 0) {
      queue.room();
    }
    look();
  }

  /** All that is outstanding is answered well, and what follows is as well. */
  void answerAll() {
    while (!outstanding.isEmpty()) {
      answer(outstanding.get(0), new Outcome.Final(MessageState.DELIVERED, 0));
      serveStore();
    }
  }

  void bind(int newWindow) {
    bound = true;
    window = newWindow;
    queue.room();
    look();
  }

  /** The store does what it was asked. */
  void serveStore() {
    Request request;
    while (!storeIsBusy && (request = requests.poll()) != null) {
      ArrayList<Long> keys = lines.getOrDefault(request.line, new ArrayList<>());
      int n = request.n;
      for (; n > 0 && !keys.isEmpty(); n--) {
        long key = keys.remove(0);
        Line line = Objects.requireNonNull(book.find(request.line));
        queue.arrived(line);
        if (elsewhere) {
          wentElsewhere++;
        } else {
          queue.offer(attempt(key, Objects.requireNonNull(known.get(key)), line.id));
        }
        look();
      }
      if (n > 0) {
        queue.unused(Objects.requireNonNull(book.find(request.line)), n);
      }
    }
  }

  /** A parked message is cancelled. */
  void cancel(int line, int index) {
    ArrayList<Long> keys = lines.get(line);
    if (keys != null && index < keys.size()) {
      known.remove(keys.remove(index));
      queue.left(Objects.requireNonNull(book.find(line)));
    }
  }

  /** Lets time pass, timers run and the store serve. */
  void pass(long nanos) {
    long until = now + nanos;
    serveStore();
    while (!timers.isEmpty() && timers.peek().at <= until) {
      Timed next = timers.poll();
      now = Math.max(now, next.at);
      next.task.run();
      serveStore();
      look();
    }
    now = until;
  }

  private void look() {
    mostInMemory = Math.max(mostInMemory, queue.status().inMemory());
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}

package org.messagecenter.server.inbound;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.spec.BadBody;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.text.Arrival;
import org.messagecenter.protocol.text.Concatenation;
import org.messagecenter.protocol.text.Incomplete;
import org.messagecenter.protocol.text.Joined;
import org.messagecenter.protocol.text.Piece;
import org.messagecenter.protocol.text.Reassembler;
import org.messagecenter.server.receipt.DeliveryError;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.DueMessage;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.LookupCallback;
import org.messagecenter.store.queue.MessageIds;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;
import org.messagecenter.store.queue.WorkSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the parts of longer messages until all are there.
 *
 * <p>A part has these states, all of them the store's, so that a crash forgets none:
 *
 * <pre>
 *            accepted                      the last one came
 *   (came) -----------> WAITING ----------------------------------> ended, the whole is mail
 *      |                   |
 *      | came before       | its time is up, or that of another part of the same message
 *      v                   v
 *   answered, not kept   ended, and mail by itself; ended without mail when nobody owns it
 * </pre>
 *
 * <p>WAITING is a pending message of kind MO that is due when its time is up. Its account is the
 * carrier, its destination the number, its tag a hash of all else that the parts have in common, so
 * that the store's look-up by address finds them, in this process or the next: nothing is kept in
 * memory. Each new part has its like looked up, and whoever completes them ends them. The first
 * part's end and the mail with the whole are one record; the other ends follow. A crash between
 * them leaves parts that reach the account a second time, after their time; it loses nothing.
 *
 * <p>All but {@link #receive} is on the store's thread.
 */
final class PartDesk implements WorkSink {
  private static final Logger log = LoggerFactory.getLogger(PartDesk.class);

  /** No message has more parts; twice as many when a reference is in use again. */
  private static final int MOST = 2 * 255;

  /** Folding is done at once, and of what was found: neither time nor room plays a part. */
  private static final Reassembler.Limits NO_LIMITS =
      new Reassembler.Limits(MOST, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  private final MessageStore store;
  private final Delivery delivery;
  private final Fingerprint fingerprint;
  private final long joinMillis;
  private final MoCounters counters;
  private final MoNotes notes;
  private final LongSupplier wallMillis;

  /** Parts whose time is up and whose like are being looked up. */
  private final Map<Long, Common> inHand = new HashMap<>();

  /**
   * The same by what they have in common: many may be due at once, and this is the store's thread.
   */
  private final Map<Common, Map<Long, StoredPart>> likeInHand = new HashMap<>();

  /** Turns parts into mail of their owner. */
  interface Delivery {
    /** Whose the message with this first part is; null when nobody's. */
    @Nullable Ownership owner(String carrier, DeliverSm first);

    /** Whose it is as far as can be told without its first part; null when nobody's. */
    @Nullable Ownership ownerWithoutFirst(String carrier, DeliverSm part);

    /** The mail for one part. */
    NewMail alone(String carrier, Ownership owner, DeliverSm part);

    /** The mail for the whole; null when the parts cannot be one message. */
    @Nullable NewMail joined(String carrier, Ownership owner, Joined<StoredPart> parts);
  }

  /** Makes a number of what makes two parts the same. */
  @FunctionalInterface
  interface Fingerprint {
    long of(String carrier, DeliverSm part);
  }

  PartDesk(
      MessageStore store,
      Delivery delivery,
      Fingerprint fingerprint,
      long joinMillis,
      MoCounters counters,
      MoNotes notes,
      LongSupplier wallMillis) {
    this.store = store;
    this.delivery = delivery;
    this.fingerprint = fingerprint;
    this.joinMillis = joinMillis;
    this.counters = counters;
    this.notes = notes;
    this.wallMillis = wallMillis;
  }

  /** What the parts of one message have in common, as the store knows it. */
  private record Common(String account, String destination, int tag) {
    /** No system_id has a space: what an account asks for by addresses is never found here. */
    private static final String ACCOUNT = "mo ";

    static Common of(String carrier, DeliverSm part, Concatenation which) {
      int tag = part.sourceAddr().digits().hashCode();
      tag = 31 * tag + which.kind().name().hashCode();
      tag = 31 * tag + which.reference();
      tag = 31 * tag + which.total();
      return new Common(ACCOUNT + carrier, part.destinationAddr().digits(), tag);
    }

    static String carrier(String account) {
      return account.substring(ACCOUNT.length());
    }

    String carrier() {
      return carrier(account);
    }
  }

  /** Keeps a part. Any thread; {@code done} hears on the store's. */
  void receive(MoNotes.Coming coming, DeliverSm part, Concatenation which, Answer done) {
    String carrier = coming.carrier();
    Common common = Common.of(carrier, part, which);
    byte[] body = InboundDesk.body(part);
    long now = wallMillis.getAsLong();
    store.acceptOnce(
        new NewMessage(
            common.account,
            common.destination,
            MessageKind.MO,
            now,
            now + joinMillis,
            Long.MAX_VALUE,
            body,
            0,
            body.length,
            common.tag,
            false,
            null),
        fingerprint.of(carrier, part),
        now - joinMillis,
        new AcceptCallback() {
          @Override
          public void accepted(long key, String messageId, @Nullable Object attachment) {
            counters.parts.increment();
            notes.waits(coming, which, key, messageId);
            done.answer(InboundDesk.Result.STORED);
            lookForLike(common);
          }

          @Override
          public void repeated(long key, String messageId, @Nullable Object attachment) {
            counters.repeated.increment();
            notes.repeated(key);
            done.answer(InboundDesk.Result.STORED);
          }

          @Override
          public void refused(StoreFailure why, @Nullable Object attachment) {
            notes.refused(coming, "the store did not take it");
            done.answer(InboundDesk.Result.NOT_STORED);
          }
        });
  }

  /** Hears what became of a part. */
  @FunctionalInterface
  interface Answer {
    void answer(InboundDesk.Result result);
  }

  /** A part came: perhaps it was the last one. */
  private void lookForLike(Common common) {
    store.findByAddress(
        common.account,
        common.destination,
        common.tag,
        0,
        MOST,
        new LookupCallback() {
          @Override
          public void found(List<StoredMessage> pending, List<EndedMessage> ended) {
            Fold fold = fold(parts(pending));
            fold.whole.forEach(whole -> whole(common.carrier(), whole));
            fold.again.forEach(part -> end(part, MessageState.DELETED, 0));
          }

          @Override
          public void failed(StoreFailure why) {
            log.warn("the parts of a message cannot be looked up, {}: they go out alone", why);
          }
        });
  }

  /** The time of a part is up: what there is of its message goes out. */
  @Override
  public void due(DueMessage due) {
    StoredPart part = part(due.key(), due.body());
    if (part == null) {
      broken(due.key());
      return;
    }
    String carrier = Common.carrier(due.account());
    // The tag is not told: it is made of what the part says.
    Common common = Common.of(carrier, part.message(), part.which());
    inHand.put(due.key(), common);
    likeInHand.computeIfAbsent(common, none -> new HashMap<>()).put(due.key(), part);
    store.findByAddress(
        common.account,
        common.destination,
        common.tag,
        0,
        MOST,
        new LookupCallback() {
          @Override
          public void found(List<StoredMessage> pending, List<EndedMessage> ended) {
            release(common, part, pending);
          }

          @Override
          public void failed(StoreFailure why) {
            log.warn("the parts of a message cannot be looked up, {}: one goes out alone", why);
            release(common, part, List.of());
          }
        });
  }

  private void release(Common common, StoredPart due, List<StoredMessage> pending) {
    if (!inHand.containsKey(due.key())) {
      // It went out with another one.
      return;
    }
    try {
      releaseAll(common, due, pending);
    } catch (RuntimeException e) {
      log.error("part {} cannot be delivered, and is kept for another try", due.key(), e);
      putDown(due.key());
      store.attempted(due.key(), 1, wallMillis.getAsLong() + joinMillis, null);
      store.requestWork(1);
    }
  }

  private void releaseAll(Common common, StoredPart due, List<StoredMessage> pending) {
    List<StoredPart> parts = parts(pending);
    parts.addAll(likeInHand.getOrDefault(common, Map.of()).values());
    parts.sort(Comparator.comparingLong(StoredPart::key));
    Fold fold = fold(parts);
    for (Joined<StoredPart> whole : fold.whole) {
      whole(common.carrier(), whole);
    }
    for (StoredPart again : fold.again) {
      end(again, MessageState.DELETED, 0);
    }
    for (Incomplete<String, StoredPart> some : fold.some) {
      if (some.pieces().stream().anyMatch(piece -> piece.handle().key() == due.key())) {
        counters.alone.add(some.pieces().size());
        alone(common.carrier(), some.pieces());
      }
    }
  }

  private void broken(long key) {
    // Only what was read once is ever stored: this is a bug or a damaged disk, not an input.
    log.error("part {} cannot be read from the store", key);
    store.finish(
        key,
        MessageState.UNDELIVERABLE,
        DeliveryError.SYSTEM_ERROR,
        wallMillis.getAsLong(),
        null,
        null);
    store.requestWork(1);
  }

  /** Whether it was in hand. */
  private boolean putDown(long key) {
    Common common = inHand.remove(key);
    if (common == null) {
      return false;
    }
    likeInHand.computeIfPresent(
        common,
        (same, parts) -> {
          parts.remove(key);
          return parts.isEmpty() ? null : parts;
        });
    return true;
  }

  private void whole(String carrier, Joined<StoredPart> parts) {
    Ownership owner = delivery.owner(carrier, parts.handles().get(0).message());
    NewMail mail =
        owner == null || owner.parts() == Parts.SEPARATE
            ? null
            : delivery.joined(carrier, owner, parts);
    if (owner == null || mail == null) {
      alone(carrier, parts.pieces());
      return;
    }
    // With the first end comes the mail: the record counts whether the others follow or not.
    List<StoredPart> all = parts.handles();
    end(
        all.get(0),
        mail,
        mailKey -> {
          counters.joined.increment();
          notes.joined(carrier, owner, all, mailKey, mail.expiresAt());
        });
    for (StoredPart part : all.subList(1, all.size())) {
      end(part, MessageState.DELIVERED, 0);
    }
  }

  private void alone(String carrier, List<Piece<StoredPart>> pieces) {
    Piece<StoredPart> begin = pieces.get(0);
    DeliverSm message = begin.handle().message();
    Ownership owner =
        begin.which().number() == 1
            ? delivery.owner(carrier, message)
            : delivery.ownerWithoutFirst(carrier, message);
    for (Piece<StoredPart> piece : pieces) {
      StoredPart part = piece.handle();
      if (owner == null) {
        endUnowned(part);
      } else {
        NewMail mail = delivery.alone(carrier, owner, part.message());
        end(part, mail, mailKey -> notes.alone(carrier, owner, part, mailKey, mail.expiresAt()));
      }
    }
  }

  private void end(StoredPart part, MessageState state, int error) {
    store.finish(part.key(), state, error, wallMillis.getAsLong(), null, null);
    over(part);
  }

  private void endUnowned(StoredPart part) {
    store.finish(
        part.key(),
        MessageState.UNDELIVERABLE,
        DeliveryError.NO_ROUTE,
        wallMillis.getAsLong(),
        null,
        changed -> {
          if (changed) {
            counters.unowned.increment();
            notes.unowned(part.key());
          }
        });
    over(part);
  }

  /**
   * Ends a part as delivered with this mail, of whose key is told once: parts that come together
   * are each seen to make the message whole.
   */
  private void end(StoredPart part, NewMail mail, LongConsumer queued) {
    // An end that the store has already writes nothing, and queues no mail.
    store.finish(
        part.key(),
        MessageState.DELIVERED,
        0,
        wallMillis.getAsLong(),
        mail,
        new DoneCallback() {
          @Override
          public void queued(long mailKey) {
            queued.accept(mailKey);
          }

          @Override
          public void done(boolean changed) {
            if (changed) {
              counters.accepted.increment();
            }
          }
        });
    over(part);
  }

  private void over(StoredPart part) {
    if (putDown(part.key())) {
      store.requestWork(1);
    }
  }

  // ---- which parts belong together -----------------------------------------------------------

  private record Fold(
      List<Joined<StoredPart>> whole,
      List<Incomplete<String, StoredPart>> some,
      List<StoredPart> again) {}

  /** Parts of one {@link Common}, in the order in which they came. */
  private static Fold fold(List<StoredPart> parts) {
    Fold fold = new Fold(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Reassembler<String, StoredPart> reassembler = new Reassembler<>(NO_LIMITS);
    for (StoredPart part : parts) {
      // Different sources may have the same hash.
      Arrival<String, StoredPart> arrival =
          reassembler.accept(
              part.message().sourceAddr().digits(), part.which(), part.data(), part, 0);
      fold.some.addAll(arrival.released());
      if (arrival.message() != null) {
        fold.whole.add(arrival.message());
      } else if (arrival.outcome() == Arrival.Outcome.DUPLICATE) {
        fold.again.add(part);
      }
    }
    fold.some.addAll(reassembler.drain());
    return fold;
  }

  private static List<StoredPart> parts(List<StoredMessage> messages) {
    List<StoredPart> parts = new ArrayList<>(messages.size());
    for (StoredMessage message : messages) {
      StoredPart part = part(message.key(), message.body());
      // One that cannot be read is told when its time is up.
      if (part != null) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static @Nullable StoredPart part(long key, byte[] body) {
    try {
      DeliverSm message = (DeliverSm) PduCodec.decodeBody(CommandId.DELIVER_SM, body);
      InboundDesk.Place place = InboundDesk.Place.of(message);
      return place == null ? null : new StoredPart(key, message, place.which(), place.data());
    } catch (BadBody e) {
      return null;
    }
  }

  /** The shard in the id that the store gives to a part. */
  static int shard(String carrier, DeliverSm part) {
    return MessageIds.shard(Common.ACCOUNT + carrier, part.destinationAddr().digits());
  }

  /** The octets that make two parts the same, for a keyed hash. */
  static byte[] sameness(String carrier, DeliverSm part) {
    byte[] name = carrier.getBytes(StandardCharsets.UTF_8);
    byte[] body = InboundDesk.body(part);
    byte[] all = new byte[name.length + 1 + body.length];
    System.arraycopy(name, 0, all, 0, name.length);
    System.arraycopy(body, 0, all, name.length + 1, body.length);
    return all;
  }
}

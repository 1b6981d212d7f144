package org.messagecenter.server.inbound;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.codec.PduCodec;
import org.messagecenter.protocol.pdu.DeliverSm;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.text.Concatenation;
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.Joined;
import org.messagecenter.protocol.text.UserData;
import org.messagecenter.server.history.History;
import org.messagecenter.server.log.MessageWords;
import org.messagecenter.server.log.RateLimitedLog;
import org.messagecenter.store.queue.DoneCallback;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MessageStore;
import org.messagecenter.store.queue.NewMail;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.WorkSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes mobile-originated messages and puts them into the mailboxes of the accounts they are for,
 * longer ones in one piece where that is wanted.
 */
public final class InboundDesk {
  private static final Logger log = LoggerFactory.getLogger(InboundDesk.class);

  /** The carrier of messages that the simulated network makes: no carrier at all. */
  private static final String NO_CARRIER = "";

  private static final int UDHI = 0x40;

  private final MessageStore store;
  private final InboundSettings settings;
  private final NumbersFile numbers;
  private final Function<String, @Nullable Dialect> dialects;
  private final long keptMillis;
  private final LongSupplier wallMillis;
  private final MoCounters counters;
  private final MessageWords words;
  private final RateLimitedLog troubles;
  private final MoNotes notes;
  private final PartDesk parts;

  /**
   * @param dialects what a carrier means by data_coding; null for one whose texts are left as they
   *     are
   * @param keptMillis how long a message waits for an account that is not bound, in milliseconds
   * @param fingerprint makes a number of octets that nobody can foresee, or 0: then parts that come
   *     again are told only as long as the others are waited for
   * @param history hears what becomes of messages
   */
  public InboundDesk(
      MessageStore store,
      InboundSettings settings,
      Function<String, @Nullable Dialect> dialects,
      long keptMillis,
      Fingerprinter fingerprint,
      MessageWords words,
      RateLimitedLog troubles,
      LongSupplier wallMillis,
      MeterRegistry registry,
      History history) {
    this.store = store;
    this.notes = history.isKept() ? MoNotes.in(history, store.messageIds()) : MoNotes.NONE;
    this.settings = settings;
    this.numbers = new NumbersFile(settings, registry);
    this.dialects = dialects;
    this.keptMillis = keptMillis;
    this.wallMillis = wallMillis;
    this.counters = new MoCounters(registry);
    this.words = words;
    this.troubles = troubles;
    this.parts =
        new PartDesk(
            store,
            new Mails(),
            (carrier, part) -> fingerprint.of(PartDesk.sameness(carrier, part)),
            settings.joinTime().toMillis(),
            counters,
            notes,
            wallMillis);
  }

  /** Makes 64 bits of octets. */
  @FunctionalInterface
  public interface Fingerprinter {
    /** A keyed hash; 0 for none. */
    long of(byte[] octets);
  }

  /** What became of a mobile-originated message. */
  public enum Result {
    /** Durable: in the owner's mailbox, or a part that waits for others. */
    STORED,
    /** No account owns the destination. */
    NO_OWNER,
    /** The store did not take it; the sender may try again. */
    NOT_STORED
  }

  /** The status that a carrier is answered with. */
  public CommandStatus status(Result result) {
    return switch (result) {
      case STORED -> CommandStatus.ESME_ROK;
      case NO_OWNER -> settings.noOwner();
      case NOT_STORED -> CommandStatus.ESME_RX_T_APPN;
    };
  }

  /** The numbers in use. */
  public NumbersFile numbers() {
    return numbers;
  }

  /** The desk of the parts that wait, which are messages of kind MO. */
  public WorkSink parts() {
    return parts;
  }

  /**
   * Stores a message of the simulated network for the account that owns its destination. Its text
   * stays as it is.
   *
   * @param done told once, on the store's thread when the message was handed to it
   */
  public void receive(DeliverSm message, Consumer<Result> done) {
    receive(NO_CARRIER, "", message, done);
  }

  /**
   * Stores a message for the account that owns its destination, or a part of one until the others
   * are there. Any thread.
   *
   * @param carrier who brought it
   * @param bind over which of the carrier's binds
   * @param done told once, on the store's thread when the message was handed to it; {@link #status}
   *     says what to answer
   */
  public void receive(String carrier, String bind, DeliverSm message, Consumer<Result> done) {
    MoNotes.Coming coming = MoNotes.Coming.of(carrier, bind, message, wallMillis.getAsLong());
    NumberTable table = numbers.table();
    String number = message.destinationAddr().digits();
    Place place = Place.of(message);
    boolean waits = place != null && place.which.total() > 1 && table.waits(carrier, number);
    // The owner of a later part may be known only with the first one.
    boolean mustHaveOwner = place == null || !waits || place.which.number() == 1;
    Ownership owner = mustHaveOwner ? owner(table, carrier, message) : null;
    if (mustHaveOwner && owner == null) {
      counters.unowned.increment();
      troubles.info(
          log,
          "a message from {} to {} is refused: nobody owns the number",
          carrier.isEmpty() ? "the simulated network" : carrier,
          words.number(message.destinationAddr()));
      notes.refused(coming, "nobody owns the number");
      done.accept(Result.NO_OWNER);
    } else if (waits) {
      parts.receive(coming, message, Objects.requireNonNull(place).which, done::accept);
    } else {
      post(alone(carrier, Objects.requireNonNull(owner), message), owner, coming, done);
    }
  }

  private void post(NewMail mail, Ownership owner, MoNotes.Coming coming, Consumer<Result> done) {
    store.post(
        mail,
        new DoneCallback() {
          @Override
          public void done(boolean changed) {
            counters.accepted.increment();
            done.accept(Result.STORED);
          }

          @Override
          public void queued(long mailKey) {
            notes.stored(coming, owner, mailKey, mail.expiresAt());
          }

          @Override
          public void failed(StoreFailure why) {
            notes.refused(coming, "the store did not take it");
            done.accept(Result.NOT_STORED);
          }
        });
  }

  private @Nullable Ownership owner(NumberTable table, String carrier, DeliverSm message) {
    return table.owner(
        carrier,
        message.destinationAddr().digits(),
        () ->
            Keyword.of(
                message, Objects.requireNonNullElse(dialects.apply(carrier), Dialect.STANDARD)));
  }

  private NewMail alone(String carrier, Ownership owner, DeliverSm message) {
    Dialect account = owner.account().policy().dialects().usual();
    return mail(owner, MoText.translated(message, dialects.apply(carrier), account));
  }

  private NewMail mail(Ownership owner, DeliverSm message) {
    long expiresAt = wallMillis.getAsLong() + keptMillis;
    return new NewMail(owner.account().systemId(), MailKind.MO, expiresAt, body(message), null);
  }

  static byte[] body(DeliverSm message) {
    ByteBuf buffer = Unpooled.buffer(256);
    PduCodec.encodeBody(buffer, message);
    return ByteBufUtil.getBytes(buffer);
  }

  private final class Mails implements PartDesk.Delivery {
    @Override
    public @Nullable Ownership owner(String carrier, DeliverSm first) {
      return InboundDesk.this.owner(numbers.table(), carrier, first);
    }

    @Override
    public @Nullable Ownership ownerWithoutFirst(String carrier, DeliverSm part) {
      return numbers.table().owner(carrier, part.destinationAddr().digits(), () -> "");
    }

    @Override
    public NewMail alone(String carrier, Ownership owner, DeliverSm part) {
      return InboundDesk.this.alone(carrier, owner, part);
    }

    @Override
    public @Nullable NewMail joined(String carrier, Ownership owner, Joined<StoredPart> whole) {
      Dialect account = owner.account().policy().dialects().usual();
      DeliverSm message = MoText.joined(whole, dialects.apply(carrier), account);
      return message == null ? null : mail(owner, message);
    }
  }

  /**
   * Where a part belongs.
   *
   * @param which its place
   * @param data its octets
   */
  record Place(Concatenation which, UserData.Whole data) {

    /** The place of a message that is a part of another; null for one that stands alone. */
    static @Nullable Place of(DeliverSm message) {
      boolean udhi = (message.esmClass() & UDHI) != 0;
      if (!udhi && message.tlvs().isEmpty()) {
        return null;
      }
      if (!(UserData.of(message.text(), udhi) instanceof UserData.Whole data)) {
        return null;
      }
      Concatenation which = Concatenation.of(data.header(), message.tlvs());
      return which == null ? null : new Place(which, data);
    }
  }
}

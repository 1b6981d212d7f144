package org.messagecenter.server.correlate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.queue.AcceptCallback;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.NewMessage;
import org.messagecenter.store.queue.StoreFailure;
import org.messagecenter.store.queue.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids of one carrier for messages that it was given twice. A message has one id in the store,
 * that of its last attempt; what the carrier said late of an earlier one is kept here, so that a
 * receipt with that id finds its message after a restart too.
 *
 * <p>Each is a message of the store, under an account that no ESME can have, which has the carrier
 * id and says in its octets which message is meant:
 *
 * <pre>
 *   0   1  form, 1
 *   1   8  key of the message, big-endian
 *   9   8  when it was accepted, epoch milliseconds
 *  17   1  length of its message id
 *  18      the message id, then its account, in UTF-8
 * </pre>
 *
 * Used on the carrier's lane.
 */
final class OtherIds {
  private static final Logger log = LoggerFactory.getLogger(OtherIds.class);

  /** Longer than any system_id, so that it is nobody's. */
  private static final String ACCOUNT_PREFIX = "other-ids-of-messages:";

  private static final byte FORM = 1;
  private static final int HEAD = 18;

  private final CarrierDesk desk;
  private final Means means;

  /** How many were kept since the start, and are there yet. */
  private long kept;

  /** The key of the first of those, which is lower than the others'; 0 before there is any. */
  private long first;

  OtherIds(CarrierDesk desk, Means means) {
    this.desk = desk;
    this.means = means;
  }

  /** The carrier of an account of ours; null when it is none. */
  static @Nullable String carrier(String account) {
    return account.startsWith(ACCOUNT_PREFIX) ? account.substring(ACCOUNT_PREFIX.length()) : null;
  }

  /**
   * Keeps an id, as long as an orphan would be. There is no more to be done when the store does not
   * take it: memory knows it for a while.
   */
  void keep(String id, Taken taken) {
    if (kept >= means.settings().orphansMost()) {
      return;
    }
    kept++;
    long now = means.wallMillis().getAsLong();
    long until = now + means.settings().orphansKept().toMillis();
    means
        .store()
        .accept(
            new NewMessage(
                ACCOUNT_PREFIX + desk.name(),
                "",
                MessageKind.ORPHAN,
                now,
                until,
                until,
                octets(taken),
                null),
            new AcceptCallback() {
              @Override
              public void accepted(long key, String messageId, @Nullable Object attachment) {
                means.store().attempted(key, 1, until, new CarrierId(desk.name(), id));
                desk.lane().loop().execute(() -> first = first == 0 ? key : first);
              }

              @Override
              public void refused(StoreFailure why, @Nullable Object attachment) {
                log.debug("an id of carrier {} is in memory only: {}", desk.name(), why);
                desk.lane().loop().execute(() -> kept--);
              }
            });
  }

  /** It was kept long enough. */
  void expired(long key) {
    // Those of an earlier run were never counted: their end makes no place for others.
    if (first != 0 && key >= first) {
      kept--;
    }
    end(means, key);
  }

  /** The same for a carrier that is configured no longer. */
  static void end(Means means, long key) {
    means.store().finish(key, MessageState.EXPIRED, 0, means.wallMillis().getAsLong(), null, null);
  }

  /** The message that is meant; null when the octets say none. */
  static @Nullable Taken read(StoredMessage other) {
    byte[] octets = other.body();
    if (carrier(other.account()) == null
        || octets.length < HEAD
        || octets[0] != FORM
        || octets.length < HEAD + octets[HEAD - 1]) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(octets, 1, HEAD - 1);
    long key = in.getLong();
    long acceptedAt = in.getLong();
    int length = in.get();
    String messageId = new String(octets, HEAD, length, StandardCharsets.UTF_8);
    int rest = HEAD + length;
    String account = new String(octets, rest, octets.length - rest, StandardCharsets.UTF_8);
    return new Taken(key, null, account, messageId, acceptedAt);
  }

  private static byte[] octets(Taken taken) {
    byte[] id = taken.messageId().getBytes(StandardCharsets.UTF_8);
    byte[] account = taken.account().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(HEAD + id.length + account.length)
        .put(FORM)
        .putLong(taken.key())
        .putLong(taken.acceptedAt())
        .put((byte) id.length)
        .put(id)
        .put(account)
        .array();
  }
}

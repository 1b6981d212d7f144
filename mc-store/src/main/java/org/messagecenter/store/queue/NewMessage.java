package org.messagecenter.store.queue;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A message to be accepted. The array is read later, on the store's thread: it must not change.
 *
 * @param account who submitted it; at most 255 octets in UTF-8
 * @param destination whom it is for; with the account it decides the shard; at most 255 octets
 * @param acceptedAt epoch milliseconds
 * @param dueAt first attempt not before, epoch milliseconds
 * @param expiresAt validity ends, epoch milliseconds; {@link Long#MAX_VALUE} for never
 * @param body holds the message's octets, opaque to the store
 * @param offset where they begin in {@code body}
 * @param length how many there are, at most {@link #MAX_BODY}
 * @param tag a hash of what must match besides account and destination when the message is looked
 *     for by its addresses, or after its end: the caller's own, 0 if it never is
 * @param shortId the message id is to be 8 hex digits instead of 32, for peers that take no more
 * @param attachment handed back by the callback, and by the first push if the message is still in
 *     memory then; never stored
 */
@SuppressWarnings("ArrayRecordComponent") // identity is enough, and a copy is what we avoid
public record NewMessage(
    String account,
    String destination,
    MessageKind kind,
    long acceptedAt,
    long dueAt,
    long expiresAt,
    byte[] body,
    int offset,
    int length,
    int tag,
    boolean shortId,
    @Nullable Object attachment) {

  /** The longest body, octets. */
  public static final int MAX_BODY = 1 << 20;

  public NewMessage {
    Utf8.check("account", account);
    Utf8.check("destination", destination);
    Objects.checkFromIndexSize(offset, length, body.length);
    if (length > MAX_BODY) {
      throw new IllegalArgumentException("body of " + length + " octets, at most " + MAX_BODY);
    }
  }

  /** A message whose body is the whole array. */
  public NewMessage(
      String account,
      String destination,
      MessageKind kind,
      long acceptedAt,
      long dueAt,
      long expiresAt,
      byte[] body,
      @Nullable Object attachment) {
    this(
        account,
        destination,
        kind,
        acceptedAt,
        dueAt,
        expiresAt,
        body,
        0,
        body.length,
        0,
        false,
        attachment);
  }

  /** The body alone: the array itself when it holds nothing else. */
  byte[] exactBody() {
    return offset == 0 && length == body.length
        ? body
        : Arrays.copyOfRange(body, offset, offset + length);
  }
}

package org.messagecenter.protocol.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;

/**
 * Puts long messages together again (3GPP TS 23.040 §9.2.3.24.1, 34:5.3.2.22-24).
 *
 * <p>Parts belong together when key, kind, reference and total agree; they may come in any order. A
 * part that comes again is dropped; one that comes again with other octets begins a new message,
 * for senders reuse their references. Every handle taken comes back exactly once: in a whole
 * message, in a released one, or at once as a duplicate. Nothing is remembered of whole messages,
 * so a part repeated after its message was complete waits for others until its time is up.
 *
 * <p>Memory is bounded by {@link Limits}; at a limit the oldest message is released as it is. Time
 * is the caller's, in milliseconds of any clock that does not go back. Not safe for use by several
 * threads at once.
 *
 * @param <K> whose parts they are, such as account, source and destination; with equals and
 *     hashCode
 * @param <H> what the caller calls each part by, such as the message itself
 */
public final class Reassembler<K, H> {
  /** What a part takes besides its octets, as a rough measure. */
  static final int OVERHEAD = 128;

  private final Limits limits;

  /** In the order in which they began, which is that of their deadlines. */
  private final Map<GroupId<K>, Group<K, H>> groups = new LinkedHashMap<>();

  private final Map<K, Owner<K, H>> owners = new HashMap<>();
  private long octets;

  /**
   * How much is kept.
   *
   * @param groups incomplete messages at a time, at least 1
   * @param octets octets of all parts kept, each counted with {@value #OVERHEAD} more
   * @param octetsPerKey the same for the parts of one key
   * @param timeoutMillis how long a message waits after its first part
   */
  public record Limits(int groups, long octets, long octetsPerKey, long timeoutMillis) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a limit leaves room for nothing
     */
    public Limits {
      if (groups < 1 || octets < 1 || octetsPerKey < 1 || timeoutMillis < 1) {
        throw new IllegalArgumentException(
            groups
                + " messages, "
                + octets
                + " octets, "
                + octetsPerKey
                + " per key, "
                + timeoutMillis
                + " ms");
      }
    }
  }

  private record GroupId<K>(K key, Concatenation.Kind kind, int reference, int total) {}

  /** The parts of one key. */
  private static final class Owner<K, H> {
    final Deque<Group<K, H>> groups = new ArrayDeque<>();
    long octets;
  }

  /** The parts of one message. */
  private static final class Group<K, H> {
    final GroupId<K> id;
    final long began;
    final @Nullable Piece<H>[] pieces;
    int have;
    long octets;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Group(GroupId<K> id, long began) {
      this.id = id;
      this.began = began;
      this.pieces = new @Nullable Piece[id.total()];
    }

    List<Piece<H>> present() {
      List<Piece<H>> present = new ArrayList<>(have);
      for (Piece<H> piece : pieces) {
        if (piece != null) {
          present.add(piece);
        }
      }
      return present;
    }
  }

  public Reassembler(Limits limits) {
    this.limits = limits;
  }

  /**
   * Takes a part.
   *
   * @param which its place, see {@link Concatenation#of}
   * @param data its octets; they are copied, so that a small part keeps no large buffer
   * @param handle given back with the message
   */
  public Arrival<K, H> accept(K key, Concatenation which, UserData.Whole data, H handle, long now) {
    GroupId<K> id = new GroupId<>(key, which.kind(), which.reference(), which.total());
    List<Incomplete<K, H>> released = new ArrayList<>(0);
    Group<K, H> group = groups.get(id);
    if (group != null) {
      Piece<H> earlier = group.pieces[which.number() - 1];
      if (earlier != null) {
        if (earlier.data().equals(data)) {
          return new Arrival<>(Arrival.Outcome.DUPLICATE, null, released);
        }
        released.add(release(group, Incomplete.Reason.REPLACED));
        group = null;
      }
    }
    if (group == null) {
      if (groups.size() >= limits.groups()) {
        released.add(release(groups.values().iterator().next(), Incomplete.Reason.NO_ROOM));
      }
      group = open(id, now);
    }
    add(group, new Piece<>(which, copy(data), handle));
    if (group.have == id.total()) {
      remove(group);
      Joined<H> message = new Joined<>(group.present());
      return new Arrival<>(Arrival.Outcome.COMPLETE, message, released);
    }
    makeRoom(key, released);
    boolean kept = groups.containsKey(id);
    return new Arrival<>(kept ? Arrival.Outcome.WAITING : Arrival.Outcome.NO_ROOM, null, released);
  }

  private Group<K, H> open(GroupId<K> id, long now) {
    Group<K, H> group = new Group<>(id, now);
    groups.put(id, group);
    owners.computeIfAbsent(id.key(), k -> new Owner<>()).groups.add(group);
    return group;
  }

  private void add(Group<K, H> group, Piece<H> piece) {
    group.pieces[piece.which().number() - 1] = piece;
    group.have++;
    long size = piece.data().headerOctets() + (long) piece.data().body().length() + OVERHEAD;
    group.octets += size;
    owner(group.id.key()).octets += size;
    octets += size;
  }

  private void makeRoom(K key, List<Incomplete<K, H>> released) {
    Owner<K, H> owner = owner(key);
    while (owner.octets > limits.octetsPerKey()) {
      released.add(release(owner.groups.getFirst(), Incomplete.Reason.NO_ROOM));
    }
    while (octets > limits.octets()) {
      released.add(release(groups.values().iterator().next(), Incomplete.Reason.NO_ROOM));
    }
  }

  private Incomplete<K, H> release(Group<K, H> group, Incomplete.Reason reason) {
    remove(group);
    return new Incomplete<>(group.id.key(), reason, group.id.total(), group.present());
  }

  private void remove(Group<K, H> group) {
    K key = group.id.key();
    groups.remove(group.id);
    Owner<K, H> owner = owner(key);
    owner.groups.remove(group);
    owner.octets -= group.octets;
    octets -= group.octets;
    if (owner.groups.isEmpty()) {
      owners.remove(key);
    }
  }

  /** Every group has one. */
  private Owner<K, H> owner(K key) {
    return Objects.requireNonNull(owners.get(key));
  }

  private static UserData.Whole copy(UserData.Whole data) {
    return new UserData.Whole(
        data.header().copy(), data.headerOctets(), Octets.of(data.body().toByteArray()));
  }

  /** Releases the messages whose time is up, the oldest first. */
  public List<Incomplete<K, H>> expire(long now) {
    List<Incomplete<K, H>> expired = new ArrayList<>(0);
    while (!groups.isEmpty()) {
      Group<K, H> oldest = groups.values().iterator().next();
      if (now - oldest.began < limits.timeoutMillis()) {
        break;
      }
      expired.add(release(oldest, Incomplete.Reason.EXPIRED));
    }
    return expired;
  }

  /** When {@link #expire} will next release something; empty when nothing waits. */
  public OptionalLong nextExpiry() {
    return groups.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(groups.values().iterator().next().began + limits.timeoutMillis());
  }

  /** Releases everything, the oldest first. */
  public List<Incomplete<K, H>> drain() {
    List<Incomplete<K, H>> all = new ArrayList<>(groups.size());
    while (!groups.isEmpty()) {
      all.add(release(groups.values().iterator().next(), Incomplete.Reason.DRAINED));
    }
    return all;
  }

  /** How many incomplete messages wait. */
  public int size() {
    return groups.size();
  }

  /** The octets kept, as {@link Limits#octets} counts them. */
  public long octets() {
    return octets;
  }
}

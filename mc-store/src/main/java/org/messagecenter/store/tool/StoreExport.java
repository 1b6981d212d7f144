package org.messagecenter.store.tool;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.archive.End;
import org.messagecenter.store.archive.RunFile;
import org.messagecenter.store.journal.Disk;
import org.messagecenter.store.journal.DiskFile;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.queue.CarrierId;
import org.messagecenter.store.queue.MailKind;
import org.messagecenter.store.queue.MessageKind;
import org.messagecenter.store.queue.MessageState;
import org.messagecenter.store.queue.RecordView;
import org.messagecenter.store.queue.StoreIdentity;

/** Prints what a store holds, one JSON object a line. */
public final class StoreExport implements Closeable {

  private final Disk disk;
  private final StoreIdentity identity;
  private final PrintWriter out;
  private final UnaryOperator<String> number;
  private final boolean bodies;
  private final Closeable lock;

  private final Contents contents;
  private @Nullable DiskFile file;
  private int fileNumber;

  /**
   * Locks and reads a directory at rest.
   *
   * @param number what is shown of a telephone number, or of a carrier's id
   * @param bodies whether the octets of messages and mails are shown
   * @throws IOException when the directory is in use, or without the files its ids depend on
   */
  public StoreExport(Disk disk, PrintWriter out, UnaryOperator<String> number, boolean bodies)
      throws IOException {
    this.disk = disk;
    this.out = out;
    this.number = number;
    this.bodies = bodies;
    lock = disk.lock();
    boolean done = false;
    try {
      contents = Contents.readLocked(disk);
      identity = StoreIdentity.read(disk);
      done = true;
    } finally {
      if (!done) {
        lock.close();
      }
    }
  }

  /** What was found, faults included. */
  public Contents contents() {
    return contents;
  }

  /** Prints the pending messages, in the order of the disk. */
  public void messages() throws IOException {
    PendingTable table = contents.pending.messages;
    for (long position : positions(table)) {
      RecordView record = read(position);
      if (record != null) {
        out.println(message(record, table, table.find(record.key())));
      }
    }
  }

  /** Prints the mails, in the order of the disk. */
  public void mails() throws IOException {
    PendingTable table = contents.pending.mails;
    for (long position : positions(table)) {
      RecordView record = read(position);
      if (record != null) {
        out.println(mail(record, table, table.find(record.key())));
      }
    }
  }

  /** Prints the ends in the archive, and those in the journal that are not there yet. */
  public void ended() throws IOException {
    long archived = 0;
    for (String name : disk.list()) {
      if (RunFile.isName(name)) {
        try (RunFile run = new RunFile(disk, name)) {
          run.forEach(end -> out.println(end(end)));
          archived = Math.max(archived, run.position());
        } catch (IOException e) {
          // Told already by what was read first.
        }
      }
    }
    long from = archived;
    new JournalWalk(
            disk,
            new RecordSink() {
              @Override
              void record(SegmentRef segment, RecordView record, long position) {
                if (record.type() == RecordView.Type.FINISH && position >= from) {
                  out.println(end(record));
                }
              }

              @Override
              public void fault(Fault fault) {
                // Told already by what was read first.
              }
            })
        .run();
  }

  private static long[] positions(PendingTable table) {
    long[] positions = new long[table.size()];
    int count = 0;
    for (int row = 0; row < table.rows(); row++) {
      if (table.key(row) != 0) {
        positions[count++] = table.position(row);
      }
    }
    Arrays.sort(positions);
    return positions;
  }

  /** The record there, which is as long as its first four octets say. */
  private @Nullable RecordView read(long position) throws IOException {
    ByteBuffer length = octets(position, Integer.BYTES);
    return length.remaining() < Integer.BYTES
        ? null
        : RecordSink.read(octets(position, length.getInt(0)), contents.journalId());
  }

  private ByteBuffer octets(long position, int length) throws IOException {
    int segment = Position.segment(position);
    DiskFile open = file;
    if (open == null || segment != fileNumber) {
      if (open != null) {
        open.close();
      }
      open = disk.open(StoreNames.segment(segment));
      file = open;
      fileNumber = segment;
    }
    ByteBuffer octets = ByteBuffer.allocate(length);
    DiskFile.readFully(open, octets, Position.offset(position));
    return octets.flip();
  }

  private String message(RecordView record, PendingTable table, int row) throws IOException {
    Json json = new Json().begin().put("type", "message").put("id", identity.messageId(record));
    json.key("key", record.key()).put("account", record.account());
    json.put("destination", number.apply(record.destination()));
    json.put("kind", MessageKind.of(record.kind()).name().toLowerCase(Locale.ROOT));
    json.time("accepted", record.beganAt()).time("due", table.nextDueAt(row));
    json.time("expires", record.expiresAt()).put("attempts", table.attempts(row));
    long carrierAt = table.carrierPosition(row);
    CarrierId carrier = null;
    if (carrierAt != 0) {
      carrier = carrierAt == table.position(row) ? record.carrierId() : stateCarrier(carrierAt);
    }
    json.put("carrier", carrier == null ? null : carrier.carrier());
    json.put("carrierId", carrier == null ? null : carrier.id());
    json.put("tag", HexFormat.of().toHexDigits(record.tag()));
    return withBody(json, record);
  }

  private @Nullable CarrierId stateCarrier(long position) throws IOException {
    RecordView state = read(position);
    return state == null ? null : state.carrierId();
  }

  private String mail(RecordView record, PendingTable table, int row) {
    Json json = new Json().begin().put("type", "mail").key("key", record.key());
    json.put("account", record.account());
    json.put("kind", MailKind.of(record.kind()).name().toLowerCase(Locale.ROOT));
    json.time("queued", record.beganAt()).time("due", table.nextDueAt(row));
    json.time("expires", record.expiresAt()).put("attempts", table.attempts(row));
    json.put("about", record.about() == 0 ? null : Json.key(record.about()));
    return withBody(json, record);
  }

  private String withBody(Json json, RecordView record) {
    if (bodies) {
      json.put("body", HexFormat.of().formatHex(record.body()));
    }
    return json.end().toString();
  }

  private static String end(RecordView record) {
    return end(
        record.key(),
        record.alias(),
        record.state(),
        record.doneAt(),
        record.error(),
        record.tag());
  }

  private static String end(End end) {
    return end(end.key, end.alias, MessageState.of(end.state), end.doneAt, end.error, end.tag);
  }

  private static String end(
      long key, int alias, MessageState state, long doneAt, int error, int tag) {
    Json json = new Json().begin().put("type", "ended").key("key", key);
    json.put("shortId", alias == 0 ? null : StoreIdentity.shortId(alias));
    json.put("state", state.name().toLowerCase(Locale.ROOT));
    json.time("done", doneAt).put("error", error);
    return json.put("tag", HexFormat.of().toHexDigits(tag)).end().toString();
  }

  @Override
  public void close() throws IOException {
    DiskFile open = file;
    if (open != null) {
      open.close();
    }
    lock.close();
  }
}

package org.messagecenter.store.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntPredicate;
import org.messagecenter.store.journal.DiskFile;

/** Writes a table as a run, a chunk at a time. For one thread. */
final class RunWriter {

  private static final int CHUNK = 1 << 20;

  /** Called after each chunk that was synced, when more follow. */
  @FunctionalInterface
  interface Pause {
    void pause() throws IOException;
  }

  private final BlockCrc crc = new BlockCrc();
  private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
  private final End row = new End();
  private final Table table;
  private final DiskFile file;
  private final Pause pause;
  private final RunHeader header;
  private final int[] order;
  private int block;
  private long written;

  RunWriter(Table table, long journalId, int number, DiskFile file, Pause pause) {
    this.table = table;
    this.file = file;
    this.pause = pause;
    int count = table.count();
    order = rows(i -> true);
    RowOrder.sort(order, count, table::key);
    int fields = table.fields();
    header =
        new RunHeader(
            RunHeader.VERSION,
            journalId,
            number,
            count,
            table.end(),
            table.closedAt(),
            table.key(order[0]),
            table.key(order[count - 1]),
            fields & (End.FINGERPRINT | End.CARRIER),
            rows(i -> has(i, End.ALIAS)).length,
            rows(i -> has(i, End.FINGERPRINT)).length,
            rows(i -> has(i, End.CARRIER)).length);
  }

  private int[] rows(IntPredicate wanted) {
    return java.util.stream.IntStream.range(0, table.count()).filter(wanted).toArray();
  }

  private boolean has(int row, int flag) {
    return (table.flags(row) & flag) != 0;
  }

  /** Writes everything; durable, but for the name, when this returns. */
  RunHeader write() throws IOException {
    header.encode(chunk);
    endBlock();
    int entryBytes = header.entryBytes();
    for (int i : order) {
      room(entryBytes);
      entry(i);
    }
    endBlock();
    int[] place = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      place[order[i]] = i;
    }
    section(place, End.ALIAS);
    section(place, End.FINGERPRINT);
    section(place, End.CARRIER);
    flush();
    return header;
  }

  private void entry(int i) {
    table.get(i, row);
    chunk.putLong(row.key).putLong(row.doneAt).putInt(row.error).putInt(row.tag).putInt(row.alias);
    chunk.put((byte) row.state).put((byte) row.kind).put((byte) row.flags).put((byte) 0);
    if ((header.fields() & End.FINGERPRINT) != 0) {
      chunk.putLong(row.fingerprint).putLong(row.acceptedAt);
    }
    if ((header.fields() & End.CARRIER) != 0) {
      chunk.putLong(row.carrierHash);
    }
  }

  private void section(int[] place, int flag) throws IOException {
    int[] rows = rows(i -> has(i, flag));
    RowOrder.sort(rows, rows.length, i -> value(i, flag));
    for (int i : rows) {
      if (flag == End.ALIAS) {
        room(RunHeader.ALIAS_ROW);
        chunk.putInt(table.alias(i)).putInt(place[i]);
      } else {
        room(RunHeader.HASH_ROW);
        chunk.putLong(value(i, flag)).putInt(place[i]).putInt(0);
      }
    }
    endBlock();
  }

  private long value(int i, int flag) {
    return switch (flag) {
      case End.ALIAS -> Integer.toUnsignedLong(table.alias(i));
      case End.FINGERPRINT -> table.fingerprint(i);
      default -> table.carrierHash(i);
    };
  }

  /** Ends the block if it has no room for a row. */
  private void room(int rowBytes) throws IOException {
    if ((chunk.position() & (RunHeader.BLOCK - 1)) + rowBytes > RunHeader.CRC_AT) {
      endBlock();
    }
  }

  /** Fills up the block, unless it is empty. */
  private void endBlock() throws IOException {
    int used = chunk.position() & (RunHeader.BLOCK - 1);
    if (used == 0) {
      return;
    }
    int begin = chunk.position() - used;
    while (chunk.position() < begin + RunHeader.CRC_AT) {
      chunk.put((byte) 0);
    }
    chunk.putInt(crc.of(chunk, begin, header.journalId(), header.number(), block++));
    if (!chunk.hasRemaining()) {
      flush();
      pause.pause();
    }
  }

  private void flush() throws IOException {
    chunk.flip();
    int length = chunk.limit();
    DiskFile.writeFully(file, chunk, written);
    file.force();
    written += length;
    chunk.clear();
  }
}

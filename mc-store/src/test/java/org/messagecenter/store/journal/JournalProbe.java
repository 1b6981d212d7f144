package org.messagecenter.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A journal whose groups are short texts. */
final class JournalProbe {

  static final long JOURNAL_ID = 0x0123456789ABCDEFL;
  static final long NOW = 1_700_000_000_000L;

  final List<String> recovered = new ArrayList<>();
  final List<Long> positions = new ArrayList<>();
  final Journal journal;

  JournalProbe(Disk disk, int segmentBytes) throws IOException {
    this(disk, segmentBytes, 0);
  }

  JournalProbe(Disk disk, int segmentBytes, int spares) throws IOException {
    this(disk, new JournalSettings(segmentBytes, spares, () -> NOW));
  }

  JournalProbe(Disk disk, JournalSettings settings) throws IOException {
    journal =
        Journal.open(
            disk,
            settings,
            (position, payload, writtenAt) -> {
              recovered.add(StandardCharsets.UTF_8.decode(payload).toString());
              positions.add(position);
            },
            Shortcut.NONE,
            () -> JOURNAL_ID);
  }

  /** Commits a group, in a new segment when it does not fit; returns where its payload is. */
  long commit(String text) throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    if (journal.room() < octets.length) {
      journal.roll(octets.length);
    }
    long position = journal.nextPayload();
    ByteBuffer group = ByteBuffer.allocate(Journal.GROUP_HEADER + octets.length + 8);
    journal.commit(group.position(Journal.GROUP_HEADER).put(octets), 1);
    return position;
  }

  String read(long position, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    journal.segment(Position.segment(position)).read(into, Position.offset(position));
    return StandardCharsets.UTF_8.decode(into.flip()).toString();
  }

  /** What a journal on that disk recovers; it is closed again. */
  static List<String> recover(Disk disk) throws IOException {
    JournalProbe probe = new JournalProbe(disk, 4096);
    probe.journal.close();
    return probe.recovered;
  }
}

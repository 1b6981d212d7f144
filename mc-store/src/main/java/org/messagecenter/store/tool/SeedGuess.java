package org.messagecenter.store.tool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.messagecenter.store.journal.Journal;
import org.messagecenter.store.journal.SegmentScan;
import org.messagecenter.store.queue.RecordView;

/**
 * What the records of a journal, all of whose segment headers are lost, say of the seed of their
 * CRCs. It looks from a segment's first group on, at one group behind the other, and in each at one
 * record behind the other; so it never looks at what a body pretends to be.
 */
final class SeedGuess {

  private final Map<Integer, Integer> votes = new HashMap<>();

  /** What most records say. */
  int seed() {
    return votes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(0);
  }

  /** Looks at a segment whose first group must be at {@code from}. */
  void read(SegmentScan scan, long from, long to) throws IOException {
    RecordView view = new RecordView(scan.journalId());
    long at = from;
    int length = scan.claimedLength(at);
    while (length >= 0 && at + Journal.GROUP_HEADER + length <= to) {
      ByteBuffer payload = scan.octets(at + Journal.GROUP_HEADER, length);
      int record = 0;
      while (record < payload.limit()) {
        String problem = view.read(payload, record);
        Integer seed = view.otherSeed();
        if (problem != null && seed == null) {
          break;
        }
        if (seed != null) {
          votes.merge(seed, 1, Integer::sum);
        }
        record += view.length();
      }
      at = SegmentScan.behind(at, length);
      length = scan.claimedLength(at);
    }
  }
}

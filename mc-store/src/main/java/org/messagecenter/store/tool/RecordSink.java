package org.messagecenter.store.tool;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.journal.SegmentScan;
import org.messagecenter.store.queue.RecordView;

/** Takes the groups of a walk apart. */
abstract class RecordSink implements WalkSink {

  private @Nullable RecordView view;

  /** A whole record of a whole group. */
  abstract void record(SegmentRef segment, RecordView record, long position) throws IOException;

  @Override
  public void group(SegmentRef segment, SegmentScan group) throws IOException {
    if (view == null) {
      // All groups of a walk are of one journal.
      view = new RecordView(group.journalId());
    }
    ByteBuffer payload = group.payload();
    int begin = payload.position();
    int at = begin;
    int count = 0;
    while (at < payload.limit()) {
      long offset = group.payloadOffset() + (at - begin);
      String problem = view.read(payload, at);
      int length = view.length() == 0 ? payload.limit() - at : view.length();
      if (problem == null) {
        record(segment, view, Position.of(segment.number(), (int) offset));
      } else {
        fault(Fault.damage(segment.path(), offset, length, problem));
      }
      at += length;
      count++;
    }
    if (count != group.records()) {
      String what = "the group has " + count + " records, its header says " + group.records();
      fault(Fault.damage(segment.path(), group.groupOffset(), 0, what));
    }
  }

  /** Reads one record out of the octets of a file. */
  static @Nullable RecordView read(ByteBuffer octets, long journalId) {
    RecordView view = new RecordView(journalId);
    return view.read(octets, 0) == null ? view : null;
  }
}

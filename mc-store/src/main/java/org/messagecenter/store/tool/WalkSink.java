package org.messagecenter.store.tool;

import java.io.IOException;
import org.messagecenter.store.journal.SegmentScan;

/** Is shown a journal in order, oldest segment first. */
interface WalkSink {

  /** A segment begins. */
  default void segment(SegmentRef segment) throws IOException {}

  /** A group that is whole. */
  void group(SegmentRef segment, SegmentScan group) throws IOException;

  /** A group whose header is right, but not its payload; a fault tells of it as well. */
  default void broken(SegmentRef segment, SegmentScan group) throws IOException {}

  /** Where groups must have been, but no group begins; a fault tells of it as well. */
  default void lost(SegmentRef segment, SegmentScan scan, long from, long to) throws IOException {}

  /** The segment's groups ended. */
  default void segmentEnd(SegmentRef segment, long end) throws IOException {}

  /** Something is wrong. */
  void fault(Fault fault) throws IOException;

  /** Everything shown so far means nothing: reading begins again further on. */
  default void restart() throws IOException {}
}

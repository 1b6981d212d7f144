package org.messagecenter.store.tool;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.messagecenter.store.journal.Position;
import org.messagecenter.store.queue.RecordView;

/** Tells people what {@link Contents} found. */
public final class StoreCheck {

  private StoreCheck() {}

  /** Prints a summary; the faults are the caller's to print. */
  public static void print(Contents contents, PrintWriter out) {
    long size = 0;
    long used = 0;
    long groups = 0;
    for (Contents.SegmentUse segment : contents.segments.values()) {
      size += segment.size();
      used += segment.used();
      groups += segment.groups();
    }
    out.printf(
        Locale.ROOT,
        "%d segments, %d octets, %d used; %d files kept ready%n",
        contents.segments.size(),
        size,
        used,
        contents.spares());
    if (!contents.segments.isEmpty()) {
      out.printf(
          Locale.ROOT,
          "segments %d to %d, needed from %d on; last group %d%n",
          contents.segments.firstKey(),
          contents.segments.lastKey(),
          contents.head(),
          contents.lastCommit());
    }
    out.printf(Locale.ROOT, "%d groups%s%n", groups, records(contents));
    pending(contents, "messages", contents.pending.messages, out);
    pending(contents, "mails", contents.pending.mails, out);
    if (contents.runs() > 0) {
      out.printf(
          Locale.ROOT,
          "%d ends in %d runs of the archive, %d octets%n",
          contents.runEntries(),
          contents.runs(),
          contents.runBytes());
    }
    Contents.CheckpointUse checkpoint = contents.checkpoint();
    if (checkpoint != null) {
      out.printf(
          Locale.ROOT,
          "a checkpoint of %d entries, %d octets: from segment %d, offset %d; saw up to %d, %d%n",
          checkpoint.entries(),
          checkpoint.size(),
          Position.segment(checkpoint.from()),
          Position.offset(checkpoint.from()),
          Position.segment(checkpoint.upTo()),
          Position.offset(checkpoint.upTo()));
    }
    if (contents.leftovers() > 0) {
      out.println(
          contents.leftovers() + " old segments are left over; the next start removes them");
    }
    for (String name : contents.unknownFiles()) {
      out.println("not the store's: " + name);
    }
  }

  private static String records(Contents contents) {
    StringBuilder text = new StringBuilder();
    for (RecordView.Type type : RecordView.Type.values()) {
      Long count = contents.records.get(type);
      if (count != null) {
        text.append(", ").append(count).append(' ').append(type);
      }
    }
    return text.toString();
  }

  private static void pending(Contents contents, String what, PendingTable table, PrintWriter out) {
    long bytes = 0;
    long oldest = Long.MAX_VALUE;
    Map<String, long[]> accounts = new TreeMap<>();
    for (int row = 0; row < table.rows(); row++) {
      if (table.key(row) != 0) {
        bytes += table.length(row);
        oldest = Math.min(oldest, table.beganAt(row));
        accounts
            .computeIfAbsent(contents.pending.account(table.account(row)), name -> new long[1])[
            0]++;
      }
    }
    out.printf(
        Locale.ROOT,
        "%d %s pending, %d octets%s%n",
        table.size(),
        what,
        bytes,
        table.size() == 0 ? "" : ", the oldest since " + Instant.ofEpochMilli(oldest));
    accounts.forEach((name, count) -> out.println("  " + name + ": " + count[0]));
  }
}

package org.messagecenter.store.tool;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.messagecenter.store.journal.Position;

/** Sizes and ages of what a store holds, for people or as JSON. */
public final class StoreSummary {

  private static final long MINUTE = 60_000;
  private static final long[] AGES = {
    MINUTE, 10 * MINUTE, 60 * MINUTE, 6 * 60 * MINUTE, 24 * 60 * MINUTE, 72 * 60 * MINUTE
  };
  private static final List<String> AGE_NAMES =
      List.of("1m", "10m", "1h", "6h", "24h", "72h", "older");

  /** Where a pending message is on its way. */
  private enum Stage {
    /** Its time has come: it waits for the dispatcher. */
    DUE,
    /** It waits for a time. */
    WAITING,
    /** A carrier has it, and its receipt is waited for. */
    AT_CARRIER
  }

  private static final class Account {
    long messages;
    long messageBytes;
    final Map<Stage, Long> stages = new EnumMap<>(Stage.class);
    final long[] ages = new long[AGES.length + 1];
    long oldest = Long.MAX_VALUE;
    long mails;
    long mailBytes;
    long oldestMail = Long.MAX_VALUE;
  }

  private final Contents contents;
  private final TreeMap<String, Account> accounts = new TreeMap<>();
  private final Map<Integer, Long> live = new HashMap<>();
  private long liveBytes;

  /**
   * Sums up.
   *
   * @param now wall clock, epoch milliseconds
   */
  public StoreSummary(Contents contents, long now) {
    this.contents = contents;
    PendingTable messages = contents.pending.messages;
    for (int row = 0; row < messages.rows(); row++) {
      if (messages.key(row) != 0) {
        Account account = count(messages, row);
        account.messages++;
        account.messageBytes += messages.length(row);
        account.stages.merge(stage(messages, row, now), 1L, Long::sum);
        account.ages[age(now - messages.beganAt(row))]++;
        account.oldest = Math.min(account.oldest, messages.beganAt(row));
      }
    }
    PendingTable mails = contents.pending.mails;
    for (int row = 0; row < mails.rows(); row++) {
      if (mails.key(row) != 0) {
        Account account = count(mails, row);
        account.mails++;
        account.mailBytes += mails.length(row);
        account.oldestMail = Math.min(account.oldestMail, mails.beganAt(row));
      }
    }
  }

  private Account count(PendingTable table, int row) {
    liveBytes += table.length(row);
    live.merge(Position.segment(table.position(row)), (long) table.length(row), Long::sum);
    String name = contents.pending.account(table.account(row));
    return accounts.computeIfAbsent(name, account -> new Account());
  }

  private static Stage stage(PendingTable messages, int row, long now) {
    if (messages.carrierPosition(row) != 0) {
      return Stage.AT_CARRIER;
    }
    return messages.nextDueAt(row) <= now ? Stage.DUE : Stage.WAITING;
  }

  private static int age(long millis) {
    int index = 0;
    while (index < AGES.length && millis >= AGES[index]) {
      index++;
    }
    return index;
  }

  /** One JSON object on one line. */
  public String json() {
    Json json = new Json().begin();
    long size = contents.segments.values().stream().mapToLong(Contents.SegmentUse::size).sum();
    json.put("journalBytes", size).put("liveBytes", liveBytes).put("spares", contents.spares());
    json.put("messages", contents.pending.messages.size());
    json.put("mails", contents.pending.mails.size());
    json.put("faults", contents.faultCount());
    json.beginList("segments");
    for (Contents.SegmentUse segment : contents.segments.values()) {
      long alive = live.getOrDefault(segment.number(), 0L);
      json.begin().put("number", segment.number()).put("size", segment.size());
      json.put("used", segment.used()).put("live", alive).end();
    }
    json.endList().beginList("accounts");
    accounts.forEach((name, account) -> json(json, name, account));
    return json.endList().end().toString();
  }

  private static void json(Json json, String name, Account account) {
    json.begin().put("account", name).put("messages", account.messages);
    json.put("messageBytes", account.messageBytes).time("oldestMessage", account.oldest);
    json.beginObject("stages");
    for (Stage stage : Stage.values()) {
      json.put(stage.name().toLowerCase(Locale.ROOT), account.stages.getOrDefault(stage, 0L));
    }
    json.end().beginObject("ages");
    for (int i = 0; i < account.ages.length; i++) {
      json.put(AGE_NAMES.get(i), account.ages[i]);
    }
    json.end().put("mails", account.mails).put("mailBytes", account.mailBytes);
    json.time("oldestMail", account.oldestMail).end();
  }

  /** Tables for people. */
  public void print(PrintWriter out) {
    out.println("segment           size         used         live         dead");
    for (Contents.SegmentUse segment : contents.segments.values()) {
      long alive = live.getOrDefault(segment.number(), 0L);
      out.printf(
          Locale.ROOT,
          "%010d %12d %12d %12d %12d%n",
          segment.number(),
          segment.size(),
          segment.used(),
          alive,
          segment.used() - alive);
    }
    out.println();
    accounts.forEach((name, account) -> print(out, name, account));
    out.printf(
        Locale.ROOT,
        "%d messages and %d mails pending, %d octets live%n",
        contents.pending.messages.size(),
        contents.pending.mails.size(),
        liveBytes);
  }

  private static void print(PrintWriter out, String name, Account account) {
    out.println(name);
    if (account.messages > 0) {
      out.printf(
          Locale.ROOT,
          "  messages: %d, %d octets, the oldest since %s%n",
          account.messages,
          account.messageBytes,
          Instant.ofEpochMilli(account.oldest));
      StringBuilder stages = new StringBuilder("    ");
      for (Stage stage : Stage.values()) {
        String title = stage.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        stages
            .append(title)
            .append(": ")
            .append(account.stages.getOrDefault(stage, 0L))
            .append("  ");
      }
      StringBuilder ages = new StringBuilder("    younger than ");
      for (int i = 0; i < account.ages.length; i++) {
        ages.append(AGE_NAMES.get(i)).append(": ").append(account.ages[i]).append("  ");
      }
      out.println(stages.toString().stripTrailing());
      out.println(ages.toString().stripTrailing());
    }
    if (account.mails > 0) {
      out.printf(
          Locale.ROOT,
          "  mails: %d, %d octets, the oldest since %s%n",
          account.mails,
          account.mailBytes,
          Instant.ofEpochMilli(account.oldestMail));
    }
  }
}

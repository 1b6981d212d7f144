package org.messagecenter.server.relay;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the model knows of one message. */
final class SimMessage {
  final int number;
  final String account;
  final String destination;
  final long submittedAt;

  /** What carriers are to get of it: itself, or its parts. */
  final List<SimUnit> units = new ArrayList<>();

  /** The id that the sender was told; null before that. */
  @Nullable String id;

  int receipts;
  int repeatedReceipts;
  String stat = "";

  /** It was under way when a process ended: all that is exact otherwise may be repeated. */
  boolean disturbed;

  SimMessage(int number, String account, String destination, long submittedAt) {
    this.number = number;
    this.account = account;
    this.destination = destination;
    this.submittedAt = submittedAt;
  }

  /** The beginning of its text, by which receipts and carriers know it. */
  static String name(int number) {
    return "m" + number + ".";
  }

  boolean ended() {
    return receipts + repeatedReceipts > 0;
  }

  @Override
  public String toString() {
    return "m" + number + " of " + account + " " + stat + " " + units;
  }
}

package org.messagecenter.store.tool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.messagecenter.store.queue.RecordView;

/** The messages and mails that are pending after the records that were applied, in their order. */
final class Pending {

  final PendingTable messages = new PendingTable();
  final PendingTable mails = new PendingTable();

  private final List<String> accounts = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  String account(int number) {
    return accounts.get(number);
  }

  private int number(String account) {
    Integer known = numbers.get(account);
    if (known == null) {
      known = accounts.size();
      accounts.add(account);
      numbers.put(account, known);
    }
    return known;
  }

  void clear() {
    messages.clear();
    mails.clear();
  }

  /** One whole record that lies at that position. */
  void apply(RecordView record, long position) {
    switch (record.type()) {
      case MESSAGE -> {
        int row = put(messages, record, position);
        if (record.carrierId() != null) {
          messages.carrierPosition(row, position);
        }
      }
      case MAIL -> put(mails, record, position);
      case MESSAGE_STATE -> {
        int row = change(messages, record);
        if (row >= 0 && record.carrierId() != null) {
          messages.carrierPosition(row, position);
        }
      }
      case MESSAGE_RETRY -> {
        int row = change(messages, record);
        if (row >= 0) {
          messages.carrierPosition(row, 0);
        }
      }
      case MAIL_STATE -> change(mails, record);
      case FINISH -> messages.remove(record.key());
      case MAIL_DONE -> mails.remove(record.key());
      default -> {
        // Nothing becomes pending or ends by it.
      }
    }
  }

  private int put(PendingTable table, RecordView record, long position) {
    int row = table.put(record.key());
    table.record(
        row,
        position,
        record.length(),
        number(record.account()),
        record.beganAt(),
        record.attempts(),
        record.nextDueAt());
    return row;
  }

  private static int change(PendingTable table, RecordView record) {
    int row = table.find(record.key());
    if (row >= 0) {
      table.attempts(row, record.attempts());
      table.nextDueAt(row, record.nextDueAt());
    }
    return row;
  }
}

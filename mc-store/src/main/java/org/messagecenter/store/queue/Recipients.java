package org.messagecenter.store.queue;

import java.util.List;

/** One submission for several, and the slots its messages get. */
@SuppressWarnings("ArrayRecordComponent") // filled by the store's thread, never compared
record Recipients(List<NewMessage> messages, int[] slots) {

  /**
   * @throws IllegalArgumentException when they are none, too many, or not of one account and kind
   */
  static Recipients of(List<NewMessage> recipients) {
    List<NewMessage> messages = List.copyOf(recipients);
    int count = messages.size();
    if (count < 1 || count > MessageStore.MAX_RECIPIENTS) {
      throw new IllegalArgumentException(
          count + " recipients, must be 1 to " + MessageStore.MAX_RECIPIENTS);
    }
    NewMessage first = messages.get(0);
    for (NewMessage message : messages) {
      if (!message.account().equals(first.account()) || message.kind() != first.kind()) {
        throw new IllegalArgumentException("recipients of several accounts or kinds");
      }
    }
    return new Recipients(messages, new int[count]);
  }

  NewMessage first() {
    return messages.get(0);
  }

  /** Octets of all bodies. */
  long bodyBytes() {
    long sum = 0;
    for (NewMessage message : messages) {
      sum += message.length();
    }
    return sum;
  }
}

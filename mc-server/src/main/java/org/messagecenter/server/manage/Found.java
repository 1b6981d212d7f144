package org.messagecenter.server.manage;

import java.util.List;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.server.submit.SourceTag;
import org.messagecenter.store.queue.EndedMessage;
import org.messagecenter.store.queue.StoredMessage;

/**
 * What the store keeps of one message id and the asking account may see: one entry for each
 * destination of the submission.
 */
record Found(List<StoredMessage> pending, List<EndedMessage> ended) {
  /** The part of a look-up's result that belongs to this account and source address. */
  static Found of(
      String account, Address source, List<StoredMessage> pending, List<EndedMessage> ended) {
    int tag = SourceTag.of(account, source);
    return new Found(
        pending.stream()
            .filter(message -> message.account().equals(account) && message.tag() == tag)
            .toList(),
        ended.stream().filter(message -> message.tag() == tag).toList());
  }

  boolean isEmpty() {
    return pending.isEmpty() && ended.isEmpty();
  }
}

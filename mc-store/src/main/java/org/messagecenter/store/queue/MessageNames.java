package org.messagecenter.store.queue;

/** Tells the message id of what was read back from disk. */
final class MessageNames {

  private final MessageIds ids;

  MessageNames(MessageIds ids) {
    this.ids = ids;
  }

  /** The id of its submission. */
  String of(RecordReader.Message message) {
    return message.alias() != 0
        ? ShortIds.text(message.alias())
        : ids.encode(message.shard(), message.key() & ~(long) RecordLayout.ORDINAL_BITS);
  }
}

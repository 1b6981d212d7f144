package org.messagecenter.store.queue;

import org.jspecify.annotations.Nullable;

/** Puts a message that is read back into the index of addresses. */
final class Addressing implements FindAnswers.Own {
  private final Messages messages;
  private final KeyedHash hash;
  private final boolean recovered;

  /**
   * @param recovered whether {@link Messages#indexSome} has shown it
   */
  Addressing(Messages messages, KeyedHash hash, boolean recovered) {
    this.messages = messages;
    this.hash = hash;
    this.recovered = recovered;
  }

  @Override
  public void found(@Nullable StoredMessage message) {
    if (recovered) {
      messages.addressedRecovered();
    }
    if (message != null) {
      byte[] octets = new byte[2 * Utf8.LONGEST];
      int first = Utf8.encode(message.account(), octets, 0);
      int second = Utf8.encode(message.destination(), octets, first);
      messages.address(
          messages.table.find(message.key()), hash.of(octets, first, second, message.tag()));
    }
  }

  /** The store is broken or closed; nobody looks for it. */
  @Override
  public void failed(StoreFailure why) {}
}

package org.messagecenter.store.queue;

/**
 * The name a carrier gave to a message, as it wrote it.
 *
 * @param carrier which carrier; at most 255 octets in UTF-8
 * @param id its message id; at most 255 octets in UTF-8
 */
public record CarrierId(String carrier, String id) {

  public CarrierId {
    Utf8.check("carrier", carrier);
    Utf8.check("id", id);
    if (carrier.isEmpty()) {
      throw new IllegalArgumentException("a carrier has a name");
    }
  }
}

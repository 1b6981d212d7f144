package org.messagecenter.store.queue;

/**
 * The name a carrier gave to a message, as it wrote it.
 *
 * @param carrier which carrier; at most 255 octets in UTF-8
 * @param id its message id; at most 255 octets in UTF-8
 */
public record CarrierId(String carrier, String id) {}

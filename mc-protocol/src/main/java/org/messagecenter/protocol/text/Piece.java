package org.messagecenter.protocol.text;

/**
 * A part of a long message as it came in.
 *
 * @param <H> what the caller calls it by
 * @param which its place
 * @param data its octets
 * @param handle the caller's
 */
public record Piece<H>(Concatenation which, UserData.Whole data, H handle) {}

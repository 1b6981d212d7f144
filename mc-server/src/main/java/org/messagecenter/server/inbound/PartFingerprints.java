package org.messagecenter.server.inbound;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.messagecenter.store.queue.MessageIds;

/** A keyed SHA-256, cut to 64 bits: no carrier can send what is taken for another's message. */
public final class PartFingerprints implements InboundDesk.Fingerprinter {
  private static final int KEY_PURPOSE = 2;

  private final byte[] key;

  /**
   * Fingerprints that mean something in the store of these ids, for as long as it lives.
   *
   * @param ids of the store
   */
  public PartFingerprints(MessageIds ids) {
    this.key = ids.derivedKey(KEY_PURPOSE);
  }

  @Override
  public long of(byte[] octets) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(key);
      return ByteBuffer.wrap(digest.digest(octets)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}

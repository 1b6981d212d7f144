package org.messagecenter.server.account;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers which passwords were right, so that a re-bind costs a microsecond instead of a hash.
 * Thread-safe.
 *
 * <p>An entry is an HMAC, under a key that lives as long as the process, of system_id, password and
 * hash: a heap dump gives no password away, and a changed hash makes the entry useless.
 */
final class KnownSuccesses {

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final Map<ByteBuffer, Boolean> seen;

  KnownSuccesses(int capacity) {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    key = new SecretKeySpec(secret, ALGORITHM);
    seen = FailureLimit.Bounded.map(capacity);
  }

  boolean contains(String systemId, String password, String hash) {
    ByteBuffer digest = digest(systemId, password, hash);
    synchronized (seen) {
      return seen.get(digest) != null;
    }
  }

  void add(String systemId, String password, String hash) {
    ByteBuffer digest = digest(systemId, password, hash);
    synchronized (seen) {
      seen.put(digest, Boolean.TRUE);
    }
  }

  private ByteBuffer digest(String systemId, String password, String hash) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      // NUL ends each part, and no part can contain it: no two triples have the same bytes.
      mac.update((systemId + '\0' + password + '\0' + hash).getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is part of every JDK", e);
    }
  }
}

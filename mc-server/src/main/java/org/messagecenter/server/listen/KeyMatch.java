package org.messagecenter.server.listen;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;

/** Tells whether a private key belongs to a certificate's public key. */
final class KeyMatch {

  private KeyMatch() {}

  /**
   * Signs with the one and verifies with the other. TLS would find a mismatch only at the first
   * handshake.
   *
   * @throws GeneralSecurityException with this message if they do not belong together
   */
  static void check(PrivateKey key, PublicKey certified, String message)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certified.getAlgorithm()) || !signs(key, certified)) {
      throw new GeneralSecurityException(message);
    }
  }

  private static boolean signs(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    byte[] sample = new byte[32];
    Signature signature = Signature.getInstance(algorithm(key));
    signature.initSign(key);
    signature.update(sample);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(sample);
    return signature.verify(signed);
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }
}

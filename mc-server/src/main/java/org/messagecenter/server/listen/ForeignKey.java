package org.messagecenter.server.listen;

import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.bc.BcPEMDecryptorProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the private keys that the JDK cannot: PKCS#1, SEC 1 and encrypted ones. Apart from {@link
 * PemFile}, so that Bouncy Castle is loaded for them only.
 */
final class ForeignKey {

  private ForeignKey() {}

  /** The key cannot be read; the message goes on after the name of its file. */
  static final class KeyException extends Exception {
    private static final long serialVersionUID = 1;

    KeyException(String what, @Nullable Exception cause) {
      super(what, cause);
    }
  }

  /**
   * The first private key of the text.
   *
   * @param password needed if the key is encrypted, ignored if it is not
   */
  static PrivateKey read(String pem, Optional<String> password) throws KeyException {
    try (var parser = new PEMParser(new StringReader(pem))) {
      for (Object entry = parser.readObject(); entry != null; entry = parser.readObject()) {
        PrivateKeyInfo info = privateKeyInfo(entry, password);
        if (info != null) {
          return key(info);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new KeyException("is no PEM file", e);
    }
    throw new KeyException("has no private key", null);
  }

  private static PrivateKey key(PrivateKeyInfo info) throws KeyException {
    try {
      return new JcaPEMKeyConverter().getPrivateKey(info);
    } catch (PEMException e) {
      throw new KeyException("has a private key of an unknown kind", e);
    }
  }

  private static @Nullable PrivateKeyInfo privateKeyInfo(Object entry, Optional<String> password)
      throws KeyException {
    if (entry instanceof PrivateKeyInfo plain) {
      return plain;
    }
    if (entry instanceof PEMKeyPair pair) {
      return pair.getPrivateKeyInfo();
    }
    if (!(entry instanceof PEMEncryptedKeyPair)
        && !(entry instanceof PKCS8EncryptedPrivateKeyInfo)) {
      return null;
    }
    char[] secret =
        password
            .orElseThrow(() -> new KeyException("is encrypted; set its password", null))
            .toCharArray();
    try {
      if (entry instanceof PEMEncryptedKeyPair pair) {
        return pair.decryptKeyPair(new BcPEMDecryptorProvider(secret)).getPrivateKeyInfo();
      }
      // The provider is used for this one key and registered nowhere.
      return ((PKCS8EncryptedPrivateKeyInfo) entry)
          .decryptPrivateKeyInfo(
              new JceOpenSSLPKCS8DecryptorProviderBuilder()
                  .setProvider(new BouncyCastleProvider())
                  .build(secret));
    } catch (PKCSException | OperatorCreationException | IOException e) {
      throw new KeyException("cannot be decrypted with the password that is set", e);
    }
  }
}

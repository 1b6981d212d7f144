package org.messagecenter.server.listen;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
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

/** Reads certificates and private keys from PEM files. Every exception names the file. */
final class PemFile {

  private final Path path;

  PemFile(Path path) {
    this.path = path;
  }

  /** All certificates of the file in their order; at least one. */
  List<X509Certificate> certificates() throws IOException {
    var converter = new JcaX509CertificateConverter();
    var certificates = new ArrayList<X509Certificate>();
    try {
      for (Object entry : entries()) {
        if (entry instanceof X509CertificateHolder holder) {
          certificates.add(converter.getCertificate(holder));
        }
      }
    } catch (GeneralSecurityException e) {
      throw problem("has a certificate that cannot be read", e);
    }
    if (certificates.isEmpty()) {
      throw problem("has no certificate", null);
    }
    return certificates;
  }

  /**
   * The private key of the file: PKCS#1, SEC 1 or PKCS#8, plain or encrypted.
   *
   * @param password needed if the key is encrypted, ignored if it is not
   */
  PrivateKey privateKey(Optional<String> password) throws IOException {
    for (Object entry : entries()) {
      PrivateKeyInfo info = privateKeyInfo(entry, password);
      if (info != null) {
        try {
          return new JcaPEMKeyConverter().getPrivateKey(info);
        } catch (PEMException e) {
          throw problem("has a private key of an unknown kind", e);
        }
      }
    }
    throw problem("has no private key", null);
  }

  private @Nullable PrivateKeyInfo privateKeyInfo(Object entry, Optional<String> password)
      throws IOException {
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
        password.orElseThrow(() -> problem("is encrypted; set its password", null)).toCharArray();
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
      throw problem("cannot be decrypted with the password that is set", e);
    }
  }

  private List<Object> entries() throws IOException {
    try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8);
        var parser = new PEMParser(reader)) {
      var entries = new ArrayList<Object>();
      for (Object entry = parser.readObject(); entry != null; entry = parser.readObject()) {
        entries.add(entry);
      }
      return entries;
    } catch (NoSuchFileException e) {
      throw problem("does not exist", e);
    } catch (IOException | IllegalArgumentException e) {
      throw problem("is no PEM file", e);
    }
  }

  private IOException problem(String what, @Nullable Exception cause) {
    String why = cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    return new IOException(path + " " + what + why, cause);
  }
}

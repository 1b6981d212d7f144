package org.messagecenter.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.listen.CipherSuites;

/** TLS as the kit's peers use it: plain JSSE, so that it is not the message center's own. */
public final class PeerTls {

  private static final char[] NO_PASSWORD = new char[0];

  static {
    // Peers have to offer what providers ask for, and the JDK reads its list of disabled suites
    // when
    // TLS is first used.
    CipherSuites.permitRequired();
  }

  private PeerTls() {}

  /**
   * Trusts the certificate authorities in a PEM file, and nobody else.
   *
   * @throws IOException when the file cannot be read
   * @throws IllegalArgumentException when it holds no certificate
   */
  public static SSLContext trusting(Path pem) throws IOException {
    try (InputStream in = Files.newInputStream(pem)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new IllegalArgumentException("no certificate in " + pem);
      }
      return trusting(found);
    } catch (CertificateException e) {
      throw new IllegalArgumentException("no certificate in " + pem, e);
    }
  }

  static SSLContext trusting(Collection<? extends Certificate> authorities) {
    try {
      return context(null, trust(authorities));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK cannot make a TLS context", e);
    }
  }

  private static TrustManager[] trust(Collection<? extends Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    int number = 0;
    for (Certificate authority : authorities) {
      trusted.setCertificateEntry("authority-" + number++, authority);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    return trust.getTrustManagers();
  }

  private static KeyManager[] identity(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setKeyEntry("identity", key, NO_PASSWORD, new X509Certificate[] {certificate});
    KeyManagerFactory identity =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    identity.init(store, NO_PASSWORD);
    return identity.getKeyManagers();
  }

  private static SSLContext context(
      KeyManager @Nullable [] identity, TrustManager @Nullable [] trust)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(identity, trust, null);
    return context;
  }

  /** Shows a certificate that is its own authority. */
  static SSLContext showing(PrivateKey key, X509Certificate certificate) {
    try {
      return context(identity(key, certificate), null);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK cannot make a TLS context", e);
    }
  }

  /** Shows a certificate, and trusts these and nobody else. */
  static SSLContext showing(
      PrivateKey key, X509Certificate certificate, Collection<? extends Certificate> authorities) {
    try {
      return context(identity(key, certificate), trust(authorities));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK cannot make a TLS context", e);
    }
  }

  /** Trusts whoever answers. For peers that are about something else than trust. */
  public static SSLContext trustingAnyone() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anyone()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make a TLS context", e);
    }
  }

  private static final class Anyone implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

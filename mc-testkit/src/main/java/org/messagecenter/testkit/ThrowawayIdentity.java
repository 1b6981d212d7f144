package org.messagecenter.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A key and a self-signed certificate for localhost that live as long as the test: what a {@link
 * JsmppCarrier} shows over TLS, and the trust its clients need.
 */
public final class ThrowawayIdentity {

  private static final Duration LIFE = Duration.ofDays(1);

  private final KeyPair keys;
  private final X509Certificate certificate;

  private ThrowawayIdentity(KeyPair keys, X509Certificate certificate) {
    this.keys = keys;
    this.certificate = certificate;
  }

  /**
   * Makes a 2,048-bit RSA key and its certificate for localhost and 127.0.0.1, valid for a day from
   * now.
   */
  public static ThrowawayIdentity create() {
    Instant now = Instant.now();
    return create("localhost", now.minus(LIFE), now.plus(LIFE));
  }

  /** The same with a common name of its own and another time of validity. */
  public static ThrowawayIdentity create(String name, Instant from, Instant until) {
    return make(name, from, until, null);
  }

  /** Makes a key and a certificate for it that this one has signed. */
  public ThrowawayIdentity issue(String name, Instant from, Instant until) {
    return make(name, from, until, this);
  }

  private static ThrowawayIdentity make(
      String name, Instant from, Instant until, @Nullable ThrowawayIdentity authority) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair keys = generator.generateKeyPair();
      X500Name subject = new X500Name("CN=" + name);
      return new ThrowawayIdentity(
          keys,
          authority == null
              ? sign(keys.getPublic(), subject, from, until, subject, keys.getPrivate())
              : sign(
                  keys.getPublic(),
                  subject,
                  from,
                  until,
                  X500Name.getInstance(
                      authority.certificate.getSubjectX500Principal().getEncoded()),
                  authority.privateKey()));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException("cannot make a certificate", e);
    }
  }

  private static X509Certificate sign(
      PublicKey key,
      X500Name subject,
      Instant from,
      Instant until,
      X500Name issuer,
      PrivateKey issuerKey)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(64, new SecureRandom()),
            Date.from(from),
            Date.from(until),
            subject,
            key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(issuerKey)));
  }

  /** The private key. */
  public PrivateKey privateKey() {
    return keys.getPrivate();
  }

  /** The certificate; it is its own authority, unless it was issued. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** A context for the side that shows this certificate. */
  public SSLContext serverContext() {
    return PeerTls.showing(keys.getPrivate(), certificate);
  }

  /** A context for the side that trusts this certificate, and no other. */
  public SSLContext clientContext() {
    return PeerTls.trusting(List.of(certificate));
  }

  /** As {@link #serverContext()}, for a side that demands this certificate of its client. */
  public SSLContext serverContext(ThrowawayIdentity client) {
    return PeerTls.showing(keys.getPrivate(), certificate, List.of(client.certificate));
  }

  /** A context for a client that shows this certificate and trusts that of the server. */
  public SSLContext clientContext(ThrowawayIdentity server) {
    return PeerTls.showing(keys.getPrivate(), certificate, List.of(server.certificate));
  }

  /** The certificate as PEM, for a file that is named as trust or certificate. */
  public String certificatePem() {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The private key as PEM (PKCS#8, not encrypted). */
  public String keyPem() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private static String pem(String kind, byte[] octets) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }
}

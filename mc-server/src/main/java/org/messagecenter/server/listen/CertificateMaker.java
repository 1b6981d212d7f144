package org.messagecenter.server.listen;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes keys and certificates. Apart from {@link DevelopmentCertificate}, so that a start which
 * finds its files in place loads nothing of Bouncy Castle.
 */
final class CertificateMaker {

  private static final Duration AUTHORITY_LIFE = Duration.ofDays(3650);

  /** Some clients refuse server certificates that are valid for longer than 398 days. */
  private static final Duration SERVER_LIFE = Duration.ofDays(397);

  /** Clocks differ: a certificate made now must be valid for a client whose clock is behind. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  private static final X500Name AUTHORITY = new X500Name("CN=Message Center development CA");
  private static final X500Name SERVER = new X500Name("CN=localhost,O=Message Center development");
  private static final Pattern HOST_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  CertificateMaker(InstantSource clock) {
    this.clock = clock;
  }

  /** Makes an authority that signs itself. */
  void makeAuthority(Path certificate, Path privateKey)
      throws IOException, GeneralSecurityException {
    KeyPair pair = newKeyPair();
    X509v3CertificateBuilder builder =
        builder(AUTHORITY, AUTHORITY, pair, AUTHORITY_LIFE)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
            .addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
            .addExtension(
                Extension.subjectKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    PrivateFile.writePair(
        privateKey, pair.getPrivate(), certificate, signed(builder, pair.getPrivate()));
  }

  /** Makes a server certificate, with the authority's behind it in its file. */
  void makeServer(Path authority, Path authorityKey, Path certificate, Path privateKey)
      throws IOException, GeneralSecurityException {
    X509Certificate issuer = new PemFile(authority).certificates().get(0);
    PrivateKey issuerKey = new PemFile(authorityKey).privateKey(Optional.empty());
    KeyPair pair = newKeyPair();
    X509v3CertificateBuilder builder =
        builder(AUTHORITY, SERVER, pair, SERVER_LIFE)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
            // Key encipherment is for the suites with RSA key exchange.
            .addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment))
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                // For clients too, so that mutual TLS can be tried with it.
                new ExtendedKeyUsage(
                    new KeyPurposeId[] {
                      KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
            .addExtension(Extension.subjectAlternativeName, false, names())
            .addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuer));
    PrivateFile.writePair(
        privateKey, pair.getPrivate(), certificate, signed(builder, issuerKey), issuer);
  }

  private X509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair pair, Duration life) {
    Instant now = clock.instant();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(127, random).add(BigInteger.ONE),
        Date.from(now.minus(BACKDATED)),
        Date.from(now.plus(life)),
        subject,
        pair.getPublic());
  }

  private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private KeyPair newKeyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048, random);
    return generator.generateKeyPair();
  }

  private static GeneralNames names() {
    var names = new ArrayList<GeneralName>();
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    hostName().ifPresent(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
    for (String address : List.of("127.0.0.1", "::1")) {
      names.add(new GeneralName(GeneralName.iPAddress, address));
    }
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private static Optional<String> hostName() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostName())
          .filter(name -> HOST_NAME.matcher(name).matches() && !name.equals("localhost"));
    } catch (UnknownHostException e) {
      return Optional.empty(); // a machine whose own name nobody can look up
    }
  }
}

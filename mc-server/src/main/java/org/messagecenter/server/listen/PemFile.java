package org.messagecenter.server.listen;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads certificates and private keys from PEM files. Every exception names the file. */
final class PemFile {

  /** A block of RFC 7468, whose label is repeated at its end; other text may stand between them. */
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");

  private static final Set<String> CERTIFICATE = Set.of("CERTIFICATE", "X509 CERTIFICATE");
  private static final List<String> KEY_KINDS = List.of("RSA", "EC", "EdDSA");

  private final Path path;

  PemFile(Path path) {
    this.path = path;
  }

  /** All certificates of the file in their order; at least one. */
  List<X509Certificate> certificates() throws IOException {
    var certificates = new ArrayList<X509Certificate>();
    Matcher block = BLOCK.matcher(text());
    while (block.find()) {
      if (CERTIFICATE.contains(block.group(1))) {
        certificates.add(certificate(octets(block.group(2))));
      }
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
    String text = text();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      PrivateKey key =
          switch (block.group(1)) {
            case "PRIVATE KEY" -> plainKey(octets(block.group(2)), KEY_KINDS);
            case "RSA PRIVATE KEY" -> plainKey(wrapped(octets(block.group(2))), List.of("RSA"));
            default -> null;
          };
      if (key != null) {
        return key;
      }
    }
    try {
      return ForeignKey.read(text, password);
    } catch (ForeignKey.KeyException e) {
      throw problem(e.getMessage(), e.getCause());
    }
  }

  private X509Certificate certificate(byte[] octets) throws IOException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(octets));
    } catch (CertificateException e) {
      throw problem("is no PEM file", e);
    }
  }

  /** The key, or null if it is of a kind that the JDK does not know. */
  private static @Nullable PrivateKey plainKey(byte[] octets, List<String> kinds) {
    var spec = new PKCS8EncodedKeySpec(octets);
    for (String kind : kinds) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // A key of another kind; the next may fit.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this JDK has no " + kind, e);
      }
    }
    return null;
  }

  /** An RSA key of PKCS#1 as PKCS#8 has it: version 0, the algorithm, then the key as it was. */
  private static byte[] wrapped(byte[] key) {
    byte[] algorithm = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    byte[] content = join(new byte[] {2, 1, 0}, algorithm, der(4, key));
    return der(0x30, content);
  }

  /** A DER value with a length of at most 65,535. */
  private static byte[] der(int tag, byte[] value) {
    byte[] header = {(byte) tag, (byte) 0x82, (byte) (value.length >> 8), (byte) value.length};
    return join(header, value);
  }

  private static byte[] join(byte[]... parts) {
    var joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private byte[] octets(String base64) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw problem("is no PEM file", e);
    }
  }

  private String text() throws IOException {
    try {
      // Comments may be in any encoding; what counts is ASCII.
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw problem("does not exist", e);
    }
  }

  private IOException problem(@Nullable String what, @Nullable Throwable cause) {
    String why = cause == null || cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    return new IOException(path + " " + what + why, cause);
  }
}

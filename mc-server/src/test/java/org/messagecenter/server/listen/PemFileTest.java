package org.messagecenter.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.openssl.jcajce.JcePEMEncryptorBuilder;
import org.bouncycastle.operator.OutputEncryptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemFileTest {

  private static final Optional<String> PASSWORD = Optional.of("correct");
  private static final KeyPair pair = newKeyPair();

  @TempDir Path directory;

  @Test
  void readsPkcs1() throws Exception {
    Path file = write(pair.getPrivate());

    assertThat(Files.readString(file)).startsWith("-----BEGIN RSA PRIVATE KEY-----");
    assertThat(read(file, Optional.empty())).isEqualTo(pair.getPrivate());
  }

  @Test
  void readsPkcs8() throws Exception {
    Path file = write(new JcaPKCS8Generator(pair.getPrivate(), null));

    assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(read(file, PASSWORD)).isEqualTo(pair.getPrivate());
  }

  @Test
  void readsEncryptedPkcs8() throws Exception {
    OutputEncryptor encryptor =
        new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
            .setProvider(new BouncyCastleProvider())
            .setPassword("correct".toCharArray())
            .build();
    Path file = write(new JcaPKCS8Generator(pair.getPrivate(), encryptor));

    assertThat(Files.readString(file)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    assertThat(read(file, PASSWORD)).isEqualTo(pair.getPrivate());
    refusesOtherPasswords(file);
  }

  @Test
  void readsEncryptedPkcs1() throws Exception {
    Path file =
        write(
            new JcaMiscPEMGenerator(
                pair.getPrivate(),
                new JcePEMEncryptorBuilder("AES-256-CBC")
                    .setProvider(new BouncyCastleProvider())
                    .build("correct".toCharArray())));

    assertThat(Files.readString(file)).contains("DEK-Info: AES-256-CBC");
    assertThat(read(file, PASSWORD)).isEqualTo(pair.getPrivate());
    refusesOtherPasswords(file);
  }

  @Test
  void saysWhatIsWrongWithWhichFile() throws Exception {
    Path none = directory.resolve("none.pem");
    Path text = Files.writeString(directory.resolve("text.pem"), "hello\n");
    Path broken =
        Files.writeString(
            directory.resolve("broken.pem"),
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

    assertThatThrownBy(() -> new PemFile(none).certificates())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(none + " does not exist");
    assertThatThrownBy(() -> new PemFile(text).certificates())
        .hasMessage(text + " has no certificate");
    assertThatThrownBy(() -> read(text, PASSWORD)).hasMessage(text + " has no private key");
    assertThatThrownBy(() -> new PemFile(broken).certificates())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(broken + " is no PEM file");
  }

  private void refusesOtherPasswords(Path file) {
    assertThatThrownBy(() -> read(file, Optional.of("wrong")))
        .hasMessageStartingWith(file + " cannot be decrypted with the password that is set");
    assertThatThrownBy(() -> read(file, Optional.empty()))
        .hasMessage(file + " is encrypted; set its password");
  }

  private static PrivateKey read(Path file, Optional<String> password) throws IOException {
    return new PemFile(file).privateKey(password);
  }

  private Path write(Object key) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(key);
    }
    return Files.writeString(directory.resolve("key.pem"), text.toString());
  }

  private static KeyPair newKeyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}

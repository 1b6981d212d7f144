package org.messagecenter.server.listen;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import java.security.GeneralSecurityException;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** The cipher suites of the listeners, and the JDK's leave to use them. */
public final class CipherSuites {

  /** What providers of SMPP ask their clients for (TLS 1.2), the better ones first. */
  static final List<String> REQUIRED =
      List.of(
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
          "TLS_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_RSA_WITH_AES_128_CBC_SHA256");

  private static final List<String> TLS13 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  private static final String DISABLED = "jdk.tls.disabledAlgorithms";

  private CipherSuites() {}

  /**
   * Lifts, for this process only, the JDK's ban on the required suites: newer JDKs disable those
   * without forward secrecy, which SMPP providers still require.
   *
   * <p>The JDK reads the list once, when TLS is first used. {@link TlsContexts} calls this itself;
   * who may use TLS earlier, such as a program's main class or a test's client, calls it before.
   */
  public static synchronized void permitRequired() {
    String disabled = Security.getProperty(DISABLED);
    if (disabled != null) {
      Security.setProperty(DISABLED, withoutBans(disabled));
    }
  }

  /** The list of disabled algorithms without the entries that name a required suite. */
  static String withoutBans(String disabled) {
    return Arrays.stream(disabled.split(","))
        .map(String::strip)
        .filter(
            entry -> !entry.isEmpty() && REQUIRED.stream().noneMatch(suite -> bans(entry, suite)))
        .collect(Collectors.joining(", "));
  }

  /** An entry is a name, or has {@code *} for any characters; suites start with TLS_. */
  private static boolean bans(String entry, String suite) {
    String glob =
        Arrays.stream(entry.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return entry.startsWith("TLS_") && suite.matches(glob);
  }

  /** All suites to offer, of those the JDK has, in order of preference. */
  static List<String> offer(List<String> additional) {
    var suites = new ArrayList<>(TLS13);
    suites.addAll(REQUIRED);
    additional.stream().filter(suite -> !suites.contains(suite)).forEach(suites::add);
    suites.retainAll(supported());
    return List.copyOf(suites);
  }

  /**
   * The suites that a context really offers: those that the JDK did not leave out as disabled and
   * that the kind of key can serve. A TLS 1.2 suite names the kind of key it needs.
   *
   * @param keyAlgorithm as of {@link java.security.Key#getAlgorithm()}
   */
  static List<String> usable(SslContext context, String keyAlgorithm) {
    List<String> enabled =
        List.of(context.newEngine(ByteBufAllocator.DEFAULT).getEnabledCipherSuites());
    return enabled.stream()
        .filter(suite -> TLS13.contains(suite) || servedBy(suite, keyAlgorithm))
        .toList();
  }

  private static boolean servedBy(String suite, String keyAlgorithm) {
    return suite.contains("_ECDSA_") ? keyAlgorithm.startsWith("E") : keyAlgorithm.equals("RSA");
  }

  /** Every suite of this JDK that is not disabled. */
  static Set<String> supported() {
    try {
      // Not the default context: that one would read all the authorities the JDK comes with.
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return Set.of(context.getSupportedSSLParameters().getCipherSuites());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }
}

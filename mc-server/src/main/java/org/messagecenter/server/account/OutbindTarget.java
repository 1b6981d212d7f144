package org.messagecenter.server.account;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.messagecenter.server.config.Section;

/**
 * Where an account is called when mail waits for it and it is not there (34:2.2.1).
 *
 * @param host name or address
 * @param port TCP port, 1-65535
 * @param tls whether the call goes over TLS
 * @param trust PEM file of the authorities that the ESME's certificate may be from, read at the
 *     start; empty for those the JDK trusts
 * @param verifyHost whether that certificate must name the host
 * @param systemId what the message center calls itself in outbind; empty for the name it has in
 *     bind responses
 * @param password what it proves itself with, at most 8 characters, possibly none
 */
public record OutbindTarget(
    String host,
    int port,
    boolean tls,
    Optional<Path> trust,
    boolean verifyHost,
    Optional<String> systemId,
    String password) {

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:%-]{1,255}");
  private static final Pattern SYSTEM_ID = Pattern.compile("[\\x21-\\x7e]{1,15}");
  private static final Pattern PASSWORD = Pattern.compile("[\\x20-\\x7e]{0,8}");

  static OutbindTarget from(Section section) {
    boolean tls = section.has("tls") && section.bool("tls");
    if (!tls && (section.has("trust") || section.has("verify-host"))) {
      section.problem("tls", "must be true when trust or verify-host is set");
    }
    return new OutbindTarget(
        section.string("host", HOST, "a host name or an address"),
        section.integer("port", 1, 65535),
        tls,
        section.optionalReadableFile("trust"),
        !section.has("verify-host") || section.bool("verify-host"),
        section.optionalString(
            "system-id", SYSTEM_ID, "1 to 15 printable ASCII characters, no space"),
        section.has("password")
            ? section.secret("password", PASSWORD, "at most 8 printable ASCII characters")
            : "");
  }

  /** Without the password: a record prints all its components. */
  @Override
  public String toString() {
    return host + ":" + port + (tls ? " over TLS" : "");
  }
}

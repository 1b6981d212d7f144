package org.messagecenter.server.account;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.server.config.Section;

/**
 * One password of an account, as its hash.
 *
 * <p>An account may have several at once: after a reset, the old one goes on for a while.
 *
 * @param hash bcrypt in the OpenBSD form, {@code $2y$08$…}
 * @param until when the password stops being valid; null for never
 */
public record Credential(String hash, @Nullable Instant until) {

  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");

  static Credential from(Section section) {
    return new Credential(
        section.secret(
            "hash", BCRYPT, "a bcrypt hash of cost 4 to 14, as mc hash-password prints it"),
        section.optionalInstant("until").orElse(null));
  }

  boolean validAt(Instant now) {
    return until == null || now.isBefore(until);
  }

  /** Without the hash: it must not reach a log. */
  @Override
  public String toString() {
    return until == null ? "Credential" : "Credential until " + until;
  }
}

package org.messagecenter.server.account;

import java.security.SecureRandom;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Hashes passwords with bcrypt.
 *
 * <p>Cost 8 takes about 12 ms of one core. That is low for a web login, but a message center may
 * see a thousand binds at once after a restart, and cost 10 would keep it busy for most of a
 * minute.
 */
public final class Passwords {

  /** The longest password: a C-octet string of at most 9 octets with its NUL (SMPP 5.0 §4.7.17). */
  public static final int MAX_LENGTH = 8;

  static final int COST = 8;

  private static final Pattern ALLOWED = Pattern.compile("[\\x20-\\x7e]{1," + MAX_LENGTH + "}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private Passwords() {}

  /** Whether a bind can carry this password: 1 to 8 printable ASCII characters. */
  public static boolean allowed(CharSequence password) {
    return ALLOWED.matcher(password).matches();
  }

  /**
   * Hashes a password with a salt of its own.
   *
   * @return {@code $2y$08$…}, 60 characters
   */
  public static String hash(char[] password) {
    return hash(password, COST);
  }

  static String hash(char[] password, int cost) {
    byte[] salt = new byte[16];
    RANDOM.nextBytes(salt);
    return OpenBSDBCrypt.generate(password, salt, cost);
  }

  /** Whether the password gives this hash. Takes the time of a hash whatever the answer. */
  public static boolean matches(char[] password, String hash) {
    return OpenBSDBCrypt.checkPassword(hash, password);
  }
}

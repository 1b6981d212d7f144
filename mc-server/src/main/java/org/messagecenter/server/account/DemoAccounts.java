package org.messagecenter.server.account;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.messagecenter.server.config.Section;

/**
 * Recognises accounts that still have a password everyone knows.
 *
 * <p>Every shipped demo hash is recognised on whatever account, and every demo password on the demo
 * accounts however it is hashed. Trying the passwords on all accounts would cost a hash each.
 */
public final class DemoAccounts {

  /** The hashes in the shipped accounts file and the passwords they stand for. */
  static final Map<String, String> SHIPPED =
      Map.of(
          "$2y$08$/p2lxW0lDBcA/wRMCBywoOn8ELqlMSSRo8EK5BclRa..XWvSd1WWO", "secret",
          "$2y$08$INoXVIYGf9ZsqTk2lnMU6.0Wh0FVWgxg6v6b2e/27yOzgzwr/JG46", "secret2");

  private static final List<String> NAMES = List.of("demo", "demo2");

  private DemoAccounts() {}

  /** The system_ids of the accounts that have a demo password. */
  public static List<String> in(AccountBook book) {
    return book.accounts().stream()
        .filter(DemoAccounts::hasDemoPassword)
        .map(Account::systemId)
        .toList();
  }

  /**
   * Notes a problem if accounts with demo passwords would be reachable from other machines.
   *
   * @param listen section of the listener
   * @param key its key for the address
   * @param host the address
   * @param allowed whether the operator has said that demo accounts are wanted
   * @return the accounts to warn about: those that are reachable and allowed
   */
  public static List<String> check(
      Section listen, String key, InetAddress host, AccountBook book, boolean allowed) {
    if (host.isLoopbackAddress()) {
      return List.of();
    }
    List<String> demo = in(book);
    if (!demo.isEmpty() && !allowed) {
      listen.problem(
          key,
          "must be a loopback address while "
              + String.join(", ", demo)
              + (demo.size() == 1 ? " has" : " have")
              + " a demo password; change it, or start with --allow-demo-accounts");
      return List.of();
    }
    return demo;
  }

  private static boolean hasDemoPassword(Account account) {
    return account.credentials().stream()
        .anyMatch(
            credential ->
                SHIPPED.containsKey(credential.hash())
                    || (NAMES.contains(account.systemId()) && isDemoPassword(credential.hash())));
  }

  private static boolean isDemoPassword(String hash) {
    // An entry whose hash was refused is empty here.
    return !hash.isEmpty()
        && SHIPPED.values().stream()
            .anyMatch(password -> Passwords.matches(password.toCharArray(), hash));
  }
}

package org.messagecenter.server.account;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.messagecenter.server.account.Authentication.Verdict;

/**
 * Checks the credentials of binds, away from the event loops. Thread-safe.
 *
 * <p>The order: a locked address is refused at once; a password that was right before is accepted
 * at once; a locked account is refused at once, except for an address from which it was bound
 * before, so that a guesser elsewhere cannot lock the owner out; all else waits for a thread.
 *
 * <p>An unknown system_id takes the time of a wrong password, and both take the time of as many
 * hashes as any account has passwords, so that time tells nothing.
 */
public final class Authenticator {

  /**
   * The hash of a text with a control character, which no account can have as its password; of the
   * cost that {@link Passwords#hash(char[])} has. It is known to all, and only time is spent on it.
   */
  private static final String DECOY =
      "$2y$08$IM6crMrCsAJAwEP7p4f6qecNszOR8gTyLLR1TUHKGkoTrkxn0Vwei";

  private final AccountBook book;
  private final AuthenticationSettings settings;
  private final Executor executor;
  private final InstantSource wallClock;
  private final LongSupplier nanoClock;
  private final KnownSuccesses successes;
  private final FailureLimit<InetAddress> addresses;
  private final FailureLimit<String> systemIds;
  private final Map<Origin, Boolean> boundBefore;

  private record Origin(String systemId, InetAddress address) {}

  /**
   * Makes an authenticator without memory of earlier checks.
   *
   * @param executor runs the slow checks; when it rejects one the verdict is BUSY
   * @param wallClock decides whether a password is still valid
   * @param nanoClock monotonic nanoseconds, for the failure windows
   */
  public Authenticator(
      AccountBook book,
      AuthenticationSettings settings,
      Executor executor,
      InstantSource wallClock,
      LongSupplier nanoClock) {
    this.book = book;
    this.settings = settings;
    this.executor = executor;
    this.wallClock = wallClock;
    this.nanoClock = nanoClock;
    this.successes = new KnownSuccesses(settings.remembered());
    this.addresses =
        new FailureLimit<>(
            settings.failuresPerAddress(), settings.failureWindow(), settings.remembered());
    this.systemIds =
        new FailureLimit<>(
            settings.failuresPerAccount(), settings.failureWindow(), settings.remembered());
    this.boundBefore = FailureLimit.Bounded.map(settings.remembered());
  }

  /**
   * Checks the credentials of a bind.
   *
   * @param systemId as received
   * @param password as received
   * @param remote address of the peer
   * @return never fails; completed by the caller's thread or by one of the executor's
   */
  public CompletionStage<Authentication> check(
      String systemId, String password, InetAddress remote) {
    if (addressLocked(remote)) {
      return now(Authentication.failed(Verdict.LOCKED));
    }
    Account account = book.find(systemId).orElse(null);
    if (account != null && knownRight(account, password)) {
      return now(accepted(account, remote));
    }
    if (accountLocked(systemId, remote)) {
      return now(Authentication.failed(Verdict.LOCKED));
    }
    var result = new CompletableFuture<Authentication>();
    try {
      executor.execute(
          () -> {
            try {
              result.complete(slowCheck(systemId, password, remote));
            } catch (RuntimeException | Error e) {
              // Whatever it is: the bind waits for an answer.
              result.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      return now(Authentication.failed(Verdict.BUSY));
    }
    return result;
  }

  private Authentication slowCheck(String systemId, String password, InetAddress remote) {
    // Looked at again: much may have failed, or succeeded, while this check waited.
    if (addressLocked(remote) || accountLocked(systemId, remote)) {
      return Authentication.failed(Verdict.LOCKED);
    }
    Account account = book.find(systemId).orElse(null);
    if (account != null && knownRight(account, password)) {
      return accepted(account, remote);
    }
    List<Credential> credentials = account == null ? List.of() : account.credentials();
    char[] characters = password.toCharArray();
    boolean bearable = Passwords.allowed(password);
    Instant now = wallClock.instant();
    for (int i = 0; i < book.mostPasswords(); i++) {
      boolean real = bearable && i < credentials.size() && credentials.get(i).validAt(now);
      String hash = real ? credentials.get(i).hash() : DECOY;
      boolean right = bearable ? Passwords.matches(characters, hash) : wasteTime();
      if (real && right && account != null) {
        successes.add(systemId, password, hash);
        return accepted(account, remote);
      }
    }
    failed(systemId, remote);
    return Authentication.failed(
        account == null ? Verdict.UNKNOWN_SYSTEM_ID : Verdict.WRONG_PASSWORD);
  }

  /** A password that no account can have: hashed in the place of one, since bcrypt refuses some. */
  private boolean wasteTime() {
    return Passwords.matches(new char[] {'x'}, DECOY);
  }

  private boolean knownRight(Account account, String password) {
    Instant now = wallClock.instant();
    for (Credential credential : account.credentials()) {
      if (credential.validAt(now)
          && successes.contains(account.systemId(), password, credential.hash())) {
        return true;
      }
    }
    return false;
  }

  private Authentication accepted(Account account, InetAddress remote) {
    synchronized (boundBefore) {
      boundBefore.put(new Origin(account.systemId(), remote), Boolean.TRUE);
    }
    return Authentication.ok(account);
  }

  private void failed(String systemId, InetAddress remote) {
    if (limited(remote)) {
      long now = nanoClock.getAsLong();
      addresses.failed(remote, now);
      systemIds.failed(systemId, now);
    }
  }

  private boolean addressLocked(InetAddress remote) {
    return limited(remote) && addresses.locked(remote, nanoClock.getAsLong());
  }

  private boolean accountLocked(String systemId, InetAddress remote) {
    if (!limited(remote) || !systemIds.locked(systemId, nanoClock.getAsLong())) {
      return false;
    }
    synchronized (boundBefore) {
      return boundBefore.get(new Origin(systemId, remote)) == null;
    }
  }

  private boolean limited(InetAddress remote) {
    return settings.limitLoopback() || !remote.isLoopbackAddress();
  }

  private static CompletionStage<Authentication> now(Authentication authentication) {
    return CompletableFuture.completedFuture(authentication);
  }
}

package org.messagecenter.server.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.messagecenter.server.account.Authentication.Verdict.BUSY;
import static org.messagecenter.server.account.Authentication.Verdict.LOCKED;
import static org.messagecenter.server.account.Authentication.Verdict.OK;
import static org.messagecenter.server.account.Authentication.Verdict.UNKNOWN_SYSTEM_ID;
import static org.messagecenter.server.account.Authentication.Verdict.WRONG_PASSWORD;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.messagecenter.server.account.Authentication.Verdict;

class AuthenticatorTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  private static final InetAddress HERE = address("192.0.2.1");
  private static final InetAddress ELSEWHERE = address("192.0.2.2");
  private static final int QUEUE = 8;

  /** The checks that wait for a thread; a test runs them when it wants. */
  private final Queue<Runnable> waiting = new ArrayDeque<>();

  private Instant now = START;
  private final Authenticator authenticator = authenticator(settings(3, 5, false, 100));

  @Test
  void rightPasswordFindsTheAccount() {
    Authentication authentication = result("acme", "right", HERE);

    assertThat(authentication.verdict()).isEqualTo(OK);
    assertThat(authentication.account()).extracting(Account::systemId).isEqualTo("acme");
  }

  @Test
  void unknownAndWrongAreToldApart() {
    assertThat(check("nobody", "right", HERE)).isEqualTo(UNKNOWN_SYSTEM_ID);
    assertThat(check("acme", "wrong", HERE)).isEqualTo(WRONG_PASSWORD);
    assertThat(check("ACME", "right", HERE)).isEqualTo(UNKNOWN_SYSTEM_ID);
    assertThat(result("acme", "wrong", HERE).account()).isNull();
  }

  @Test
  void passwordsThatNoBindShouldCarryAreWrong() {
    assertThat(check("acme", "", HERE)).isEqualTo(WRONG_PASSWORD);
    assertThat(check("acme", "ninechars", HERE)).isEqualTo(WRONG_PASSWORD);
    assertThat(check("acme", "ri\0ht", HERE)).isEqualTo(WRONG_PASSWORD);
  }

  @Test
  void anOldPasswordIsValidUntilItsTime() {
    assertThat(check("acme", "old", HERE)).isEqualTo(OK);

    now = START.plus(Duration.ofHours(24)).minusMillis(1);
    assertThat(check("acme", "old", HERE)).isEqualTo(OK);

    now = START.plus(Duration.ofHours(24));
    assertThat(check("acme", "old", HERE)).isEqualTo(WRONG_PASSWORD);
    assertThat(check("acme", "right", HERE)).isEqualTo(OK);
  }

  @Test
  void aPasswordThatWasRightNeedsNoThreadAgain() {
    check("acme", "right", HERE);

    CompletableFuture<Authentication> again = submit("acme", "right", ELSEWHERE);

    assertThat(waiting).isEmpty();
    assertThat(again).isCompleted();
  }

  @Test
  void tooManyFailuresLockTheAccountForStrangersOnly() {
    assertThat(check("acme", "right", ELSEWHERE)).isEqualTo(OK);
    for (int i = 0; i < 3; i++) {
      assertThat(check("acme", "bad" + i, HERE)).isEqualTo(WRONG_PASSWORD);
    }

    assertThat(check("acme", "old", HERE)).isEqualTo(LOCKED);
    assertThat(check("acme", "old", ELSEWHERE)).isEqualTo(OK);
    assertThat(check("other", "right", HERE)).isEqualTo(OK);

    now = now.plusSeconds(60);
    assertThat(check("acme", "old", HERE)).isEqualTo(OK);
  }

  @Test
  void tooManyFailuresLockTheAddressForAllAccounts() {
    check("acme", "right", HERE);
    for (int i = 0; i < 5; i++) {
      assertThat(check("nobody" + i, "x", HERE)).isEqualTo(UNKNOWN_SYSTEM_ID);
    }

    assertThat(check("acme", "right", HERE)).isEqualTo(LOCKED);
    assertThat(check("acme", "right", ELSEWHERE)).isEqualTo(OK);

    now = now.plusSeconds(60);
    assertThat(check("acme", "right", HERE)).isEqualTo(OK);
  }

  @Test
  void anUnknownAccountIsLockedLikeAKnownOne() {
    for (int i = 0; i < 3; i++) {
      check("nobody", "x", HERE);
    }

    assertThat(check("nobody", "x", ELSEWHERE)).isEqualTo(LOCKED);
  }

  @Test
  void loopbackIsNotLimitedUnlessAsked() {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int i = 0; i < 6; i++) {
      assertThat(check("acme", "bad", loopback)).isEqualTo(WRONG_PASSWORD);
    }
    assertThat(check("acme", "right", loopback)).isEqualTo(OK);

    Authenticator strict = authenticator(settings(3, 5, true, 100));
    for (int i = 0; i < 3; i++) {
      verdict(strict, "acme", "bad", loopback);
    }
    assertThat(verdict(strict, "acme", "right", loopback)).isEqualTo(LOCKED);
  }

  @Test
  void checksBeyondTheQueueAreBusy() {
    for (int i = 0; i < QUEUE; i++) {
      assertThat(submit("acme", "x" + i, HERE)).isNotCompleted();
    }

    assertThat(submit("acme", "right", HERE).join().verdict()).isEqualTo(BUSY);
  }

  @Test
  void failuresThatWaitedTogetherLockTheOnesBehind() {
    var checks =
        List.of(
            submit("acme", "a", HERE),
            submit("acme", "b", HERE),
            submit("acme", "c", HERE),
            submit("acme", "right", HERE));

    runWaiting();

    assertThat(checks)
        .extracting(check -> check.join().verdict())
        .containsExactly(WRONG_PASSWORD, WRONG_PASSWORD, WRONG_PASSWORD, LOCKED);
  }

  @Test
  void theLeastRecentFailuresAreForgotten() {
    var limit = new FailureLimit<Integer>(1, Duration.ofMinutes(1), 2);

    limit.failed(1, 0);
    limit.failed(2, 0);
    limit.failed(3, 0);

    assertThat(limit.size()).isEqualTo(2);
    assertThat(limit.locked(1, 0)).isFalse();
    assertThat(limit.locked(3, 0)).isTrue();
  }

  private Verdict check(String systemId, String password, InetAddress remote) {
    return result(systemId, password, remote).verdict();
  }

  private Authentication result(String systemId, String password, InetAddress remote) {
    CompletableFuture<Authentication> result = submit(systemId, password, remote);
    runWaiting();
    return result.join();
  }

  private Verdict verdict(Authenticator other, String systemId, String password, InetAddress from) {
    CompletableFuture<Authentication> result =
        other.check(systemId, password, from).toCompletableFuture();
    runWaiting();
    return result.join().verdict();
  }

  private CompletableFuture<Authentication> submit(
      String systemId, String password, InetAddress remote) {
    return authenticator.check(systemId, password, remote).toCompletableFuture();
  }

  private void runWaiting() {
    for (Runnable check = waiting.poll(); check != null; check = waiting.poll()) {
      check.run();
    }
  }

  private Authenticator authenticator(AuthenticationSettings settings) {
    return new Authenticator(
        AccountBook.of(
            List.of(
                account(
                    "acme",
                    credential("right", null),
                    credential("old", START.plus(Duration.ofHours(24)))),
                account("other", credential("right", null)))),
        settings,
        check -> {
          if (waiting.size() == QUEUE) {
            throw new RejectedExecutionException();
          }
          waiting.add(check);
        },
        () -> now,
        () -> Duration.between(START, now).toNanos());
  }

  private static AuthenticationSettings settings(
      int perAccount, int perAddress, boolean limitLoopback, int remembered) {
    return new AuthenticationSettings(
        1, QUEUE, perAccount, perAddress, Duration.ofMinutes(1), limitLoopback, remembered, true);
  }

  private static Account account(String systemId, Credential... credentials) {
    return new Account(
        systemId,
        List.of(credentials),
        List.of(),
        Set.of(BindType.TRANSCEIVER),
        0,
        Windows.USUAL,
        Policy.USUAL,
        Map.of(),
        Optional.empty());
  }

  private static Credential credential(String password, @Nullable Instant until) {
    return new Credential(Passwords.hash(password.toCharArray(), 4), until);
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }
}

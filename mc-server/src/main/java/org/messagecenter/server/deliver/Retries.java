package org.messagecenter.server.deliver;

import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;

/** Decides what follows a failed attempt. */
public final class Retries {
  private final RetryPlans plans;
  private final Predicate<String> billingRetries;
  private final DoubleSupplier random;

  /**
   * @param billingRetries whether an account's messages follow the billing plan
   * @param random from 0 to 1, for the jitter
   */
  public Retries(RetryPlans plans, Predicate<String> billingRetries, DoubleSupplier random) {
    this.plans = plans;
    this.billingRetries = billingRetries;
    this.random = random;
  }

  /**
   * A further attempt.
   *
   * @param tries what the store keeps of the attempts made, this one counted
   * @param waitMillis how long until the next
   */
  record Next(int tries, long waitMillis) {}

  /** Whether one follows a temporary failure, and when; null when none does. */
  @Nullable Next general(int tries) {
    int made = Tries.oneMoreGeneral(tries);
    return next(made, plans.general().waitMillis(Tries.general(made)));
  }

  /** Whether one follows when the recipient could not pay, and when; null when none does. */
  @Nullable Next billing(int tries, String account, SubmitSm message) {
    if (!billingRetries.test(account) || singleShot(message)) {
      return null;
    }
    int made = Tries.oneMoreBilling(tries);
    return next(made, plans.billing().waitMillis(Tries.billing(made)));
  }

  private @Nullable Next next(int tries, long wait) {
    return wait == RetryPlan.NEVER ? null : new Next(tries, plans.jittered(wait, random));
  }

  private boolean singleShot(SubmitSm message) {
    if (plans.singleShotTlv() < 0) {
      return false;
    }
    Octets value = message.tlvs().find(plans.singleShotTlv());
    if (value != null) {
      for (int i = 0; i < value.length(); i++) {
        // "0" as text says the same as the number.
        if (value.at(i) != 0 && value.at(i) != '0') {
          return true;
        }
      }
    }
    return false;
  }
}

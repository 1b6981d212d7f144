package org.messagecenter.server.deliver;

import java.util.function.DoubleSupplier;
import org.messagecenter.server.config.Section;

/**
 * The plan for each class of failure. Waits are shortened or prolonged at random by up to a share
 * of them, so that what failed together does not come back together.
 *
 * @param general what follows a temporary failure
 * @param billing what follows when the recipient cannot pay for now
 * @param jitter the share of a wait that chance may add or take, 0 to 0.5
 * @param singleShotTlv the tag of a TLV whose value other than 0 says that the message is not to
 *     follow the billing plan; -1 for none
 */
public record RetryPlans(RetryPlan general, RetryPlan billing, double jitter, int singleShotTlv) {

  public static RetryPlans from(Section retry) {
    Section billing = retry.section("billing");
    return new RetryPlans(
        RetryPlan.general(retry),
        RetryPlan.billing(billing),
        retry.decimal("jitter", 0, 0.5),
        billing.has("single-shot-tlv") ? billing.integer("single-shot-tlv", 0, 0xFFFF) : -1);
  }

  /**
   * A wait as chance has it.
   *
   * @param millis what the plan says
   * @param random from 0 to 1
   */
  long jittered(long millis, DoubleSupplier random) {
    return jitter == 0
        ? millis
        : Math.round(millis * (1 + jitter * (2 * random.getAsDouble() - 1)));
  }
}

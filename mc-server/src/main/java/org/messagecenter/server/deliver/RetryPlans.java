package org.messagecenter.server.deliver;

import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;
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
  private static final String SINGLE_SHOT = "single-shot-tlv";
  private static final Pattern TAG = Pattern.compile("0x[0-9A-Fa-f]{1,4}|[0-9]{1,5}");
  private static final int HIGHEST_TAG = 0xFFFF;

  public static RetryPlans from(Section retry) {
    Section billing = retry.section("billing");
    return new RetryPlans(
        RetryPlan.general(retry),
        RetryPlan.billing(billing),
        retry.decimal("jitter", 0, 0.5),
        billing.has(SINGLE_SHOT) ? tag(billing) : -1);
  }

  private static int tag(Section billing) {
    String text = billing.string(SINGLE_SHOT, TAG, "a tag: 0x0000 to 0xFFFF, or 0 to 65535");
    if (text.isEmpty()) {
      return -1; // no tag: the section has told it
    }
    int tag =
        text.startsWith("0x") ? Integer.parseInt(text.substring(2), 16) : Integer.parseInt(text);
    if (tag > HIGHEST_TAG) {
      billing.problem(SINGLE_SHOT, "must be at most 65535");
    }
    return tag;
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

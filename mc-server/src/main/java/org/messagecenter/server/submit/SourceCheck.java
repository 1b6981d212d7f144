package org.messagecenter.server.submit;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.server.account.Deviation;
import org.messagecenter.server.account.Policy;

/**
 * The source: may be missing, for the message center to fill in (34:4.4.1.1), may be a name (TON
 * 5), and is a number only when it says so by TON 1; other types hold names and short codes too.
 */
final class SourceCheck implements SubmitCheck {
  private static final AddressRule RULE = AddressRule.SOURCE;
  private static final int TON_INTERNATIONAL = 1;
  private static final int TON_ALPHANUMERIC = 5;

  /** Characters of a name that a handset shows (TS 23.040 §9.1.2.5). */
  private static final int LONGEST_NAME = 11;

  @Override
  public @Nullable Refusal check(SubmitFacts s) {
    Address source = s.message().sourceAddr();
    Refusal refusal = RULE.types(source);
    if (refusal != null) {
      return refusal;
    }
    if (source.digits().isEmpty()) {
      return empty(s);
    }
    return source.ton() == TON_ALPHANUMERIC
        ? name(source.digits(), s.account().policy())
        : number(s, source);
  }

  private static @Nullable Refusal empty(SubmitFacts s) {
    Policy policy = s.account().policy();
    if (!policy.defaultSource().digits().isEmpty()) {
      s.message(Amended.of(s.message()).source(policy.defaultSource()).message());
      return null;
    }
    return policy.accepts(Deviation.EMPTY_SOURCE)
        ? null
        : RULE.refuse("is empty and the account has none");
  }

  private static @Nullable Refusal name(String name, Policy policy) {
    if (name.length() > LONGEST_NAME && !policy.accepts(Deviation.LONG_ALPHANUMERIC)) {
      return RULE.refuse("is a name of " + name.length() + " characters");
    }
    return AddressRule.plain(name) && !policy.accepts(Deviation.ALPHANUMERIC_DIGITS)
        ? RULE.refuse("is a name of digits only")
        : null;
  }

  private static @Nullable Refusal number(SubmitFacts s, Address source) {
    boolean must = source.ton() == TON_INTERNATIONAL;
    if (AddressRule.clean(source) || (!must && !AddressRule.numberlike(source.digits()))) {
      return null;
    }
    String digits = AddressRule.cleaned(source);
    if (digits == null) {
      return RULE.refuse("of TON 1 holds more than digits");
    }
    String unaccepted = AddressRule.unaccepted(source, s.account().policy());
    if (unaccepted != null) {
      return RULE.refuse(unaccepted);
    }
    Address cleaned = new Address(source.ton(), source.npi(), digits);
    s.message(Amended.of(s.message()).source(cleaned).message());
    return null;
  }
}

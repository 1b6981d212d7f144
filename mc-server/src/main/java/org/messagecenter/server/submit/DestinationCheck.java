package org.messagecenter.server.submit;

import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;

/** The destination: never missing, and a number unless it is a name (TON 5). */
final class DestinationCheck implements SubmitCheck {
  private static final AddressRule RULE = AddressRule.DESTINATION;
  private static final int TON_ALPHANUMERIC = 5;

  @Override
  public @Nullable Refusal check(SubmitFacts s) {
    Address destination = s.message().destinationAddr();
    Refusal refusal = RULE.types(destination);
    if (refusal != null) {
      return refusal;
    }
    if (destination.digits().isEmpty()) {
      return RULE.refuse("is empty");
    }
    if (destination.ton() == TON_ALPHANUMERIC || AddressRule.clean(destination)) {
      return null;
    }
    String digits = AddressRule.cleaned(destination);
    if (digits == null) {
      return RULE.refuse("holds more than digits");
    }
    String unaccepted = AddressRule.unaccepted(destination, s.account().policy());
    if (unaccepted != null) {
      return RULE.refuse(unaccepted);
    }
    Address cleaned = new Address(destination.ton(), destination.npi(), digits);
    s.message(Amended.of(s.message()).destination(cleaned).message());
    return null;
  }
}

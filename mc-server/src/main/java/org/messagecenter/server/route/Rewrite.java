package org.messagecenter.server.route;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.server.config.Section;

/** What a rule changes in the addresses of a message. */
record Rewrite(Part source, Part destination) {
  private static final Pattern ADDRESS = Pattern.compile("[\\x20-\\x7E]{1,20}");
  private static final String ADDRESS_RULE = "1 to 20 printable characters";
  private static final int LONGEST_ADDRESS = 20;

  static final Rewrite NOTHING = new Rewrite(Part.AS_IT_IS, Part.AS_IT_IS);

  static Rewrite from(Section s) {
    return new Rewrite(
        s.optionalSection("source").map(Part::from).orElse(Part.AS_IT_IS),
        s.optionalSection("destination").map(Part::from).orElse(Part.AS_IT_IS));
  }

  boolean changesNothing() {
    return source.equals(Part.AS_IT_IS) && destination.equals(Part.AS_IT_IS);
  }

  SubmitSm of(SubmitSm m) {
    return changesNothing()
        ? m
        : new SubmitSm(
            m.serviceType(),
            source.of(m.sourceAddr()),
            destination.of(m.destinationAddr()),
            m.esmClass(),
            m.protocolId(),
            m.priorityFlag(),
            m.scheduleDeliveryTime(),
            m.validityPeriod(),
            m.registeredDelivery(),
            m.replaceIfPresentFlag(),
            m.dataCoding(),
            m.smDefaultMsgId(),
            m.shortMessage(),
            m.tlvs());
  }

  /** Why a message with these addresses cannot be sent; null when it can. */
  @Nullable String fault(SubmitSm rewritten) {
    if (rewritten.destinationAddr().digits().isEmpty()) {
      return "the rewritten destination is empty";
    }
    if (source.lengthens() && tooLong(rewritten.sourceAddr())) {
      return "the rewritten source is longer than 20 characters";
    }
    return destination.lengthens() && tooLong(rewritten.destinationAddr())
        ? "the rewritten destination is longer than 20 characters"
        : null;
  }

  private static boolean tooLong(Address address) {
    return address.digits().length() > LONGEST_ADDRESS;
  }

  /**
   * What becomes of one address: set, or stripped and then extended.
   *
   * @param set takes the place of the address
   * @param strip is taken off its beginning, where it begins with it
   * @param add is put before the rest
   */
  record Part(Optional<String> set, String strip, String add, OptionalInt ton, OptionalInt npi) {
    static final Part AS_IT_IS =
        new Part(Optional.empty(), "", "", OptionalInt.empty(), OptionalInt.empty());

    static Part from(Section s) {
      return new Part(
          s.optionalString("set", ADDRESS, ADDRESS_RULE),
          s.optionalString("strip-prefix", ADDRESS, ADDRESS_RULE).orElse(""),
          s.optionalString("add-prefix", ADDRESS, ADDRESS_RULE).orElse(""),
          s.optionalInteger("ton", 0, 6),
          s.optionalInteger("npi", 0, 18));
    }

    Address of(Address address) {
      String digits = set.orElse(address.digits());
      String rest = digits.startsWith(strip) ? digits.substring(strip.length()) : digits;
      return new Address(ton.orElse(address.ton()), npi.orElse(address.npi()), add + rest);
    }

    boolean lengthens() {
      return !add.isEmpty();
    }
  }
}

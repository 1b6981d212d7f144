package org.messagecenter.server.account;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.server.config.Section;

/**
 * How an account is served where the specification leaves a choice, or clients do not keep to it.
 * Resolved once, when the configuration is read; an account's own section is laid over the
 * server-wide one.
 *
 * @param interfaceVersion the version its sessions speak whatever their binds say: 0x33, 0x34 or
 *     0x50; {@link #AS_BOUND} for the one that the bind names
 * @param announceVersion whether bind responses carry sc_interface_version
 * @param answers how requests are refused
 * @param dialects what data_coding means
 * @param serviceTypes the service types that are known; empty for those of the specification
 * @param defaultSource takes the place of a missing source; {@link Address#EMPTY} for none
 * @param longestMessage octets of text that a message may have
 * @param accepted the deviations that are accepted; all others are refused
 * @param receipts what receipts look like
 * @param receiptHome over which binds they come back
 * @param duplicates when a submission counts as one that came before
 * @param outbound how fast its messages leave for carriers
 */
public record Policy(
    int interfaceVersion,
    boolean announceVersion,
    Answers answers,
    Dialects dialects,
    Set<String> serviceTypes,
    Address defaultSource,
    int longestMessage,
    Set<Deviation> accepted,
    ReceiptFormat receipts,
    ReceiptHome receiptHome,
    DuplicateRule duplicates,
    Outbound outbound) {
  /** The bind's own interface_version counts. */
  public static final int AS_BOUND = 0;

  /** Tolerant, and as the specification suggests in all else. */
  public static final Policy USUAL =
      new Policy(
          AS_BOUND,
          true,
          Answers.USUAL,
          Dialects.USUAL,
          Set.of(),
          Address.EMPTY,
          0xFFFF,
          EnumSet.allOf(Deviation.class),
          ReceiptFormat.USUAL,
          ReceiptHome.USUAL,
          DuplicateRule.NONE,
          Outbound.UNLIMITED);

  private static final Pattern VERSION = Pattern.compile("auto|3\\.3|3\\.4|5(\\.0)?");
  private static final Pattern SERVICE_TYPE = Pattern.compile("[\\x21-\\x7e]{0,5}");

  private enum Announcement {
    SEND,
    OMIT
  }

  private enum Verdict {
    ACCEPT,
    REFUSE
  }

  public Policy {
    serviceTypes = Set.copyOf(serviceTypes);
    // A copy is as fast to ask as one bit of a number.
    accepted = accepted.isEmpty() ? EnumSet.noneOf(Deviation.class) : EnumSet.copyOf(accepted);
  }

  /** Whether a deviation is accepted rather than refused. */
  public boolean accepts(Deviation deviation) {
    return accepted.contains(deviation);
  }

  /** The deviations that are accepted. */
  @Override
  public Set<Deviation> accepted() {
    return Set.copyOf(accepted);
  }

  /** What the section {@code policy} says, and this policy where it says nothing. */
  public Policy with(Section section) {
    return new Policy(
        section.has("interface-version") ? version(section) : interfaceVersion,
        section.has("sc-interface-version")
            ? section.oneOf("sc-interface-version", Announcement.class) == Announcement.SEND
            : announceVersion,
        answers.with(section),
        dialects.with(section),
        section.has("service-types")
            ? Set.copyOf(
                section.strings("service-types", SERVICE_TYPE, "at most 5 ASCII characters"))
            : serviceTypes,
        section
            .optionalString("default-source", AddressText.FORM, AddressText.RULE)
            .map(AddressText::parse)
            .orElse(defaultSource),
        section.optionalInteger("longest-message", 1, 0xFFFF).orElse(longestMessage),
        accepted(section),
        section.optionalSection("receipts").map(receipts::with).orElse(receipts),
        section.optionalSection("receipts").map(receiptHome::with).orElse(receiptHome),
        section.optionalSection("duplicates").map(duplicates::with).orElse(duplicates),
        section.optionalSection("outbound").map(outbound::with).orElse(outbound));
  }

  private static int version(Section section) {
    String text = section.string("interface-version", VERSION, "one of auto, 3.3, 3.4, 5.0");
    return switch (text) {
      case "3.3" -> 0x33;
      case "3.4" -> 0x34;
      // HOCON prints the number 5.0 without its zero.
      case "5", "5.0" -> 0x50;
      default -> AS_BOUND;
    };
  }

  private Set<Deviation> accepted(Section section) {
    EnumSet<Deviation> result = EnumSet.noneOf(Deviation.class);
    if (!section.has("strictness")) {
      result.addAll(accepted);
    } else if (section.oneOf("strictness", Strictness.class) == Strictness.TOLERANT) {
      result.addAll(List.of(Deviation.values()));
    }
    section.optionalSection("tolerance").ifPresent(each -> decide(each, result));
    return result;
  }

  private static void decide(Section tolerance, Set<Deviation> result) {
    for (Deviation deviation : Deviation.values()) {
      tolerance
          .optionalOneOf(deviation.key(), Verdict.class)
          .ifPresent(
              verdict -> {
                if (verdict == Verdict.ACCEPT) {
                  result.add(deviation);
                } else {
                  result.remove(deviation);
                }
              });
    }
  }
}

package org.messagecenter.server.account;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.server.config.Section;

/**
 * One tenant.
 *
 * @param systemId the name it binds with, 1 to 15 ASCII characters
 * @param credentials its passwords; any valid one is accepted
 * @param numbers the numbers whose messages are delivered to it: digits, a trailing {@code *} for
 *     all numbers that start with them
 * @param bindTypes the kinds of bind it may make, at least one
 * @param maxBinds how many binds it may have at once; 0 for no limit
 * @param windows how many requests its sessions may have under way
 * @param policy how it is served where there is a choice
 * @param distributionLists the lists that its submit_multi may name, with their members
 * @param outbind where it is called when mail waits for it; empty when it never is
 */
public record Account(
    String systemId,
    List<Credential> credentials,
    List<String> numbers,
    Set<BindType> bindTypes,
    int maxBinds,
    Windows windows,
    Policy policy,
    Map<String, List<Address>> distributionLists,
    Optional<OutbindTarget> outbind) {

  /** A C-octet string of at most 16 octets with its NUL (SMPP 5.0 §4.7.28). */
  private static final Pattern SYSTEM_ID = Pattern.compile("[\\x21-\\x7e]{1,15}");

  /** dl_name is a C-octet string of at most 21 octets with its NUL (34:5.2.28). */
  private static final Pattern LIST_NAME = Pattern.compile("[\\x21-\\x7e]{1,20}");

  private static final Pattern NUMBER = Pattern.compile("\\+?\\d{1,20}\\*?|\\*");

  public Account {
    credentials = List.copyOf(credentials);
    numbers = List.copyOf(numbers);
    bindTypes = Set.copyOf(bindTypes);
    distributionLists = Map.copyOf(distributionLists);
  }

  /**
   * Reads one entry of the accounts file.
   *
   * @param usual what holds where the entry has no policy of its own
   */
  public static Account from(Section section, Policy usual) {
    return new Account(
        section.string("system-id", SYSTEM_ID, "1 to 15 printable ASCII characters, no space"),
        section.sections("passwords").stream().map(Credential::from).toList(),
        section.has("numbers")
            ? section.strings("numbers", NUMBER, "digits, with * after a prefix")
            : List.of(),
        bindTypes(section),
        section.optionalInteger("max-binds", 0, 100_000).orElse(0),
        Windows.from(section),
        section.optionalSection("policy").map(usual::with).orElse(usual),
        distributionLists(section),
        section.optionalSection("outbind").map(OutbindTarget::from));
  }

  /** Whether the account may make this kind of bind. */
  public boolean mayBind(BindType type) {
    return bindTypes.contains(type);
  }

  private static Map<String, List<Address>> distributionLists(Section section) {
    Map<String, List<Address>> lists = new LinkedHashMap<>();
    section
        .optionalSection("distribution-lists")
        .ifPresent(
            all ->
                all.lists(AddressText.FORM, AddressText.RULE)
                    .forEach(
                        (name, members) -> {
                          if (!LIST_NAME.matcher(name).matches()) {
                            all.problem(name, "a name must be 1 to 20 printable ASCII characters");
                          }
                          lists.put(name, members.stream().map(AddressText::parse).toList());
                        }));
    return lists;
  }

  private static Set<BindType> bindTypes(Section section) {
    if (!section.has("bind-types")) {
      return EnumSet.allOf(BindType.class);
    }
    Set<BindType> types = Set.copyOf(section.manyOf("bind-types", BindType.class));
    if (types.isEmpty()) {
      section.problem("bind-types", "must name at least one kind of bind");
    }
    return types;
  }
}

package org.messagecenter.server.listen;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.messagecenter.server.config.Section;

/** The addresses and networks whose word on the real peer is taken. */
record TrustedNetworks(List<IpSubnetFilterRule> rules) {
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  TrustedNetworks {
    rules = List.copyOf(rules);
  }

  static TrustedNetworks from(Section section, String key) {
    List<IpSubnetFilterRule> rules = new ArrayList<>();
    for (String text : section.strings(key)) {
      parse(text)
          .ifPresentOrElse(
              rules::add,
              () -> section.problem(key, "must be addresses or networks, such as 10.0.0.0/8"));
    }
    return new TrustedNetworks(rules);
  }

  /** An address, or a network as address and prefix length; never a name. */
  static Optional<IpSubnetFilterRule> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    boolean v4 = NetUtil.isValidIpV4Address(address);
    if (!v4 && !NetUtil.isValidIpV6Address(address)) {
      return Optional.empty();
    }
    int most = v4 ? IPV4_BITS : IPV6_BITS;
    int bits = slash < 0 ? most : prefixLength(text.substring(slash + 1));
    return bits < 0 || bits > most
        ? Optional.empty()
        : Optional.of(new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT));
  }

  private static int prefixLength(String digits) {
    return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
  }

  boolean contains(InetSocketAddress peer) {
    return rules.stream().anyMatch(rule -> rule.matches(peer));
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }
}

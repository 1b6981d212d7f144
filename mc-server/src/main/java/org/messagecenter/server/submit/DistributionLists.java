package org.messagecenter.server.submit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.server.account.Account;

/** The lists that a submit_multi may name instead of addresses (34:4.5.1.2). */
@FunctionalInterface
public interface DistributionLists {
  /** The members of an account's list, or null when it has none of that name. */
  @Nullable List<Address> members(Account account, String name);
}

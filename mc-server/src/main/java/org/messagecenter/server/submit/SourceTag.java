package org.messagecenter.server.submit;

import org.messagecenter.protocol.pdu.Address;

/**
 * The tag that the store keeps with a message: what a query_sm, cancel_sm or replace_sm must match
 * beside the id, and after the message's end all that is left to compare.
 */
public final class SourceTag {
  private SourceTag() {}

  /**
   * A stable hash of account and source address, TON and NPI included (34:4.8). String hashes are
   * the same in every Java, so it may be stored.
   */
  public static int of(String account, Address source) {
    int hash = account.hashCode();
    hash = 31 * hash + (source.ton() << 8 | source.npi());
    return 31 * hash + source.digits().hashCode();
  }
}

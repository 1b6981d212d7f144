package org.messagecenter.server.route;

/** What kind of number an address is. */
enum NumberType {
  MOBILE,
  FIXED_LINE,
  /** Where the numbering plan does not tell the two apart, as in the United States. */
  FIXED_LINE_OR_MOBILE,
  TOLL_FREE,
  PREMIUM,
  SHARED_COST,
  VOIP,
  PERSONAL,
  PAGER,
  COMPANY,
  VOICEMAIL,
  /** TON 3 or 6, or up to six digits that are not said to be international. */
  SHORT_CODE,
  /** TON 5, or an address with letters in it. */
  ALPHANUMERIC,
  /** No valid number of its country, or one whose country is not known. */
  UNKNOWN;

  /** Whether a condition that asks for the other type takes this one. */
  boolean fits(NumberType wanted) {
    return this == wanted
        || (this == FIXED_LINE_OR_MOBILE && (wanted == MOBILE || wanted == FIXED_LINE));
  }
}

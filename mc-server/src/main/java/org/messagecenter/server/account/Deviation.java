package org.messagecenter.server.account;

import org.messagecenter.server.config.Section;

/**
 * What ESMEs in the field do that the specification does not allow, or leaves open. For each one an
 * account's {@link Policy} says whether it is accepted, with the effect named here, or refused with
 * the status named here.
 *
 * <p>The name, in lower case with dashes, is the key in {@code policy.tolerance}.
 */
public enum Deviation {
  /**
   * A NUL after the text that sm_length does not count. Accepted: dropped. Refused:
   * ESME_RINVTLVSTREAM.
   */
  TRAILING_NUL,

  /**
   * Text both in short_message and in message_payload. Accepted: message_payload is the message, as
   * in 5.0. Refused: ESME_RINVMSGLEN.
   */
  TWO_TEXTS,

  /**
   * A short_message beyond the limit of the version: 160 octets in 3.3, 254 in 3.4. Accepted: as it
   * is. Refused: ESME_RINVMSGLEN.
   */
  LONG_SHORT_MESSAGE,

  /**
   * TLVs of another length than their table says: integers with more or fewer octets whose value
   * fits, C-octet strings without NUL or with several. Accepted: read as meant. Refused:
   * ESME_RINVTLVLEN.
   */
  TLV_LENGTHS,

  /**
   * A TLV that the specification does not list for the command, or not yet in the version of the
   * session, or a second one of a TLV that is to be alone; vendor TLVs are never meant. Accepted:
   * kept and passed on. Refused: ESME_RTLVNOTALLWD.
   */
  UNEXPECTED_TLVS,

  /**
   * A TLV value that the specification reserves, or an incomplete set of those that belong
   * together. Accepted: passed on, and ignored. Refused: ESME_RINVTLVVAL, in 5.0 the TLV's own
   * status where it has one, or ESME_RMISSINGTLV.
   */
  RESERVED_TLV_VALUES,

  /** A service_type that is not in service-types. Accepted: passed on. Refused: ESME_RINVSERTYP. */
  UNKNOWN_SERVICE_TYPE,

  /**
   * Reserved bits 7-5 of registered_delivery, the value 3 (success only) before 5.0, anything above
   * 1 in 3.3. Accepted: read as 5.0 does, reserved bits ignored. Refused: ESME_RINVREGDLVFLG.
   */
  RESERVED_REGISTERED_DELIVERY,

  /**
   * A priority_flag above 1 in 3.3, 3 in 3.4 or 4 in 5.0. Accepted: cut to that. Refused:
   * ESME_RINVPRTFLG.
   */
  PRIORITY_ABOVE,

  /**
   * A data_coding that the specification reserves, in 3.3 that of GSM. Accepted: read as GSM does
   * (TS 23.038). Refused: ESME_RINVDCS, before 5.0 ESME_RSUBMITFAIL.
   */
  RESERVED_DATA_CODING,

  /**
   * A number with a leading {@code +}. Accepted: the sign is taken off. Refused: ESME_RINVSRCADR or
   * ESME_RINVDSTADR.
   */
  PLUS_SIGN,

  /**
   * A number of TON 1 that starts with {@code 00}. Accepted: the prefix is taken off. Refused:
   * ESME_RINVSRCADR or ESME_RINVDSTADR.
   */
  INTERNATIONAL_PREFIX,

  /**
   * Spaces, hyphens, dots and parentheses inside a number. Accepted: taken out. Refused:
   * ESME_RINVSRCADR or ESME_RINVDSTADR.
   */
  NUMBER_SEPARATORS,

  /**
   * An alphanumeric source (TON 5) of more than the 11 characters that a handset shows. Accepted:
   * as it is. Refused: ESME_RINVSRCADR.
   */
  LONG_ALPHANUMERIC,

  /**
   * An alphanumeric source (TON 5) of digits only. Accepted: as it is. Refused: ESME_RINVSRCADR.
   */
  ALPHANUMERIC_DIGITS,

  /**
   * No source, and no default-source for it. Accepted: passed on without one. Refused:
   * ESME_RINVSRCADR.
   */
  EMPTY_SOURCE,

  /**
   * A relative time whose parts exceed their printed ranges (48 hours, 40 days), 15 digits without
   * the R, tenths that are no digit, and relative times in 3.3. Accepted: read as meant. Refused:
   * ESME_RINVSCHED or ESME_RINVEXPIRY.
   */
  LOOSE_TIMES,

  /**
   * UDHI without a whole user data header in the text. Accepted: UDHI is taken off. Refused:
   * ESME_RINVESMCLASS.
   */
  BROKEN_UDH,

  /**
   * A short_message with a user data header that together do not fit the 140 octets of one SMS.
   * Accepted: as it is. Refused: ESME_RINVMSGLEN.
   */
  LONG_SEGMENT,

  /**
   * sar_ TLVs beside a user data header. Accepted: the header counts, the TLVs are taken out.
   * Refused: ESME_RTLVNOTALLWD.
   */
  SAR_WITH_UDH;

  /** The key in {@code policy.tolerance}. */
  public String key() {
    return Section.spelling(this);
  }
}

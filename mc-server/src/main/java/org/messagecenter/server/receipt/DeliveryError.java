package org.messagecenter.server.receipt;

/** The err codes that receipts carry, printed as three hexadecimal digits. */
public final class DeliveryError {
  public static final int NONE = 0x000;
  public static final int SYSTEM_ERROR = 0x008;
  public static final int INVALID_DESTINATION = 0x00B;

  /** The handset did not take the message for now. */
  public static final int TEMPORARY_PHONE_ERROR = 0x4A0;

  /** The handset will never take the message. */
  public static final int PERMANENT_PHONE_ERROR = 0x4A1;

  /** No carrier or account serves the destination. */
  public static final int NO_ROUTE = 0x4A2;

  /** The validity ended before delivery. */
  public static final int EXPIRED = 0x4A3;

  /** The carrier did not take the message for now, or nobody knows whether it did. */
  public static final int TEMPORARY_CARRIER_ERROR = 0x4B1;

  /** The carrier refused the message for good. */
  public static final int CARRIER_REJECTED = 0x4B2;

  /** The carrier took the message, but its final receipt never came. */
  public static final int NO_FINAL_RECEIPT = 0x4BD;

  private DeliveryError() {}
}

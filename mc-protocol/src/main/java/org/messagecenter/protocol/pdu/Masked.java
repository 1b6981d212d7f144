package org.messagecenter.protocol.pdu;

/** What may be shown of the things that are not to be shown whole. */
public final class Masked {
  /** From this length on, the first four and the last two characters are shown. */
  private static final int LONG = 9;

  private Masked() {}

  /** Names without a digit stay whole; anything that may be a number loses its middle. */
  public static String number(String text) {
    if (text.chars().noneMatch(Character::isDigit)) {
      return text;
    }
    int length = text.length();
    return length >= LONG
        ? text.substring(0, 4) + "…" + text.substring(length - 2)
        : text.substring(0, length / 2) + "…";
  }

  static String bind(Bind bind) {
    return bind.commandId().wireName()
        + "[system_id="
        + bind.systemId()
        + ", password=***, system_type="
        + bind.systemType()
        + ", interface_version="
        + Integer.toHexString(bind.interfaceVersion())
        + ", address_range="
        + new Address(bind.addrTon(), bind.addrNpi(), bind.addressRange())
        + "]";
  }
}

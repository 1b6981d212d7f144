package org.messagecenter.testkit;

/** The command_status values the tests expect, by number: a table of its own on purpose. */
final class Status {

  static final int ESME_RINVCMDLEN = 0x02;
  static final int ESME_RINVCMDID = 0x03;
  static final int ESME_RINVBNDSTS = 0x04;
  static final int ESME_RALYBND = 0x05;
  static final int ESME_RINVDSTADR = 0x0B;
  static final int ESME_RBINDFAIL = 0x0D;
  static final int ESME_RINVPASWD = 0x0E;
  static final int ESME_RINVSYSID = 0x0F;
  static final int ESME_RINVSCHED = 0x61;
  static final int ESME_RINVEXPIRY = 0x62;
  static final int ESME_RX_T_APPN = 0x64;
  static final int ESME_RX_R_APPN = 0x66;
  static final int ESME_RINVTLVSTREAM = 0xC0;

  private Status() {}
}

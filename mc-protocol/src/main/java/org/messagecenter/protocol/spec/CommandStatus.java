package org.messagecenter.protocol.spec;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The command_status values of SMPP 3.4 and 5.0 under their 5.0 names (34:5.1.3, 50:4.7.6).
 *
 * <p>Peers also send numbers that are in no table, most often from the vendor range 0x400-0x4FF, so
 * a status travels through the program as an int and this enum names the ones we know.
 */
public enum CommandStatus {
  ESME_ROK(0x00000000, 0x33, Nature.SUCCESS, "success"),
  ESME_RINVMSGLEN(
      0x00000001, 0x33, Nature.PERMANENT, "message length invalid for this MC or network"),
  ESME_RINVCMDLEN(0x00000002, 0x33, Nature.PERMANENT, "PDU length invalid (too short or too long)"),
  ESME_RINVCMDID(0x00000003, 0x33, Nature.PERMANENT, "command id unknown or unsupported"),
  ESME_RINVBNDSTS(
      0x00000004, 0x33, Nature.PERMANENT, "command not allowed in the current session state"),
  ESME_RALYBND(0x00000005, 0x33, Nature.PERMANENT, "session already bound"),
  ESME_RINVPRTFLG(0x00000006, 0x33, Nature.PERMANENT, "priority_flag illegal or unsupported"),
  ESME_RINVREGDLVFLG(0x00000007, 0x33, Nature.PERMANENT, "registered_delivery illegal or disabled"),
  ESME_RSYSERR(
      0x00000008, 0x33, Nature.TEMPORARY, "MC system error; all or part of MC unavailable"),
  ESME_RINVSRCADR(0x0000000A, 0x33, Nature.PERMANENT, "source address invalid"),
  ESME_RINVDSTADR(0x0000000B, 0x33, Nature.PERMANENT, "destination address invalid"),
  ESME_RINVMSGID(0x0000000C, 0x33, Nature.PERMANENT, "message id invalid or unknown"),
  ESME_RBINDFAIL(
      0x0000000D, 0x34, Nature.DEPENDS, "generic bind failure incl. wrong credentials (5.0)"),
  ESME_RINVPASWD(
      0x0000000E, 0x33, Nature.PERMANENT, "password field invalid (5.0: length, not wrong value)"),
  ESME_RINVSYSID(
      0x0000000F, 0x34, Nature.PERMANENT, "system_id field invalid (5.0: length, not unknown id)"),
  ESME_RCANCELFAIL(0x00000011, 0x34, Nature.PERMANENT, "cancel_sm failed"),
  ESME_RREPLACEFAIL(0x00000013, 0x34, Nature.PERMANENT, "replace_sm failed"),
  ESME_RMSGQFUL(0x00000014, 0x33, Nature.TEMPORARY, "message queue full"),
  ESME_RINVSERTYP(0x00000015, 0x34, Nature.PERMANENT, "service_type not recognised or bad length"),
  ESME_RINVNUMDESTS(0x00000033, 0x33, Nature.PERMANENT, "number_of_dests invalid"),
  ESME_RINVDLNAME(0x00000034, 0x34, Nature.PERMANENT, "dl_name invalid or unknown"),
  ESME_RINVDESTFLAG(0x00000040, 0x33, Nature.PERMANENT, "dest_flag invalid"),
  ESME_RINVSUBREP(
      0x00000042,
      0x33,
      Nature.PERMANENT,
      "submit with replace unsupported, inappropriate or denied"),
  ESME_RINVESMCLASS(0x00000043, 0x33, Nature.PERMANENT, "esm_class setting unsupported"),
  ESME_RCNTSUBDL(
      0x00000044, 0x33, Nature.PERMANENT, "distribution lists unsupported, denied or unavailable"),
  ESME_RSUBMITFAIL(0x00000045, 0x34, Nature.DEPENDS, "generic submission failure"),
  ESME_RINVSRCTON(0x00000048, 0x33, Nature.PERMANENT, "source TON invalid"),
  ESME_RINVSRCNPI(0x00000049, 0x33, Nature.PERMANENT, "source NPI invalid"),
  ESME_RINVDSTTON(0x00000050, 0x33, Nature.PERMANENT, "destination TON invalid"),
  ESME_RINVDSTNPI(0x00000051, 0x33, Nature.PERMANENT, "destination NPI invalid"),
  ESME_RINVSYSTYP(0x00000053, 0x33, Nature.PERMANENT, "system_type invalid"),
  ESME_RINVREPFLAG(0x00000054, 0x33, Nature.PERMANENT, "replace_if_present_flag invalid"),
  ESME_RINVNUMMSGS(0x00000055, 0x33, Nature.PERMANENT, "number of messages invalid"),
  ESME_RTHROTTLED(0x00000058, 0x34, Nature.TEMPORARY, "message rate or allowance exceeded"),
  ESME_RINVSCHED(
      0x00000061, 0x33, Nature.PERMANENT, "schedule_delivery_time wrong length or invalid"),
  ESME_RINVEXPIRY(0x00000062, 0x33, Nature.PERMANENT, "validity_period wrong length or invalid"),
  ESME_RINVDFTMSGID(0x00000063, 0x34, Nature.PERMANENT, "predefined message id invalid or unknown"),
  ESME_RX_T_APPN(
      0x00000064, 0x34, Nature.TEMPORARY, "receiver application: temporary, retry later"),
  ESME_RX_P_APPN(
      0x00000065,
      0x34,
      Nature.PERMANENT,
      "receiver application: permanent for this destination; drop this and all queued for it"),
  ESME_RX_R_APPN(
      0x00000066, 0x34, Nature.PERMANENT, "receiver application: reject this message only"),
  ESME_RQUERYFAIL(0x00000067, 0x34, Nature.DEPENDS, "query_sm failed"),
  ESME_RINVTLVSTREAM(
      0x000000C0,
      0x34,
      Nature.PERMANENT,
      "TLV part corrupt: 1-3 octets left over or TLV longer than the rest"),
  ESME_RTLVNOTALLWD(0x000000C1, 0x34, Nature.PERMANENT, "TLV not allowed in this context"),
  ESME_RINVTLVLEN(0x000000C2, 0x34, Nature.PERMANENT, "TLV (parameter) length invalid"),
  ESME_RMISSINGTLV(0x000000C3, 0x34, Nature.PERMANENT, "required TLV missing"),
  ESME_RINVTLVVAL(0x000000C4, 0x34, Nature.PERMANENT, "TLV value invalid"),
  ESME_RDELIVERYFAILURE(0x000000FE, 0x34, Nature.DEPENDS, "transaction-mode delivery failed"),
  ESME_RUNKNOWNERR(0x000000FF, 0x33, Nature.DEPENDS, "unknown error"),
  ESME_RSERTYPUNAUTH(
      0x00000100, 0x50, Nature.PERMANENT, "ESME not authorised for this service_type"),
  ESME_RPROHIBITED(
      0x00000101, 0x50, Nature.PERMANENT, "operation recognised but denied to this ESME"),
  ESME_RSERTYPUNAVAIL(0x00000102, 0x50, Nature.TEMPORARY, "service_type unavailable (outage)"),
  ESME_RSERTYPDENIED(0x00000103, 0x50, Nature.PERMANENT, "service_type denied for this content"),
  ESME_RINVDCS(0x00000104, 0x50, Nature.PERMANENT, "data_coding invalid or unsupported"),
  ESME_RINVSRCADDRSUBUNIT(0x00000105, 0x50, Nature.PERMANENT, "source_addr_subunit invalid"),
  ESME_RINVDSTADDRSUBUNIT(0x00000106, 0x50, Nature.PERMANENT, "dest_addr_subunit invalid"),
  ESME_RINVBCASTFREQINT(0x00000107, 0x50, Nature.PERMANENT, "broadcast_frequency_interval invalid"),
  ESME_RINVBCASTALIAS_NAME(0x00000108, 0x50, Nature.PERMANENT, "broadcast area alias name invalid"),
  ESME_RINVBCASTAREAFMT(0x00000109, 0x50, Nature.PERMANENT, "broadcast area format invalid"),
  ESME_RINVNUMBCAST_AREAS(0x0000010A, 0x50, Nature.PERMANENT, "number of broadcast areas invalid"),
  ESME_RINVBCASTCNTTYPE(0x0000010B, 0x50, Nature.PERMANENT, "broadcast_content_type invalid"),
  ESME_RINVBCASTMSGCLASS(0x0000010C, 0x50, Nature.PERMANENT, "broadcast_message_class invalid"),
  ESME_RBCASTFAIL(0x0000010D, 0x50, Nature.DEPENDS, "broadcast_sm failed"),
  ESME_RBCASTQUERYFAIL(0x0000010E, 0x50, Nature.DEPENDS, "query_broadcast_sm failed"),
  ESME_RBCASTCANCELFAIL(0x0000010F, 0x50, Nature.PERMANENT, "cancel_broadcast_sm failed"),
  ESME_RINVBCAST_REP(0x00000110, 0x50, Nature.PERMANENT, "broadcast_rep_num invalid"),
  ESME_RINVBCASTSRVGRP(0x00000111, 0x50, Nature.PERMANENT, "broadcast_service_group invalid"),
  ESME_RINVBCASTCHANIND(0x00000112, 0x50, Nature.PERMANENT, "broadcast_channel_indicator invalid");

  /** What a status says about trying the same request again. */
  public enum Nature {
    /** The request was carried out. */
    SUCCESS,
    /** Worth trying again later without a change. */
    TEMPORARY,
    /** The same request will be refused again. */
    PERMANENT,
    /** The status alone does not tell; the policy of the caller decides. */
    DEPENDS
  }

  private static final Map<Integer, CommandStatus> BY_VALUE = new HashMap<>();

  static {
    for (CommandStatus status : values()) {
      BY_VALUE.put(status.value, status);
    }
  }

  private final int value;
  private final int since;
  private final Nature nature;
  private final String meaning;

  CommandStatus(int value, int since, Nature nature, String meaning) {
    this.value = value;
    this.since = since;
    this.nature = nature;
    this.meaning = meaning;
  }

  /** The command_status on the wire. */
  public int value() {
    return value;
  }

  /** The interface_version that brought this status: 0x33, 0x34 or 0x50. */
  public int since() {
    return since;
  }

  /** What the status says about another attempt. */
  public Nature nature() {
    return nature;
  }

  /** True when the same request may succeed later; retry plans read this flag. */
  public boolean temporary() {
    return nature == Nature.TEMPORARY;
  }

  /** One line for people who read a log. */
  public String meaning() {
    return meaning;
  }

  /** The status with this number, or null when the tables do not name it. */
  public static @Nullable CommandStatus of(int value) {
    return value == 0 ? ESME_ROK : BY_VALUE.get(value);
  }

  /** Name and number, as in {@code ESME_RTHROTTLED (0x00000058)}; the number alone if unnamed. */
  public static String describe(int value) {
    String number = String.format(Locale.ROOT, "0x%08X", value);
    CommandStatus status = of(value);
    return status == null ? number : status.name() + " (" + number + ")";
  }
}

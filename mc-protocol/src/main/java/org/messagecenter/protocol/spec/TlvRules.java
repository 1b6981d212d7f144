package org.messagecenter.protocol.spec;

import static org.messagecenter.protocol.spec.CommandId.*;
import static org.messagecenter.protocol.spec.CommandStatus.*;
import static org.messagecenter.protocol.spec.TlvTag.*;
import static org.messagecenter.protocol.spec.TlvValue.Verdict.INVALID;
import static org.messagecenter.protocol.spec.TlvValue.Verdict.LEGAL;
import static org.messagecenter.protocol.spec.TlvValue.Verdict.RESERVED;
import static org.messagecenter.protocol.spec.TlvValue.any;
import static org.messagecenter.protocol.spec.TlvValue.digits;
import static org.messagecenter.protocol.spec.TlvValue.octets;
import static org.messagecenter.protocol.spec.TlvValue.only;
import static org.messagecenter.protocol.spec.TlvValue.someOf;
import static org.messagecenter.protocol.spec.TlvValue.upTo;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rules of all registered TLVs (34:5.3.2, 50:4.8.4) as a table, and the same as bits for those
 * who check every PDU.
 *
 * <p>A set of TLVs is a long with the {@link TlvTag#bit bits} of its members.
 */
public final class TlvRules {
  /** The first version with TLVs. */
  public static final int VERSION_3_4 = 0x34;

  /** The version that added TLVs, commands for them and statuses. */
  public static final int VERSION_5_0 = 0x50;

  private static final int TAGS = 64;

  private static final Set<CommandId> NONE = EnumSet.noneOf(CommandId.class);
  private static final Set<CommandId> DATA = EnumSet.of(DATA_SM);
  private static final Set<CommandId> SUBMITS = EnumSet.of(SUBMIT_SM, SUBMIT_MULTI, DATA_SM);
  private static final Set<CommandId> MESSAGES = with(SUBMITS, DELIVER_SM);
  private static final Set<CommandId> SUBMITS_AND_BROADCAST = with(SUBMITS, BROADCAST_SM);
  private static final Set<CommandId> MESSAGES_AND_BROADCAST = with(MESSAGES, BROADCAST_SM);
  private static final Set<CommandId> NO_MULTI = EnumSet.of(SUBMIT_SM, DELIVER_SM, DATA_SM);
  private static final Set<CommandId> NO_MULTI_UP = EnumSet.of(SUBMIT_SM, DATA_SM);
  private static final Set<CommandId> RECEIPTS = EnumSet.of(DATA_SM, DELIVER_SM);
  private static final Set<CommandId> BROADCAST = EnumSet.of(BROADCAST_SM);
  private static final Set<CommandId> OUTCOMES =
      EnumSet.of(SUBMIT_SM_RESP, SUBMIT_MULTI_RESP, DATA_SM_RESP, DELIVER_SM_RESP);
  private static final Set<CommandId> ALERTS = EnumSet.of(ALERT_NOTIFICATION);
  private static final Set<CommandId> BIND_RESPONSES =
      EnumSet.of(BIND_TRANSMITTER_RESP, BIND_RECEIVER_RESP, BIND_TRANSCEIVER_RESP);
  private static final Set<CommandId> QUERY_RESULT = EnumSet.of(QUERY_BROADCAST_SM_RESP);

  private static final List<TlvRule> ALL =
      List.of(
          rule(DEST_ADDR_SUBUNIT, upTo(4), SUBMITS, MESSAGES_AND_BROADCAST)
              .status(ESME_RINVDSTADDRSUBUNIT),
          rule(DEST_NETWORK_TYPE, upTo(8), DATA, SUBMITS),
          rule(DEST_BEARER_TYPE, upTo(8), DATA, SUBMITS),
          rule(DEST_TELEMATICS_ID, any("protocol_id and a reserved octet"), DATA, SUBMITS),
          rule(SOURCE_ADDR_SUBUNIT, upTo(4), SUBMITS, MESSAGES_AND_BROADCAST)
              .status(ESME_RINVSRCADDRSUBUNIT),
          rule(SOURCE_NETWORK_TYPE, upTo(8), DATA, SUBMITS),
          rule(SOURCE_BEARER_TYPE, upTo(8), DATA, SUBMITS),
          rule(SOURCE_TELEMATICS_ID, any("protocol_id"), DATA, SUBMITS),
          rule(QOS_TIME_TO_LIVE, any("seconds"), DATA, SUBMITS),
          rule(PAYLOAD_TYPE, upTo(1), MESSAGES, MESSAGES_AND_BROADCAST),
          rule(ADDITIONAL_STATUS_INFO_TEXT, any("text"), EnumSet.of(DATA_SM_RESP), OUTCOMES),
          rule(RECEIPTED_MESSAGE_ID, any("a message_id"), RECEIPTS, RECEIPTS),
          rule(
              MS_MSG_WAIT_FACILITIES,
              someOf("bits 7, 1 and 0", bits -> (bits & 0x7C) == 0),
              SUBMITS,
              SUBMITS),
          rule(PRIVACY_INDICATOR, upTo(3), MESSAGES, MESSAGES_AND_BROADCAST),
          rule(SOURCE_SUBADDRESS, subaddress(), MESSAGES, MESSAGES_AND_BROADCAST),
          rule(DEST_SUBADDRESS, subaddress(), MESSAGES, MESSAGES_AND_BROADCAST),
          rule(
              USER_MESSAGE_REFERENCE,
              any("0-65535"),
              MESSAGES,
              with(
                  MESSAGES_AND_BROADCAST,
                  QUERY_BROADCAST_SM,
                  QUERY_BROADCAST_SM_RESP,
                  CANCEL_BROADCAST_SM)),
          rule(USER_RESPONSE_CODE, any("0-255"), NO_MULTI, MESSAGES),
          rule(SOURCE_PORT, any("0-65535"), MESSAGES, MESSAGES_AND_BROADCAST),
          rule(DEST_PORT, any("0-65535"), MESSAGES, MESSAGES_AND_BROADCAST),
          rule(SAR_MSG_REF_NUM, any("0-65535"), MESSAGES, MESSAGES),
          rule(LANGUAGE_INDICATOR, any("0-255"), MESSAGES, MESSAGES_AND_BROADCAST),
          rule(SAR_TOTAL_SEGMENTS, only("1-255", v -> v != 0), MESSAGES, MESSAGES),
          rule(SAR_SEGMENT_SEQNUM, only("1-255", v -> v != 0), MESSAGES, MESSAGES),
          rule(
              SC_INTERFACE_VERSION,
              someOf("0-0x34 or 0x50", v -> v <= VERSION_3_4 || v == VERSION_5_0),
              BIND_RESPONSES,
              BIND_RESPONSES),
          rule(
              CALLBACK_NUM_PRES_IND,
              someOf("bits 3-0, bits 3-2 not 3", v -> (v & 0xF0) == 0 && (v & 0x0C) != 0x0C),
              SUBMITS,
              MESSAGES_AND_BROADCAST),
          rule(CALLBACK_NUM_ATAG, any("data_coding and text"), SUBMITS, MESSAGES_AND_BROADCAST),
          rule(NUMBER_OF_MESSAGES, upTo(99), NO_MULTI_UP, SUBMITS),
          rule(CALLBACK_NUM, callback(), MESSAGES, MESSAGES_AND_BROADCAST),
          rule(
              DPF_RESULT,
              upTo(1),
              EnumSet.of(DATA_SM_RESP),
              EnumSet.of(DATA_SM, SUBMIT_SM_RESP, SUBMIT_MULTI_RESP, DATA_SM_RESP, DELIVER_SM)),
          rule(SET_DPF, upTo(1), DATA, SUBMITS),
          rule(MS_AVAILABILITY_STATUS, upTo(2), ALERTS, ALERTS),
          rule(
              NETWORK_ERROR_CODE,
              networkError(),
              with(RECEIPTS, DATA_SM_RESP),
              union(RECEIPTS, OUTCOMES)),
          rule(
                  MESSAGE_PAYLOAD,
                  any("user data"),
                  MESSAGES,
                  with(MESSAGES_AND_BROADCAST, REPLACE_SM))
              .mandatoryIn(DATA_SM),
          rule(DELIVERY_FAILURE_REASON, upTo(3), EnumSet.of(DATA_SM_RESP), OUTCOMES),
          rule(MORE_MESSAGES_TO_SEND, upTo(1), NO_MULTI_UP, SUBMITS),
          rule(
                  MESSAGE_STATE,
                  only("0-9", v -> v >= 0 && v <= 9),
                  RECEIPTS,
                  union(RECEIPTS, QUERY_RESULT))
              .mandatoryIn(QUERY_BROADCAST_SM_RESP),
          rule(CONGESTION_STATE, upTo(100), NONE, responses()),
          rule(
              USSD_SERVICE_OP,
              someOf("0-3, 16-19 or 32-255", v -> v <= 3 || (v >= 16 && v <= 19) || v >= 32),
              EnumSet.of(SUBMIT_SM),
              MESSAGES),
          rule(BROADCAST_CHANNEL_INDICATOR, upTo(1), NONE, BROADCAST).status(ESME_RINVBCASTCHANIND),
          rule(
                  BROADCAST_CONTENT_TYPE,
                  firstOctet("network 0-3 and a type", first -> first <= 3, INVALID),
                  NONE,
                  EnumSet.of(BROADCAST_SM, CANCEL_BROADCAST_SM))
              .mandatoryIn(BROADCAST_SM)
              .status(ESME_RINVBCASTCNTTYPE),
          rule(BROADCAST_CONTENT_TYPE_INFO, any("free"), NONE, BROADCAST),
          rule(BROADCAST_MESSAGE_CLASS, upTo(3), NONE, BROADCAST).status(ESME_RINVBCASTMSGCLASS),
          rule(BROADCAST_REP_NUM, any("0-65535"), NONE, BROADCAST)
              .mandatoryIn(BROADCAST_SM)
              .status(ESME_RINVBCAST_REP),
          rule(
                  BROADCAST_FREQUENCY_INTERVAL,
                  firstOctet(
                      "unit 0 or 8-14 and a count",
                      unit -> unit == 0 || (unit >= 0x08 && unit <= 0x0E),
                      INVALID),
                  NONE,
                  BROADCAST)
              .mandatoryIn(BROADCAST_SM)
              .status(ESME_RINVBCASTFREQINT),
          rule(
                  BROADCAST_AREA_IDENTIFIER,
                  // Each area answers for itself: a bad one need not keep the others off the air.
                  any("format 0-2 and an area"),
                  NONE,
                  // In the response to a broadcast it names the areas that failed.
                  EnumSet.of(BROADCAST_SM, BROADCAST_SM_RESP, QUERY_BROADCAST_SM_RESP))
              .mandatoryIn(BROADCAST_SM, QUERY_BROADCAST_SM_RESP)
              .status(ESME_RINVBCASTAREAFMT),
          rule(
              BROADCAST_ERROR_STATUS, any("a command_status"), NONE, EnumSet.of(BROADCAST_SM_RESP)),
          rule(
                  BROADCAST_AREA_SUCCESS,
                  someOf("0-100 or 255", v -> v <= 100 || v == 0xFF),
                  NONE,
                  QUERY_RESULT)
              .mandatoryIn(QUERY_BROADCAST_SM_RESP),
          rule(BROADCAST_END_TIME, absoluteTime(), NONE, QUERY_RESULT),
          rule(BROADCAST_SERVICE_GROUP, any("free"), NONE, BROADCAST).status(ESME_RINVBCASTSRVGRP),
          rule(BILLING_IDENTIFICATION, any("format and billing data"), NONE, SUBMITS),
          rule(SOURCE_NETWORK_ID, networkId(), NONE, MESSAGES),
          rule(DEST_NETWORK_ID, networkId(), NONE, MESSAGES),
          rule(SOURCE_NODE_ID, digits("six digits"), NONE, MESSAGES),
          rule(DEST_NODE_ID, digits("six digits"), NONE, MESSAGES),
          rule(DEST_ADDR_NP_RESOLUTION, only("0-2", v -> v >= 0 && v <= 2), NONE, MESSAGES),
          rule(DEST_ADDR_NP_INFORMATION, digits("ten digits"), NONE, MESSAGES),
          rule(DEST_ADDR_NP_COUNTRY, any("a country code"), NONE, MESSAGES),
          rule(DISPLAY_TIME, upTo(2), SUBMITS, SUBMITS_AND_BROADCAST),
          rule(SMS_SIGNAL, any("of CMT-136"), SUBMITS, SUBMITS_AND_BROADCAST),
          rule(MS_VALIDITY, msValidity(), SUBMITS, SUBMITS_AND_BROADCAST),
          rule(ALERT_ON_MESSAGE_DELIVERY, upTo(3), SUBMITS, SUBMITS_AND_BROADCAST),
          rule(ITS_REPLY_TYPE, upTo(8), NO_MULTI_UP, MESSAGES),
          rule(ITS_SESSION_INFO, any("session, dialogue unit and end bit"), NO_MULTI, MESSAGES));

  private static final @Nullable TlvRule[] BY_INDEX = new @Nullable TlvRule[TAGS];
  private static final Map<CommandId, Sets> BY_COMMAND = new EnumMap<>(CommandId.class);

  /** What a command may have in 3.4 and in 5.0, and what it must have. */
  private record Sets(long allowed34, long allowed50, long mandatory) {}

  static {
    ALL.forEach(rule -> BY_INDEX[rule.tag().index()] = rule);
    for (CommandId command : CommandId.values()) {
      BY_COMMAND.put(
          command,
          new Sets(
              bits(rule -> rule.commands(VERSION_3_4).contains(command)),
              bits(rule -> rule.commands(VERSION_5_0).contains(command)),
              bits(rule -> rule.mandatoryIn().contains(command))));
    }
  }

  private static long bits(Predicate<TlvRule> test) {
    return ALL.stream().filter(test).mapToLong(rule -> rule.tag().bit()).reduce(0, (a, b) -> a | b);
  }

  private static Sets sets(CommandId command) {
    return Objects.requireNonNull(BY_COMMAND.get(command), "every command has its sets");
  }

  private TlvRules() {}

  /** Every rule in ascending order of the tags. */
  public static List<TlvRule> all() {
    return ALL;
  }

  /** The rule of a registered TLV. */
  public static TlvRule of(TlvTag tag) {
    return Objects.requireNonNull(BY_INDEX[tag.index()], "every registered TLV has a rule");
  }

  /** The TLVs that may be in a command; none below 3.4. */
  public static long allowed(CommandId command, int version) {
    if (version < VERSION_3_4) {
      return 0;
    }
    Sets sets = sets(command);
    return version < VERSION_5_0 ? sets.allowed34 : sets.allowed50;
  }

  /** The TLVs that must be in a command, in every version that has the command. */
  public static long mandatory(CommandId command) {
    return sets(command).mandatory;
  }

  /** The TLVs that are wanted beside those of {@code present} and are not there; else 0. */
  public static long partnersMissing(long present, Strictness strictness) {
    long wanted = 0;
    if ((present & SOURCE_NETWORK_ID.bit()) != 0) {
      wanted |= SOURCE_NODE_ID.bit();
    }
    if ((present & DEST_NETWORK_ID.bit()) != 0) {
      wanted |= DEST_NODE_ID.bit();
    }
    long sar = SAR_MSG_REF_NUM.bit() | SAR_TOTAL_SEGMENTS.bit() | SAR_SEGMENT_SEQNUM.bit();
    // An incomplete set means nothing (34:5.3.2.22), so it does no harm.
    if ((present & sar) != 0 && strictness == Strictness.STRICT) {
      wanted |= sar;
    }
    return wanted & ~present;
  }

  /** The first tag of a set in the order of the table. */
  public static TlvTag first(long set) {
    return ALL.stream()
        .map(TlvRule::tag)
        .filter(tag -> (set & tag.bit()) != 0)
        .findFirst()
        .orElseThrow();
  }

  private static TlvRule rule(
      TlvTag tag, TlvValue value, Set<CommandId> commands34, Set<CommandId> commands50) {
    return new TlvRule(tag, value, commands34, commands50, NONE, null);
  }

  private static TlvValue firstOctet(String words, IntPredicate legal, TlvValue.Verdict otherwise) {
    return octets(
        words,
        (octets, start, length, version) -> legal.test(octets[start] & 0xFF) ? LEGAL : otherwise);
  }

  private static TlvValue subaddress() {
    return firstOctet(
        "type 0x80, 0x88 or 0xA0 and an address",
        type -> type == 0x80 || type == 0x88 || type == 0xA0,
        RESERVED);
  }

  /** Digit mode, TON, NPI and digits, which are printable ASCII in mode 1 (34:5.3.2.36). */
  private static TlvValue callback() {
    return octets(
        "mode 0-1, TON 0-6, NPI, digits",
        (octets, start, length, version) -> {
          int mode = octets[start] & 0xFF;
          if ((octets[start + 1] & 0xFF) > 6 || (octets[start + 2] & 0xFF) > 18) {
            return INVALID;
          }
          for (int i = start + 3; mode == 1 && i < start + length; i++) {
            if (octets[i] < ' ' || octets[i] > '~') {
              return INVALID;
            }
          }
          return mode <= 1 ? LEGAL : RESERVED;
        });
  }

  private static TlvValue networkError() {
    return octets(
        "network type 1-3 (5.0: 1-8) and a code",
        (octets, start, length, version) -> {
          int type = octets[start] & 0xFF;
          return type >= 1 && type <= (version < VERSION_5_0 ? 3 : 8) ? LEGAL : RESERVED;
        });
  }

  private static TlvValue absoluteTime() {
    return octets(
        "an absolute time of 16 characters",
        (octets, start, length, version) ->
            length >= 16
                    && TlvValue.areDigits(octets, start, 15)
                    && (octets[start + 15] == '+' || octets[start + 15] == '-')
                ? LEGAL
                : INVALID);
  }

  /** A kind, a country code of three digits, and what the kind needs (50:4.8.4.56). */
  private static TlvValue networkId() {
    return octets(
        "1, 2 or 3, MCC, and a network or address",
        (octets, start, length, version) -> {
          int kind = octets[start];
          boolean address = octets[start + 4] >= '1' && octets[start + 4] <= '4';
          boolean legal =
              TlvValue.areDigits(octets, start + 1, 3)
                  && (kind == '1' || kind == '2' || (kind == '3' && address));
          return legal ? LEGAL : INVALID;
        });
  }

  /** One octet, or the octet 4 and a period: unit and two octets of count (50:4.8.4.41). */
  private static TlvValue msValidity() {
    return octets(
        "0-3, or 4 and a period with a unit of 0-6",
        (octets, start, length, version) -> {
          int kind = octets[start] & 0xFF;
          if (kind > 4) {
            return RESERVED;
          }
          boolean period = kind == 4;
          if (period != (length == 4)) {
            return INVALID;
          }
          return period && (octets[start + 1] & 0xFF) > 6 ? RESERVED : LEGAL;
        });
  }

  private static Set<CommandId> responses() {
    Set<CommandId> responses = EnumSet.noneOf(CommandId.class);
    Arrays.stream(CommandId.values()).filter(CommandId::isResponse).forEach(responses::add);
    return responses;
  }

  private static Set<CommandId> with(Set<CommandId> commands, CommandId... more) {
    return union(commands, Set.of(more));
  }

  private static Set<CommandId> union(Set<CommandId> some, Set<CommandId> others) {
    Set<CommandId> all = EnumSet.copyOf(some);
    all.addAll(others);
    return all;
  }
}

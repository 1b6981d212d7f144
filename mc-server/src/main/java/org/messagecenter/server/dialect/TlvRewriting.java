package org.messagecenter.server.dialect;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.Tlvs;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvRules;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.server.config.Section;

/**
 * Which TLVs of a message go to a carrier, and under which tags. Immutable.
 *
 * <p>A vendor's tag means another thing with every vendor, so what an ESME sends us under one goes
 * to nobody unless the dialect names it.
 *
 * @param registered whether TLVs that submit_sm has by the book go
 * @param vendor whether tags that no specification names go
 * @param added what the carrier wants in every message that does not have it
 * @param mapped tags that go under another, or under their own
 * @param dropped tags that never go
 */
record TlvRewriting(
    boolean registered,
    boolean vendor,
    Map<Integer, Octets> added,
    Map<Integer, Integer> mapped,
    Set<Integer> dropped) {

  static final TlvRewriting BOOK = new TlvRewriting(true, false, Map.of(), Map.of(), Set.of());

  /** Those of submit_sm; so what only receipts have never leaves. */
  private static final long SUBMIT = TlvRules.allowed(CommandId.SUBMIT_SM, TlvRules.VERSION_5_0);

  /** MCC, MNC and price: ours to say, in receipts. */
  private static final int FIRST_OF_RECEIPT = 0x0410;

  private static final int LAST_OF_RECEIPT = 0x0412;

  private static final Pattern ANY = Pattern.compile("(?s).*");
  private static final Pattern HEX = Pattern.compile("0x(?:[0-9A-Fa-f]{2})*");

  private enum Way {
    PASS,
    DROP
  }

  /** What the section {@code tlvs} says, and this where it says nothing. */
  TlvRewriting with(Section s) {
    Map<Integer, Octets> add = new LinkedHashMap<>(added);
    s.optionalSection("add").ifPresent(section -> readValues(section, add));
    Map<Integer, Integer> map = new HashMap<>(mapped);
    s.optionalSection("map").ifPresent(section -> TlvNumber.pairs(section, map::put));
    Set<Integer> drop = new HashSet<>(dropped);
    if (s.has("drop")) {
      s.strings("drop", TlvNumber.FORM, TlvNumber.RULE).forEach(t -> drop.add(TlvNumber.of(t)));
    }
    return new TlvRewriting(
        s.has("registered") ? s.oneOf("registered", Way.class) == Way.PASS : registered,
        s.has("vendor") ? s.oneOf("vendor", Way.class) == Way.PASS : vendor,
        add,
        Map.copyOf(map),
        Set.copyOf(drop));
  }

  private static void readValues(Section section, Map<Integer, Octets> target) {
    section
        .texts(ANY, "a text, or octets such as 0x01ff")
        .forEach(
            (key, text) -> {
              if (TlvNumber.isKey(section, key)) {
                target.put(TlvNumber.of(key), value(text));
              }
            });
  }

  private static Octets value(String text) {
    return Octets.of(
        HEX.matcher(text).matches()
            ? HexFormat.of().parseHex(text.substring(2))
            : text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * The TLVs that go.
   *
   * @param withSar whether sar_ TLVs go; not when a header has taken their place
   * @param payload the value of message_payload; without octets there is none
   */
  Tlvs apply(Tlvs tlvs, boolean withSar, Octets payload) {
    if (tlvs.isEmpty() && added.isEmpty() && payload.isEmpty()) {
      return tlvs;
    }
    Tlvs.Builder going = Tlvs.builder();
    Set<Integer> there = new HashSet<>();
    tlvs.forEach(
        (tag, value) -> {
          int to = target(tag, withSar);
          if (to >= 0) {
            there.add(to);
            going.put(to, value);
          }
        });
    added.forEach(
        (tag, value) -> {
          if (!there.contains(tag)) {
            going.put(tag, value);
          }
        });
    if (!payload.isEmpty()) {
      going.put(TlvTag.MESSAGE_PAYLOAD, payload);
    }
    return going.build();
  }

  /** The tag under which a TLV goes, or -1 when it stays here. */
  private int target(int tag, boolean withSar) {
    boolean sar =
        tag == TlvTag.SAR_MSG_REF_NUM.tag()
            || tag == TlvTag.SAR_TOTAL_SEGMENTS.tag()
            || tag == TlvTag.SAR_SEGMENT_SEQNUM.tag();
    if (tag == TlvTag.MESSAGE_PAYLOAD.tag() || dropped.contains(tag) || (sar && !withSar)) {
      return -1;
    }
    Integer other = mapped.get(tag);
    if (other != null) {
      return other;
    }
    if (sar) {
      // They say what the text is a part of: without them it would be another message.
      return tag;
    }
    TlvTag known = TlvTag.of(tag);
    boolean goes;
    if (known != null) {
      goes = registered && (known.bit() & SUBMIT) != 0;
    } else {
      goes = vendor && (tag < FIRST_OF_RECEIPT || tag > LAST_OF_RECEIPT);
    }
    return goes ? tag : -1;
  }
}

package org.messagecenter.server.submit;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Octets;
import org.messagecenter.protocol.pdu.SubmitSm;
import org.messagecenter.protocol.spec.CommandStatus;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.text.Alphabet;
import org.messagecenter.protocol.text.DataCoding;
import org.messagecenter.protocol.text.Gsm7;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.server.config.Section;

/**
 * The texts that sm_default_msg_id names (34:5.2.20, 50:4.7.27). A message that names one is that
 * text, in place of what else it holds; a number without a text is refused with ESME_RINVDFTMSGID.
 */
public final class CannedMessages implements SubmitCheck {
  /** No text at all. */
  public static final CannedMessages NONE = new CannedMessages(Map.of());

  private static final int MOST = 255;
  private static final int UDHI = 0x40;
  private static final int LONGEST = 160;
  private static final int LONGEST_UCS2 = 70;
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,2}");
  private static final Pattern TEXT = Pattern.compile("(?s).{1,160}");

  private final @Nullable Canned[] byNumber = new @Nullable Canned[MOST + 1];

  /** A text in the default alphabet of most accounts, and for those that have another. */
  private record Canned(int coding, Octets text, Octets ucs2) {}

  private CannedMessages(Map<Integer, String> texts) {
    texts.forEach((number, text) -> byNumber[number] = canned(text));
  }

  /** Reads the section {@code submit.default-messages}: number to text. */
  static CannedMessages from(Section section) {
    Map<Integer, String> texts = new LinkedHashMap<>();
    section
        .texts(TEXT, "1 to " + LONGEST + " characters")
        .forEach(
            (key, text) -> {
              int number = NUMBER.matcher(key).matches() ? Integer.parseInt(key) : 0;
              if (number < 1 || number > MOST) {
                section.problem(key, "the key must be a number from 1 to " + MOST);
              } else if (!fits(text)) {
                section.problem(
                    key,
                    "must fit one SMS: "
                        + LONGEST
                        + " characters of GSM 7-bit, or "
                        + LONGEST_UCS2
                        + " others");
              } else {
                texts.put(number, text);
              }
            });
    return new CannedMessages(texts);
  }

  @Override
  public @Nullable Refusal check(SubmitFacts s) {
    SubmitSm sm = s.message();
    int id = sm.smDefaultMsgId();
    if (id == 0) {
      return null;
    }
    Canned canned = byNumber[id];
    if (canned == null) {
      return new Refusal(
          CommandStatus.ESME_RINVDFTMSGID, "sm_default_msg_id " + id + " is unknown");
    }
    boolean usual = s.account().policy().defaultAlphabet() == Alphabet.GSM7;
    s.message(
        Amended.of(sm)
            .esmClass(sm.esmClass() & ~UDHI)
            .text(usual ? canned.coding : DataCoding.UCS2, usual ? canned.text : canned.ucs2)
            .tlvs(sm.tlvs().without(TlvTag.MESSAGE_PAYLOAD))
            .message());
    return null;
  }

  private static Canned canned(String text) {
    Octets ucs2 = Octets.of(text.getBytes(StandardCharsets.UTF_16BE));
    Octets gsm = Octets.of(Gsm7.encode(text));
    return inGsm7(text, gsm)
        ? new Canned(DataCoding.DEFAULT, gsm, ucs2)
        : new Canned(DataCoding.UCS2, ucs2, ucs2);
  }

  private static boolean fits(String text) {
    Octets gsm = Octets.of(Gsm7.encode(text));
    return inGsm7(text, gsm) ? gsm.length() <= LONGEST : text.length() <= LONGEST_UCS2;
  }

  private static boolean inGsm7(String text, Octets encoded) {
    return MessageText.decode(Alphabet.GSM7, encoded).equals(text);
  }
}

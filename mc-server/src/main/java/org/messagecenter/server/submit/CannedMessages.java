package org.messagecenter.server.submit;

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
import org.messagecenter.protocol.text.Dialect;
import org.messagecenter.protocol.text.Gsm7;
import org.messagecenter.protocol.text.MessageText;
import org.messagecenter.protocol.text.Unencodable;
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

  /**
   * A text that fits one SMS.
   *
   * @param gsm in GSM 7-bit, which is what 0 means to most accounts; null when that lacks one of
   *     its characters
   */
  private record Canned(String text, @Nullable Octets gsm) {
    /** The message with the text in place of its own, in an alphabet its account has. */
    Amended in(Amended message, Dialect dialect) {
      Alphabet zero = dialect.zero();
      if (zero == Alphabet.GSM7 && gsm != null) {
        return message.text(DataCoding.DEFAULT, gsm);
      }
      if (zero != Alphabet.GSM7_PACKED && MessageText.canEncode(zero, text)) {
        Octets octets = encoded(zero);
        if (octets.length() <= LONGEST) {
          return message.text(DataCoding.DEFAULT, octets);
        }
      }
      return gsm == null || text.length() <= LONGEST_UCS2
          ? message.text(DataCoding.UCS2, encoded(dialect.eight()))
          : message.text(DataCoding.valueOf(Alphabet.GSM7, dialect).orElseThrow(), gsm);
    }

    private Octets encoded(Alphabet alphabet) {
      return Octets.of(MessageText.encode(alphabet, text, Unencodable.REPORT));
    }
  }

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
    Dialect dialect = s.account().policy().dialects().in(s.interfaceVersion());
    s.message(
        canned
            .in(Amended.of(sm), dialect)
            .esmClass(sm.esmClass() & ~UDHI)
            .tlvs(sm.tlvs().without(TlvTag.MESSAGE_PAYLOAD))
            .message());
    return null;
  }

  private static Canned canned(String text) {
    return new Canned(text, Gsm7.canEncode(text) ? Octets.of(Gsm7.encode(text)) : null);
  }

  private static boolean fits(String text) {
    return Gsm7.canEncode(text)
        ? Gsm7.encode(text).length <= LONGEST
        : text.length() <= LONGEST_UCS2;
  }
}

package org.messagecenter.server.route;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.messagecenter.server.config.Section;

/** The conditions about what a message carries: its text and its TLVs. */
final class Contents {
  private static final int UDHI = 0x40;
  private static final int MOST_OCTETS = 65_535;
  private static final Pattern RANGE = Pattern.compile("(\\d{1,5})\\.\\.(\\d{1,5})");

  private Contents() {}

  static void read(Section s, List<Condition> conditions) {
    if (s.has("udh")) {
      conditions.add(new Header(s.bool("udh")));
    }
    if (s.has("text-octets")) {
      conditions.add(length(s));
    }
    if (s.has("tlv")) {
      conditions.add(
          new AnyTlv(
              s.oneOrMore("tlv", TlvText.PATTERN, TlvText.RULE).stream()
                  .filter(text -> !text.isEmpty())
                  .map(text -> tlv(s, text))
                  .toList()));
    }
  }

  private static TlvText tlv(Section s, String text) {
    TlvText tlv = TlvText.of(text);
    if (tlv == null) {
      s.problem("tlv", "must name known TLVs, or their tags as 0x1400: " + text);
      return new TlvText(text, 0, null);
    }
    return tlv;
  }

  private static Condition length(Section s) {
    String text = s.string("text-octets", RANGE, "a range of octets such as 0..140");
    Matcher range = RANGE.matcher(text);
    int from = range.matches() ? Integer.parseInt(range.group(1)) : 0;
    int to = range.matches() ? Integer.parseInt(range.group(2)) : MOST_OCTETS;
    if (from > to) {
      s.problem("text-octets", "must be a range whose end is not below its start");
    }
    return new Length(from, to);
  }

  private record Header(boolean wanted) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      return ((facts.message().esmClass() & UDHI) != 0) == wanted;
    }

    @Override
    public String otherwise(Facts facts) {
      return wanted ? "it has no user data header" : "it has a user data header";
    }
  }

  private record Length(int from, int to) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      int octets = facts.message().text().length();
      return octets >= from && octets <= to;
    }

    @Override
    public String otherwise(Facts facts) {
      return "its text has "
          + facts.message().text().length()
          + " octets, not "
          + from
          + " to "
          + to;
    }
  }

  private record AnyTlv(List<TlvText> wanted) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      for (TlvText each : wanted) {
        if (each.isIn(facts.message().tlvs())) {
          return true;
        }
      }
      return false;
    }

    @Override
    public String otherwise(Facts facts) {
      return "it has no TLV " + String.join(", ", wanted.stream().map(TlvText::written).toList());
    }
  }
}

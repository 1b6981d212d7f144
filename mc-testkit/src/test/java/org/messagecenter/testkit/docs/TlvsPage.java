package org.messagecenter.testkit.docs;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.messagecenter.protocol.spec.CommandId;
import org.messagecenter.protocol.spec.TlvRule;
import org.messagecenter.protocol.spec.TlvRules;
import org.messagecenter.protocol.spec.TlvTag;
import org.messagecenter.protocol.spec.TlvType;

/** Every TLV: its form, its legal values, and where it may be. */
final class TlvsPage {
  private TlvsPage() {}

  static String text() {
    Markdown page = new Markdown("TLVs");
    page.paragraph(
        """
        A TLV is a tag of two octets, a length of two octets that counts the value alone, and the
        value. TLVs stand behind the last field, in any order. Those of no table, vendor tags
        (0x1400 to 0x3FFF) above all, are kept and passed on as they are.

        A TLV that ends beyond its PDU is ESME_RINVTLVSTREAM, one of an illegal length
        ESME_RINVTLVLEN, and one that must be there and is not ESME_RMISSINGTLV. Tolerantly read, a
        TLV that is known but not expected in a command or a version is ignored, as is a reserved
        value without a status of its own, and numbers of another width and texts without their NUL
        are understood; strictly read, all of these are refused."""
            .strip());
    page.table("tag", "TLV", "type", "octets", "legal", "since", "repeats", "bad value");
    for (TlvRule rule : TlvRules.all()) {
      TlvTag tag = rule.tag();
      page.row(
          Words.number(tag),
          Markdown.link(tag.name(), "#" + tag.name()),
          type(tag.type()),
          Words.range(tag.minLength(), tag.maxLength()),
          rule.legalValues(),
          Words.version(tag.since()),
          tag.repeatable() ? "yes" : "",
          badValue(rule));
    }
    for (TlvRule rule : TlvRules.all()) {
      details(page, rule);
    }
    return page.toString();
  }

  private static String type(TlvType type) {
    return switch (type) {
      case INTEGER -> "integer";
      case BIT_MASK -> "bits";
      case C_STRING -> "c-octet-string";
      case OCTETS -> "octets";
    };
  }

  private static String badValue(TlvRule rule) {
    return Markdown.link(rule.badValue(TlvRules.VERSION_5_0).name(), "statuses.md");
  }

  private static void details(Markdown page, TlvRule rule) {
    page.section(rule.tag().name());
    page.paragraph(
        String.format(
            Locale.ROOT,
            "%s. In 3.4: %s. In 5.0: %s.%s",
            Words.number(rule.tag()),
            commands(rule, TlvRules.VERSION_3_4),
            commands(rule, TlvRules.VERSION_5_0),
            rule.mandatoryIn().isEmpty() ? "" : " Where it stands in bold it must be there."));
  }

  private static String commands(TlvRule rule, int version) {
    if (rule.tag() == TlvTag.CONGESTION_STATE && version >= TlvRules.VERSION_5_0) {
      return "every response";
    }
    String names =
        Arrays.stream(CommandId.values())
            .filter(id -> rule.commands(version).contains(id))
            .map(id -> rule.mandatoryIn().contains(id) ? bold(id) : Words.link(id))
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "nowhere" : names;
  }

  private static String bold(CommandId id) {
    return "**" + Words.link(id) + "**";
  }
}

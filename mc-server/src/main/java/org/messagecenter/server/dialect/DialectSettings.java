package org.messagecenter.server.dialect;

import org.messagecenter.server.config.Section;

/**
 * All that a dialect file says.
 *
 * @param name for the start block and the log
 */
record DialectSettings(
    String name,
    IdForms ids,
    ReceiptRules receipts,
    ErrorCodes errors,
    StatusTable statuses,
    TextRules text,
    LongTexts longTexts,
    MessageRules message,
    AddressRules sources,
    AddressRules destinations,
    TlvRewriting tlvs) {

  static final DialectSettings BOOK =
      new DialectSettings(
          "standard",
          IdForms.BOOK,
          ReceiptRules.BOOK,
          ErrorCodes.BOOK,
          StatusTable.BOOK,
          TextRules.BOOK,
          LongTexts.UDH8,
          MessageRules.BOOK,
          AddressRules.BOOK,
          AddressRules.BOOK,
          TlvRewriting.BOOK);

  /** What the section says, and these where it says nothing. */
  DialectSettings with(Section s) {
    return new DialectSettings(
        s.optionalString("name").orElse(name),
        s.optionalSection("id").map(ids::with).orElse(ids),
        s.optionalSection("receipts").map(receipts::with).orElse(receipts),
        s.optionalSection("errors").map(errors::with).orElse(errors),
        s.optionalSection("statuses").map(statuses::with).orElse(statuses),
        s.optionalSection("text").map(text::with).orElse(text),
        s.has("long-texts") ? s.oneOf("long-texts", LongTexts.class) : longTexts,
        s.optionalSection("message").map(message::with).orElse(message),
        s.optionalSection("source").map(sources::with).orElse(sources),
        s.optionalSection("destination").map(destinations::with).orElse(destinations),
        s.optionalSection("tlvs").map(tlvs::with).orElse(tlvs));
  }
}

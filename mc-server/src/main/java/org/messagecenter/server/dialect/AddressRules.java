package org.messagecenter.server.dialect;

import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.messagecenter.protocol.pdu.Address;
import org.messagecenter.server.config.Section;

/**
 * How a carrier wants its source, or its destination, addresses. Immutable.
 *
 * @param forms by kind; kinds that are missing stay as they are
 */
record AddressRules(Map<AddressKind, Form> forms) {
  private static final int AS_IT_IS = -1;
  private static final int E164 = 1;

  /** Signs before a number are the one thing that the book has no place for. */
  static final AddressRules BOOK =
      new AddressRules(
          Map.of(AddressKind.INTERNATIONAL, new Form(AS_IT_IS, AS_IT_IS, Sign.PLAIN, null)));

  private static final Pattern ADDRESS = Pattern.compile("[\\x20-\\x7e]{0,20}");

  /** What stands before an international number. */
  enum Sign {
    KEEP,
    PLAIN,
    PLUS,
    DOUBLE_ZERO
  }

  /**
   * @param ton type of number, or -1 to keep it
   * @param npi numbering plan, or -1 to keep it
   * @param sign for international numbers
   * @param value takes the place of the whole address; null to keep it
   */
  record Form(int ton, int npi, Sign sign, @Nullable String value) {
    private static final Form KEEP = new Form(AS_IT_IS, AS_IT_IS, Sign.KEEP, null);

    private Form with(Section s) {
      return new Form(
          s.optionalInteger("ton", 0, 6).orElse(ton),
          s.optionalInteger("npi", 0, 18).orElse(npi),
          s.has("sign") ? s.oneOf("sign", Sign.class) : sign,
          s.optionalString("value", ADDRESS, "at most 20 ASCII characters").orElse(value));
    }
  }

  /** What the section says, kind by kind, and this where it says nothing. */
  AddressRules with(Section section) {
    Map<AddressKind, Form> all = new EnumMap<>(AddressKind.class);
    all.putAll(forms);
    for (AddressKind kind : AddressKind.values()) {
      section
          .optionalSection(Section.spelling(kind))
          .ifPresent(s -> all.put(kind, all.getOrDefault(kind, Form.KEEP).with(s)));
    }
    return new AddressRules(all);
  }

  /** The address as the carrier wants it; the same object when that is no other one. */
  Address apply(Address address) {
    if (forms.isEmpty()) {
      return address;
    }
    AddressKind kind = AddressKind.of(address);
    Form form = forms.get(kind);
    if (form == null || (address.digits().isEmpty() && form.value == null)) {
      return address;
    }
    String digits = address.digits();
    int ton = address.ton();
    int npi = address.npi();
    if (kind == AddressKind.INTERNATIONAL && form.sign != Sign.KEEP) {
      String bare = bare(digits);
      if (form.sign == Sign.PLAIN && !bare.equals(digits)) {
        // Without its sign the type alone says what the number is.
        ton = 1;
        npi = npi == 0 ? E164 : npi;
      }
      digits =
          switch (form.sign) {
            case KEEP, PLAIN -> bare;
            case PLUS -> "+" + bare;
            case DOUBLE_ZERO -> "00" + bare;
          };
    }
    ton = form.ton == AS_IT_IS ? ton : form.ton;
    npi = form.npi == AS_IT_IS ? npi : form.npi;
    digits = form.value == null ? digits : form.value;
    return ton == address.ton() && npi == address.npi() && digits.equals(address.digits())
        ? address
        : new Address(ton, npi, digits);
  }

  /** An international number without what stands before it. No country code begins with 0. */
  private static String bare(String digits) {
    if (digits.startsWith("+")) {
      return digits.substring(1);
    }
    return digits.startsWith("00") ? digits.substring(2) : digits;
  }
}

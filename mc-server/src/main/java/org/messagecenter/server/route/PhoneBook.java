package org.messagecenter.server.route;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the numbering plans of the world say of an international number. Loaded when first asked.
 *
 * <p>The country of most numbers is that of their calling code. The plans themselves are asked only
 * where countries share one, and for the type; a few thousand answers are remembered, so that the
 * attempts of one message, and messages to one number, ask once. Safe for concurrent use.
 */
final class PhoneBook {
  private static final int REMEMBERED = 4096;

  /** The library's word for calling codes of no country, such as 800 and 882. */
  static final String NO_COUNTRY = "001";

  private final AtomicReferenceArray<@Nullable Entry> remembered =
      new AtomicReferenceArray<>(REMEMBERED);

  private record Entry(String digits, String country, NumberType type) {}

  /** The only country of each calling code, empty for several. */
  private static final class CallingCodes {
    static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    static final PrefixTree<String> COUNTRIES = new PrefixTree<>();

    static {
      for (int code : PLANS.getSupportedCallingCodes()) {
        List<String> countries = PLANS.getRegionCodesForCountryCode(code);
        COUNTRIES.put(String.valueOf(code), countries.size() == 1 ? countries.get(0) : "");
      }
    }
  }

  /** Whether this is the ISO 3166 code of a country with a numbering plan, in capitals. */
  static boolean knows(String country) {
    return CallingCodes.PLANS.getSupportedRegions().contains(country);
  }

  /** Where national numbers belong. */
  static HomeCountry home(String country) {
    String trunk = CallingCodes.PLANS.getNddPrefixForRegion(country, true);
    return new HomeCountry(
        String.valueOf(CallingCodes.PLANS.getCountryCodeForRegion(country)),
        trunk == null ? "" : trunk);
  }

  /**
   * The ISO 3166 code of a number's country; empty when it has none.
   *
   * @param digits an international number without "+"
   */
  String country(String digits) {
    String only = CallingCodes.COUNTRIES.longest(digits);
    if (only == null) {
      return "";
    }
    String country = only.isEmpty() ? entry(digits).country : only;
    return country.equals(NO_COUNTRY) ? "" : country;
  }

  /**
   * What kind of number it is.
   *
   * @param digits an international number without "+"
   */
  NumberType type(String digits) {
    return entry(digits).type;
  }

  private Entry entry(String digits) {
    int slot = (int) (Draw.mix(digits.hashCode()) & (REMEMBERED - 1));
    Entry known = remembered.get(slot);
    if (known == null || !known.digits.equals(digits)) {
      known = ask(digits);
      remembered.set(slot, known);
    }
    return known;
  }

  private static Entry ask(String digits) {
    PhoneNumber number;
    try {
      number = CallingCodes.PLANS.parse("+" + digits, null);
    } catch (NumberParseException e) {
      return new Entry(digits, "", NumberType.UNKNOWN);
    }
    String country = CallingCodes.PLANS.getRegionCodeForNumber(number);
    if (country == null) {
      // No valid number of any of them: the first one has the most numbers.
      country = CallingCodes.PLANS.getRegionCodeForCountryCode(number.getCountryCode());
    }
    return new Entry(digits, country, typeOf(number));
  }

  private static NumberType typeOf(PhoneNumber number) {
    return switch (CallingCodes.PLANS.getNumberType(number)) {
      case FIXED_LINE -> NumberType.FIXED_LINE;
      case MOBILE -> NumberType.MOBILE;
      case FIXED_LINE_OR_MOBILE -> NumberType.FIXED_LINE_OR_MOBILE;
      case TOLL_FREE -> NumberType.TOLL_FREE;
      case PREMIUM_RATE -> NumberType.PREMIUM;
      case SHARED_COST -> NumberType.SHARED_COST;
      case VOIP -> NumberType.VOIP;
      case PERSONAL_NUMBER -> NumberType.PERSONAL;
      case PAGER -> NumberType.PAGER;
      case UAN -> NumberType.COMPANY;
      case VOICEMAIL -> NumberType.VOICEMAIL;
      case UNKNOWN -> NumberType.UNKNOWN;
    };
  }
}

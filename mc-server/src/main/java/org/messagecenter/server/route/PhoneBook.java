package org.messagecenter.server.route;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What the numbering plans of the world say of an international number. Read when first asked, or
 * all at once by {@link #load}.
 *
 * <p>The country of most numbers is that of their calling code. The plans themselves are asked only
 * where countries share one, and for the type; a few thousand answers are remembered, so that the
 * attempts of one message, and messages to one number, ask once. Safe for concurrent use.
 */
final class PhoneBook {
  private static final int REMEMBERED = 4096;
  private static final int LONGEST_NATIONAL = 17;
  private static final int LONGEST_CALLING_CODE = 3;

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

    /** How many digits of a number are its calling code; 0 for one without. */
    static int lengthIn(String digits) {
      PrefixTree.Node<String> node = COUNTRIES.root();
      for (int i = 0; i < Math.min(LONGEST_CALLING_CODE, digits.length()); i++) {
        node = node.next(digits.charAt(i));
        if (node == null) {
          return 0;
        }
        if (node.value() != null) {
          return i + 1;
        }
      }
      return 0;
    }
  }

  /** All plans, read once. */
  private static final class AllPlans {
    static final int COUNT = read();

    private static int read() {
      int count = 0;
      for (String country : CallingCodes.PLANS.getSupportedRegions()) {
        count += ask(CallingCodes.PLANS.getExampleNumber(country));
      }
      for (int code : CallingCodes.PLANS.getSupportedGlobalNetworkCallingCodes()) {
        count += ask(CallingCodes.PLANS.getExampleNumberForNonGeoEntity(code));
      }
      return count;
    }

    private static int ask(@Nullable PhoneNumber number) {
      return number == null || typeOf(number) == NumberType.UNKNOWN ? 0 : 1;
    }
  }

  /**
   * Reads all plans, which the library else does one by one as they are asked for: in up to a
   * second altogether, which no event loop has. Again it takes no time.
   *
   * @return how many there are
   */
  static int load() {
    return AllPlans.COUNT;
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

  /** Each number has two places; a new one drives what stands in the first to the second. */
  private Entry entry(String digits) {
    int slot = (int) (Draw.mix(digits.hashCode()) & (REMEMBERED - 2));
    Entry first = remembered.get(slot);
    if (first != null && first.digits.equals(digits)) {
      return first;
    }
    Entry second = remembered.get(slot + 1);
    if (second != null && second.digits.equals(digits)) {
      return second;
    }
    Entry found = ask(digits);
    remembered.set(slot + 1, first);
    remembered.set(slot, found);
    return found;
  }

  private static Entry ask(String digits) {
    PhoneNumber plain = plain(digits);
    NumberType type = plain == null ? NumberType.UNKNOWN : typeOf(plain);
    if (plain != null && type != NumberType.UNKNOWN) {
      return new Entry(digits, countryOf(plain), type);
    }
    // The library's own reading forgives what does not belong there, such as a trunk prefix.
    try {
      PhoneNumber parsed = CallingCodes.PLANS.parse("+" + digits, null);
      return new Entry(digits, countryOf(parsed), typeOf(parsed));
    } catch (NumberParseException e) {
      return new Entry(digits, "", NumberType.UNKNOWN);
    }
  }

  /** A number as it stands, which takes half the time of a reading; null when it cannot be one. */
  private static @Nullable PhoneNumber plain(String digits) {
    int code = CallingCodes.lengthIn(digits);
    int length = digits.length() - code;
    if (code == 0 || length < 2 || length > LONGEST_NATIONAL) {
      return null;
    }
    long national = 0;
    int zeros = 0;
    for (int i = code; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return null;
      }
      national = 10 * national + digit;
      zeros += national == 0 && i < digits.length() - 1 ? 1 : 0;
    }
    PhoneNumber number =
        new PhoneNumber()
            .setCountryCode(Integer.parseInt(digits, 0, code, 10))
            .setNationalNumber(national);
    if (zeros > 0) {
      // "Italian" is the library's word for zeros that belong to the number.
      number.setItalianLeadingZero(true).setNumberOfLeadingZeros(zeros);
    }
    return number;
  }

  private static String countryOf(PhoneNumber number) {
    String country = CallingCodes.PLANS.getRegionCodeForNumber(number);
    // A number that none of them has is taken for one of the first, which has the most.
    return country == null
        ? CallingCodes.PLANS.getRegionCodeForCountryCode(number.getCountryCode())
        : country;
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

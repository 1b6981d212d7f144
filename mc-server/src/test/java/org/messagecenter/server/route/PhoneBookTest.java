package org.messagecenter.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short cuts around the library lead where it leads. */
class PhoneBookTest {
  private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

  private final PhoneBook book = new PhoneBook();

  @Test
  void everyCountryAndTypeIsFoundAsTheLibraryFindsIt() throws NumberParseException {
    int examples = 0;
    for (String country : PLANS.getSupportedRegions()) {
      for (PhoneNumberType type : PLANS.getSupportedTypesForRegion(country)) {
        PhoneNumber example = PLANS.getExampleNumberForType(country, type);
        if (example != null) {
          examples++;
          check(PLANS.format(example, PhoneNumberFormat.E164).substring(1));
        }
      }
    }
    assertThat(examples).isGreaterThan(1000);
  }

  @Test
  void allPlansAreReadAtOnce() {
    assertThat(PhoneBook.load()).isGreaterThan(240);
  }

  @Test
  void soIsAnyNumber() throws NumberParseException {
    Random random = new Random(17);
    for (int i = 0; i < 1_000; i++) {
      check((1 + random.nextInt(9)) + String.valueOf(1_000_000_000L + random.nextInt(1 << 30)));
    }
  }

  /** Twice, so that the second answer is a remembered one. */
  private void check(String digits) throws NumberParseException {
    PhoneNumber number;
    try {
      number = PLANS.parse("+" + digits, null);
    } catch (NumberParseException e) {
      assertThat(book.country(digits)).as(digits).isEmpty();
      assertThat(book.type(digits)).as(digits).isEqualTo(NumberType.UNKNOWN);
      return;
    }
    String region = PLANS.getRegionCodeForNumber(number);
    String country =
        region == null ? PLANS.getRegionCodeForCountryCode(number.getCountryCode()) : region;
    for (int i = 0; i < 2; i++) {
      assertThat(book.country(digits))
          .as(digits)
          .isEqualTo(country.equals(PhoneBook.NO_COUNTRY) ? "" : country);
      assertThat(book.type(digits).name().substring(0, 3))
          .as(digits)
          .isEqualTo(name(PLANS.getNumberType(number)).substring(0, 3));
    }
  }

  private static String name(PhoneNumberType type) {
    return type == PhoneNumberType.UAN ? "COMPANY" : type.name();
  }

  @ParameterizedTest
  @ValueSource(strings = {"49", "9", "0", "999123456789", "49151123456789012345678"})
  void whatIsNoNumberHasNoType(String digits) {
    assertThat(book.type(digits)).isEqualTo(NumberType.UNKNOWN);
  }

  @Test
  void aTrunkPrefixThatDoesNotBelongThereIsForgiven() {
    assertThat(book.type("49015112345678")).isEqualTo(NumberType.MOBILE);
  }
}

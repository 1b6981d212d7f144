package org.messagecenter.store.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class LogHeaderTest {

  /** A file is found again under whatever language the next process runs. */
  @Test
  void namesAreTheSameInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));

      assertThat(LogHeader.log(12)).isEqualTo("0000000012.log");
      assertThat(LogHeader.index(12)).isEqualTo("0000000012.idx");
      assertThat(LogHeader.number("0000000012.log")).isEqualTo(12);
    } finally {
      Locale.setDefault(before);
    }
  }
}
